"""The race: two windows and two other processes at work on one database at the same time."""

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dunnock.app import App
from tests.desktop.collection import write_collection
from tests.desktop.harness import ROOT, DrivenWindow, Place
from tests.desktop.processes import is_alive, wait_until
from tests.desktop.race.disturbances import Disturbances
from tests.desktop.race.late import NOTE
from tests.desktop.race.operations import SOUND, Chance, Operation, refusal
from tests.desktop.race.truth import differences, list_differences

ROUND = 25
"""Operations between two comparisons."""

_KILL_EVERY = 4
"""Rounds from one in which a web process is killed to the next. A window is given up after five in a minute."""

_TELL_EVERY = 8

TRACKS = 400
"""Enough for lists of several chunks: a store holds a list a hundred rows at a time."""

_BURST = 6
"""Operations sent at once at the most: their events come while the reads of the first are under way."""

_REST_SECONDS = 120.0
_LIST_SECONDS = 30.0

_LATE = "import sys; from tests.desktop.race.late import main; sys.exit(main(sys.argv[1]))"

_SEND = """
const note = reason => (window.raceRefused ??= []).push(String(reason));
for (const [name, body] of arguments[0]) {
  window.__TAURI_INTERNALS__.invoke(
    'plugin:pytauri|pyfunc', new TextEncoder().encode(JSON.stringify(body)), {headers: {pyfunc: name}}
  ).catch(note);
}
"""

_AT_REST = """
window.__dunnock?.look();
if (!window.__dunnock?.idle()) return null;
const drawn = (testid, key) => [...document.querySelectorAll(`[data-testid="${testid}"]`)].map(
  ({dataset}) => [Number(dataset.index), dataset[key] === undefined ? null : Number(dataset[key])]
);
const stores = window.__dunnock.stores.dump();
return {
  stores,
  queue: drawn('queue-row', 'entryId'),
  tracks: drawn('track-row', stores.place === 'playlist' ? 'entryId' : 'trackId'),
};
"""

_STATE = """
return {
  idle: window.__dunnock?.idle(), acknowledged: window.__dunnock?.stores.dump().acknowledged,
  visibility: document.visibilityState, page: document.readyState,
};
"""


@dataclass
class Race:
    """A home with music, two windows on it, and two processes."""

    window: DrivenWindow
    seed: int
    music: Path
    kills: int = 0
    comparisons: int = 0
    faults: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._dice = random.Random(self.seed)
        self.disturbances = Disturbances(self.window, f"{self.seed}-disturbances")

    def run(self, operations: int) -> None:
        """Race, and compare at every rest.

        Raises:
            AssertionError: a window believes something else than the database says, or a rule was broken.
        """
        print(f"race: seed {self.seed}, {operations} operations", flush=True)
        self.window.open_second()
        with App(self.window.place.home) as app, self._workers() as workers:
            chance = Chance(app, self.music, f"{self.seed}-windows", plays=True)
            for number, start in enumerate(range(0, operations, ROUND)):
                kill = number % _KILL_EVERY == _KILL_EVERY // 2
                self._round(min(ROUND, operations - start), workers, chance, kill=kill)
                self._rest_and_compare(app, f"seed {self.seed}, after operation {start + ROUND}")
                if number % _TELL_EVERY == _TELL_EVERY - 1:
                    print(f"race: {start + ROUND} operations, all equal", flush=True)

    @contextlib.contextmanager
    def _workers(self) -> "Iterator[list[subprocess.Popen[str]]]":
        environment = self.window.place.environment()
        environment["PYTHONPATH"] += f":{ROOT}"
        command = [sys.executable, "-m", "tests.desktop.race.worker", str(self.music)]
        workers = [
            subprocess.Popen(
                [*command, f"{self.seed}-{number}"],
                env=environment,
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for number in (1, 2)
        ]
        try:
            yield workers
        finally:
            for worker in workers:
                worker.communicate(timeout=60)

    def _round(
        self, operations: int, workers: "list[subprocess.Popen[str]]", chance: Chance, *, kill: bool
    ) -> None:
        share = operations // 4
        for worker in workers:
            assert worker.stdin is not None
            worker.stdin.write(f"{share}\n")
            worker.stdin.flush()
        left = operations - 2 * share
        kill_at = self._dice.randint(1, left) if kill else 0
        while left > 0:
            self.window.switch(self._dice.choice(self.window.handles()))
            self.disturbances.one()
            burst = min(left, self._dice.randint(1, _BURST))
            acts: list[Operation] = [chance.operation() for _ in range(burst)]
            self.window.driver.run(_SEND, acts)
            if left - burst < kill_at <= left:
                self._kill()
            left -= burst
        for worker in workers:
            assert worker.stdout is not None
            self.faults += json.loads(worker.stdout.readline())

    def _kill(self) -> None:
        """Kill the process that draws one of the windows. Which one is not known, and does not matter."""
        killed = self._dice.choice(self.window.web_processes())
        os.kill(killed, signal.SIGKILL)
        self.kills += 1
        assert wait_until(lambda: not is_alive(killed), 5)
        self.window.attach_again()

    def _rest_and_compare(self, app: App, where: str) -> None:
        for job in app.scans.list().jobs:
            app.scans.wait(job.job_id, 60)
        self.window.driver.until(
            lambda: len(self.window.handles()) == 2, what="both windows live", seconds=_REST_SECONDS
        )
        self._pause(app)
        for handle in self.window.handles():
            self.window.switch(handle)
            self.disturbances.show()
            self._compare(app, f"{where}, window {handle[-4:]}")
            self._note_refusals()
        self.faults += self._said()
        assert not self.faults, f"{where}: {self.faults}"

    def _pause(self, app: App) -> None:
        """Hold what plays, from one of the windows: nothing is at rest while it does."""
        self.window.switch(self.window.handles()[0])
        self.window.driver.run(_SEND, [("player_pause", {})])
        assert wait_until(lambda: app.playback.state().state != "playing", _REST_SECONDS), "it plays on"

    def _compare(self, app: App, where: str) -> None:
        """Wait until the window at the wheel is at rest, then compare."""
        began = time.monotonic()
        found: list[str] = []
        while time.monotonic() < began + _REST_SECONDS:
            before = app.queue.state().as_of
            seen = self.window.driver.run(_AT_REST)
            if seen is not None and seen["stores"]["acknowledged"] == before:
                found = differences(app, seen["stores"], seen["queue"])
                # That a list of the library is another one is told once it is rebuilt: the log knows nothing of it.
                lists = list_differences(app, seen["stores"], seen["tracks"])
                moved = app.queue.state().as_of != before
                if not found and not lists and not moved:
                    self.comparisons += 1
                    return
                if (found and not moved) or (lists and time.monotonic() > began + _LIST_SECONDS):
                    found += lists
                    break
            time.sleep(0.05)
        if not found:
            found = [f"not at rest within {_REST_SECONDS} s", *self._why_not_at_rest(app)]
        raise AssertionError("\n".join([f"{where}:", *found, *self._said()]))

    def _why_not_at_rest(self, app: App) -> Iterator[str]:
        """What helps to find out, before and after one more change, which wakes everything that sleeps."""
        for _ in range(2):
            for handle in self.window.handles():
                self.window.switch(handle)
                yield f"{handle[-4:]}: {self.window.driver.run(_STATE)}, database {app.queue.state().as_of}"
            os.kill(self.window.pid, signal.SIGUSR1)
            app.settings.set("volume", (app.settings.get("volume") + 1) % 101)
            time.sleep(3)
        yield from self.window.log.read_text("utf-8", "replace").splitlines()

    def _note_refusals(self) -> None:
        for reply in self.window.driver.run("return (window.raceRefused ?? []).splice(0)"):
            fault = refusal(reply) if reply.startswith("{") else reply
            if fault is not None:
                self.faults.append(fault)

    def _said(self) -> list[str]:
        """What the window's process said of broken rules, and of anything it did not expect."""
        lines = self.window.log.read_text("utf-8", "replace").splitlines()
        return [line for line in lines if line.startswith((NOTE, "Traceback"))]


def race(place: Place, operations: int, seed: int) -> Race:
    """Run a race in an empty home and return what there was of it."""
    music, extra = place.folder / "music", place.folder / "extra"
    extra.mkdir()
    write_collection(music, TRACKS)
    shutil.copytree(ROOT / "demo", music / SOUND.strip("/"))
    done = place.cli("scan", str(music))
    assert done.returncode == 0, done.stderr
    place.variables["PYTHONPATH"] = f"{ROOT / 'src'}:{ROOT}"
    with DrivenWindow(place, "-c", _LATE, str(seed)) as window:
        window.settle(seconds=_REST_SECONDS)
        run = Race(window, seed, extra)
        run.run(operations)
    return run


def new_seed() -> int:
    """A seed nobody chose."""
    return random.SystemRandom().randrange(1_000_000)


def temporary_folder() -> "tempfile.TemporaryDirectory[str]":
    """A folder for one race."""
    return tempfile.TemporaryDirectory(prefix="dunnock-race-")
