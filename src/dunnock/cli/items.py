"""What the commands about lists share: naming tracks, playlists and entries, and saying what was done."""

import argparse
import os
import re
from typing import TYPE_CHECKING

from dunnock.cli.parts import one_line, print_json, text_argument

if TYPE_CHECKING:
    from dunnock.app import App
    from dunnock.contract.models import Acted, Track
    from dunnock.services.sources import Source


def add_item_arguments(command: argparse.ArgumentParser, count: str = "+") -> None:
    """Declare the names of tracks to add."""
    command.add_argument(
        "items", nargs=count, metavar="ITEM", help="a track's number, a file, or a folder with all below it"
    )
    whole = command.add_mutually_exclusive_group()
    whole.add_argument("--album", action="store_true", help="add the whole album of each ITEM, a track")
    whole.add_argument("--artist", action="store_true", help="add all by the artist of each ITEM, a track")
    whole.add_argument(
        "--playlist",
        action="store_true",
        dest="of_playlists",
        help="each ITEM is the name or number of a playlist",
    )


def add_entries(command: argparse.ArgumentParser) -> None:
    """Declare the numbers of entries."""
    command.add_argument(
        "entries", nargs="+", type=number, metavar="ENTRY", help="an entry's number in the list"
    )


def add_before_option(command: argparse.ArgumentParser) -> None:
    """Declare the place in a list."""
    command.add_argument(
        "--before", type=number, metavar="ENTRY", help="the entry to go before (default: at the end)"
    )


def source_of(app: "App", arguments: argparse.Namespace) -> "Source":
    """The tracks that the arguments of `add_item_arguments` name, in their order.

    Raises:
        NotFoundError: one of them is not there.
    """
    from dunnock.services.sources import Source

    found: list[int] = []
    for item in arguments.items:
        if arguments.album:
            source = Source(album_of=track_id(app, item))
        elif arguments.artist:
            source = Source(artist_of=track_id(app, item))
        elif arguments.of_playlists:
            source = Source(playlist_id=playlist_id(app, item))
        elif _NUMBER.fullmatch(item):
            source = Source(track_ids=[track_id(app, item)])
        else:
            source = Source(paths=[os.fsencode(item)])
        found += app.sources.find(source).track_ids
    return Source(track_ids=found)


def track_id(app: "App", argument: str) -> int:
    """The number of the track that an argument names, by its number or by its file's path.

    Raises:
        NotFoundError: there is no such track.
    """
    from dunnock.contract.errors import NotFoundError
    from dunnock.services.sources import Source

    if _NUMBER.fullmatch(argument):
        if app.library.exists(int(argument)):
            return int(argument)
        raise NotFoundError(
            f"There is no track with the number {argument}.",
            "`dunnock tracks --json` prints the numbers; a file whose name is a number is ./NAME.",
        )
    found = app.sources.find(Source(paths=[os.fsencode(argument)])).track_ids
    if len(found) > 1:
        raise NotFoundError(f"{text_argument(argument)} is a folder.", "Name one file.")
    return found[0]


def playlist_id(app: "App", argument: str) -> int:
    """The number of the playlist that an argument names, by its name or by the number itself.

    Raises:
        NotFoundError: there is no such playlist, or more than one of that name.
    """
    from dunnock.contract.errors import NotFoundError

    known = app.playlists.list().playlists
    name = " ".join(text_argument(argument).split())
    same = [each.id for each in known if each.name == name]
    same = same or [each.id for each in known if each.name.casefold() == name.casefold()]
    if len(same) == 1:
        return same[0]
    if same:
        numbers = ", ".join(map(str, same))
        raise NotFoundError(f"There are several playlists {name}.", f"Name one by its number: {numbers}.")
    if _NUMBER.fullmatch(argument) and int(argument) in {each.id for each in known}:
        return int(argument)
    raise NotFoundError(f"There is no playlist {name}.", "`dunnock playlists list` shows those there are.")


def report(arguments: argparse.Namespace, reply: "Acted") -> None:
    """Say what was done."""
    if arguments.json:
        print_json(reply.model_dump(mode="json"))
    else:
        print("Nothing had to change." if reply.label is None else f"{one_line(reply.label)}.")


def number(text: str) -> int:
    """A whole number of an entry."""
    if not _NUMBER.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text} is no number of an entry")
    return int(text)


def state_of(track: "Track") -> str:
    """A track's state as a column: empty when all is well."""
    return "" if track.state == "ok" else track.state


_NUMBER = re.compile("[0-9]{1,18}", re.ASCII)
