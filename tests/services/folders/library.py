"""What a scan would have found in folders, and what is shown and told of them."""

import json
from typing import Any

from dunnock.contract.models import Folder
from dunnock.services.folders import FoldersService
from dunnock.services.library import LibraryService
from dunnock.store import change_log, tracks
from dunnock.store.database import Database
from tests.services.folders.disk import DEVICE
from tests.store.sample_library import add_track


def fill(database: Database, folder_id: int, path: bytes, *names: bytes) -> list[int]:
    """Tracks in a folder, as a scan would have found them."""
    with database.transaction() as transaction:
        if tracks.directory(transaction, path) is None:
            tracks.insert_directory(transaction, folder_id, path, DEVICE)
        return [add_track(transaction, name, path=path, title=repr(name)) for name in names]


def events(database: Database, after: int = 0) -> list[tuple[str, Any]]:
    """What is in the log after a number: names and payloads."""
    with database.read() as reader:
        rows = change_log.read_after(reader, after, 10_000)
    return [(row.name, json.loads(row.payload)) for row in rows]


def folder_events(database: Database) -> list[tuple[str, int]]:
    """What became of which folder, in order."""
    return [
        (fields["action"], fields["folder_id"])
        for name, fields in events(database)
        if name == "folders:updated"
    ]


def shown(library: LibraryService) -> list[int]:
    """The ids of all tracks that the library shows."""
    return sorted(track.id for track in library.tracks("", 1_000))


def only(service: FoldersService) -> Folder:
    """The folder of a library that has one."""
    (folder,) = service.list().folders
    return folder
