"""Folders that are empty on purpose: their tracks are missing."""

import pytest

from dunnock.contract.errors import FolderError
from dunnock.services.folders import FoldersService
from dunnock.services.library import LibraryService
from dunnock.store import change_log, tracks
from dunnock.store.database import Database, now_ms
from tests.services.folders.disk import Disk, Registered
from tests.services.folders.library import events, fill, only


def test_a_folder_emptied_on_purpose_is_online_with_all_its_tracks_missing(
    service: FoldersService,
    database: Database,
    library: LibraryService,
    registered: Registered,
) -> None:
    registered.disk.set(registered.path, empty=True)
    service.check()
    with database.read() as reader:
        before = change_log.last_seq(reader)
    service.confirm_empty(registered.id)
    assert only(service).state == "online"
    assert (only(service).track_count, only(service).missing_count) == (2, 2)
    assert {track.state for track in library.tracks("", 9)} == {"missing"}
    assert events(database, before) == [
        ("library:updated", {"action": "updated", "track_ids": registered.track_ids}),
        ("folders:updated", {"action": "online", "folder_id": registered.id}),
    ]
    service.check()
    assert only(service).state == "online"


def test_a_folder_that_cannot_be_reached_cannot_be_said_to_be_empty(
    service: FoldersService,
    library: LibraryService,
    registered: Registered,
) -> None:
    registered.disk.set(registered.path, readable=False)
    service.check()
    with pytest.raises(FolderError, match="cannot be reached") as caught:
        service.confirm_empty(registered.id)
    assert "drive" in caught.value.hint
    assert library.counts().missing == 0


def test_a_folder_whose_music_is_back_loses_nothing_by_being_said_to_be_empty(
    service: FoldersService,
    library: LibraryService,
    registered: Registered,
) -> None:
    # The drive was connected while the question was on the screen.
    registered.disk.set(registered.path, empty=True)
    service.check()
    registered.disk.set(registered.path)
    service.confirm_empty(registered.id)
    assert only(service).state == "online"
    assert library.counts().missing == 0


def test_a_large_folder_is_emptied_in_short_transactions(
    service: FoldersService, database: Database, library: LibraryService, disk: Disk, music: bytes
) -> None:
    folder_id = service.add(music)
    ids = fill(database, folder_id, music, *(b"%d.flac" % number for number in range(1_200)))
    disk.set(music, empty=True)
    service.confirm_empty(folder_id)
    batches = [fields["track_ids"] for name, fields in events(database) if name == "library:updated"]
    assert max(map(len, batches)) <= 500
    assert sorted(track_id for batch in batches for track_id in batch) == ids
    assert library.counts().missing == 1_200


def test_missing_tracks_are_counted_apart(
    service: FoldersService, database: Database, library: LibraryService, registered: Registered
) -> None:
    with database.transaction() as transaction:
        tracks.set_missing(transaction, registered.track_ids[0], now_ms())
    counts = library.counts()
    assert (counts.tracks, counts.missing, counts.offline) == (2, 1, 0)
    assert only(service).missing_count == 1
