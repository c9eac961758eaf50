"""Measure what playing takes: until the first sound, of the processor, and of memory in the long run.

    python -m benchmarks.playback [--loads 60] [--seconds 20] [--hours 24]

All of it on libmpv's null output, with the FLAC files of the demo collection. A day is played on an output that takes
sound as fast as it comes; its tracks are of seconds, so it has fifty times as many as a day of people.
"""

import argparse
import gc
import itertools
import os
import queue
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import TypeVar

from benchmarks.machine import Budget, conclude, describe_machine, percentile
from dunnock.media.mpv_player import MpvPlayer
from dunnock.media.player import Ended, Item, News, Output, Started

LOAD_MS = 25.0
NEXT_MS = 15.0
CPU_PERCENT = 3.0
GROWTH_MB = 12.0
"""A buffer of libmpv's of 10 MB comes and goes."""
PATIENCE_S = 60.0
_FILES = sorted((Path(__file__).parents[1] / "demo").glob("**/*.flac"))
_OUTPUT = Output(volume=80, replaygain="track")

Kind = TypeVar("Kind", Started, Ended)


class Listener:
    """A player, and its news with the time it came at."""

    def __init__(self, **options: str) -> None:
        self._news: queue.SimpleQueue[tuple[float, News]] = queue.SimpleQueue()
        self._numbers = itertools.count(1)
        self._files = itertools.cycle(bytes(path) for path in _FILES)
        self.player = MpvPlayer(self._take, audio_output="null", options=options)
        self.player.set_output(_OUTPUT)

    def _take(self, news: News) -> None:
        self._news.put((time.perf_counter(), news))

    def item(self) -> Item:
        """The next file, with a number of its own."""
        return Item(next(self._numbers), next(self._files))

    def wait_for(self, item: Item, kind: type[Kind]) -> tuple[float, Kind]:
        """Wait until that is told of an item; returns when it was."""
        while True:
            at, news = self._news.get(timeout=PATIENCE_S)
            if isinstance(news, Ended) and news.reason == "error":
                raise RuntimeError(f"cannot play: {news.message}")
            if isinstance(news, kind) and news.item_id == item.item_id:
                return at, news

    def load(self) -> float:
        """Milliseconds from asking for a file until it is heard."""
        item = self.item()
        asked = time.perf_counter()
        self.player.load(item)
        return (self.wait_for(item, Started)[0] - asked) * 1000


def measure_loads(count: int) -> tuple[list[float], list[float]]:
    """Milliseconds until the first sound: after silence, and in the place of what plays."""
    listener = Listener()
    listener.load()
    first, following = [], []
    for _ in range(count):
        listener.player.stop()
        time.sleep(0.05)
        first.append(listener.load())
        time.sleep(0.1)
        following.append(listener.load())
        time.sleep(0.05)
    listener.player.close()
    return first, following


def measure_processor(seconds: float) -> float:
    """Percent of one core that playing takes, file after file, with four looks at the place a second."""
    listener = Listener()
    current = listener.item()
    listener.player.load(current)
    listener.wait_for(current, Started)
    until, used = time.monotonic() + seconds, time.process_time()
    after = listener.item()
    listener.player.follow_with(after)
    while time.monotonic() < until:
        time.sleep(0.25)
        if listener.player.position_ms(after.item_id) > 0:
            after = listener.item()
            listener.player.follow_with(after)
    used = time.process_time() - used
    listener.player.close()
    return used / seconds * 100


def play_on(hours: float) -> Iterator[tuple[float, int, float]]:
    """Play as fast as sound is taken; yields hours, tracks and megabytes at each full hour, and at the end."""
    listener = Listener(**{"ao-null-untimed": "yes"})
    current, after = listener.item(), listener.item()
    listener.player.load(current)
    listener.player.follow_with(after)
    heard, tracks, full_hour = 0.0, 0, 0
    while heard < hours * 3600:
        _, ended = listener.wait_for(current, Ended)
        heard += ended.position_ms / 1000
        tracks += 1
        if ended.follower_id is None:  # it was over before its follower was named
            listener.player.load(after)
        current, after = after, listener.item()
        listener.player.follow_with(after)
        if heard // 3600 > full_hour:
            full_hour = int(heard // 3600)
            gc.collect()
            yield heard / 3600, tracks, resident_mb()
    listener.player.close()
    yield heard / 3600, tracks, resident_mb()


def growth(sizes: Sequence[float]) -> float:
    """What the median of the last third is above that of the first; the last size, without a player, is left out."""
    hours = sizes[:-1] or sizes
    third = max(len(hours) // 3, 1)
    return median(hours[-third:]) - median(hours[:third])


def resident_mb() -> float:
    """Megabytes of this process's memory that are in use."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> int:
    """Measure, print, and return 0 when all budgets are kept."""
    parser = argparse.ArgumentParser(description="Measure playing.")
    parser.add_argument("--loads", type=int, default=60, help="how many files to begin with")
    parser.add_argument("--seconds", type=float, default=20, help="how long to look at the processor")
    parser.add_argument(
        "--hours", type=float, default=24, help="how many hours of sound to play in the long run"
    )
    arguments = parser.parse_args()
    print(describe_machine())
    first, following = measure_loads(arguments.loads)
    for what, figures in (("first sound", first), ("next track", following)):
        print(f"{what:>12}: median {median(figures):5.1f} ms, 95 % within {percentile(figures, 95):5.1f} ms")
    processor = measure_processor(arguments.seconds)
    print(f"{'playing':>12}: {processor:5.2f} % of one core")
    began = time.monotonic()
    print(f"{'hours':>12}{'tracks':>10}{'MB':>8}")
    sizes = []
    for hours, tracks, size in play_on(arguments.hours):
        sizes.append(size)
        print(f"{hours:>12.1f}{tracks:>10,}{size:>8.1f}", flush=True)
    print(f"played in {time.monotonic() - began:.0f} s")
    return conclude(
        [
            Budget("from the click to the first sound, median", median(first), LOAD_MS, "ms"),
            Budget("to the next track, median", median(following), NEXT_MS, "ms"),
            Budget("processor while playing", processor, CPU_PERCENT, "% of one core"),
            Budget("memory grown after the first hour", growth(sizes), GROWTH_MB, "MB"),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
