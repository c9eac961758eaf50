"""Tracks in the database as a scan writes them, without files."""

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from dunnock.contract.events import LibraryUpdated
from dunnock.media.rows import TrackRow, build_row
from dunnock.media.tag_model import Tags
from dunnock.store import folders, tracks
from dunnock.store.database import Database, Transaction
from dunnock.store.tracks import Place

_columns = itemgetter(*(TrackRow._fields.index(name) for name in tracks.TAG_COLUMNS))

ROOT = b"/music"


def add_folder(transaction: Transaction, path: bytes = ROOT) -> int:
    """Register a folder; one directory in it holds its tracks."""
    folder_id = folders.insert(transaction, path, path.decode(), 0)
    tracks.insert_directory(transaction, folder_id, path, 1)
    return folder_id


def add_track(
    transaction: Transaction, name: bytes, *, path: bytes = ROOT, added_at: int = 0, **tags: Any
) -> int:
    """Add a track to a folder and return its id; no event."""
    row = _row(path + b"/" + name, tags)
    return tracks.insert(
        transaction, _place(transaction, path, name), _columns(row), row.search_text, added_at
    )


def retag_track(
    transaction: Transaction, track_id: int, name: bytes, *, path: bytes = ROOT, **tags: Any
) -> None:
    """Give a track other tags; no event."""
    row = _row(path + b"/" + name, tags)
    tracks.update(transaction, track_id, _place(transaction, path, name), _columns(row), row.search_text)


def filled(database: Database, titles: Sequence[str], path: bytes = ROOT) -> list[int]:
    """A folder with a track for each title, added with their events. Returns the tracks' ids."""
    with database.transaction() as transaction:
        add_folder(transaction, path)
        ids = [
            add_track(transaction, b"%d.flac" % number, path=path, title=title)
            for number, title in enumerate(titles)
        ]
        transaction.emit(LibraryUpdated(action="added", track_ids=ids))
    return ids


def _row(path: bytes, tags: dict[str, Any]) -> TrackRow:
    return build_row(path, Tags(**{"duration_ms": 180_000, "codec": "flac", **tags}))


def _place(transaction: Transaction, path: bytes, name: bytes) -> Place:
    directory = tracks.directory(transaction, path)
    assert directory is not None
    return Place(directory.id, directory.folder_id, name, 1, 1, 1)
