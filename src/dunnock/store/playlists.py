"""Playlists and their entries."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dunnock.contract.models import ImportedTrack, Playlist, PlaylistEntry
from dunnock.store import track_lists
from dunnock.store.database import Reader, Transaction
from dunnock.store.packed import ID_BYTES, Ids, ids, pack, unpack


@dataclass(frozen=True, slots=True)
class PlaylistRow:
    """A playlist with its entries' ids in order."""

    id: int
    name: str
    description: str
    removed: bool
    order: Ids


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry to be: a track's, or what a playlist file says of one that is not in the library."""

    track_id: int | None
    path: bytes | None = None
    title: str = ""
    artist: str = ""
    duration_ms: int | None = None


def every(reader: Reader) -> list[Playlist]:
    """All playlists, the oldest first."""
    names = ("id", "name", "description", "length", "created_at", "updated_at")
    rows = reader.rows(
        "SELECT id, name, description, length(entries) / ?, created_at, updated_at FROM playlist"
        " WHERE NOT removed ORDER BY id",
        (ID_BYTES,),
    )
    return [Playlist.model_validate(dict(zip(names, row, strict=True))) for row in rows]


def read(reader: Reader, playlist_id: int, *, also_removed: bool = False) -> PlaylistRow | None:
    """One playlist."""
    row = reader.row(
        "SELECT id, name, description, removed, entries FROM playlist WHERE id = ?1 AND (?2 OR NOT removed)",
        (playlist_id, also_removed),
    )
    return None if row is None else PlaylistRow(row[0], row[1], row[2], bool(row[3]), unpack(row[4]))


def create(transaction: Transaction, name: str, at: int) -> int:
    """Make an empty playlist and return its id. `at` is in ms since the Unix epoch."""
    return transaction.insert(
        "INSERT INTO playlist (name, created_at, updated_at) VALUES (?1, ?2, ?2)", (name, at)
    )


def write(transaction: Transaction, playlist: PlaylistRow, at: int) -> None:
    """Store all that is known of a playlist. `at` is in ms since the Unix epoch."""
    transaction.execute(
        "UPDATE playlist SET name = ?, description = ?, removed = ?, entries = ?, updated_at = ? WHERE id = ?",
        (
            playlist.name,
            playlist.description,
            int(playlist.removed),
            pack(playlist.order),
            at,
            playlist.id,
        ),
    )


def piece(reader: Reader, playlist_id: int, start: int, count: int) -> tuple[int, Ids] | None:
    """A playlist's length, and the ids of the entries `start` and after; None when there is no such playlist."""
    row = reader.row(
        "SELECT length(entries), coalesce(substr(entries, ?, ?), x'') FROM playlist WHERE id = ? AND NOT removed",
        (start * ID_BYTES + 1, count * ID_BYTES, playlist_id),
    )
    return None if row is None else (row[0] // ID_BYTES, unpack(row[1]))


def entries(reader: Reader, entry_ids: Sequence[int]) -> list[PlaylistEntry]:
    """The entries with these ids, in this order."""
    rows: dict[int, tuple[Any, ...]] = {row[0]: row[1:] for row in _entry_rows(reader, entry_ids)}
    resolved = [row[0] for row in rows.values() if row[0] is not None]
    tracks = dict(zip(resolved, track_lists.tracks(reader, resolved, also_removed=True), strict=True))
    return [
        PlaylistEntry.model_construct(
            entry_id=entry_id,
            track=tracks.get(rows[entry_id][0]),
            imported=None if rows[entry_id][0] is not None else _imported(rows[entry_id]),
        )
        for entry_id in entry_ids
        if entry_id in rows
    ]


def _entry_rows(reader: Reader, entry_ids: Sequence[int]) -> Iterable[tuple[Any, ...]]:
    return reader.rows(
        "SELECT playlist_entry.id, track_id, path_text, title, artist, duration_ms FROM json_each(?)"
        " CROSS JOIN playlist_entry ON playlist_entry.id = json_each.value",
        (json.dumps(list(entry_ids)),),
    )


def _imported(row: tuple[Any, ...]) -> ImportedTrack:
    return ImportedTrack(path=row[1], title=row[2], artist=row[3], duration_ms=row[4])


def add(transaction: Transaction, playlist_id: int, new: Sequence[NewEntry]) -> Ids:
    """Make entries, in this order, and return their ids."""
    before = int(
        transaction.value("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'playlist_entry'")
    )
    if all(entry.track_id is not None for entry in new):
        # as one statement, a third of the time
        transaction.execute(
            "INSERT INTO playlist_entry (playlist_id, track_id)"
            " SELECT ?, value FROM json_each(?) ORDER BY json_each.key",
            (playlist_id, json.dumps([entry.track_id for entry in new])),
        )
        return ids(range(before + 1, before + 1 + len(new)))
    transaction.executemany(
        "INSERT INTO playlist_entry (playlist_id, track_id, path, path_text, title, artist, duration_ms)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (
                playlist_id,
                entry.track_id,
                entry.path,
                None if entry.path is None else entry.path.decode("utf-8", "replace"),
                entry.title,
                entry.artist,
                entry.duration_ms,
            )
            for entry in new
        ),
    )
    # Each is one more than the highest ever given: nobody else writes meanwhile.
    return ids(range(before + 1, before + 1 + len(new)))


def existing(reader: Reader, track_ids: Sequence[int]) -> list[int]:
    """Those of these tracks that there are, in this order, as often as they are named."""
    rows = reader.rows(
        "SELECT track.id FROM json_each(?) CROSS JOIN track ON track.id = json_each.value ORDER BY json_each.key",
        (json.dumps(list(track_ids)),),
    )
    return [int(row[0]) for row in rows]


def holding(reader: Reader, playlist_id: int, track_ids: Sequence[int]) -> list[tuple[int, int]]:
    """Entries of a playlist, also ones only kept for the history, that hold one of these tracks: their ids, and its."""
    return list(
        reader.rows(
            "SELECT playlist_entry.id, track_id FROM playlist_entry WHERE playlist_id = ?"
            " AND track_id IN (SELECT value FROM json_each(?))",
            (playlist_id, json.dumps(list(track_ids))),
        )
    )


def tracks_of(reader: Reader, entry_ids: Sequence[int]) -> list[int]:
    """The tracks of entries, in this order; entries without one are left out."""
    rows = reader.rows(
        "SELECT track_id FROM json_each(?) CROSS JOIN playlist_entry ON playlist_entry.id = json_each.value"
        " WHERE track_id IS NOT NULL ORDER BY json_each.key",
        (json.dumps(list(entry_ids)),),
    )
    return [int(row[0]) for row in rows]


@dataclass(frozen=True, slots=True)
class WrittenEntry:
    """An entry as a playlist file has it. `path` is None when nobody knows where its file lies."""

    path: bytes | None
    title: str
    artist: str
    album: str
    duration_ms: int | None


def to_write(reader: Reader, entry_ids: Sequence[int]) -> list[WrittenEntry]:
    """What is written of entries into a file, in this order."""
    rows = reader.rows(
        "SELECT iif(track.id IS NULL, playlist_entry.path, directory.path), track.name,"
        " coalesce(title_display, playlist_entry.title), coalesce(track.artist, playlist_entry.artist),"
        " coalesce(album, ''), coalesce(track.duration_ms, playlist_entry.duration_ms)"
        " FROM json_each(?) CROSS JOIN playlist_entry ON playlist_entry.id = json_each.value"
        " LEFT JOIN track ON track.id = track_id LEFT JOIN directory ON directory.id = directory_id"
        " ORDER BY json_each.key",
        (json.dumps(list(entry_ids)),),
    )
    return [
        WrittenEntry(path if name is None else path + b"/" + name, *described)
        for path, name, *described in rows
    ]


def any_unresolved(reader: Reader) -> bool:
    """Whether an entry waits for a file to be found."""
    return bool(
        reader.value(
            "SELECT EXISTS (SELECT 1 FROM playlist_entry WHERE track_id IS NULL AND path IS NOT NULL)"
        )
    )


def resolve(transaction: Transaction, path: bytes, track_id: int) -> list[tuple[int, int]]:
    """Give a track to the entries that wait for the file at its path; return their ids, with their playlists'."""
    found = list(
        transaction.rows(
            "SELECT playlist_id, id FROM playlist_entry WHERE track_id IS NULL AND path = ?", (path,)
        )
    )
    if found:
        transaction.execute(
            "UPDATE playlist_entry SET track_id = ? WHERE track_id IS NULL AND path = ?", (track_id, path)
        )
    return found


def follow_track(transaction: Transaction, from_id: int, to_id: int) -> list[tuple[int, int]]:
    """Give the entries of one track to another; return their ids, with their playlists'."""
    found = list(
        transaction.rows("SELECT playlist_id, id FROM playlist_entry WHERE track_id = ?", (from_id,))
    )
    transaction.execute("UPDATE playlist_entry SET track_id = ? WHERE track_id = ?", (to_id, from_id))
    return found


def all_ids(reader: Reader) -> list[int]:
    """Ids of all entries, also of those that are only kept for the history."""
    return [int(row[0]) for row in reader.rows("SELECT id FROM playlist_entry")]


def orders(reader: Reader) -> list[tuple[int, Ids]]:
    """Every playlist's id, also of removed ones, with its entries' ids."""
    return [(row[0], unpack(row[1])) for row in reader.rows("SELECT id, entries FROM playlist")]


def removed_ids(reader: Reader) -> list[int]:
    """Ids of the playlists that are only kept for the history."""
    return [int(row[0]) for row in reader.rows("SELECT id FROM playlist WHERE removed")]


def delete_entries(transaction: Transaction, entry_ids: Sequence[int]) -> None:
    """Delete entries for good."""
    transaction.execute(
        "DELETE FROM playlist_entry WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(entry_ids)),),
    )


def delete(transaction: Transaction, playlist_id: int) -> None:
    """Delete a playlist that has no entries left, for good."""
    transaction.execute("DELETE FROM playlist WHERE id = ?", (playlist_id,))
