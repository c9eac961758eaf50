"""`dunnock undo` and `dunnock redo`: take back the newest act, whoever did it, and do it again."""

import argparse
import sys
from typing import TYPE_CHECKING

from dunnock.cli.parts import Subparsers, add_json_option, one_line, opened_app, print_json

if TYPE_CHECKING:
    from dunnock.contract.models import HistoryMoved


def add_parser(commands: Subparsers) -> None:
    """Declare both commands."""
    undo = commands.add_parser(
        "undo",
        help="take back what was done last",
        description="Take back the newest act, of whichever window or command: on the queue, the liked songs, the "
        "playlists, a folder that was removed, or a setting that was reset.",
    )
    redo = commands.add_parser(
        "redo", help="do again what was taken back", description="Do again what was taken back last."
    )
    for command, run in ((undo, _undo), (redo, _redo)):
        add_json_option(command, "what was done")
        command.set_defaults(run=run)
    undo.add_argument(
        "--act", type=int, metavar="ID", help="this act, by its act_id, and only if it is still the newest"
    )


def _undo(arguments: argparse.Namespace) -> int:
    with opened_app() as app:
        return _tell(arguments, app.history.undo(arguments.act), "undo", "Undone")


def _redo(arguments: argparse.Namespace) -> int:
    with opened_app() as app:
        return _tell(arguments, app.history.redo(), "redo", "Done again")


def _tell(arguments: argparse.Namespace, moved: "HistoryMoved", act: str, done: str) -> int:
    from dunnock.contract.errors import NotFoundError

    if moved.label is None:
        raise NotFoundError(f"There is nothing to {act}.", "")
    if arguments.json:
        print_json(moved.model_dump(mode="json"))
        return 0
    print(f"{done}: {one_line(moved.label)}.")
    if moved.not_restored is not None:
        print(one_line(moved.not_restored), file=sys.stderr)
    return 0
