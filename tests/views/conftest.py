"""A library with views that follow it."""

from collections.abc import Iterator

import pytest

from dunnock.store.database import Database
from tests.views.shelf import Shelf


@pytest.fixture
def shelf(database: Database) -> Iterator[Shelf]:
    """A library with one empty folder, and views that follow it."""
    shelf = Shelf(database)
    shelf.add_folder(b"/music")
    shelf.feed.look()
    shelf.start()
    yield shelf
    shelf.close()
