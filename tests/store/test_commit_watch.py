import contextlib
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from dunnock.store import commit_watch
from dunnock.store.commit_watch import CommitWatch
from dunnock.store.database import Database
from tests.store.writer_process import WriterProcess


class Noticed:
    """What a watch calls back: counts, and can be waited for."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.count = 0

    def __call__(self) -> None:
        with self._changed:
            self.count += 1
            self._changed.notify_all()

    def past(self, count: int, seconds: float = 10) -> bool:
        """Wait until it was called more than `count` times; return whether it was."""
        with self._changed:
            return self._changed.wait_for(lambda: self.count > count, seconds)


@pytest.fixture
def noticed() -> Noticed:
    return Noticed()


@pytest.fixture
def watch(database: Database, noticed: Noticed) -> Iterator[CommitWatch]:
    """A watch that has had its first look."""
    watch = CommitWatch(database.path, noticed)
    assert noticed.past(0)
    yield watch
    watch.close()


def write(database: Database, value: str = "1") -> None:
    with database.transaction() as transaction:
        transaction.execute("REPLACE INTO setting VALUES ('theme', ?)", (value,))


def test_a_commit_of_another_connection_is_noticed(
    database: Database, watch: CommitWatch, noticed: Noticed
) -> None:
    before = noticed.count
    write(database)
    assert noticed.past(before)


def test_a_commit_of_another_process_is_noticed_within_a_quarter_of_a_second(
    database: Database, watch: CommitWatch, noticed: Noticed
) -> None:
    delays = []
    with WriterProcess(database.path) as writer:
        for number in range(10):
            before = noticed.count
            committed = writer.write(str(number))
            assert noticed.past(before)
            delays.append((time.monotonic_ns() - committed) / 1e9)
    # A busy machine may take its time once; the median and its budget are in benchmarks/feed.py.
    assert sorted(delays)[len(delays) // 2] < 0.25


def test_a_commit_made_while_the_watch_was_being_set_is_noticed(database: Database, noticed: Noticed) -> None:
    # It gave no notification anybody could hear: the first look must call back, whatever it finds.
    watch = CommitWatch(database.path, noticed)
    assert noticed.past(0)
    watch.close()


def test_a_commit_that_becomes_visible_after_its_notification_is_noticed(
    database: Database, noticed: Noticed, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As on a slow disk: the frames come into the WAL, which notifies, and the commit is visible when they are synced,
    # which does not. Here it is visible at the seventh look.
    real = commit_watch._data_version
    first: list[int] = []
    in_vain = 0

    def late(connection: apsw.Connection) -> int:
        nonlocal in_vain
        version = real(connection)
        first.append(version)
        if version != first[0] and in_vain < 6:
            in_vain += 1
            return first[0]
        return version

    monkeypatch.setattr(commit_watch, "_data_version", late)
    watch = CommitWatch(database.path, noticed)
    assert noticed.past(0)
    before = noticed.count
    write(database)
    assert noticed.past(before)
    assert in_vain == 6
    watch.close()


def test_a_watch_looks_only_when_nothing_more_urgent_goes_on(database: Database, noticed: Noticed) -> None:
    quiet, came = threading.Event(), threading.Event()
    quiet.set()

    def make_way() -> None:
        came.set()
        assert quiet.wait(10)

    watch = CommitWatch(database.path, noticed, make_way)
    assert noticed.past(0)
    quiet.clear()
    came.clear()
    before = noticed.count
    write(database)
    assert came.wait(10)
    assert noticed.count == before
    quiet.set()
    assert noticed.past(before)
    watch.close()


def test_another_file_that_is_written_all_the_time_does_not_hide_a_commit(
    database: Database, watch: CommitWatch, noticed: Noticed
) -> None:
    stop = threading.Event()

    def scribble() -> None:
        with (database.path.parent / "dunnock.log").open("w") as file:
            while not stop.is_set():
                file.write("x")
                file.flush()

    thread = threading.Thread(target=scribble)
    thread.start()
    try:
        for number in range(5):
            before = noticed.count
            write(database, str(number))
            assert noticed.past(before)
    finally:
        stop.set()
        thread.join()


def test_where_there_is_no_notification_it_looks_by_the_clock(
    database: Database, noticed: Noticed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_left() -> None:
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(commit_watch, "INotify", none_left)
    monkeypatch.setattr(commit_watch, "POLL_SECONDS", 0.001)
    watch = CommitWatch(database.path, noticed)
    assert noticed.past(0)
    before = noticed.count
    write(database)
    assert noticed.past(before)
    watch.close()


def test_a_closed_watch_leaves_no_thread_and_no_open_file(database: Database, noticed: Noticed) -> None:
    def open_files() -> list[str]:
        links = []
        for each in Path("/proc/self/fd").iterdir():
            with contextlib.suppress(FileNotFoundError):  # the listing's own
                links.append(str(each.readlink()))
        # Not the database's: SQLite keeps a file open for as long as another connection in the process has locks on it.
        return sorted(link for link in links if "dunnock.db" not in link)

    threads, files = set(threading.enumerate()), open_files()
    watch = CommitWatch(database.path, noticed)
    assert noticed.past(0)
    watch.close()
    assert set(threading.enumerate()) == threads
    assert open_files() == files
