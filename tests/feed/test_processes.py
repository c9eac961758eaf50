"""Two processes and three threads write at once; windows that answer, that stall and that fail listen."""

import contextlib
import itertools
import json
import threading
from collections.abc import Sequence

import pytest

from dunnock.feed import Delivery, Feed, Subscriber
from dunnock.store.database import Database
from tests.feed.mirror import Mirror, tables
from tests.feed.random_writer import RandomWriter, start_process
from tests.store.sample_library import add_folder

TRANSACTIONS = 150


class LivingWindow:
    """A mirror on a thread of its own, as a web process is. It answers only while it is awake."""

    def __init__(self, feed: Feed, database: Database) -> None:
        # The pace is not its concern: a flush may be late on a busy machine, and the next one in time.
        self.mirror = Mirror(database, itertools.count().__next__)
        self.awake = threading.Event()
        self.answered = 0
        self._changed = threading.Condition()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.subscription = feed.subscribe(Subscriber("window", self._deliver, lambda: None))
        self.mirror.seq = self.answered = self.subscription.seq
        self.mirror.load()
        self._thread.start()

    def wait_for(self, seq: int) -> None:
        """Wait until everything up to `seq` has been handled."""
        with self._changed:
            assert self._changed.wait_for(lambda: self.answered >= seq, 30)

    def close(self) -> None:
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        self.awake.set()
        self._thread.join()

    def _deliver(self, flush: Sequence[Delivery]) -> None:
        with self._changed:
            self.mirror.deliver(flush)
            self._changed.notify_all()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self.mirror.unanswered is not None or self._stopping)
                if self._stopping:
                    return
            self.awake.wait(30)
            with self._changed:
                seq = self.mirror.handle()
                while self.mirror.replies:
                    self.mirror.receive(0)
            if seq is not None:
                self.subscription.acknowledge(seq)
                with self._changed:
                    self.answered = seq
                    self._changed.notify_all()


@pytest.mark.slow
def test_all_windows_show_the_tables_after_two_processes_and_several_threads_have_written(
    database: Database,
) -> None:
    with database.transaction() as transaction:
        add_folder(transaction)
    with contextlib.ExitStack() as stack:
        feed = Feed(database)
        stack.callback(feed.close)
        feed.subscribe(Subscriber("broken", _fail, lambda: None))
        quick, stalling = LivingWindow(feed, database), LivingWindow(feed, database)
        quick.awake.set()
        feed.start()
        process = start_process(database.path, 9, TRANSACTIONS)
        writers = [RandomWriter(database.path, number) for number in range(3)]
        threads = [threading.Thread(target=writer.run, args=(TRANSACTIONS,)) for writer in writers]
        for thread in threads:
            thread.start()
        late = LivingWindow(feed, database)
        late.awake.set()
        windows = [quick, stalling, late]
        for window in windows:
            stack.callback(window.close)
        for thread in threads:
            thread.join()
        output, _ = process.communicate(timeout=60)
        assert process.returncode == 0
        newest = feed.last_seq()
        quick.wait_for(
            newest
        )  # without another commit: the last one of the other process is noticed by itself
        stalling.awake.set()
        for window in windows:
            window.wait_for(newest)

    committed = sorted(sum((writer.committed for writer in writers), json.loads(output)))
    with database.read() as reader:
        content = tables(reader)
        rows = reader.rows(
            "SELECT seq, payload FROM change_log WHERE name = 'favorites:updated' ORDER BY seq"
        )
        order = [(seq, json.loads(payload)["track_id"]) for seq, payload in rows]
    assert len(content) > 10
    assert sorted(token for _, token in order) == committed
    for window in windows:
        assert window.mirror.shown == content
        check_told(window.mirror, order)
    assert any(kind == "reset" for kind, _ in stalling.mirror.heard)


def check_told(mirror: Mirror, order: list[tuple[int, int]]) -> None:
    """Every committed token was told, in the order of the log, or a reset stood for it; nothing else was."""
    seqs = {token: seq for seq, token in order}
    heard = [seqs[value] if kind == "token" else value for kind, value in mirror.heard]
    assert heard == sorted(heard)
    tokens = {value for kind, value in mirror.heard if kind == "token"}
    reset = max((value for kind, value in mirror.heard if kind == "reset"), default=0)
    assert [seq for seq, token in order if seq > max(mirror.seq, reset) and token not in tokens] == []


def _fail(flush: Sequence[Delivery]) -> None:
    raise OSError("this window is broken")
