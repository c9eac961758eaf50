"""Compare a first scan, and one with nothing changed, with those of the Music Player Daemon.

    python -m benchmarks.scan [--files 8000] [--runs 5] [--folder FOLDER]

Each run takes both programs through both scans of the same folder, each with an empty database of its own. The page
cache is warm. Dunnock's time is its job's own, as `library:scan-complete` tells it; the time of the whole command,
with the start of Python, is printed beside it. MPD's is from its `update` command until `updating_db` is gone.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks.collection import Recipe, build
from benchmarks.machine import Budget, conclude, default_folder, describe_machine
from benchmarks.mpd import MusicPlayerDaemon

FASTER = 5
"""How many times as fast as MPD a first scan is, at least."""

_SOURCE = Path(__file__).parents[1] / "src"


@dataclass(slots=True)
class Times:
    """Seconds of each run."""

    first_job: list[float] = field(default_factory=list)
    first_command: list[float] = field(default_factory=list)
    first_mpd: list[float] = field(default_factory=list)
    again_job: list[float] = field(default_factory=list)
    again_command: list[float] = field(default_factory=list)
    again_mpd: list[float] = field(default_factory=list)


def dunnock_scan(home: Path, *folders: Path) -> tuple[dict[str, int], float]:
    """Run `dunnock scan`; return the job's statistics and the seconds the command took."""
    environment = {**os.environ, "DUNNOCK_HOME": str(home), "PYTHONPATH": str(_SOURCE)}
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "dunnock", "scan", "--json", *map(str, folders)],
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
    )
    seconds = time.perf_counter() - began
    event = json.loads(done.stdout.splitlines()[-1])
    stats: dict[str, int] = event["payload"]["stats"]
    return stats, seconds


def measure(collection: Path, runs: int) -> tuple[Times, str]:
    """Take the times, and MPD's version."""
    times = Times()
    version = "none"
    for _ in range(runs):
        with tempfile.TemporaryDirectory(prefix="dunnock-benchmark-") as temporary:
            home, other = Path(temporary, "dunnock"), Path(temporary, "mpd")
            other.mkdir()
            stats, seconds = dunnock_scan(home, collection)
            times.first_job.append(stats["duration_ms"] / 1000)
            times.first_command.append(seconds)
            stats, seconds = dunnock_scan(home)
            times.again_job.append(stats["duration_ms"] / 1000)
            times.again_command.append(seconds)
            with MusicPlayerDaemon(other) as daemon:
                version = daemon.version
                daemon.show(collection)
                times.first_mpd.append(daemon.update())
                times.again_mpd.append(daemon.update())
                # what one does not find, it need not read: both must have found the same
                assert daemon.songs() == stats["skipped"], (daemon.songs(), stats)
    return times, version


def warm(collection: Path) -> None:
    """Read every file once, so that no program pays for the disk."""
    for path in collection.rglob("*"):
        if path.is_file():
            path.read_bytes()


def report(times: Times) -> None:
    """Print the medians, and every run."""
    print(f"{'median of seconds':<22}{'job':>8}{'command':>10}{'MPD':>8}{'MPD/job':>10}{'MPD/command':>14}")
    for name, job, command, mpd in (
        ("first scan", times.first_job, times.first_command, times.first_mpd),
        ("nothing changed", times.again_job, times.again_command, times.again_mpd),
    ):
        ours, wall, theirs = median(job), median(command), median(mpd)
        print(
            f"{name:<22}{ours:>8.3f}{wall:>10.3f}{theirs:>8.3f}{theirs / ours:>10.1f}{theirs / wall:>14.1f}"
        )
        for what, values in (("job", job), ("command", command), ("MPD", mpd)):
            print(f"    {what:<10}" + "".join(f"{value:>8.3f}" for value in values))


def main() -> int:
    """Measure, print, and return 0 when both budgets are kept."""
    parser = argparse.ArgumentParser(description="Compare scans with those of MPD.")
    parser.add_argument("--files", type=int, default=8_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=default_folder(), help="where the collection is kept")
    arguments = parser.parse_args()
    collection = arguments.folder / f"collection-{arguments.files}"
    build(collection, Recipe(files=arguments.files))
    warm(collection)
    times, version = measure(collection, arguments.runs)
    print(describe_machine())
    print(f"{arguments.files:,} files, warm cache, {arguments.runs} interleaved runs, MPD {version}\n")
    report(times)
    return conclude(
        [
            Budget(
                "first scan, times as fast as MPD",
                median(times.first_mpd) / median(times.first_job),
                FASTER,
                "x",
                at_least=True,
            ),
            Budget(
                "scan with nothing changed, against MPD",
                median(times.again_job) / median(times.again_mpd),
                1,
                "of its time",
            ),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
