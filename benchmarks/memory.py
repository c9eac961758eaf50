"""Measure how much memory the backend takes for each track.

    python -m benchmarks.memory [--few 8000] [--many 80000] [--folder FOLDER]

For each number of tracks, a process does what an open window asks of it: it scans a folder of that many files, holds
the default list, reads its first rows, and hears every event. Then it says what it holds of the machine's memory.
"""

import argparse
import gc
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

from benchmarks.collection import build_small
from benchmarks.machine import Budget, conclude, default_folder, describe_machine
from dunnock.app import App
from dunnock.contract.settings import Sort
from dunnock.feed import Delivery, Subscriber, Subscription

LIMIT_BYTES = 64
_SOURCE = Path(__file__).parents[1] / "src"


class Window:
    """Stands in for the webview: takes every flush and acknowledges it."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._flushed = threading.Semaphore(0)
        self._seq = 0
        self.events = 0
        self._subscription: Subscription = app.feed.subscribe(Subscriber("main", self._take, lambda: None))
        threading.Thread(target=self._acknowledge, daemon=True).start()

    def _take(self, flush: Sequence[Delivery]) -> None:
        self.events += len(flush)
        self._seq = json.loads(flush[-1].payload)["seq"]
        self._flushed.release()

    def _acknowledge(self) -> None:
        while True:
            self._flushed.acquire()
            self._subscription.acknowledge(self._seq)


def hold(home: Path, collection: Path) -> None:
    """Scan, hold the default view, and print the resident memory in bytes, before and after."""
    with App(home) as app:
        app.start()
        window = Window(app)
        view = app.views.open("library", "", Sort(column="artist", descending=False))
        before = resident()
        job = app.scans.wait(app.scans.start([app.folders.add(os.fsencode(collection))]).job_id)
        rows = app.views.rows(view.view_id, 0, 100)
        while rows.total != job.added:
            rows = app.views.rows(view.view_id, 0, 100)
        gc.collect()
        print(
            json.dumps({"tracks": rows.total, "before": before, "after": resident(), "events": window.events})
        )


def resident() -> int:
    """Bytes of this process's memory that are in use."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def measure(collection: Path) -> dict[str, int]:
    """What a fresh process says that holds a collection."""
    with tempfile.TemporaryDirectory(prefix="dunnock-benchmark-") as home:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.memory", "--hold", home, str(collection)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(_SOURCE), str(_SOURCE.parent)])},
            stdout=subprocess.PIPE,
            check=True,
        )
    figures: dict[str, int] = json.loads(done.stdout)
    return figures


def main() -> int:
    """Measure, print, and return 0 when the budget is kept."""
    parser = argparse.ArgumentParser(description="Measure the backend's memory per track.")
    parser.add_argument("--few", type=int, default=8_000)
    parser.add_argument("--many", type=int, default=80_000)
    parser.add_argument("--folder", type=Path, default=default_folder(), help="where collections are kept")
    parser.add_argument("--hold", nargs=2, type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.hold:
        hold(*arguments.hold)
        return 0
    print(describe_machine())
    print(f"{'tracks':>8}{'MB at first':>14}{'MB at the end':>16}")
    memory = []
    for files in (arguments.few, arguments.many):
        collection = arguments.folder / f"small-{files}"
        build_small(collection, files)
        figures = measure(collection)
        memory.append(figures["after"])
        print(f"{figures['tracks']:>8,}{figures['before'] / 1e6:>14.1f}{figures['after'] / 1e6:>16.1f}")
    grown = (memory[1] - memory[0]) / (arguments.many - arguments.few)
    return conclude([Budget("memory for one more track", grown, LIMIT_BYTES, "bytes")])


if __name__ == "__main__":
    sys.exit(main())
