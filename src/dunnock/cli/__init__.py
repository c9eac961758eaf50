"""The command line: the same services as the window, on the same database, without a webview.

Exit codes: 0 done; 1 what was asked for failed, and standard error says what and what to do; 2 wrong usage.
"""

import argparse
import io
import sys
from collections.abc import Sequence

from dunnock import __version__
from dunnock.cli import (
    contract,
    doctor,
    events,
    favorites,
    folders,
    history,
    player,
    playlists,
    plays,
    queue,
    scan,
    settings,
    tracks,
    window,
)
from dunnock.cli import open as opening
from dunnock.cli.parts import discard_output

COMMANDS = (
    scan,
    tracks,
    player,
    opening,
    queue,
    favorites,
    playlists,
    plays,
    history,
    events,
    folders,
    settings,
    contract,
    doctor,
)
"""The modules of the commands, in the order `--help` lists them."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        argv: the arguments after the program's name; those of the process when None.

    Returns:
        The exit code.
    """
    _speak_utf8()
    arguments = parser().parse_args(_with_open(sys.argv[1:] if argv is None else argv))
    # late, for the first `--help` of a cold start: the errors are pydantic models
    from dunnock.contract.errors import DunnockError

    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except DunnockError as error:
        print(f"dunnock: {error.message} {error.hint}".rstrip(), file=sys.stderr)
        return 1
    except BrokenPipeError:
        # the reader has what it wanted: `dunnock tracks | head`
        discard_output()
        return 0
    except KeyboardInterrupt:
        return 1
    return code


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    top = argparse.ArgumentParser(
        prog="dunnock",
        description="Play a large local music collection. Without a command, open the window.",
        epilog="DUNNOCK_HOME names the folder of the database, caches and logs.",
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"dunnock {__version__}")
    window.add_options(top)
    commands = top.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    for command in COMMANDS:
        command.add_parser(commands)
    return top


def _with_open(argv: Sequence[str]) -> Sequence[str]:
    """`dunnock FILE` is `dunnock open FILE`: so file managers call a player. A file in no folder is `./NAME`."""
    if argv and "/" in argv[0] and not argv[0].startswith("-"):
        return ["open", *argv]
    return argv


def _speak_utf8() -> None:
    # titles are Unicode: in a Latin-1 locale Python would stop in the middle of a list
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
