"""The service of folders on an empty database, and a folder on a disk that the test controls."""

from pathlib import Path

import pytest

from dunnock.services import folders as module
from dunnock.services.folders import FoldersService
from dunnock.services.library import LibraryService
from dunnock.store.database import Database
from tests.services.folders.disk import Disk, Registered, make_folder
from tests.services.folders.library import fill


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


@pytest.fixture
def registered(service: FoldersService, database: Database, disk: Disk, music: bytes) -> Registered:
    folder_id = service.add(music)
    ids = fill(database, folder_id, music, b"song.flac", b"other.flac")
    assert service.check() == []
    return Registered(folder_id, music, ids, disk)
