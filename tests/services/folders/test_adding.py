"""What can be a folder of the library, and which folder it then is."""

import os
from pathlib import Path

import pytest

from dunnock.contract.errors import FolderError
from dunnock.services.folders import FoldersService
from dunnock.services.library import LibraryService
from dunnock.store.database import Database
from tests.services.folders.disk import Disk, make_folder
from tests.services.folders.library import events, fill, folder_events, only, shown


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
