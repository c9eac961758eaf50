"""What all tests share: a home and a database of their own, and how property tests choose their cases."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from dunnock.store.database import Database

if TYPE_CHECKING:
    from dunnock.app import App

# The same cases in every run: what fails for one person fails for all. `--hypothesis-profile=search` looks further.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("search", max_examples=1_000, deadline=None, print_blob=True)
settings.register_profile("quick", max_examples=15, derandomize=True, deadline=None)  # ./test --quick
settings.load_profile("same")

_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it


@pytest.fixture
def home() -> Iterator[Path]:
    """A home of its own, in memory where the system allows it: nothing here asks what survives a loss of power."""
    with tempfile.TemporaryDirectory(dir=_MEMORY if os.access(_MEMORY, os.W_OK) else None) as folder:
        yield Path(folder)


@pytest.fixture
def database(home: Path) -> Iterator[Database]:
    """An empty database in that home."""
    database = Database(home / "dunnock.db")
    yield database
    database.close()


@pytest.fixture
def app(home: Path) -> Iterator["App"]:
    """The app on that home, with its threads running."""
    from dunnock.app import App

    with App(home) as app:
        app.start()
        yield app
