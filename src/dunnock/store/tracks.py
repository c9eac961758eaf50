"""Tracks as a scan writes them."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from dunnock.store.database import Reader, Transaction

TAG_COLUMNS = (
    "title",
    "title_display",
    "title_key",
    "title_key_plain",
    "artist",
    "artists",
    "artist_key",
    "artist_key_plain",
    "album",
    "album_key",
    "album_key_plain",
    "album_artist",
    "album_artists",
    "album_artist_key",
    "album_artist_key_plain",
    "genre",
    "genres",
    "composer",
    "composers",
    "comment",
    "track_no",
    "track_total",
    "disc_no",
    "disc_total",
    "year",
    "date",
    "original_date",
    "compilation",
    "title_sort",
    "artist_sort",
    "album_sort",
    "album_artist_sort",
    "musicbrainz_track_id",
    "musicbrainz_album_id",
    "musicbrainz_artist_id",
    "rg_track_gain",
    "rg_track_peak",
    "rg_album_gain",
    "rg_album_peak",
    "duration_ms",
    "bitrate",
    "sample_rate",
    "channels",
    "codec",
    "has_cover",
)
"""What a reader process tells of a file, in the order in which it is given to `insert` and `update`."""

_PLACE = ("directory_id", "folder_id", "name", "name_text", "size", "mtime_ns", "inode")

_INSERT = (
    f"INSERT INTO track ({', '.join((*_PLACE, 'added_at', *TAG_COLUMNS))})"
    f" VALUES ({', '.join('?' * (len(_PLACE) + 1 + len(TAG_COLUMNS)))})"
)
_UPDATE = (
    f"UPDATE track SET {', '.join(f'{name} = ?' for name in (*_PLACE, *TAG_COLUMNS))},"
    " missing_since = NULL, fingerprint = NULL WHERE id = ?"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file lies and what its directory entry says of it."""

    directory_id: int
    folder_id: int
    name: bytes
    size: int
    mtime_ns: int
    inode: int

    @property
    def columns(self) -> tuple[Any, ...]:
        """The values of the place's columns."""
        text = self.name.decode("utf-8", "replace")
        return (self.directory_id, self.folder_id, self.name, text, self.size, self.mtime_ns, self.inode)


class KnownTrack(NamedTuple):
    """What a scan compares a file with. A tuple, as one is made for every file of every scan."""

    name: bytes
    size: int
    mtime_ns: int
    inode: int
    id: int
    missing: bool


@dataclass(frozen=True, slots=True)
class Directory:
    """A directory that was scanned before. `device` is the file system it lay on."""

    id: int
    folder_id: int
    path: bytes
    device: int


_DIRECTORY = "SELECT id, folder_id, path, device FROM directory"


def directory(reader: Reader, path: bytes) -> Directory | None:
    """The directory with this path, if it is known."""
    row = reader.row(f"{_DIRECTORY} WHERE path = ?", (path,))
    return None if row is None else Directory(*row)


def insert_directory(transaction: Transaction, folder_id: int, path: bytes, device: int) -> int:
    """Record a directory and return its id."""
    return transaction.insert(
        "INSERT INTO directory (folder_id, path, path_text, device) VALUES (?, ?, ?, ?)",
        (folder_id, path, path.decode("utf-8", "replace"), device),
    )


def adopt_directory(transaction: Transaction, directory_id: int, folder_id: int, device: int) -> list[int]:
    """Move a directory and its tracks to another folder, and return the tracks' ids."""
    transaction.execute(
        "UPDATE directory SET folder_id = ?, device = ? WHERE id = ?", (folder_id, device, directory_id)
    )
    transaction.execute("UPDATE track SET folder_id = ? WHERE directory_id = ?", (folder_id, directory_id))
    return [
        row[0]
        for row in transaction.rows(
            "SELECT id FROM track WHERE directory_id = ? ORDER BY id", (directory_id,)
        )
    ]


def in_directory(reader: Reader, directory_id: int) -> list[KnownTrack]:
    """The tracks of a directory by name; those that are not missing first, then those that were seen last."""
    rows = reader.rows(
        "SELECT name, size, mtime_ns, inode, id, missing_since IS NOT NULL FROM track"
        " WHERE directory_id = ? ORDER BY missing_since IS NOT NULL, name, missing_since DESC",
        (directory_id,),
    )
    return list(map(KnownTrack._make, rows))


def files_in(reader: Reader, directory_id: int) -> list[tuple[bytes, int, int, int]]:
    """Name, size, mtime_ns and inode of the files of a directory's tracks that are not missing, by name."""
    return list(
        reader.rows(
            "SELECT name, size, mtime_ns, inode FROM track WHERE directory_id = ? AND missing_since IS NULL"
            " ORDER BY name",
            (directory_id,),
        )
    )


def at(reader: Reader, directory_path: bytes, name: bytes) -> int | None:
    """The id of the track at a place, unless it is missing."""
    found = reader.value(
        "SELECT track.id FROM directory JOIN track ON directory_id = directory.id"
        " WHERE path = ? AND name = ? AND missing_since IS NULL",
        (directory_path, name),
    )
    return None if found is None else int(found)


def directories_of(reader: Reader, folder_ids: Sequence[int]) -> Iterator[Directory]:
    """The directories of some folders, parents before what lies in them."""
    rows = reader.rows(
        f"{_DIRECTORY} WHERE folder_id IN (SELECT value FROM json_each(?)) ORDER BY path",
        (json.dumps(list(folder_ids)),),
    )
    return (Directory(*row) for row in rows)


def newest_directory(reader: Reader) -> int:
    """The highest id of a directory; 0 when there is none. What is recorded later has a higher one."""
    return int(reader.value("SELECT coalesce(max(id), 0) FROM directory"))


def with_inodes(reader: Reader, inodes: Iterable[int], device: int) -> list[tuple[KnownTrack, bytes]]:
    """Tracks, with their paths, whose file had one of these inodes on this file system."""
    rows = reader.rows(
        "SELECT name, size, mtime_ns, inode, track.id, missing_since IS NOT NULL, directory.path"
        " FROM json_each(?) CROSS JOIN track ON inode = json_each.value JOIN directory ON directory.id = directory_id"
        " WHERE directory.device = ? ORDER BY missing_since IS NOT NULL, missing_since DESC, track.id",
        (json.dumps(list(inodes)), device),
    )
    return [(KnownTrack._make(row[:-1]), row[-1] + b"/" + row[0]) for row in rows]


def insert(transaction: Transaction, place: Place, tags: Sequence[Any], search_text: str, at: int) -> int:
    """Add a track and return its id. `at` is in ms since the Unix epoch."""
    track_id = transaction.insert(_INSERT, (*place.columns, at, *tags))
    transaction.execute("INSERT INTO track_search (rowid, text) VALUES (?, ?)", (track_id, search_text))
    return track_id


def update(
    transaction: Transaction, track_id: int, place: Place, tags: Sequence[Any], search_text: str
) -> None:
    """Give a track the tags its file has now, at the place where it lies now."""
    if transaction.execute(_UPDATE, (*place.columns, *tags, track_id)):
        transaction.execute("REPLACE INTO track_search (rowid, text) VALUES (?, ?)", (track_id, search_text))


def remove(transaction: Transaction, track_id: int) -> None:
    """Delete a track for good."""
    transaction.execute("DELETE FROM track WHERE id = ?", (track_id,))
    transaction.execute("DELETE FROM track_search WHERE rowid = ?", (track_id,))


def vacate(transaction: Transaction, track_ids: Iterable[int]) -> None:
    """Free the places of tracks that are about to move, so that two of them can swap theirs."""
    transaction.executemany(
        # A file name cannot hold a NUL byte: this place is nobody's.
        "UPDATE track SET name = CAST(x'00' || id AS BLOB) WHERE id = ?",
        [(track_id,) for track_id in track_ids],
    )


def move(transaction: Transaction, track_id: int, place: Place) -> None:
    """Record that a track's file lies elsewhere now, or is back.

    Its size and time stay as they were when its tags were read: a scan that dies now must read a changed file again.
    """
    directory_id, folder_id, name, name_text, _, _, inode = place.columns
    transaction.execute(
        "UPDATE track SET directory_id = ?, folder_id = ?, name = ?, name_text = ?, inode = ?, missing_since = NULL"
        " WHERE id = ?",
        (directory_id, folder_id, name, name_text, inode, track_id),
    )


def set_inode(transaction: Transaction, track_id: int, inode: int) -> None:
    """Record that a track's file was replaced by an equal one."""
    transaction.execute("UPDATE track SET inode = ? WHERE id = ?", (inode, track_id))


def set_missing(transaction: Transaction, track_id: int, at: int, directory_id: int | None = None) -> bool:
    """Mark a track as missing, if given only while it is recorded in that directory; return whether it was not."""
    return bool(
        transaction.execute(
            "UPDATE track SET missing_since = ?1 WHERE id = ?2 AND missing_since IS NULL"
            " AND (?3 IS NULL OR directory_id = ?3)",
            (at, track_id, directory_id),
        )
    )


def ids_in_directory(reader: Reader, directory_id: int) -> list[int]:
    """Ids of the tracks of a directory that are not missing."""
    rows = reader.rows(
        "SELECT id FROM track WHERE directory_id = ? AND missing_since IS NULL", (directory_id,)
    )
    return [int(row[0]) for row in rows]


def set_folder_missing(transaction: Transaction, folder_ids: Sequence[int], at: int, limit: int) -> list[int]:
    """Mark up to `limit` tracks of some folders as missing and return their ids."""
    ids = [
        int(row[0])
        for row in transaction.rows(
            "SELECT id FROM track WHERE missing_since IS NULL"
            " AND folder_id IN (SELECT value FROM json_each(?)) LIMIT ?",
            (json.dumps(list(folder_ids)), limit),
        )
    ]
    transaction.executemany("UPDATE track SET missing_since = ? WHERE id = ?", [(at, each) for each in ids])
    return ids


def without_fingerprint(reader: Reader, before_id: int | None, limit: int) -> list[tuple[int, bytes]]:
    """Ids and paths of tracks below `before_id`, the highest first, whose audio has not been identified yet."""
    return [
        (row[0], row[1] + b"/" + row[2])
        for row in reader.rows(
            "SELECT track.id, directory.path, name FROM track JOIN directory ON directory.id = directory_id"
            " JOIN folder ON folder.id = track.folder_id"
            " JOIN folder AS root ON root.id = coalesce(folder.parent_id, folder.id)"
            " WHERE (?1 IS NULL OR track.id < ?1) AND fingerprint IS NULL AND missing_since IS NULL"
            " AND root.offline_reason IS NULL AND NOT root.removed ORDER BY track.id DESC LIMIT ?2",
            (before_id, limit),
        )
    ]


def set_fingerprint(transaction: Transaction, track_id: int, fingerprint: bytes) -> None:
    """Record what identifies a track's audio."""
    transaction.execute("UPDATE track SET fingerprint = ? WHERE id = ?", (fingerprint, track_id))


def any_missing_identified(reader: Reader) -> bool:
    """Whether there is a missing track whose audio is known."""
    return bool(
        reader.value(
            "SELECT EXISTS (SELECT 1 FROM track WHERE missing_since IS NOT NULL AND length(fingerprint) > 0)"
        )
    )


def missing_with_fingerprint(reader: Reader, fingerprint: bytes) -> int | None:
    """The id of a missing track with this audio; the one missing last, when there are several."""
    found = reader.value(
        "SELECT id FROM track WHERE fingerprint = ? AND missing_since IS NOT NULL"
        " ORDER BY missing_since DESC, id LIMIT 1",
        (fingerprint,),
    )
    return None if found is None else int(found)


def place(reader: Reader, track_id: int) -> Place | None:
    """Where a track's file lies, if the track exists and is not missing."""
    row = reader.row(
        "SELECT directory_id, folder_id, name, size, mtime_ns, inode FROM track WHERE id = ? AND missing_since IS NULL",
        (track_id,),
    )
    return None if row is None else Place(*row)


def take_plays(transaction: Transaction, track_id: int, from_id: int) -> None:
    """Add the plays and skips of one track to another."""
    transaction.execute(
        "UPDATE track SET plays = plays + (SELECT plays FROM track WHERE id = ?1),"
        " skips = skips + (SELECT skips FROM track WHERE id = ?1),"
        " last_played_at = nullif(max(coalesce(last_played_at, 0),"
        " coalesce((SELECT last_played_at FROM track WHERE id = ?1), 0)), 0) WHERE id = ?2",
        (from_id, track_id),
    )
