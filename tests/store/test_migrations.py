import multiprocessing
from collections.abc import Sequence
from pathlib import Path

import apsw
import pytest

from dunnock.contract.errors import DatabaseUnusableError
from dunnock.store.database import Database, connect
from dunnock.store.migrations import SCHEMA_VERSION, SCRIPTS, migrate

FIRST = (1, SCRIPTS[0][1])
SECOND = (2, "ALTER TABLE setting ADD COLUMN note TEXT; INSERT INTO meta VALUES ('second', 'ran')")
BROKEN = (
    3,
    "CREATE TABLE half (id INTEGER) STRICT; INSERT INTO meta VALUES ('half', '1'); SELECT no_such_column",
)


@pytest.fixture
def path(home: Path) -> Path:
    return home / "dunnock.db"


def version(path: Path) -> int:
    return int(str(query(path, "PRAGMA user_version")[0]))


def query(path: Path, sql: str) -> list[object]:
    connection = connect(path)
    try:
        return [row[0] for row in connection.execute(sql)]
    finally:
        connection.close()


def run(path: Path, *scripts: tuple[int, str]) -> None:
    migrate(path, connect, scripts)


def test_each_migration_runs_once_in_the_order_of_its_number(path: Path) -> None:
    run(path, FIRST)
    run(path, FIRST, SECOND)
    run(path, FIRST, SECOND)
    assert version(path) == 2
    assert query(path, "SELECT value FROM meta WHERE key = 'second'") == ["ran"]


def test_the_scripts_are_numbered_from_one_without_a_gap() -> None:
    assert [number for number, _ in SCRIPTS] == list(range(1, SCHEMA_VERSION + 1))


def test_a_migration_that_fails_leaves_nothing_of_itself_and_keeps_those_before_it(path: Path) -> None:
    run(path, FIRST)
    with pytest.raises(apsw.SQLError, match="no_such_column"):
        run(path, FIRST, SECOND, BROKEN)
    assert version(path) == 2
    assert query(path, "SELECT name FROM sqlite_schema WHERE name = 'half'") == []
    assert query(path, "SELECT count(*) FROM meta WHERE key = 'half'") == [0]
    run(path, FIRST, SECOND)  # the lock is free again


def test_a_database_is_backed_up_before_it_is_migrated(path: Path) -> None:
    run(path, FIRST)
    connection = connect(path)
    connection.execute("INSERT INTO setting VALUES ('theme', '\"dark\"')")
    connection.close()
    run(path, FIRST, SECOND)
    backup = path.parent / "backups" / "before-migration-from-1.db"
    assert version(backup) == 1
    assert query(backup, "SELECT value FROM setting") == ['"dark"']
    assert [each.name for each in backup.parent.iterdir() if each.suffix == ".partial"] == []


def test_a_new_database_and_one_that_is_current_are_not_backed_up(path: Path) -> None:
    run(path, FIRST, SECOND)
    run(path, FIRST, SECOND)
    assert not (path.parent / "backups").exists()


def test_the_epoch_outlives_a_migration(path: Path) -> None:
    run(path, FIRST)
    epoch = query(path, "SELECT value FROM meta WHERE key = 'epoch'")
    run(path, FIRST, SECOND)
    assert query(path, "SELECT value FROM meta WHERE key = 'epoch'") == epoch
    assert len(epoch) == 1


def test_a_database_of_a_newer_version_is_refused_with_clear_words_and_left_alone(path: Path) -> None:
    run(path, *SCRIPTS)
    connection = connect(path)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(DatabaseUnusableError, match=f"version {SCHEMA_VERSION + 1}") as caught:
        Database(path)
    assert "Install the newest Dunnock" in caught.value.hint
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_written_is_reported_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnusableError, match="cannot be written") as caught:
        Database(tmp_path / "missing" / "dunnock.db")
    assert "DUNNOCK_HOME" in caught.value.hint


def _open(
    path: Path, barrier: "multiprocessing.synchronize.Barrier", scripts: Sequence[tuple[int, str]]
) -> None:
    barrier.wait(30)
    migrate(path, connect, scripts)


@pytest.mark.slow
def test_processes_that_open_a_new_database_at_once_all_find_it_whole(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(3)
    processes = [context.Process(target=_open, args=(path, barrier, (FIRST, SECOND))) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(30)
    assert [process.exitcode for process in processes] == [0, 0, 0]
    assert version(path) == 2
    assert query(path, "SELECT count(*) FROM meta WHERE key IN ('epoch', 'second')") == [2]
