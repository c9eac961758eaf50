"""`dunnock open`: files and folders that are played in the window."""

import argparse
from pathlib import Path

from dunnock.cli import window
from dunnock.cli.parts import Subparsers, opened_app


def add_parser(commands: Subparsers) -> None:
    """Declare `dunnock open`."""
    command = commands.add_parser(
        "open",
        help="play files in the window",
        description="Play files and folders of the library in the window, in the place of the queue."
        " The window is opened when it is not open.",
    )
    command.add_argument("files", nargs="+", metavar="FILE", help="a file, or a folder with all below it")
    command.set_defaults(run=_open)


def _open(arguments: argparse.Namespace) -> int:
    # Made absolute here: the window's process has another folder to start from.
    paths = [str(Path(each).absolute()) for each in arguments.files]
    from dunnock.app import dunnock_home
    from dunnock.services.app_requests import OPEN
    from dunnock.services.instance import is_open

    if not is_open(dunnock_home()):
        return window.open_window(play=paths)
    with opened_app() as app:
        app.requests.ask(OPEN, {"paths": paths})
    return 0
