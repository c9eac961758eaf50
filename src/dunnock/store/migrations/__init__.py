"""Forward-only migrations: numbered SQL files, each run once, in one transaction with the record that it ran."""

import fcntl
import logging
import os
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

import apsw

from dunnock.contract.errors import DatabaseUnusableError

_log = logging.getLogger(__name__)


def _scripts() -> list[tuple[int, str]]:
    files = [file for file in resources.files(__package__).iterdir() if file.name.endswith(".sql")]
    return sorted((int(file.name[:4]), file.read_text(encoding="utf-8")) for file in files)


SCRIPTS: list[tuple[int, str]] = _scripts()
"""Number and SQL of each migration. A released one is never edited: a change is a new file."""

SCHEMA_VERSION = SCRIPTS[-1][0]


def migrate(
    path: Path, connect: Callable[[Path], apsw.Connection], scripts: Sequence[tuple[int, str]] = SCRIPTS
) -> None:
    """Bring the database at `path` to the newest schema, making it if it is not there.

    Raises:
        DatabaseUnusableError: the database was written by a newer Dunnock.
    """
    newest = scripts[-1][0]
    with _only_one_process(path.with_name(path.name + ".migrate.lock")):
        connection = connect(path)
        try:
            version = _version(connection)
            if version > newest:
                raise DatabaseUnusableError(
                    f"The database {path} is of version {version}; this Dunnock knows up to {newest}.",
                    "Install the newest Dunnock, or set DUNNOCK_HOME to another folder.",
                )
            if 0 < version < newest:
                _back_up(path, connection, version)
            for number, script in scripts:
                if number > version:
                    _run(connection, number, script)
        finally:
            connection.close()


def _version(connection: apsw.Connection) -> int:
    return int(next(iter(connection.execute("PRAGMA user_version")))[0])


def _run(connection: apsw.Connection, number: int, script: str) -> None:
    with connection:  # one transaction: a migration that fails leaves no half of itself
        connection.execute(script)
        connection.execute(f"PRAGMA user_version = {number}")
        if number == 1:
            connection.execute("INSERT INTO meta VALUES ('epoch', ?)", (uuid.uuid4().hex,))


def _back_up(path: Path, connection: apsw.Connection, version: int) -> None:
    backup = path.parent / "backups" / f"before-migration-from-{version}.db"
    backup.parent.mkdir(exist_ok=True)
    partial = backup.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    connection.execute("VACUUM INTO ?", (str(partial),))
    partial.replace(backup)
    _log.info("The database was backed up to %s before its migration.", backup)


@contextmanager
def _only_one_process(lock: Path) -> Iterator[None]:
    try:
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise DatabaseUnusableError(
            f"The folder {lock.parent} cannot be written: {error.strerror}.",
            "Check its permissions, or set DUNNOCK_HOME to another folder.",
        ) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
