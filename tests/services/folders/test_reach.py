"""Folders out of reach are offline with all their tracks, and online when they are back."""

import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from dunnock.media.walk import RootState
from dunnock.services import folders as module
from dunnock.services.folders import EMPTIED, MOVED_DEVICE, FoldersService
from dunnock.services.library import LibraryService
from dunnock.store import folders as store
from dunnock.store.database import Database
from tests.services.folders.disk import OTHER_DEVICE, Disk, Registered, make_folder, take_away
from tests.services.folders.library import fill, folder_events, only, shown


def test_a_folder_where_all_is_well_is_not_told_of(
    service: FoldersService, database: Database, registered: Registered
) -> None:
    assert service.check() == []
    assert folder_events(database) == [("added", registered.id)]
    assert only(service).state == "online"


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ({"readable": False}, "Permission denied."),
        ({"readable": False, "device": None}, "Permission denied."),
        ({"empty": True}, EMPTIED),
        ({"empty": True, "device": OTHER_DEVICE}, EMPTIED),
    ],
)
def test_a_folder_out_of_reach_is_offline_and_keeps_all_its_tracks_until_it_is_back(
    service: FoldersService, database: Database, registered: Registered, state: dict[str, Any], reason: str
) -> None:
    library = LibraryService(database)
    registered.disk.set(registered.path, **state)
    assert service.check() == []
    assert service.check() == []
    assert (only(service).state, only(service).reason) == ("offline", reason)
    assert shown(library) == registered.track_ids
    assert {track.state for track in library.tracks("", 9)} == {"offline"}
    assert (library.counts().offline, library.counts().missing) == (2, 0)
    registered.disk.set(registered.path)
    assert service.check() == [registered.id]
    assert service.check() == []
    assert {track.state for track in library.tracks("", 9)} == {"ok"}
    assert folder_events(database) == [
        ("added", registered.id),
        ("offline", registered.id),
        ("online", registered.id),
    ]


def test_another_disk_mounted_in_its_place_is_not_taken_for_it(
    service: FoldersService, registered: Registered
) -> None:
    take_away(registered.path)
    registered.disk.set(
        registered.path, device=OTHER_DEVICE
    )  # with something on it, but none of the known music
    assert service.check() == []
    assert only(service).reason == MOVED_DEVICE
    assert only(service).can_confirm_empty


def test_a_disk_that_has_another_number_after_a_restart_is_known_by_its_music(
    service: FoldersService, database: Database, registered: Registered
) -> None:
    registered.disk.set(registered.path, device=OTHER_DEVICE)
    assert service.check() == []
    assert only(service).state == "online"
    with database.read() as reader:
        assert [root.device for root in store.roots(reader)] == [OTHER_DEVICE]
    assert len(folder_events(database)) == 1


def test_an_empty_folder_that_never_held_music_is_online(
    service: FoldersService, disk: Disk, music: bytes
) -> None:
    service.add(music)
    disk.set(music, empty=True)
    service.check()
    assert only(service).state == "online"


def test_a_reason_that_changes_is_told(
    service: FoldersService, database: Database, registered: Registered
) -> None:
    registered.disk.set(registered.path, empty=True)
    service.check()
    registered.disk.set(registered.path, readable=False)
    service.check()
    assert only(service).reason == "Permission denied."
    assert folder_events(database)[1:] == [("offline", registered.id)] * 2


def test_a_real_folder_suddenly_empty_is_offline_and_back_with_its_music(
    service: FoldersService, database: Database, library: LibraryService, music: bytes
) -> None:
    folder_id = service.add(music)
    ids = fill(database, folder_id, music, b"song.flac")
    service.check()
    take_away(music)
    service.check()
    assert only(service).reason == EMPTIED
    os.rmdir(music)  # noqa: PTH106 - bytes, not str
    service.check()
    assert only(service).state == "offline"
    make_folder(Path(os.fsdecode(music)))
    assert service.check() == [folder_id]
    assert shown(library) == ids


def test_a_folder_removed_while_it_was_being_looked_at_is_not_told_of(
    service: FoldersService,
    database: Database,
    registered: Registered,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def probe(path: bytes) -> RootState:
        service.remove(registered.id)  # by another window, in this very moment
        return RootState(readable=False, empty=False, device=None, reason="Gone.")

    monkeypatch.setattr(module, "probe_root", probe)
    service.check()
    assert folder_events(database) == [("added", registered.id), ("removed", registered.id)]


def test_two_processes_that_look_at_once_tell_once(database: Database, registered: Registered) -> None:
    registered.disk.set(registered.path, empty=True)
    others = [Database(database.path) for _ in range(3)]
    barrier = threading.Barrier(3)

    def look(other: Database) -> None:
        barrier.wait(10)
        FoldersService(other).check()

    run_at_once(look, others)
    assert folder_events(database) == [("added", registered.id), ("offline", registered.id)]
    for other in others:
        other.close()


def run_at_once(work: Any, items: Sequence[Any]) -> None:
    threads = [threading.Thread(target=work, args=(item,)) for item in items]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
