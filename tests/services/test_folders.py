import json
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from dunnock.contract.errors import FolderError, NotFoundError
from dunnock.contract.models import Folder
from dunnock.media.walk import RootState
from dunnock.services import folders as module
from dunnock.services.folders import EMPTIED, MOVED_DEVICE, FoldersService
from dunnock.services.library import LibraryService
from dunnock.store import change_log, tracks
from dunnock.store import folders as store
from dunnock.store.database import Database, now_ms
from tests.store.sample_library import add_track

DEVICE = 7
OTHER_DEVICE = 8


class Disk:
    """What probing a folder finds, told by the test instead of the system."""

    def __init__(self) -> None:
        self.states: dict[bytes, RootState] = {}

    def probe(self, path: bytes) -> RootState:
        return self.states.get(path, RootState(readable=True, empty=False, device=DEVICE, reason=None))

    def set(
        self, path: bytes, *, readable: bool = True, empty: bool = False, device: int | None = DEVICE
    ) -> None:
        reason = None if readable else "Permission denied."
        self.states[path] = RootState(readable=readable, empty=empty, device=device, reason=reason)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    disk = Disk()
    monkeypatch.setattr(module, "probe_root", disk.probe)
    return disk


@pytest.fixture
def service(database: Database) -> FoldersService:
    return FoldersService(database)


@pytest.fixture
def library(database: Database) -> LibraryService:
    return LibraryService(database)


@pytest.fixture
def music(tmp_path: Path) -> bytes:
    """A folder with one file in it."""
    return make_folder(tmp_path / "music")


def make_folder(path: Path, *names: str) -> bytes:
    path.mkdir(parents=True, exist_ok=True)
    for name in names or ("song.flac",):
        (path / name).write_bytes(b"x")
    return os.fsencode(path)


def fill(database: Database, folder_id: int, path: bytes, *names: bytes) -> list[int]:
    """Tracks in a folder, as a scan would have found them."""
    with database.transaction() as transaction:
        if tracks.directory(transaction, path) is None:
            tracks.insert_directory(transaction, folder_id, path, DEVICE)
        return [add_track(transaction, name, path=path, title=repr(name)) for name in names]


def events(database: Database, after: int = 0) -> list[tuple[str, Any]]:
    with database.read() as reader:
        rows = change_log.read_after(reader, after, 10_000)
    return [(row.name, json.loads(row.payload)) for row in rows]


def folder_events(database: Database) -> list[tuple[str, int]]:
    return [
        (fields["action"], fields["folder_id"])
        for name, fields in events(database)
        if name == "folders:updated"
    ]


def shown(library: LibraryService) -> list[int]:
    return sorted(track.id for track in library.tracks("", 1_000))


def only(service: FoldersService) -> Folder:
    (folder,) = service.list().folders
    return folder


def take_away(path: bytes) -> None:
    """As when a drive is unplugged: the mount point is there, with nothing on it."""
    for entry in os.scandir(path):
        os.unlink(entry.path)  # noqa: PTH108 - bytes, not str


def test_a_folder_that_was_added_is_listed_and_told_of(
    service: FoldersService, database: Database, music: bytes
) -> None:
    folder_id = service.add(music)
    assert only(service).model_dump() == {
        "id": folder_id,
        "path": os.fsdecode(music),
        "state": "online",
        "reason": None,
        "can_confirm_empty": False,
        "track_count": 0,
        "missing_count": 0,
        "error_count": 0,
        "scanned_at": None,
    }
    assert folder_events(database) == [("added", folder_id)]


def test_a_folder_added_again_is_the_same_and_not_told_of(
    service: FoldersService, database: Database, music: bytes
) -> None:
    assert service.add(music) == service.add(music + b"/") == service.add(music + b"/../music")
    assert len(folder_events(database)) == 1


def test_a_folder_is_known_by_its_real_path(service: FoldersService, tmp_path: Path, music: bytes) -> None:
    (tmp_path / "link").symlink_to(os.fsdecode(music))
    assert service.add(os.fsencode(tmp_path / "link")) == service.add(music)


def test_a_folder_whose_name_is_not_utf_8_is_like_any_other(
    service: FoldersService, database: Database, tmp_path: Path, library: LibraryService
) -> None:
    path = os.fsencode(tmp_path) + b"/M\xfcsik"
    os.mkdir(path)  # noqa: PTH102 - bytes, not str
    folder_id = service.add(path)
    ids = fill(database, folder_id, path, b"\xff.flac")
    assert only(service).path.endswith("/M\N{REPLACEMENT CHARACTER}sik")
    assert shown(library) == ids
    service.remove(folder_id)
    assert service.add(path) == folder_id
    assert shown(library) == ids


def test_a_folder_inside_a_registered_one_adds_no_second_root(
    service: FoldersService, database: Database, tmp_path: Path, music: bytes
) -> None:
    folder_id = service.add(music)
    inner = make_folder(tmp_path / "music" / "jazz")
    assert service.add(inner) == folder_id
    assert len(service.list().folders) == 1
    assert folder_events(database) == [("added", folder_id)]


def test_a_folder_beside_one_with_a_longer_name_is_not_inside_it(
    service: FoldersService, tmp_path: Path
) -> None:
    one, two = make_folder(tmp_path / "music"), make_folder(tmp_path / "music 2")
    assert service.add(one) != service.add(two)
    assert [folder.path for folder in service.list().folders] == [os.fsdecode(one), os.fsdecode(two)]


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


def test_what_is_no_folder_is_refused_with_words(
    service: FoldersService, database: Database, music: bytes
) -> None:
    for path, words in [
        (music + b"/nowhere", "There is no folder"),
        (music + b"/song.flac", "is not a folder"),
        (b"/", "the whole computer"),
    ]:
        with pytest.raises(FolderError, match=words) as caught:
            service.add(path)
        assert caught.value.hint
    assert events(database) == []


def test_a_folder_that_cannot_be_read_is_refused(
    service: FoldersService, database: Database, disk: Disk, music: bytes
) -> None:
    disk.set(music, readable=False)
    with pytest.raises(FolderError, match="Permission denied"):
        service.add(music)
    assert events(database) == []


class Registered(NamedTuple):
    """A folder that was checked once, its tracks, and the disk it lies on, which the test controls."""

    id: int
    path: bytes
    track_ids: list[int]
    disk: Disk


@pytest.fixture
def registered(service: FoldersService, database: Database, disk: Disk, music: bytes) -> Registered:
    folder_id = service.add(music)
    ids = fill(database, folder_id, music, b"song.flac", b"other.flac")
    assert service.check() == []
    return Registered(folder_id, music, ids, disk)


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


def test_missing_tracks_are_counted_apart(
    service: FoldersService, database: Database, library: LibraryService, registered: Registered
) -> None:
    with database.transaction() as transaction:
        tracks.set_missing(transaction, registered.track_ids[0], now_ms())
    counts = library.counts()
    assert (counts.tracks, counts.missing, counts.offline) == (2, 1, 0)
    assert only(service).missing_count == 1
