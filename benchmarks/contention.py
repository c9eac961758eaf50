"""Measure how long a small write waits while another process scans.

    python -m benchmarks.contention [--files 20000] [--folder FOLDER]

One process makes a first scan of a folder; this one changes a setting, as a click does, over and over with a pause
between, and takes the time from the call until the change is on the disk.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.collection import build_small
from benchmarks.machine import Budget, conclude, default_folder, describe_machine, percentile
from dunnock.app import App

LIMIT_MS = 40
_SOURCE = Path(__file__).parents[1] / "src"


def measure(home: Path, collection: Path) -> list[float]:
    """Write while a scan of the collection runs; return how long each write took, in ms."""
    chance = random.Random(7)
    waits: list[float] = []
    with App(home) as app:
        environment = {**os.environ, "DUNNOCK_HOME": str(home), "PYTHONPATH": str(_SOURCE)}
        scan = subprocess.Popen(
            [sys.executable, "-m", "dunnock", "scan", str(collection)],
            env=environment,
            stdout=subprocess.DEVNULL,
        )
        while not app.library.counts().tracks and scan.poll() is None:
            time.sleep(0.005)
        width = 160
        while scan.poll() is None and any(job.status == "scanning" for job in app.scans.list().jobs):
            width = 160 + (width - 159) % 300
            began = time.perf_counter()
            app.settings.set("sidebar_width", width)
            waits.append((time.perf_counter() - began) * 1000)
            time.sleep(chance.uniform(0, 0.01))
        scan.wait()
        assert scan.returncode == 0, "the scan failed"
    return waits


def main() -> int:
    """Measure, print, and return 0 when the budget is kept."""
    parser = argparse.ArgumentParser(description="Measure how long a write waits during a scan.")
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=default_folder(), help="where the collection is kept")
    arguments = parser.parse_args()
    collection = arguments.folder / f"small-{arguments.files}"
    build_small(collection, arguments.files)
    waits: list[float] = []
    for _ in range(arguments.runs):
        with tempfile.TemporaryDirectory(prefix="dunnock-benchmark-") as temporary:
            waits += measure(Path(temporary), collection)
    print(describe_machine())
    print(
        f"{len(waits)} writes during {arguments.runs} scans of {arguments.files:,} files, ms until on the disk"
    )
    print(
        f"median {median(waits):.2f}   p95 {percentile(waits, 95):.2f}"
        f"   p99 {percentile(waits, 99):.2f}   max {max(waits):.2f}"
    )
    return conclude([Budget("a write during a scan, p99", percentile(waits, 99), LIMIT_MS, "ms")])


if __name__ == "__main__":
    sys.exit(main())
