"""Measure how soon a window's side of the feed hears of a commit, and how a burst of changes arrives.

    python -m benchmarks.feed [--commits 500]

Each commit changes a setting, as a click does, with a pause between; the time is from when the change is on the disk
until the event is handed over. Once from this process, once from another. Then 30,000 changes come as fast as they can
be written.
"""

import argparse
import itertools
import random
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks.machine import Budget, conclude, describe_machine, percentile
from dunnock.app import App
from dunnock.contract.events import FeedFlushed, LibraryUpdated
from dunnock.feed import Delivery, Subscriber
from dunnock.store.database import Database
from tests.store.writer_process import WriterProcess

MEDIAN_MS = 30
MOST_MS = 250
_BURST = 30_000
_AT_ONCE = 100


class Listener:
    """A window that acknowledges at once, and notes when each change had been handed over."""

    def __init__(self, app: App) -> None:
        self.events = 0
        self.flushes = 0
        self._changed = threading.Condition()
        self._heard: dict[int, int] = {}
        self._seq = 0
        self._subscription = app.feed.subscribe(Subscriber("benchmark", self._deliver, lambda: None))

    def heard_at(self, seq: int) -> int:
        """When the change of this number was handed over, in monotonic ns; waits for it."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._seq >= seq, 60), "a change was never delivered"
            return self._heard.get(seq, 0)

    def _deliver(self, flush: Sequence[Delivery]) -> None:
        now = time.monotonic_ns()
        seq = FeedFlushed.model_validate_json(flush[-1].payload).seq
        with self._changed:
            self._heard[seq] = now
            self._seq = seq
            self.events += len(flush) - 1
            self.flushes += 1
            self._changed.notify_all()
        self._subscription.acknowledge(seq)


def measure_own(app: App, commits: int) -> list[float]:
    """Delays of this process's commits, in ms."""
    listener = Listener(app)
    chance, widths = random.Random(1), itertools.cycle(range(200, 300))
    delays = []
    for _ in range(commits):
        app.settings.set("sidebar_width", next(widths))
        committed = time.monotonic_ns()
        delays.append((listener.heard_at(app.feed.last_seq()) - committed) / 1e6)
        time.sleep(chance.uniform(0.02, 0.05))
    # The feed may be quicker than this thread at looking at the clock.
    return [max(0.0, delay) for delay in delays]


def measure_other(app: App, commits: int) -> list[float]:
    """Delays of another process's commits, in ms."""
    listener = Listener(app)
    chance = random.Random(2)
    delays = []
    seq = app.feed.last_seq()
    with WriterProcess(app.database.path) as writer:
        for number in range(commits):
            committed = writer.write(str(number))
            seq += 1
            delays.append(max(0.0, (listener.heard_at(seq) - committed) / 1e6))
            time.sleep(chance.uniform(0.02, 0.05))
    return delays


def measure_burst(app: App, database: Database) -> tuple[float, float, Listener]:
    """Seconds until a burst is written, and until all of it has been handed over."""
    listener = Listener(app)
    began = time.monotonic()
    for start in range(0, _BURST, _AT_ONCE):
        with database.transaction() as transaction:
            for track_id in range(start, start + _AT_ONCE):
                transaction.emit(LibraryUpdated(action="updated", track_ids=[track_id]))
    written = time.monotonic() - began
    listener.heard_at(app.feed.last_seq())
    return written, time.monotonic() - began, listener


def main() -> int:
    """Measure, print, and return 0 when the budgets are kept."""
    parser = argparse.ArgumentParser(description="Measure how soon a commit is delivered.")
    parser.add_argument("--commits", type=int, default=500)
    arguments = parser.parse_args()
    print(describe_machine())
    with tempfile.TemporaryDirectory() as folder, App(Path(folder)) as app:
        app.start()
        own = measure_own(app, arguments.commits)
        other = measure_other(app, arguments.commits)
        written, delivered, listener = measure_burst(app, app.database)
    for name, delays in (("this process", own), ("another process", other)):
        print(
            f"{name:<16} median {median(delays):6.1f} ms   p95 {percentile(delays, 95):6.1f} ms"
            f"   p99 {percentile(delays, 99):6.1f} ms   most {max(delays):6.1f} ms"
        )
    print(
        f"{_BURST:,} events written in {written:.2f} s, delivered after {delivered:.2f} s"
        f" as {listener.events:,} events in {listener.flushes:,} flushes"
    )
    return conclude(
        [
            Budget("another process's commits, median", median(other), MEDIAN_MS, "ms"),
            Budget("another process's commits, longest", max(other), MOST_MS, "ms"),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
