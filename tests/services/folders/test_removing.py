"""Folders that are removed, taken in by a parent, or back: their tracks keep what was known of them."""

import os
from pathlib import Path

import pytest

from dunnock.contract.errors import NotFoundError
from dunnock.services.folders import FoldersService
from dunnock.services.library import LibraryService
from dunnock.store import change_log
from dunnock.store.database import Database
from tests.services.folders.disk import make_folder
from tests.services.folders.library import events, fill, folder_events, only, shown


def test_a_parent_takes_its_children_in_with_their_tracks_and_ids(
    service: FoldersService, database: Database, library: LibraryService, tmp_path: Path
) -> None:
    rock, jazz = (make_folder(tmp_path / "all" / name) for name in ("rock", "jazz"))
    rock_id, jazz_id = service.add(rock), service.add(jazz)
    ids = fill(database, rock_id, rock, b"1.flac") + fill(database, jazz_id, jazz, b"2.flac", b"3.flac")
    parent_id = service.add(os.fsencode(tmp_path / "all"))
    assert (only(service).id, only(service).track_count) == (parent_id, 3)
    assert shown(library) == ids
    assert folder_events(database)[2:] == [("removed", jazz_id), ("removed", rock_id), ("added", parent_id)]


def test_what_was_taken_in_is_removed_and_comes_back_with_its_parent(
    service: FoldersService, database: Database, library: LibraryService, tmp_path: Path
) -> None:
    rock = make_folder(tmp_path / "all" / "rock")
    rock_id = service.add(rock)
    ids = fill(database, rock_id, rock, b"1.flac")
    parent = os.fsencode(tmp_path / "all")
    parent_id = service.add(parent)
    service.remove(parent_id)
    assert (shown(library), service.list().folders) == ([], [])
    assert service.add(rock) == rock_id  # alone again
    assert shown(library) == ids
    assert service.add(parent) == parent_id
    assert shown(library) == ids
    with pytest.raises(NotFoundError):
        service.remove(rock_id)


def test_a_parent_brings_back_a_child_that_was_removed_before(
    service: FoldersService, database: Database, library: LibraryService, tmp_path: Path
) -> None:
    rock = make_folder(tmp_path / "all" / "rock")
    rock_id = service.add(rock)
    ids = fill(database, rock_id, rock, b"1.flac")
    service.remove(rock_id)
    service.add(os.fsencode(tmp_path / "all"))
    assert shown(library) == ids


def test_a_removed_folder_comes_back_with_everything_that_was_known_of_it(
    service: FoldersService, database: Database, library: LibraryService, music: bytes
) -> None:
    folder_id = service.add(music)
    ids = fill(database, folder_id, music, b"1.flac", b"2.flac")
    with database.transaction() as transaction:
        transaction.execute("UPDATE track SET plays = 5 WHERE id = ?", (ids[0],))
    service.remove(folder_id)
    assert shown(library) == []
    assert library.counts().tracks == 0
    assert service.list().folders == []
    assert service.add(music) == folder_id
    assert shown(library) == ids
    assert {track.id: track.plays for track in library.tracks("", 9)}[ids[0]] == 5
    assert folder_events(database) == [("added", folder_id), ("removed", folder_id), ("added", folder_id)]


def test_removing_is_one_short_transaction_at_any_size(
    service: FoldersService, database: Database, music: bytes
) -> None:
    folder_id = service.add(music)
    fill(database, folder_id, music, *(b"%d.flac" % number for number in range(2_000)))
    with database.read() as reader:
        before = change_log.last_seq(reader)
    service.remove(folder_id)
    first, second = events(database, before)
    assert first == ("folders:updated", {"action": "removed", "folder_id": folder_id})
    assert second[0] == "history:updated"


@pytest.mark.parametrize("act", ["remove", "confirm_empty"])
def test_an_unknown_folder_is_refused(service: FoldersService, database: Database, act: str) -> None:
    with pytest.raises(NotFoundError, match="not in the library"):
        getattr(service, act)(99)
    assert events(database) == []
