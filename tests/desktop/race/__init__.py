"""The race: two windows and two other processes at work on one database at the same time."""

import json
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dunnock.app import App
from tests.desktop.collection import write_collection
from tests.desktop.harness import ROOT, DrivenWindow, Place
from tests.desktop.race.operations import Chance, Operation, refusal
from tests.desktop.race.truth import differences, library_differences

ROUND = 25
"""Operations between two comparisons."""

_SEND = """
const note = reason => (window.raceRefused ??= []).push(String(reason));
for (const [name, body] of arguments[0]) {
  window.__TAURI_INTERNALS__.invoke(
    'plugin:pytauri|pyfunc', new TextEncoder().encode(JSON.stringify(body)), {headers: {pyfunc: name}}
  ).catch(note);
}
"""

_BURST = 6
"""Operations sent at once at the most: their events come while the reads of the first are under way."""

_DELAY = """
if (window.raceDelays) return;
window.raceDelays = true;
const really = window.fetch;
window.fetch = async (...request) => {
  const reply = await really(...request);
  // Late acknowledgements would hold the next events back until the reads are in.
  if (new Headers(request[1]?.headers).get('pyfunc') === 'feed_ack') return reply;
  await new Promise(done => setTimeout(done, Math.random() * arguments[0]));
  return reply;
};
"""
"""Replies come late, and not in the order of their requests: what a loaded machine does now and then."""

DELAY_MS = 150

_CLICKS = ["nav-library", "nav-favorites", "nav-recently-added", "playlist-item", "playlist-item"]
_CLICK = 'document.querySelectorAll(`[data-testid="${arguments[0]}"]`)[arguments[1]]?.click()'


@dataclass
class Race:
    """A home with music, two windows on it, and two processes."""

    window: DrivenWindow
    seed: int
    music: Path
    reloads: int = 0
    hidings: int = 0
    comparisons: int = 0
    faults: list[Any] = field(default_factory=list)

    def run(self, operations: int) -> None:
        """Race, and compare at every rest.

        Raises:
            AssertionError: a window believes something else than the database says.
        """
        print(f"race: seed {self.seed}, {operations} operations", flush=True)
        self._dice = random.Random(self.seed)
        self._driver = self.window.driver
        self._open_second()
        workers = [self._worker(f"{self.seed}-{number}") for number in (1, 2)]
        try:
            with App(self.window.place.home) as app:
                chance = Chance(app, self.music, f"{self.seed}-windows")
                for start in range(0, operations, ROUND):
                    self._round(min(ROUND, operations - start), workers, chance)
                    self._rest_and_compare(app, start)
        finally:
            for worker in workers:
                worker.communicate(timeout=60)
        assert not self.faults, self.faults

    def _open_second(self) -> None:
        self._send([("window_open", {})])
        self._driver.until(lambda: len(self._handles()) == 2, what="two windows")
        for handle in self._handles():
            self._switch(handle)
            self.window.settle()

    def _handles(self) -> list[str]:
        handles: list[str] = self._driver.command("GET", "/window/handles")
        return sorted(handles)

    def _switch(self, handle: str) -> None:
        self._driver.command("POST", "/window", {"handle": handle})

    def _worker(self, seed: str) -> "subprocess.Popen[str]":
        environment = self.window.place.environment()
        environment["PYTHONPATH"] += f":{ROOT}"
        command = [sys.executable, "-m", "tests.desktop.race.worker", str(self.music), seed]
        return subprocess.Popen(
            command, env=environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def _send(self, operations: list[Operation]) -> None:
        self._driver.run(_SEND, operations)

    def _round(self, operations: int, workers: "list[subprocess.Popen[str]]", chance: Chance) -> None:
        share = operations // 4
        for worker in workers:
            assert worker.stdin is not None
            worker.stdin.write(f"{share}\n")
            worker.stdin.flush()
        handles = self._handles()
        left = operations - 2 * share
        while left > 0:
            self._switch(self._dice.choice(handles))
            self._disturb()
            self._driver.run(_DELAY, DELAY_MS)
            burst = min(left, self._dice.randint(1, _BURST))
            self._send([chance.operation() for _ in range(burst)])
            left -= burst
        for worker in workers:
            assert worker.stdout is not None
            self.faults += json.loads(worker.stdout.readline())

    def _disturb(self) -> None:
        """Reload the window, hide it, show it, or open another list in it."""
        what = self._dice.random()
        if what < 0.15:
            self.reloads += 1
            self._driver.run("location.reload()")
        elif what < 0.3:
            self.hidings += 1
            self._driver.command("POST", "/window/minimize", {})
        elif what < 0.45:
            self._show()
        elif what < 0.75:
            self._driver.run(_CLICK, self._dice.choice(_CLICKS), self._dice.randrange(3))

    def _show(self) -> None:
        self._driver.command("POST", "/window/rect", {"width": 1280, "height": 800})

    def _rest_and_compare(self, app: App, start: int) -> None:
        for job in app.scans.list().jobs:
            app.scans.wait(job.job_id, 60)
        # One more change, after every reload: a window that has just subscribed has nothing to acknowledge.
        app.settings.set("volume", (app.settings.get("volume") + 1) % 101)
        for handle in self._handles():
            self._switch(handle)
            self._show()
            self._driver.until(lambda: self._is_at_rest(app), what="the window is at rest", seconds=30)
            self._compare(app, f"seed {self.seed}, after operation {start + ROUND}, window {handle[-4:]}")
            self._note_refusals()

    def _is_at_rest(self, app: App) -> bool:
        dump = self._driver.run("return window.__dunnock?.idle() ? window.__dunnock.stores.dump() : null")
        return dump is not None and dump["acknowledged"] == app.queue.state().as_of

    def _compare(self, app: App, where: str) -> None:
        deadline = time.monotonic() + 10
        while True:
            before = app.queue.state().as_of
            dump = self.window.stores()
            found = differences(app, dump)
            # That a list of the library is another one is told once it is rebuilt: the log knows nothing of it.
            lists = library_differences(app, dump)
            moved = app.queue.state().as_of != before or dump["acknowledged"] != before
            if not found and not lists and not moved:
                self.comparisons += 1
                return
            if (found and not moved) or time.monotonic() > deadline:
                raise AssertionError(f"{where}:\n" + "\n".join(found + lists))
            time.sleep(0.05)

    def _note_refusals(self) -> None:
        for reply in self._driver.run("return (window.raceRefused ?? []).splice(0)"):
            fault = refusal(reply) if reply.startswith("{") else reply
            if fault is not None:
                self.faults.append(fault)


def race(place: Place, operations: int, seed: int) -> Race:
    """Run a race in an empty home and return what there was of it."""
    music, extra = place.folder / "music", place.folder / "extra"
    extra.mkdir()
    write_collection(music, 60)
    done = place.cli("scan", str(music))
    assert done.returncode == 0, done.stderr
    with DrivenWindow(place) as window:
        window.settle()
        run = Race(window, seed, extra)
        run.run(operations)
    return run


def new_seed() -> int:
    """A seed nobody chose."""
    return random.SystemRandom().randrange(1_000_000)


def temporary_folder() -> "tempfile.TemporaryDirectory[str]":
    """A folder for one race."""
    return tempfile.TemporaryDirectory(prefix="dunnock-race-")
