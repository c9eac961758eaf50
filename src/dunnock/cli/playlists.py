"""`dunnock playlists`: list and change playlists, and exchange them with other programs."""

import argparse
import os
from typing import TYPE_CHECKING

from dunnock.cli.items import (
    add_before_option,
    add_entries,
    add_item_arguments,
    playlist_id,
    report,
    source_of,
    state_of,
)
from dunnock.cli.parts import (
    Subparsers,
    add_json_option,
    length,
    opened_app,
    print_columns,
    print_json,
    read_in_parts,
    text_argument,
    utc,
)

if TYPE_CHECKING:
    from dunnock.contract.models import PlaylistEntry, PlaylistFormat
    from dunnock.contract.requests.playlists import Duplicates

_FORMATS: "tuple[PlaylistFormat, ...]" = ("m3u8", "m3u", "xspf")


def add_parser(commands: Subparsers) -> None:
    """Declare the command and what it can do."""
    command = commands.add_parser(
        "playlists", help="list and change playlists", description="List and change playlists."
    )
    acts = command.add_subparsers(title="acts", metavar="ACT", required=True)
    listing = acts.add_parser("list", help="every playlist", description="Print every playlist, by name.")
    add_json_option(listing, "every playlist")
    listing.set_defaults(run=_list)
    _add_making(acts)
    _add_filling(acts)
    _add_files(acts)


def _add_making(acts: Subparsers) -> None:
    show = acts.add_parser(
        "show", help="what is in a playlist", description="Print the entries of a playlist."
    )
    create = acts.add_parser(
        "create", help="make a playlist", description="Make a playlist, empty or with tracks."
    )
    rename = acts.add_parser("rename", help="rename a playlist", description="Give a playlist another name.")
    describe = acts.add_parser("describe", help="describe a playlist", description="Describe a playlist.")
    delete = acts.add_parser("delete", help="delete a playlist", description="Delete a playlist.")
    for act in (show, rename, describe, delete):
        _add_playlist(act)
    for act in (create, rename):
        act.add_argument("name", metavar="NAME", help="the playlist's name")
    add_item_arguments(create, "*")
    describe.add_argument("text", metavar="TEXT", help="the description; empty for none")
    runs = ((show, _show), (create, _create), (rename, _rename), (describe, _describe), (delete, _delete))
    for act, run in runs:
        add_json_option(act, "every entry" if act is show else "what was done")
        act.set_defaults(run=run)


def _add_filling(acts: Subparsers) -> None:
    add = acts.add_parser(
        "add",
        help="add tracks",
        description="Add tracks to a playlist. When one is in it already, add nothing, unless told what to do.",
    )
    _add_playlist(add)
    add_item_arguments(add)
    again = add.add_mutually_exclusive_group()
    again.add_argument("--duplicates", action="store_true", help="add tracks that are in the playlist again")
    again.add_argument(
        "--skip-duplicates", action="store_true", help="leave tracks out that are in the playlist"
    )
    remove = acts.add_parser("remove", help="remove entries", description="Remove entries from a playlist.")
    move = acts.add_parser(
        "move",
        help="move entries",
        description="Move entries, keeping their order, to the end of a playlist.",
    )
    for act in (remove, move):
        _add_playlist(act)
        add_entries(act)
    for act in (add, move):
        add_before_option(act)
    for act, run in ((add, _add), (remove, _remove), (move, _move)):
        add_json_option(act, "what was done")
        act.set_defaults(run=run)


def _add_files(acts: Subparsers) -> None:
    read = acts.add_parser(
        "import",
        help="make a playlist of a file",
        description="Make a playlist of an M3U, M3U8 or XSPF file. Tracks that are not in the library wait in "
        "the playlist until a scan finds their files.",
    )
    write = acts.add_parser(
        "export",
        help="write a playlist to a file",
        description="Write a playlist to an M3U, M3U8 or XSPF file.",
    )
    _add_playlist(write)
    for act in (read, write):
        act.add_argument("file", metavar="FILE", help="the file's path")
    write.add_argument(
        "--format", choices=_FORMATS, help="the format (default: by the file's name, else m3u8)"
    )
    write.add_argument("--relative", action="store_true", help="write paths relative to the file")
    for act, run in ((read, _import), (write, _export)):
        add_json_option(act, "the report")
        act.set_defaults(run=run)


def _add_playlist(command: argparse.ArgumentParser) -> None:
    command.add_argument("playlist", metavar="PLAYLIST", help="a playlist's name, or its number in the list")


def _list(arguments: argparse.Namespace) -> int:
    with opened_app() as app:
        known = app.playlists.list().playlists
    for each in known:
        if arguments.json:
            times = {"created_at": utc(each.created_at), "updated_at": utc(each.updated_at)}
            print_json({**each.model_dump(mode="json"), **times})
        else:
            print_columns(each.id, each.name, each.length, each.description)
    return 0


def _show(arguments: argparse.Namespace) -> int:
    with opened_app() as app:
        named = playlist_id(app, arguments.playlist)
        for row in read_in_parts(lambda *part: app.playlists.rows(named, *part).rows):
            if arguments.json:
                print_json(row.model_dump(mode="json"))
            else:
                _print(row)
    return 0


def _print(row: "PlaylistEntry") -> None:
    if row.track is not None:
        track = row.track
        state = state_of(track)
        print_columns(row.entry_id, track.artist, track.title, length(track.duration_ms), state, track.path)
    elif row.imported is not None:
        found = row.imported
        duration = None if found.duration_ms is None else length(found.duration_ms)
        print_columns(row.entry_id, found.artist, found.title, duration, "unresolved", found.path)


def _create(arguments: argparse.Namespace) -> int:
    with opened_app() as app:
        source = source_of(app, arguments) if arguments.items else None
        report(arguments, app.playlists.create(text_argument(arguments.name), source))
    return 0


def _rename(arguments: argparse.Namespace) -> int:
    with opened_app() as app:
        named = playlist_id(app, arguments.playlist)
        report(arguments, app.playlists.update(named, name=text_argument(arguments.name)))
    return 0


def _describe(arguments: argparse.Namespace) -> int:
    with opened_app() as app:
        named = playlist_id(app, arguments.playlist)
        report(arguments, app.playlists.update(named, description=text_argument(arguments.text)))
    return 0


def _delete(arguments: argparse.Namespace) -> int:
    with opened_app() as app:
        report(arguments, app.playlists.delete(playlist_id(app, arguments.playlist)))
    return 0


def _add(arguments: argparse.Namespace) -> int:
    from dunnock.contract.errors import PlaylistError

    with opened_app() as app:
        named = playlist_id(app, arguments.playlist)
        duplicates: Duplicates = (
            "add" if arguments.duplicates else "skip" if arguments.skip_duplicates else "ask"
        )
        reply = app.playlists.add(named, source_of(app, arguments), arguments.before, duplicates)
    if reply.duplicates and duplicates == "ask":
        raise PlaylistError(
            f"Nothing was added: of these tracks, {reply.duplicates:,} would be in the playlist twice.",
            "Say --duplicates to add them all the same, or --skip-duplicates to leave those out.",
        )
    report(arguments, reply)
    return 0


def _remove(arguments: argparse.Namespace) -> int:
    with opened_app() as app:
        report(arguments, app.playlists.remove(playlist_id(app, arguments.playlist), arguments.entries))
    return 0


def _move(arguments: argparse.Namespace) -> int:
    with opened_app() as app:
        named = playlist_id(app, arguments.playlist)
        report(arguments, app.playlists.move(named, arguments.entries, arguments.before))
    return 0


def _import(arguments: argparse.Namespace) -> int:
    with opened_app() as app:
        reply = app.playlist_files.read(os.fsencode(arguments.file))
    report(arguments, reply)
    if not arguments.json and reply.unmatched:
        print(f"{reply.unmatched:,} of {reply.matched + reply.unmatched:,} are not in the library yet.")
    return 0


def _export(arguments: argparse.Namespace) -> int:
    ending = os.path.splitext(arguments.file)[1].lower().removeprefix(".")  # noqa: PTH122 - odd names stay as they are
    chosen: PlaylistFormat = next((each for each in _FORMATS if each == (arguments.format or ending)), "m3u8")
    with opened_app() as app:
        named = playlist_id(app, arguments.playlist)
        path = os.fsencode(arguments.file)
        reply = app.playlist_files.write(named, path, chosen, relative=arguments.relative)
    if arguments.json:
        print_json(reply.model_dump(mode="json"))
    else:
        left = f", {reply.skipped:,} left out, since nobody knows their files" if reply.skipped else ""
        print_columns(f"{reply.written:,} tracks written to {reply.path}{left}.")
    return 0
