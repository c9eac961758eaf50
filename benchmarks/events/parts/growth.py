"""What very many changes leave behind in memory."""

import time
from collections.abc import Mapping
from pathlib import Path

from benchmarks.events.parts.bursts import burst
from benchmarks.events.parts.turns import in_turn, tell
from benchmarks.events.plan import Plan
from benchmarks.events.processes import forget_peak, peak_resident, resident
from benchmarks.events.results import Growth, Memory
from benchmarks.events.stage import SIDES, SideName, Stage

_PER = 1_000
_REST_SECONDS = 2.0
"""After which garbage has been collected and freed memory given back."""


def measure(page: Path, plan: Plan) -> Growth:
    """One burst to warm up, then the others, each waited for: what is left is no backlog."""
    used: dict[SideName, float] = dict.fromkeys(SIDES, 0.0)
    with Stage(page, plan.tracks) as stage:
        processes = {
            name: {"backend": stage[name].backend.pid, "web": stage.web_process(name, stage[name].page)}
            for name in SIDES
        }
        for name in SIDES:
            burst(stage[name], plan.growth_changes, _PER)
        time.sleep(_REST_SECONDS)
        before = {name: _resident(processes[name]) for name in SIDES}
        for name in SIDES:
            for pid in processes[name].values():
                forget_peak(pid)
        for run in range(plan.growth_bursts):
            last = run + 1 == plan.growth_bursts
            tell(f"growth: {(run + 1) * plan.growth_changes:,} changes", last=last)
            for name in in_turn(run):
                used[name] += burst(stage[name], plan.growth_changes, _PER).cpu_seconds
        time.sleep(_REST_SECONDS)
        memory = {name: _memory(processes[name], before[name]) for name in SIDES}
    changes = plan.growth_bursts * plan.growth_changes
    return Growth(changes=changes, cpu_seconds={name: round(used[name], 2) for name in SIDES}, memory=memory)


def _resident(processes: Mapping[str, int]) -> dict[str, float]:
    return {name: round(resident(pid) / 1e6, 1) for name, pid in processes.items()}


def _memory(processes: Mapping[str, int], before: Mapping[str, float]) -> dict[str, Memory]:
    after = _resident(processes)
    return {
        name: Memory(
            before_mb=before[name],
            peak_mb=round(peak_resident(pid) / 1e6, 1),
            after_mb=after[name],
        )
        for name, pid in processes.items()
    }
