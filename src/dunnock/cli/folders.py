"""`dunnock folders`: the music folders."""

import argparse
import os
from typing import TYPE_CHECKING

from dunnock.cli.parts import (
    Subparsers,
    add_json_option,
    opened_app,
    print_columns,
    print_json,
    text_argument,
    utc,
)

if TYPE_CHECKING:
    from dunnock.app import App
    from dunnock.contract.models import Folder


def add_parser(commands: Subparsers) -> None:
    """Declare the command and what it can do."""
    command = commands.add_parser(
        "folders",
        help="list, add and remove music folders",
        description="List, add and remove music folders.",
    )
    acts = command.add_subparsers(title="acts", metavar="ACT", required=True)
    listing = acts.add_parser("list", help="every music folder", description="Print every music folder.")
    add_json_option(listing, "every folder")
    listing.set_defaults(run=_list)
    add = acts.add_parser(
        "add",
        help="add a folder, without a scan",
        description="Add a folder. `dunnock scan` reads what is in it.",
    )
    add.add_argument("folder", metavar="FOLDER", help="the folder's path")
    add_json_option(add, "the folder")
    add.set_defaults(run=_add)
    remove = acts.add_parser(
        "remove",
        help="take a folder and its tracks out of the library",
        description="Take a folder and its tracks out of the library. Adding it again brings back "
        "everything as it was; the files themselves are not touched.",
    )
    empty = acts.add_parser(
        "confirm-empty",
        help="say that a folder was emptied on purpose",
        description="Say that a folder that is offline because it is empty was emptied on purpose.",
    )
    for act, run in ((remove, _remove), (empty, _confirm_empty)):
        act.add_argument("folder", metavar="FOLDER", help="the folder's path, or its number in the list")
        act.set_defaults(run=run)


def folder_id(app: "App", argument: str) -> int:
    """The number of the music folder that an argument names, by its path or by the number itself.

    Raises:
        NotFoundError: there is no such music folder.
    """
    from dunnock.contract.errors import NotFoundError

    known = app.folders.list().folders
    path = os.path.abspath(argument)  # noqa: PTH100 - a Path would lose nothing here, but os.path keeps odd names
    spellings = {text_argument(path), text_argument(os.path.realpath(path)), text_argument(argument)}
    for folder in known:
        if folder.path in spellings or str(folder.id) == argument:
            return folder.id
    raise NotFoundError(
        f"{text_argument(path)} is not a music folder.",
        "`dunnock folders list` shows those there are; `dunnock folders add` adds one.",
    )


def _list(arguments: argparse.Namespace) -> int:
    with opened_app() as app:
        folders = app.folders.list().folders
    for folder in folders:
        if arguments.json:
            print_json(_object(folder))
        else:
            state = folder.state if folder.reason is None else f"{folder.state}: {folder.reason}"
            print_columns(folder.id, folder.path, f"{folder.track_count} tracks", state)
    return 0


def _add(arguments: argparse.Namespace) -> int:
    with opened_app() as app:
        added = app.folders.add(os.fsencode(arguments.folder))
        folder = next(each for each in app.folders.list().folders if each.id == added)
    if arguments.json:
        print_json(_object(folder))
    else:
        print_columns(folder.id, folder.path)
    return 0


def _remove(arguments: argparse.Namespace) -> int:
    with opened_app() as app:
        app.folders.remove(folder_id(app, arguments.folder))
    return 0


def _confirm_empty(arguments: argparse.Namespace) -> int:
    with opened_app() as app:
        app.folders.confirm_empty(folder_id(app, arguments.folder))
    return 0


def _object(folder: "Folder") -> dict[str, object]:
    scanned = None if folder.scanned_at is None else utc(folder.scanned_at)
    return {**folder.model_dump(mode="json"), "scanned_at": scanned}
