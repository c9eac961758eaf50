"""One cursor on the feed: paced, acknowledged, and given up on when nobody answers."""

import logging
import math
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dunnock.contract.events import FeedFlushed, ViewUpdated
from dunnock.feed.pending import Delivery, Pending
from dunnock.store.change_log import LogRow

_log = logging.getLogger(__name__)

FLUSH_SECONDS = 0.016
"""The least time between two flushes: one frame at 60 Hz."""

SCAN_SECONDS = 0.1
"""The least time before a flush with nothing but rows that a scan has changed: the window re-reads after each, and a
person's act would have to share the processor with sixty of them a second. Progress, told ten times a second, takes
them along."""

FLUSH_EVENTS = 100
FLUSH_BYTES = 64 * 1024
"""The most a flush holds. An unpaced burst freezes a window: 30,000 events did so for a second."""

STALLED_SECONDS = 5.0
"""A flush unanswered for so long means that the window's web process is dead."""


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Who listens: `deliver` gets each flush, `stalled` is called when none has been acknowledged for too long."""

    name: str
    deliver: Callable[[Sequence[Delivery]], None]
    stalled: Callable[[], None]


class Subscription:
    """A subscriber's place in the feed. The feed's thread fills and flushes it; any thread may acknowledge or close."""

    def __init__(
        self,
        subscriber: Subscriber,
        seq: int,
        wake: Callable[[], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Start after `seq`. `clock` counts seconds; `wake` makes the feed look at who is due.

        `answers` counts the flushes that were acknowledged.
        """
        self.seq = seq
        self.closed = False
        self.answers = 0
        self._subscriber = subscriber
        self._wake = wake
        self._clock = clock
        self._lock = threading.Lock()
        self._pending = Pending()
        self._position = seq
        self._flushed_at = -math.inf
        self._unanswered: int | None = None
        self._probing = False

    def take(self, rows: Sequence[LogRow]) -> None:
        """Take events of the log. Those before the subscription's start are not its own."""
        with self._lock:
            for row in rows:
                if row.seq > self._position:
                    self._pending.add(row)
                    self._position = row.seq

    def take_view(self, event: ViewUpdated) -> None:
        """Take an event outside the log."""
        with self._lock:
            self._pending.add_view(event, self._position)

    def reset(self, seq: int) -> None:
        """Tell the subscriber to read everything again: events up to `seq` cannot be had."""
        with self._lock:
            self._position = max(self._position, seq)
            self._pending.reset(self._position)

    def acknowledge(self, seq: int) -> None:
        """Take the answer to the flush that ended with `seq`."""
        with self._lock:
            if self._unanswered is None or seq < self._unanswered:
                return
            self._unanswered = None
            self.answers += 1
            waiting = bool(self._pending)
        if waiting:
            self._wake()

    def rest(self) -> None:
        """Take what the subscriber has just been told elsewhere for a flush: the next comes after a pause.

        What is urgent and waits already waits no longer for it: a window that acts all the time would hear of nothing.
        Rows that a scan has changed go along with the event of the act.
        """
        with self._lock:
            if self._unanswered is None and not self._pending.urgent:
                self._flushed_at = self._clock()

    def probe(self) -> None:
        """Ask for an acknowledgement even though nothing has changed, to find out whether anybody is there."""
        with self._lock:
            self._probing = True
        self._wake()

    def close(self) -> None:
        """Deliver nothing more."""
        self.closed = True
        self._wake()

    def due(self) -> float | None:
        """When the feed must look at this subscription again, in seconds of its clock; None for never."""
        with self._lock:
            return self._due()

    def work(self) -> None:
        """Flush, or give up, if it is time. Called on the feed's thread."""
        now = self._clock()
        with self._lock:
            due = self._due()
            if self.closed or due is None or now < due:
                return
            self._flushed_at = now
            flush = None if self._unanswered is not None else self._flush()
        if flush is None:
            _log.warning("Window %s has not answered for %s s.", self._subscriber.name, STALLED_SECONDS)
            self._call(self._subscriber.stalled)
        else:
            self._call(lambda: self._subscriber.deliver(flush))

    def _due(self) -> float | None:
        if self._unanswered is not None:
            return self._flushed_at + STALLED_SECONDS
        if self._probing or self._pending.urgent:
            return self._flushed_at + FLUSH_SECONDS
        return self._flushed_at + SCAN_SECONDS if self._pending else None

    def _flush(self) -> list[Delivery]:
        flush = list(self._pending.take(FLUSH_EVENTS, FLUSH_BYTES))
        seq = self._pending.complete_up_to(self._position)
        self._unanswered = seq
        self._probing = False
        return [*flush, Delivery(None, FeedFlushed.NAME, FeedFlushed(seq=seq).model_dump_json())]

    def _call(self, act: Callable[[], None]) -> None:
        try:
            act()
        except Exception:  # noqa: BLE001 - whatever it raises
            # A subscriber's fault is its own: the change is on disk and the others still have to hear of it.
            _log.exception("Subscriber %s failed.", self._subscriber.name)
