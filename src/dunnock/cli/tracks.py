"""`dunnock tracks`: what is in the library."""

import argparse
from typing import TYPE_CHECKING

from dunnock.cli.items import state_of
from dunnock.cli.parts import (
    EVERYTHING,
    Subparsers,
    add_json_option,
    length,
    opened_app,
    positive,
    print_columns,
    print_json,
    text_argument,
)

if TYPE_CHECKING:
    from dunnock.contract.models import Track


def add_parser(commands: Subparsers) -> None:
    """Declare the command."""
    command = commands.add_parser(
        "tracks",
        help="list or search the library",
        description="List the tracks that have all words of QUERY somewhere in their title, artist, album "
        "or other tags, by artist, album, disc and number. Without QUERY, list all.",
    )
    command.add_argument("query", nargs="*", metavar="QUERY", help="words, or beginnings of words")
    command.add_argument("--limit", type=positive, default=EVERYTHING, metavar="N", help="at most N tracks")
    add_json_option(command, "every track")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """List the tracks."""
    query = " ".join(text_argument(word) for word in arguments.query)
    with opened_app() as app:
        tracks = app.library.tracks(query, arguments.limit)
    for track in tracks:
        if arguments.json:
            print_json(track.model_dump(mode="json"))
        else:
            _print(track)
    return 0


def _print(track: "Track") -> None:
    number = None if track.track_no is None else f"{track.track_no:02}"
    if number is not None and track.disc_no is not None:
        number = f"{track.disc_no}.{number}"
    print_columns(
        track.artist, track.album, number, track.title, length(track.duration_ms), state_of(track), track.path
    )
