"""`dunnock favorites`: the liked songs."""

import argparse

from dunnock.cli.items import report, state_of, track_id
from dunnock.cli.parts import (
    EVERYTHING,
    Subparsers,
    add_json_option,
    length,
    opened_app,
    print_columns,
    print_json,
)


def add_parser(commands: Subparsers) -> None:
    """Declare the command and what it can do."""
    command = commands.add_parser(
        "favorites", help="list and change the liked songs", description="List and change the liked songs."
    )
    acts = command.add_subparsers(title="acts", metavar="ACT", required=True)
    listing = acts.add_parser(
        "list", help="every liked song", description="Print the liked songs, the newest first."
    )
    add_json_option(listing, "every track")
    listing.set_defaults(run=_list)
    add = acts.add_parser("add", help="like tracks", description="Add tracks to the liked songs.")
    remove = acts.add_parser(
        "remove", help="like tracks no more", description="Remove tracks from the liked songs."
    )
    toggle = acts.add_parser(
        "toggle",
        help="like tracks, or no more",
        description="Add tracks to the liked songs; when all of them are there, remove them.",
    )
    for act, run in ((add, _add), (remove, _remove), (toggle, _toggle)):
        act.add_argument("tracks", nargs="+", metavar="TRACK", help="a track's number, or its file")
        add_json_option(act, "what was done")
        act.set_defaults(run=run)


def _list(arguments: argparse.Namespace) -> int:
    with opened_app() as app:
        tracks = app.library.favorites(EVERYTHING)
    for track in tracks:
        if arguments.json:
            print_json(track.model_dump(mode="json"))
        else:
            print_columns(
                track.artist, track.album, track.title, length(track.duration_ms), state_of(track), track.path
            )
    return 0


def _add(arguments: argparse.Namespace) -> int:
    return _set(arguments, favorite=True)


def _remove(arguments: argparse.Namespace) -> int:
    return _set(arguments, favorite=False)


def _set(arguments: argparse.Namespace, *, favorite: bool) -> int:
    with opened_app() as app:
        named = [track_id(app, each) for each in arguments.tracks]
        report(arguments, app.favorites.set(named, favorite=favorite))
    return 0


def _toggle(arguments: argparse.Namespace) -> int:
    with opened_app() as app:
        report(arguments, app.favorites.toggle([track_id(app, each) for each in arguments.tracks]))
    return 0
