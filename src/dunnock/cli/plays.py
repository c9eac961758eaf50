"""`dunnock plays`: what was heard."""

import argparse

from dunnock.cli.parts import (
    EVERYTHING,
    Subparsers,
    add_json_option,
    length,
    opened_app,
    positive,
    print_columns,
    print_json,
    read_in_parts,
    utc,
)


def add_parser(commands: Subparsers) -> None:
    """Declare the command."""
    command = commands.add_parser(
        "plays",
        help="list what was heard",
        description="List what was heard, the newest first: when, how much of it, artist and title.",
    )
    command.add_argument("--limit", type=positive, default=EVERYTHING, metavar="N", help="at most N plays")
    add_json_option(command, "every play")
    command.set_defaults(run=_list)


def _list(arguments: argparse.Namespace) -> int:
    with opened_app() as app:
        for row in read_in_parts(lambda *part: app.playback.history(*part).rows, arguments.limit):
            if arguments.json:
                print_json({**row.model_dump(mode="json"), "started_at": utc(row.started_at)})
            else:
                track = row.track
                print_columns(utc(row.started_at), length(row.listened_ms), track.artist, track.title)
    return 0
