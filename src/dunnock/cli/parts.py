"""What several commands share: opening the app, and writing lines that a terminal and a pipe can take."""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

if TYPE_CHECKING:
    from dunnock.app import App

Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no other name
"""What a command is added to."""

EVERYTHING = 2**31 - 1
"""The number of rows when none is given: more than any list has."""

_LINES_AT_ONCE = 500
"""Rows a list is read in, so that a long one neither waits for its end nor fills the memory."""

_Row = TypeVar("_Row")


@contextmanager
def opened_app() -> Iterator["App"]:
    """The app on the database of this home, closed at the end. A window may have it open meanwhile."""
    from dunnock.app import App, dunnock_home

    with App(dunnock_home()) as app:
        yield app


def read_in_parts(read: Callable[[int, int], Sequence[_Row]], limit: int = EVERYTHING) -> Iterator[_Row]:
    """The rows of a list from its first one; `read` is called with a place and how many rows to read from there."""
    start = 0
    while start < limit and (rows := read(start, min(limit - start, _LINES_AT_ONCE))):
        yield from rows
        start += _LINES_AT_ONCE


def add_json_option(command: argparse.ArgumentParser, what: str) -> None:
    """Declare `--json`."""
    command.add_argument("--json", action="store_true", help=f"print {what} as JSON, one object a line")


def print_json(value: Any) -> None:
    """Write one compact line of JSON, at once: who reads them live must not wait for a full buffer."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")
    sys.stdout.flush()


def print_columns(*columns: object) -> None:
    """Write one line for people and for `cut`: columns with a tab between."""
    print("\t".join("" if column is None else one_line(str(column)) for column in columns))


def one_line(text: str) -> str:
    """The text without characters that would end the line or command the terminal.

    A title is anything a file says it is: an escape sequence in one must not reach the terminal.
    """
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


def positive(text: str) -> int:
    """A number of rows."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is less than 1")
    return number


def discard_output() -> None:
    """Send further output nowhere, after its reader has gone; else Python's own flush at exit complains."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def text_argument(argument: str) -> str:
    """An argument as text: bytes that are no UTF-8 become U+FFFD, as in what is shown and searched."""
    return os.fsencode(argument).decode("utf-8", "replace")


def utc(milliseconds: int) -> str:
    """A time since the Unix epoch as ISO 8601 in UTC, with milliseconds: `2026-08-22T14:03:59.120Z`."""
    moment = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def clock(milliseconds: int) -> str:
    """The time of day here, with milliseconds."""
    moment = time.localtime(milliseconds // 1000)
    return f"{time.strftime('%H:%M:%S', moment)}.{milliseconds % 1000:03}"


def length(milliseconds: int) -> str:
    """A duration as on a record's sleeve: 3:05, 1:02:11."""
    seconds = round(milliseconds / 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
