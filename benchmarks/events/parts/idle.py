"""Both sides at rest, at the same time and with a window process each, for the length of many heartbeats."""

import time
from pathlib import Path

from benchmarks.events.parts.turns import tell
from benchmarks.events.plan import Plan
from benchmarks.events.processes import cpu_seconds, wakes, woken
from benchmarks.events.results import Idle, Rest
from benchmarks.events.stage import SIDES, SideName, Stage

_SETTLE_SECONDS = 5.0
"""After which what a start brings with it is over."""


def measure(page: Path, plan: Plan) -> Idle:
    """Look at what each process has used before and after."""
    with Stage(page, plan.tracks, apart=True) as stage:
        # The baseline's backend is its server alone; the program's has the window in it, and all of it is counted.
        processes: dict[SideName, dict[str, int]] = {
            name: {"backend": stage[name].backend.pid, "web": stage.web_process(name, stage[name].page)}
            for name in SIDES
        }
        time.sleep(_SETTLE_SECONDS)
        tell(f"idle: {plan.idle_seconds:g} s of rest", last=True)
        before, began = _look(processes), time.monotonic()
        time.sleep(plan.idle_seconds)
        after, seconds = _look(processes), time.monotonic() - began
    rests = {
        name: {each: _rest(before[name][each], after[name][each], seconds) for each in processes[name]}
        for name in SIDES
    }
    return Idle(seconds=round(seconds, 1), processes=rests)


_Look = tuple[float, dict[int, int]]
"""Seconds of a core a process has used, and the wakes of its threads."""


def _look(processes: dict[SideName, dict[str, int]]) -> dict[SideName, dict[str, _Look]]:
    return {
        name: {each: (cpu_seconds(pid), wakes(pid)) for each, pid in of.items()}
        for name, of in processes.items()
    }


def _rest(before: _Look, after: _Look, seconds: float) -> Rest:
    return Rest(
        cpu_percent=round(100 * (after[0] - before[0]) / seconds, 4),
        wakes=round(woken(before[1], after[1]) / seconds, 2),
    )
