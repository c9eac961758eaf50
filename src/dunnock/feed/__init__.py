"""The change log, followed: every committed event reaches every subscriber, in the order of commits."""

import logging
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from dunnock.contract.events import FeedReset, ViewUpdated
from dunnock.feed.pending import Delivery, Pending
from dunnock.feed.subscription import FLUSH_SECONDS, Subscriber, Subscription
from dunnock.store import change_log
from dunnock.store.change_log import LogRow
from dunnock.store.commit_watch import CommitWatch
from dunnock.store.database import Database, now_ms

__all__ = ["Delivery", "Feed", "LogRow", "Subscriber", "Subscription"]

_log = logging.getLogger(__name__)

_READ_ROWS = 1_000
_PRUNE_EVERY = 10_000
"""Events between two prunings of the log."""

_HOLD_SECONDS = 0.008
"""The longest that an answer to a window may hold the feed up: half of the least time between two flushes."""

_RETRY_SECONDS = 1.0
"""A pause after the log could not be read."""


class Feed:
    """Follows the change log on a thread of its own.

    Commits of this process wake it directly, those of others through the file system. Nothing is taken from the
    commit itself: what is delivered is what a reader finds in the log.
    """

    def __init__(self, database: Database, clock: Callable[[], float] = time.monotonic) -> None:
        """Stand at the newest event; nothing is followed until `start`. `clock` counts seconds."""
        self._database = database
        self._clock = clock
        self._changed = threading.Condition()
        self._wakes = 0
        self._holds = 0
        self._subscriptions: list[Subscription] = []
        self._first: list[Callable[[Sequence[LogRow]], None]] = []
        self._after_look: list[Callable[[], None]] = []
        self._stopping = False
        self._thread: threading.Thread | None = None
        self._watch: CommitWatch | None = None
        self._position = self.last_seq()
        self._pruned_at = 0
        self._pruning: threading.Thread | None = None
        database.on_commit(self.wake)

    def start(self) -> None:
        """Begin to follow."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="feed", daemon=True)
            self._thread.start()
            self._watch = CommitWatch(self._database.path, self.wake, self.make_way)

    def close(self) -> None:
        """Stop following and wait for the threads to end."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        if self._watch is not None:
            self._watch.close()
            self._watch = None
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        if self._pruning is not None:
            self._pruning.join()
            self._pruning = None

    def subscribe(self, subscriber: Subscriber) -> Subscription:
        """Deliver every event committed from now on, paced and merged."""
        with self._changed:
            # Read under the lock: an event must be either before the start or still to be distributed.
            subscription = Subscription(subscriber, self.last_seq(), self.wake, self._clock)
            self._subscriptions.append(subscription)
        return subscription

    def before_delivery(self, take: Callable[[Sequence[LogRow]], None]) -> None:
        """Have events taken, on the feed's thread, before any subscriber gets them.

        A `feed:reset` among them stands for events that were pruned before they could be followed.
        """
        self._first.append(take)

    def on_look(self, callback: Callable[[], None]) -> None:
        """Call back, on the feed's thread, whenever the database may have changed."""
        self._after_look.append(callback)

    def publish(self, event: ViewUpdated) -> None:
        """Send an event that is not in the log to every subscriber."""
        with self._changed:
            for subscription in self._subscriptions:
                subscription.take_view(event)
        self.wake()

    def wake(self) -> None:
        """Look at the log, and at who is due."""
        with self._changed:
            self._wakes += 1
            self._changed.notify_all()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Have who makes way wait a moment: the feed, the watch of the file, and the player.

        A window's own act and the reads behind it are answered first: what follows from the act would take the
        processor from them, and Python's lock, which they ask for anew at each of their reads.
        """
        with self._changed:
            self._holds += 1
        try:
            yield
        finally:
            with self._changed:
                self._holds -= 1
                self._changed.notify_all()

    def make_way(self) -> None:
        """Wait while the feed is held, 8 ms at most."""
        with self._changed:
            self._changed.wait_for(lambda: not self._holds or self._stopping, _HOLD_SECONDS)

    def last_seq(self) -> int:
        """The number of the newest event."""
        with self._database.read() as reader:
            return change_log.last_seq(reader)

    def oldest_seq(self) -> int:
        """The number of the oldest event still in the log."""
        with self._database.read() as reader:
            return change_log.oldest_seq(reader)

    def read_log(self, since: int, limit: int) -> list[LogRow]:
        """Events after `since`, oldest first."""
        with self._database.read() as reader:
            return change_log.read_after(reader, since, limit)

    def follow(
        self, since: int, stop: threading.Event, *, merged: bool = False, until: int | None = None
    ) -> Iterator[LogRow]:
        """Yield events after `since` as they are committed, until `stop` is set (call `wake` after setting it).

        Args:
            since: the last event already known.
            stop: ends the iteration.
            merged: yield what a window would get, a pause of one flush after the other, without views.
            until: end when the event of this number has been read.
        """
        position = since
        while until is None or position < until:
            seen = self._wakes  # before `stop` and the log are looked at: a wake after this one ends the wait
            if stop.is_set():
                return
            rows = self.read_log(position, _READ_ROWS)
            if rows:
                if rows[0].seq > position + 1:
                    yield _reset(rows[0])
                position = rows[-1].seq
                yield from _merge(rows) if merged else rows
                if merged:
                    time.sleep(FLUSH_SECONDS)
                continue
            if self._wait(seen, None):
                return

    def look(self) -> None:
        """Take what is new in the log, and flush to whoever is due. The feed's thread does it at each wake."""
        while True:
            rows = self.read_log(self._position, _READ_ROWS)
            if rows:
                self._distribute(rows)
            with self._changed:
                subscriptions = list(self._subscriptions)
            for subscription in subscriptions:
                subscription.work()
            if len(rows) < _READ_ROWS:
                break
        for callback in self._after_look:
            callback()
        if self._position - self._pruned_at >= _PRUNE_EVERY:
            self._prune_soon()

    def _run(self) -> None:
        while True:
            seen = self._wakes
            due: float | None
            try:
                self.look()
            except Exception:  # noqa: BLE001 - as the next line says
                # The thread must outlive a full disk or a locked file: the events wait in the log meanwhile.
                _log.exception("The change log could not be followed; trying again.")
                due = self._clock() + _RETRY_SECONDS
            else:
                due = self._next_due()
            if self._wait(seen, None if due is None else max(0.0, due - self._clock())):
                return
            self.make_way()

    def _wait(self, seen: int, timeout: float | None) -> bool:
        """Wait for a wake that `seen` does not count, at most `timeout` seconds; return whether all is over."""
        with self._changed:
            self._changed.wait_for(lambda: self._wakes != seen or self._stopping, timeout)
            return self._stopping

    def _next_due(self) -> float | None:
        with self._changed:
            self._subscriptions = [each for each in self._subscriptions if not each.closed]
            return min((at for each in self._subscriptions if (at := each.due()) is not None), default=None)

    def _distribute(self, rows: Sequence[LogRow]) -> None:
        pruned = rows[0].seq > self._position + 1
        news = [_reset(rows[0]), *rows] if pruned else rows
        for take in self._first:
            _guarded(partial(take, news))
        with self._changed:
            for subscription in self._subscriptions:
                if pruned:
                    subscription.reset(rows[0].seq - 1)
                subscription.take(rows)
            self._position = rows[-1].seq

    def _prune_soon(self) -> None:
        self._pruned_at = self._position
        if self._pruning is None or not self._pruning.is_alive():
            self._pruning = threading.Thread(target=self._prune, name="prune", daemon=True)
            self._pruning.start()

    def _prune(self) -> None:
        _guarded(lambda: change_log.prune(self._database, now_ms()))


def _guarded(act: Callable[[], object]) -> None:
    """Do something whose failure must not keep the others from their events."""
    try:
        act()
    except Exception:  # noqa: BLE001 - whatever it is, it goes into the log
        _log.exception("A part of the program failed at following changes.")


def _reset(oldest: LogRow) -> LogRow:
    """What stands for the rows before the oldest one, which have been pruned."""
    reset = FeedReset(seq=oldest.seq - 1)
    return LogRow(reset.seq, oldest.at, reset.NAME, reset.model_dump_json())


def _merge(rows: Sequence[LogRow]) -> Iterator[LogRow]:
    pending = Pending()
    for row in rows:
        pending.add(row)
    at = rows[-1].at
    for delivery in pending.take(len(rows), sys.maxsize):
        yield LogRow(delivery.seq or 0, at, delivery.name, delivery.payload)
