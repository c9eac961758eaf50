"""Several windows, one of them hidden, one of them stalled."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.events.pages import Page, PageError
from benchmarks.events.parts.turns import in_turn, samples, tell
from benchmarks.events.plan import Plan
from benchmarks.events.results import Setting, Windows
from benchmarks.events.stage import SIDES, Side, Stage

_QUIET_SECONDS = 0.08
_SIZES = (1, 1_000)
_AWAY_SECONDS = 5.0
"""How long hiding a window may take to reach its page."""

Aside = Callable[[Stage, Side], Callable[[], None]]
"""Takes the last window of a side out of the way, and returns what brings it back."""


def measure(page: Path, plan: Plan) -> Windows:
    """So many windows on each side, then two of which one is out of the way."""
    settings = []
    with Stage(page, plan.tracks) as stage:
        for count in plan.windows:
            _open(stage, count)
            settings += [_runs(stage, _plural(count), changes, plan.window_runs) for changes in _SIZES]
        _open(stage, 2)
        settings.append(_runs(stage, "2 windows, one hidden", 1_000, plan.window_runs, _hide))
        settings.append(_runs(stage, "2 windows, one stalled", 1_000, plan.window_runs, _stall))
    return Windows(settings=settings)


def _plural(count: int) -> str:
    return "1 window" if count == 1 else f"{count} windows"


def _open(stage: Stage, count: int) -> None:
    for name in SIDES:
        while len(stage[name].pages) < count:
            stage.open(name)
        while len(stage[name].pages) > count:
            stage.close_last(name)


def _runs(stage: Stage, what: str, changes: int, runs: int, aside: Aside | None = None) -> Setting:
    right, after = samples(), samples()
    for run in range(runs):
        tell(f"{what}, {changes:,} changes: run {run + 1} of {runs}", last=run + 1 == runs)
        for name in in_turn(run):
            seen, back = _one(stage, stage[name], changes, aside)
            right[name].append(seen)
            if back is not None:
                after[name].append(back)
    return Setting(name=what, changes=changes, right=right, after=after)


def _one(stage: Stage, side: Side, changes: int, aside: Aside | None) -> tuple[float, float | None]:
    """Until every window that is not out of the way is right, and until that one is, once it is back; in ms."""
    side.settle()
    time.sleep(_QUIET_SECONDS)
    rows = side.do("rows", changes=changes)
    for page in side.pages:
        page.call("begin", rows=rows)
    bring_back = None if aside is None else aside(stage, side)
    done = side.do("burst", changes=changes, per=1)
    ends = [(page, page.start("end", seq=done["seq"], events=done["events"])) for page in side.pages]
    away = None if aside is None else ends.pop()
    right = (
        max(page.alignment.machine(end.result(60)["right"]) for page, end in ends) - done["committed"] / 1e6
    )
    if away is None or bring_back is None:
        return round(right, 2), None
    came_back = time.monotonic_ns() / 1e6
    bring_back()
    page, end = away
    return round(right, 2), round(page.alignment.machine(end.result(60)["right"]) - came_back, 2)


def _hide(stage: Stage, side: Side) -> Callable[[], None]:
    page = side.pages[-1]
    side.window.call("hide", label=page.name)
    _wait_until_hidden(page)
    return lambda: side.window.call("show", label=page.name)


def _wait_until_hidden(page: Page) -> None:
    deadline = time.monotonic() + _AWAY_SECONDS
    while not page.call("hidden"):
        if time.monotonic() > deadline:
            raise PageError(f"the page {page.name} does not know that it is hidden")
        time.sleep(0.01)


def _stall(stage: Stage, side: Side) -> Callable[[], None]:
    pid = stage.web_process(side.name, side.pages[-1])
    os.kill(pid, signal.SIGSTOP)
    return lambda: os.kill(pid, signal.SIGCONT)
