"""`dunnock` without a command: the window."""

import argparse
from collections.abc import Sequence
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
_DEMO_PLACES = (_PACKAGE / "demo", _PACKAGE.parents[1] / "demo")
"""The demo collection: in an installed package, and in a checkout."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the window."""
    parser.add_argument(
        "--demo",
        action="store_true",
        help="open the window on a throw-away home with a small demo collection",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Open the window, and stay until it is closed."""
    demo = next((place for place in _DEMO_PLACES if place.is_dir()), _DEMO_PLACES[0])
    return open_window(demo=demo if arguments.demo else None)


def open_window(*, demo: Path | None = None, play: Sequence[str] = ()) -> int:
    """Open the window, and stay until it is closed.

    Args:
        demo: the demo collection, for a throw-away home.
        play: files and folders to play in it from the start.

    Returns:
        The exit code.

    Raises:
        DunnockError: it cannot be opened.
    """
    from dunnock.app import dunnock_home
    from dunnock.contract.errors import InternalError

    try:
        # the only way from here to the window; anywhere else it would load WebKit for `dunnock scan`
        from dunnock.desktop.shell import run_window

        return run_window(dunnock_home(), demo=demo, play=play)
    except ImportError as error:
        raise InternalError(
            f"The window cannot be opened: {error}.",
            "`dunnock doctor` says what is missing and how to get it.",
        ) from error
