"""What windows show, after anything that may happen, is what is in the tables."""

import contextlib
import logging
import time
from collections.abc import Sequence
from typing import Any

import apsw
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from dunnock.contract.events import Event, FavoritesUpdated, LibraryUpdated, SettingsUpdated
from dunnock.feed import Delivery, Feed, Subscriber, Subscription
from dunnock.store import change_log, tracks
from dunnock.store import settings as store_settings
from dunnock.store.database import Database, Transaction
from tests.feed.mirror import Mirror, tables
from tests.store.quick_database import quick_home
from tests.store.sample_library import add_folder, add_track, retag_track

Part = tuple[Any, ...]

_PARTS = st.one_of(
    st.tuples(st.just("add"), st.integers(1, 4)),
    st.tuples(st.just("retag"), st.integers(0, 50)),
    st.tuples(st.just("remove"), st.integers(0, 50)),
    st.tuples(st.just("set"), st.integers(160, 163)),
    st.tuples(st.just("tell"), st.integers(1, 3)),
    st.tuples(st.just("tell"), st.integers(1, 300)),
)
_SAVEPOINTS = st.recursive(
    _PARTS,
    lambda inner: st.tuples(st.just("savepoint"), st.booleans(), st.lists(inner, max_size=3)),
    max_leaves=4,
)


class RolledBack(Exception):  # noqa: N818 - it is what the test wants
    """Raised inside a transaction or savepoint to take it back."""


class Delivering(RuleBasedStateMachine):
    """Two processes' worth of writers on one file, one feed on a clock of its own, and windows that come and go."""

    windows: Bundle[tuple[Mirror, Subscription]] = Bundle("windows")

    def __init__(self) -> None:
        super().__init__()
        self._stack = contextlib.ExitStack()
        home = self._stack.enter_context(quick_home())
        self.databases = [Database(home / "dunnock.db") for _ in range(2)]
        for database in self.databases:
            self._stack.callback(database.close)
        self.now = 1_000.0
        self.token = 0
        self.emitted: list[Event] = []
        """What the transaction in hand has emitted and not taken back."""
        self.committed: list[tuple[int, int]] = []
        """Seq and token of every committed favorite."""
        self.stalls = 0
        self.open: list[tuple[Mirror, Subscription]] = []
        self.feed = Feed(self.databases[0], lambda: self.now)
        # A subscriber that raises, before all others: it must harm none of them.
        self.feed.subscribe(Subscriber("broken", self._raise, self._raise))
        logging.disable(logging.CRITICAL)
        self._stack.callback(logging.disable, logging.NOTSET)

    @initialize()
    def fill(self) -> None:
        with self.databases[0].transaction() as transaction:
            add_folder(transaction)

    @rule(
        process=st.integers(0, 1),
        parts=st.lists(_SAVEPOINTS, max_size=5),
        end=st.sampled_from(["commit", "commit", "commit", "raise", "constraint", "refused"]),
    )
    def write(self, process: int, parts: list[Part], end: str) -> None:
        """A transaction of one of the processes, with one of the ways in which it can end."""
        database = self.databases[process]
        with database.read() as reader:
            before, content = change_log.last_seq(reader), tables(reader)
        self.emitted = []
        try:
            with database.transaction() as transaction:
                self._write(transaction, parts)
                self._prepare_end(transaction, end)
        except (RolledBack, apsw.ConstraintError):
            assert end != "commit"
        database._writer.set_commit_hook(None)
        with database.read() as reader:
            rows = change_log.read_after(reader, before, 10_000)
            if end != "commit":
                assert (rows, tables(reader)) == ([], content)
                return
        assert [(row.name, row.payload) for row in rows] == [
            (event.NAME, event.model_dump_json()) for event in self.emitted
        ]
        self.committed += [
            (row.seq, event.track_id)
            for row, event in zip(rows, self.emitted, strict=True)
            if isinstance(event, FavoritesUpdated)
        ]

    @rule()
    def look(self) -> None:
        """The feed is woken, by whatever."""
        self.feed.look()

    @rule(seconds=st.sampled_from([0.001, 0.016, 0.1, 6.0]))
    def pass_time(self, seconds: float) -> None:
        self.now += seconds
        self.feed.look()

    @rule(target=windows)
    def open_window(self) -> Any:
        """A window starts, as each does: listen, then load."""
        if len(self.open) >= 3:
            return multiple()
        mirror = Mirror(self.databases[0], lambda: self.now)
        subscription = self.feed.subscribe(Subscriber("window", mirror.deliver, self._stalled))
        mirror.seq = subscription.seq
        mirror.load()
        self.open.append((mirror, subscription))
        return mirror, subscription

    @rule(window=windows)
    def answer(self, window: tuple[Mirror, Subscription]) -> None:
        """A window handles what has come. One for which this never happens has stalled."""
        mirror, subscription = window
        seq = mirror.handle()
        if seq is not None:
            self._check_told(mirror, seq)
            subscription.acknowledge(seq)

    @rule(window=windows, number=st.integers(0, 5))
    def receive(self, window: tuple[Mirror, Subscription], number: int) -> None:
        """One of the replies a window waits for arrives, not always the oldest."""
        if window[0].replies:
            window[0].receive(number)

    @rule(window=consumes(windows))
    def close_window(self, window: tuple[Mirror, Subscription]) -> None:
        window[1].close()
        self.open.remove(window)

    @rule(kept_rows=st.integers(1, 40))
    def prune(self, kept_rows: int) -> None:
        """Everything counts as old: the feed and its windows may lose rows they have not had."""
        later = time.time_ns() // 1_000_000 + change_log.KEPT_MS + 1_000
        change_log.prune(self.databases[1], later, kept_rows=kept_rows)

    @invariant()
    def only_what_was_committed_is_told_in_its_order(self) -> None:
        for mirror, _ in self.open:
            order = {token: seq for seq, token in self.committed}
            seqs = [order[value] if kind == "token" else value for kind, value in mirror.heard]
            assert seqs == sorted(seqs)

    def teardown(self) -> None:
        """At rest, every window shows what is in the tables, and was told of every change or to read everything."""
        try:
            self._settle()
            with self.databases[1].read() as reader:
                content, newest = tables(reader), change_log.last_seq(reader)
            for mirror, _ in self.open:
                assert mirror.shown == content
                self._check_told(mirror, newest)
        finally:
            self._stack.close()

    def _settle(self) -> None:
        for _ in range(1_000):
            self.now += 0.016
            self.feed.look()
            busy = False
            for mirror, subscription in self.open:
                seq = mirror.handle()
                if seq is not None:
                    busy = True
                    subscription.acknowledge(seq)
                while mirror.replies:
                    mirror.receive(0)
            if not busy:
                return
        raise AssertionError("the feed never comes to rest")

    def _check_told(self, mirror: Mirror, up_to: int) -> None:
        told = {value for kind, value in mirror.heard if kind == "token"}
        reset = max((value for kind, value in mirror.heard if kind == "reset"), default=0)
        missed = [
            seq
            for seq, token in self.committed
            if mirror.seq < seq <= up_to and token not in told and seq > reset
        ]
        assert missed == [], "an acknowledged change was never told"

    def _write(self, transaction: Transaction, parts: Sequence[Part]) -> None:
        for part in parts:
            match part:
                case ("savepoint", keep, inner):
                    self._write_savepoint(transaction, inner, keep=keep)
                case ("add", count):
                    ids = [self._add(transaction) for _ in range(count)]
                    self._emit(transaction, LibraryUpdated(action="added", track_ids=ids))
                case ("retag" | "remove" as act, number):
                    self._change_track(transaction, act, number)
                case ("set", value):
                    self._set(transaction, value)
                case ("tell", count):
                    for _ in range(count):
                        self._tell(transaction)

    def _write_savepoint(self, transaction: Transaction, parts: Sequence[Part], *, keep: bool) -> None:
        kept = len(self.emitted)
        with contextlib.suppress(RolledBack), transaction.savepoint():
            self._write(transaction, parts)
            if keep:
                return
            del self.emitted[kept:]
            raise RolledBack

    def _add(self, transaction: Transaction) -> int:
        self.token += 1
        return add_track(transaction, b"%d.mp3" % self.token, title=f"Title {self.token}")

    def _change_track(self, transaction: Transaction, act: str, number: int) -> None:
        ids = [row[0] for row in transaction.rows("SELECT id FROM track ORDER BY id")]
        if not ids:
            return
        track_id = ids[number % len(ids)]
        if act == "remove":
            tracks.remove(transaction, track_id)
            self._emit(transaction, LibraryUpdated(action="removed", track_ids=[track_id]))
        else:
            self.token += 1
            name = transaction.value("SELECT name FROM track WHERE id = ?", (track_id,))
            retag_track(transaction, track_id, name, title=f"Title {self.token}")
            self._emit(transaction, LibraryUpdated(action="updated", track_ids=[track_id]))

    def _set(self, transaction: Transaction, value: int) -> None:
        previous = store_settings.values(transaction)["sidebar_width"]
        store_settings.put(transaction, "sidebar_width", value)
        self._emit(transaction, SettingsUpdated(key="sidebar_width", value=value, previous_value=previous))

    def _tell(self, transaction: Transaction) -> None:
        """An event with a number of its own, never merged: what was told can be checked one by one."""
        self.token += 1
        self._emit(transaction, FavoritesUpdated(action="added", track_id=self.token))

    def _emit(self, transaction: Transaction, event: Event) -> None:
        transaction.emit(event)
        self.emitted.append(event)

    def _prepare_end(self, transaction: Transaction, end: str) -> None:
        match end:
            case "raise":
                raise RolledBack
            case "constraint":  # found by COMMIT itself, which then leaves the transaction open
                transaction.execute("PRAGMA defer_foreign_keys = 1")
                transaction.execute(
                    "INSERT INTO directory (folder_id, path, path_text, device) VALUES (99, x'', '', 1)"
                )
            case "refused":  # COMMIT rolls back by itself
                transaction._connection.set_commit_hook(lambda: True)

    def _stalled(self) -> None:
        self.stalls += 1

    def _raise(self, flush: Sequence[Delivery] = ()) -> None:
        raise OSError("this window is broken")


@pytest.mark.slow
@pytest.mark.timeout(600)  # when it fails, a short example is looked for, for up to five minutes
def test_what_windows_show_at_rest_is_what_is_in_the_tables_whatever_has_happened() -> None:
    run_state_machine_as_test(
        Delivering,
        settings=settings(max_examples=40, stateful_step_count=40, deadline=None, derandomize=True),
    )
