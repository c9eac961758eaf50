"""Measure every act on the queue, favorites, playlists and settings: a large library, a long queue.

python -m benchmarks.state [--tracks 100000] [--queue 20000] [--runs 100]

The time is that of the service: rows, events and history in one transaction, on the disk when it returns.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks.machine import Budget, conclude, describe_machine, percentile
from benchmarks.views import fill
from dunnock.app import App
from dunnock.services.sources import Source

ACT_MS = 5
"""What an act may take at the median; it leaves half of the time from a click to the changed page to the rest."""

BULK_MS = 150
"""The same for an act that writes a row for each of twenty thousand tracks."""

_PAGE = 100


class Measured:
    """Runs acts, prints their times, and keeps what was promised of them."""

    def __init__(self, runs: int) -> None:
        self.runs = runs
        self.budgets: list[Budget] = []

    def __call__(
        self,
        what: str,
        act: Callable[[], object],
        *,
        after: Callable[[], object] | None = None,
        limit: float = ACT_MS,
        runs: int | None = None,
    ) -> None:
        """Time an act; `after` puts back what it changed, unmeasured."""
        times = []
        for _ in range(runs or self.runs):
            began = time.perf_counter()
            act()
            times.append((time.perf_counter() - began) * 1000)
            if after is not None:
                after()
        middle, late = median(times), percentile(times, 99)
        print(
            f"{what:<44} median {middle:8.2f} ms   p99 {late:8.2f} ms   most {max(times):8.2f} ms", flush=True
        )
        self.budgets.append(Budget(what, middle, limit, "ms"))


def measure_disk(folder: Path, runs: int) -> None:
    """What one small write that reaches the disk takes here: no commit can be quicker."""
    times = []
    with (folder / "probe").open("wb", buffering=0) as file:
        for _ in range(runs):
            began = time.perf_counter()
            file.write(bytes(4096))
            os.fdatasync(file.fileno())
            times.append((time.perf_counter() - began) * 1000)
    print(
        f"{'one write to the disk':<44} median {median(times):8.2f} ms   p99 {percentile(times, 99):8.2f} ms"
    )


def measure_queue(app: App, measured: Measured, tracks: list[int], chance: random.Random) -> None:
    """Acts on a long queue, and reading it."""
    queue, undo = app.queue, app.history.undo
    every = Source(track_ids=tracks)
    measured(f"queue: add {len(tracks):,}", lambda: queue.add(every), after=undo, limit=BULK_MS, runs=10)
    queue.add(every)
    entries = queue.entry_ids(0, len(tracks)).entry_ids

    def some(count: int) -> list[int]:
        return chance.sample(entries, count)

    queue.jump(entries[len(entries) // 2])
    measured("queue: add 1 at the end", lambda: queue.add(Source(track_ids=tracks[:1])), after=undo)
    measured("queue: add 1 next", lambda: queue.add(Source(track_ids=tracks[:1]), "next"), after=undo)
    measured("queue: add an album", lambda: queue.add(Source(album_of=chance.choice(tracks))), after=undo)
    measured("queue: remove 1", lambda: queue.remove(some(1)), after=undo)
    measured("queue: remove 100 here and there", lambda: queue.remove(some(100)), after=undo, limit=10)
    measured("queue: move 1", lambda: queue.move(some(1), some(1)[0]), after=undo, limit=10)
    measured("queue: shuffle", lambda: queue.shuffle(on=True), after=undo, limit=40, runs=30)
    measured("queue: clear", queue.clear, after=undo, limit=10, runs=30)
    queue.clear()
    measured("queue: undo clearing", undo, after=app.history.redo, limit=40, runs=30)
    undo()
    queue.shuffle(on=True)
    measured("queue: remove 1 while shuffled", lambda: queue.remove(some(1)), after=undo, limit=10)
    queue.shuffle(on=False)
    measured("queue: jump", lambda: queue.jump(some(1)[0]))
    measured("queue: state", queue.state)
    measured("queue: 100 rows at the beginning", lambda: queue.rows(0, _PAGE))
    measured("queue: 100 rows at the end", lambda: queue.rows(len(entries) - _PAGE, _PAGE))


def measure_rest(app: App, measured: Measured, tracks: list[int], chance: random.Random) -> None:
    """Acts on favorites, playlists and settings."""
    undo = app.history.undo
    measured(
        "favorites: add 1", lambda: app.favorites.set([chance.choice(tracks)], favorite=True), after=undo
    )
    measured(
        f"favorites: add {len(tracks):,}",
        lambda: app.favorites.set(tracks, favorite=True),
        after=undo,
        limit=4 * BULK_MS,
        runs=5,
    )
    lists = app.playlists
    measured("playlists: create", lambda: lists.create("Rain"), after=undo)
    every = Source(track_ids=tracks)
    measured(
        f"playlists: create with {len(tracks):,}",
        lambda: lists.create("Rain", every),
        after=undo,
        limit=2 * BULK_MS,
        runs=10,
    )
    long = lists.create("Long", every).playlist_id
    entries = lists.entry_ids(long, 0, len(tracks)).entry_ids
    one = Source(track_ids=tracks[:1])
    measured("playlists: rename a long one", lambda: lists.update(long, name="Sun"), after=undo)
    measured("playlists: add 1 to a long one", lambda: lists.add(long, one, None, "add"), after=undo)
    measured(
        "playlists: remove 1 of a long one", lambda: lists.remove(long, [chance.choice(entries)]), after=undo
    )
    measured(
        "playlists: move 1 in a long one",
        lambda: lists.move(long, [chance.choice(entries)], entries[0]),
        after=undo,
        limit=10,
    )
    measured("playlists: list", lists.list)
    measured("playlists: 100 rows at the end", lambda: lists.rows(long, len(entries) - _PAGE, _PAGE))
    widths = iter(range(161, 480))
    measured("settings: set", lambda: app.settings.set("sidebar_width", next(widths)))


def main() -> int:
    """Measure, print, and return 0 when the budgets are kept."""
    parser = argparse.ArgumentParser(description="Measure every act of a person on their lists.")
    parser.add_argument("--tracks", type=int, default=100_000)
    parser.add_argument("--queue", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=100)
    arguments = parser.parse_args()
    print(describe_machine())
    chance = random.Random(5)
    measured = Measured(min(arguments.runs, 300))
    with tempfile.TemporaryDirectory() as folder, App(Path(folder)) as app:
        measure_disk(Path(folder), measured.runs)
        fill(app.database, arguments.tracks)
        with app.database.read() as reader:
            known = [int(row[0]) for row in reader.rows("SELECT id FROM track")]
        tracks = chance.sample(known, min(arguments.queue, len(known)))
        measure_queue(app, measured, tracks, chance)
        measure_rest(app, measured, tracks, chance)
    return conclude(measured.budgets)


if __name__ == "__main__":
    sys.exit(main())
