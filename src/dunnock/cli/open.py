"""`dunnock open`: files and folders that are played in the open window."""

import argparse
from pathlib import Path

from dunnock.cli.parts import Subparsers, opened_app


def add_parser(commands: Subparsers) -> None:
    """Declare `dunnock open`."""
    command = commands.add_parser(
        "open",
        help="play files in the open window",
        description="Play files and folders of the library in the open window, in the place of the queue.",
    )
    command.add_argument("files", nargs="+", metavar="FILE", help="a file, or a folder with all below it")
    command.set_defaults(run=_open)


def _open(arguments: argparse.Namespace) -> int:
    # Made absolute here: the window's process has another folder to start from.
    paths = [str(Path(each).absolute()) for each in arguments.files]
    with opened_app() as app:
        app.requests.ask("player:open", {"paths": paths})
    return 0
