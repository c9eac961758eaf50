"""Measure from a click or key to the changed page and to the frame after it, in the real window.

python -m benchmarks.pixel [--tracks 100000] [--queue 20000] [--runs 60] [--files 200000]

Needs what the tests of the window need: Xvfb and WebKitWebDriver.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.machine import Budget, conclude, describe_machine, percentile
from benchmarks.views import fill
from dunnock.app import App
from dunnock.services.sources import Source
from tests.desktop.collection import write_collection
from tests.desktop.harness import DrivenWindow, Place, Screen

DEMO = Path(__file__).parents[1] / "demo"

AUDIBLE = 200
"""Entries at the head of the queue that have a file with sound."""

MEDIAN_MS = 10
LATE_MS = 30
PAUSE_MS = 250
"""Between two acts: as a person's follow each other."""

UNDER_SCAN = 2
"""How much longer it may take while a scan runs."""

_PAGE = """
const one = id => document.querySelector(`[data-testid="${id}"]`);
const key = (list, key, more = {}) => {
  one(list).dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true, ...more}));
};
const ask = (name, body) => window.__TAURI_INTERNALS__.invoke(
  'plugin:pytauri|pyfunc', new TextEncoder().encode(JSON.stringify(body)), {headers: {pyfunc: name}});
const order = () => [...document.querySelectorAll('[data-testid="queue-row"]')]
  .sort((a, b) => a.dataset.index - b.dataset.index).map(row => row.dataset.entryId).join();
const length = () => one('queue-length').dataset.length;
const current = () => document.querySelector('[data-testid="queue-row"][aria-current]')?.dataset.entryId;
const audible = () => [...document.querySelectorAll('[data-testid="queue-row"]:not([aria-current])')]
  .filter(row => AUDIBLE.includes(Number(row.dataset.entryId)));
const heard = () => one('player-toggle').dataset.state;
const heart = () => document.querySelector('[data-testid="track-row"][data-index="3"] [data-testid="favorite-toggle"]')
  ?? document.querySelector('[data-testid="track-row"] [data-testid="favorite-toggle"]:not([hidden])');
window.acts = {
  favorite: {act: () => heart().click(), see: () => heart().ariaPressed},
  'queue: add next': {act: () => key('track-list', 'Enter', {shiftKey: true}), see: length},
  'queue: remove': {act: () => key('queue-list', 'Delete'), see: length},
  'queue: move': {
    before: round => key('queue-list', 'ArrowDown'),
    act: round => key('queue-list', round % 2 ? 'ArrowUp' : 'ArrowDown', {altKey: true}), see: order,
  },
  'play: an entry': {
    act: round => audible()[round % 3].dispatchEvent(new MouseEvent('dblclick', {bubbles: true, cancelable: true})),
    see: current,
  },
  'play: pause': {act: () => one('player-toggle').click(), see: heard},
  'play: next': {act: () => one('player-next').click(), see: current},
  'playlist: add': {
    act: () => ask('playlist_add', {playlist_id: PLAYLIST, source: {track_ids: [TRACK]}, duplicates: 'add'}),
    see: () => document.querySelector('[data-testid="playlist-item"]').textContent,
  },
  setting: {act: () => one('theme-toggle').click(), see: () => document.documentElement.dataset.theme},
};
"""

_MEASURE = """
const [name, round, done] = arguments;
const {act, see, before} = window.acts[name];
const rested = () => new Promise(resolve => {
  const look = () => window.__dunnock.idle() ? resolve() : setTimeout(look, 5);
  look();
});
(async () => {
  before?.(round);
  await new Promise(resolve => setTimeout(resolve, PAUSE));
  if (!arguments_scan) await rested();
  const shown = see();
  const late = setTimeout(() => { watcher.disconnect(); done(null); }, 5000);
  const watcher = new MutationObserver(() => {
    if (see() === shown) return;
    const changed = performance.now();
    watcher.disconnect();
    clearTimeout(late);
    requestAnimationFrame(() => done([changed - began, performance.now() - began]));
  });
  watcher.observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
  const began = performance.now();
  act(round);
})();
"""

_FRAMES = """
const done = arguments[0], times = [];
let last = null;
const frame = () => {
  const now = performance.now();
  if (last !== null) times.push(now - last);
  last = now;
  if (times.length < 120) requestAnimationFrame(frame); else done(times);
};
requestAnimationFrame(frame);
"""


def line(what: str, times: list[float]) -> str:
    """One row of the table."""
    return f"{what:<40} median {median(times):7.1f}   p99 {percentile(times, 99):7.1f}   most {max(times):7.1f} ms"


class Acts:
    """What the acts took: for each, in ms, to the changed page and to the frame after it."""

    def __init__(self, window: DrivenWindow, folder: Path, *, scanning: bool) -> None:
        """Measure in a page that has its acts; with `scanning` without waiting for its stores to rest.

        What the machine does meanwhile is measured beside it, with a file in `folder`.
        """
        self.scanning = scanning
        self._window = window
        self._file = folder / "written"
        self._worked: list[float] = []
        self._written: list[float] = []
        self._script = _MEASURE.replace("arguments_scan", str(scanning).lower()).replace(
            "PAUSE", str(PAUSE_MS)
        )
        names: list[str] = window.driver.run("return Object.keys(window.acts)")
        self._times: dict[str, list[list[float]]] = {name: [] for name in names}
        self._missed = dict.fromkeys(names, 0)

    def measure(self, round_: int) -> None:
        """Do each of them once."""
        for name, found in self._times.items():
            times = self._window.driver.run_async(self._script, name, round_)
            if times is None:
                self._missed[name] += 1
            else:
                found.append(times)
            began = time.perf_counter()
            sum(range(100_000))
            worked = time.perf_counter()
            with self._file.open("wb") as file:
                file.write(bytes(4096))
                os.fsync(file.fileno())
            self._worked.append((worked - began) * 1000)
            self._written.append((time.perf_counter() - worked) * 1000)

    def conclude(self) -> list[Budget]:
        """Print what was found, and hold it against what was promised."""
        factor, when = (UNDER_SCAN, " (scan)") if self.scanning else (1, "")
        budgets = []
        print(line(f"machine{when}: the same work each time", self._worked))
        print(line(f"machine{when}: 4 KiB to the disk", self._written))
        for name, times in self._times.items():
            budgets.append(Budget(f"{name}{when}: not seen", self._missed[name], 0, "times"))
            if len(times) < 2:
                budgets.append(Budget(f"{name}{when}: seen", len(times), 2, "times", at_least=True))
                continue
            changed, frame = [each[0] for each in times], [each[1] for each in times]
            print(line(f"{name}{when}: page", changed) + f"   ({len(times)} times)")
            print(line(f"{name}{when}: frame after", frame), flush=True)
            budgets.append(Budget(f"{name}{when}, median", median(changed), MEDIAN_MS * factor, "ms"))
            budgets.append(Budget(f"{name}{when}, p99", percentile(changed, 99), LATE_MS * factor, "ms"))
        return budgets


def measure_during_scans(window: DrivenWindow, place: Place, music: Path, runs: int) -> list[Budget]:
    """Scan the folder, as often as it takes for so many rounds."""
    acts, round_ = Acts(window, place.folder, scanning=True), 0
    while round_ < runs:
        before = round_
        scan = place.start("-m", "dunnock", "scan", str(music))
        window.driver.until(lambda: window.scan_status() == "scanning", what="the scan runs", seconds=30)
        if round_ == 0:
            frames(window, "scan: from frame to frame")
        while round_ < runs and window.scan_status() in ("scanning", None):
            acts.measure(round_)
            round_ += 1
        scan.terminate()
        scan.communicate(timeout=300)
        if round_ == before:
            raise SystemExit("The scan is over before anything was measured: give it more --files.")
        place.cli("folders", "remove", str(music), seconds=300)
        window.settle(seconds=60)
    return acts.conclude()


def frames(window: DrivenWindow, what: str) -> None:
    """Print the page's own frame times."""
    print(line(what, window.driver.run_async(_FRAMES)), flush=True)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the acts need of a home: a playlist, a track, and the entries of the queue that have a file with sound."""

    playlist: int
    track: int
    audible: list[int]


def prepare(home: Path, tracks: int, queue: int) -> Prepared:
    """Fill a home. The queue begins with the pieces of the demo, which can be played."""
    home.mkdir(parents=True)
    with App(home) as app:
        app.scans.wait(app.scans.start([app.folders.add(bytes(DEMO))]).job_id, 60)
        fill(app.database, tracks)
        with app.database.read() as reader:
            known = [int(row[0]) for row in reader.rows("SELECT id FROM track")]
        pieces = app.queue.add(Source(paths=[bytes(DEMO)])).added
        for _ in range(AUDIBLE // pieces):
            app.queue.add(Source(paths=[bytes(DEMO)]))
        audible = app.queue.entry_ids(0, AUDIBLE).entry_ids
        app.queue.add(Source(track_ids=random.Random(5).sample(known, min(queue, len(known)))))
        app.queue.jump(audible[0])
        return Prepared(
            app.playlists.create("Long", Source(track_ids=known[:1_000])).playlist_id, known[0], audible
        )


def page(prepared: Prepared) -> str:
    """The script that gives the page its acts."""
    found = {"PLAYLIST": prepared.playlist, "TRACK": prepared.track, "AUDIBLE": prepared.audible}
    return "".join(f"const {name} = {value};\n" for name, value in found.items()) + _PAGE


def run(place: Place, asked: argparse.Namespace) -> list[Budget]:
    """Measure at rest, then during scans."""
    prepared = prepare(place.home, asked.tracks, asked.queue)
    music = place.folder / "music"
    write_collection(music, asked.files)
    os.sync()  # or the first acts' commits wait for the disk until it has all these files
    with DrivenWindow(place) as window:
        window.see("queue-row", seconds=60)
        window.settle(seconds=60)
        window.driver.run(page(prepared))
        window.driver.run(
            "for (const list of ['track-list', 'queue-list']) document.querySelector(`[data-testid=\"${list}\"]`)"
            ".dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowDown', bubbles: true, cancelable: true}))"
        )
        frames(window, "quiet page: from frame to frame")
        acts = Acts(window, place.folder, scanning=False)
        for round_ in range(asked.runs):
            acts.measure(round_)
        budgets = acts.conclude()
        budgets += measure_during_scans(window, place, music, asked.runs)
    return budgets


def main() -> int:
    """Measure, print, and return 0 when the budgets are kept."""
    parser = argparse.ArgumentParser(description="Measure from a click to the changed page.")
    parser.add_argument("--tracks", type=int, default=100_000)
    parser.add_argument("--queue", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=60)
    parser.add_argument("--files", type=int, default=200_000)
    asked = parser.parse_args()
    print(describe_machine())
    screen = Screen()
    try:
        with tempfile.TemporaryDirectory(prefix="dunnock-pixel-") as folder:
            return conclude(run(Place(Path(folder), screen.display), asked))
    finally:
        screen.close()


if __name__ == "__main__":
    sys.exit(main())
