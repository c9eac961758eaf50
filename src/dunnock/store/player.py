"""What is heard: its state, and the files behind entries of the queue."""

from collections.abc import Collection
from dataclasses import astuple, dataclass, fields

from dunnock.contract.models import Playing
from dunnock.store.database import Reader, Row, Transaction


@dataclass(frozen=True, slots=True)
class Heard:
    """The player's state as it was told last. Times ending in `_at` are in milliseconds since the Unix epoch."""

    state: Playing = "stopped"
    entry_id: int | None = None
    track_id: int | None = None
    duration_ms: int = 0
    position_ms: int = 0
    position_at: int = 0
    message: str | None = None
    sleep_at: int | None = None
    sleep_at_end: bool = False


@dataclass(frozen=True, slots=True)
class Song:
    """What an entry of the queue plays. `album` tells albums apart; None for a track without one."""

    entry_id: int
    track_id: int
    path: bytes
    path_text: str
    duration_ms: int
    album: tuple[str, str] | None
    number: tuple[int, int]
    """Disc and number on it, to tell whether an album is in order."""


_COLUMNS = tuple(each.name for each in fields(Heard))


def read(reader: Reader) -> Heard:
    """What is heard."""
    row = reader.row(f"SELECT {', '.join(_COLUMNS)} FROM player_state")
    assert row is not None  # noqa: S101 - the migration that makes the table makes its one row
    values = dict(zip(_COLUMNS, row, strict=True))
    return Heard(**{**values, "sleep_at_end": bool(values["sleep_at_end"])})


def write(transaction: Transaction, heard: Heard) -> None:
    """Store what is heard."""
    transaction.execute(
        f"UPDATE player_state SET {', '.join(f'{name} = ?' for name in _COLUMNS)}", astuple(heard)
    )


def song(reader: Reader, entry_id: int) -> Song | None:
    """What an entry plays; None when there is no such entry."""
    return songs(reader, [entry_id]).get(entry_id)


def songs(reader: Reader, entry_ids: Collection[int]) -> dict[int, Song]:
    """What a few entries play, by entry; without those that do not exist."""
    marks = ", ".join("?" * len(entry_ids))
    rows = reader.rows(
        "SELECT queue_entry.id, track.id, directory.path, name, directory.path_text || '/' || name_text, duration_ms,"
        " album, album_key, album_artist_key, coalesce(disc_no, 0), coalesce(track_no, 0)"
        " FROM queue_entry JOIN track ON track.id = queue_entry.track_id"
        f" JOIN directory ON directory.id = directory_id WHERE queue_entry.id IN ({marks})",
        tuple(entry_ids),
    )
    return {row[0]: _song(row) for row in rows}


def _song(row: Row) -> Song:
    entry_id, track_id, directory, name, text, duration, album, album_key, artist_key, disc, number = row
    identity = None if album is None else (album_key, artist_key)
    return Song(entry_id, track_id, directory + b"/" + name, text, duration, identity, (disc, number))
