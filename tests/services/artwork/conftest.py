"""An empty shelf, and what of it was read."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dunnock.media import cover_art
from dunnock.store.database import Database
from tests.services.artwork.shelf import Shelf


@pytest.fixture
def shelf(database: Database, home: Path) -> Iterator[Shelf]:
    """A folder of music without a file, and the service of its pictures."""
    shelf = Shelf(database, home, home / "music")
    yield shelf
    shelf.service.close()


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The files whose tags were read."""
    read: list[bytes] = []
    true = cover_art.embedded_pictures

    def noted(path: bytes) -> list[bytes]:
        read.append(path)
        return true(path)

    monkeypatch.setattr(cover_art, "embedded_pictures", noted)
    return read
