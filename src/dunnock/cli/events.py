"""`dunnock events`: every change as it is committed, for scripts and for finding faults."""

import argparse
import json
import sys
import threading
from typing import TYPE_CHECKING, Any

from dunnock.cli.parts import Subparsers, add_json_option, clock, one_line, opened_app, print_json, utc

if TYPE_CHECKING:
    from dunnock.feed import LogRow


def add_parser(commands: Subparsers) -> None:
    """Declare the command."""
    command = commands.add_parser(
        "events",
        help="print changes as they are committed",
        description="Print every event of the change log, of whichever process, as soon as it is on disk. "
        "Ctrl-C ends it.",
    )
    command.add_argument(
        "--since",
        type=_seq,
        metavar="SEQ",
        help="begin after SEQ (default: with the next event; with --no-follow: with the oldest kept)",
    )
    command.add_argument("--no-follow", action="store_true", help="print what is there, and end")
    command.add_argument("--merged", action="store_true", help="merge events as they are merged for a window")
    add_json_option(command, "every event")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the log, and follow it."""
    with opened_app() as app:
        newest = app.feed.last_seq()
        since = arguments.since
        if since is None:
            since = app.feed.oldest_seq() - 1 if arguments.no_follow else newest
        if arguments.no_follow and since >= newest:
            return 0
        app.feed.start()
        until = newest if arguments.no_follow else None
        show = _print_json if arguments.json else _print
        try:
            for row in app.feed.follow(since, threading.Event(), merged=arguments.merged, until=until):
                show(row)
        except KeyboardInterrupt:
            return 0
    return 0


def event_object(row: "LogRow") -> dict[str, Any]:
    """One event of the log as every `--json` output has it."""
    return {"seq": row.seq, "at": utc(row.at), "event": row.name, "payload": json.loads(row.payload)}


def _print_json(row: "LogRow") -> None:
    print_json(event_object(row))


def _print(row: "LogRow") -> None:
    print(f"{clock(row.at)}  {row.seq:>8}  {row.name:<22}  {one_line(row.payload)}")
    sys.stdout.flush()


def _seq(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError(f"{number} is less than 0")
    return number
