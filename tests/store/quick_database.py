"""Many databases in little time, for tests that try hundreds of cases."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from dunnock.store.database import Database

MEMORY = "/dev/shm"  # noqa: S108 - folders of its own are made in it


@contextmanager
def quick_home() -> Iterator[Path]:
    """A folder with an empty database `dunnock.db` in it, in memory where the system allows it."""
    with tempfile.TemporaryDirectory(dir=MEMORY if os.access(MEMORY, os.W_OK) else None) as folder:
        home = Path(folder)
        (home / "dunnock.db").write_bytes(_empty_database())
        yield home


@contextmanager
def quick_database() -> Iterator[Database]:
    """That database, open."""
    with quick_home() as home:
        database = Database(home / "dunnock.db")
        try:
            yield database
        finally:
            database.close()


@cache
def _empty_database() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        Database(path).close()
        return path.read_bytes()
