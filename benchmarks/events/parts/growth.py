"""What very many changes leave behind in memory."""

import time
from pathlib import Path

from benchmarks.events.parts.bursts import burst
from benchmarks.events.parts.turns import in_turn, tell
from benchmarks.events.plan import Plan
from benchmarks.events.processes import forget_peak, peak_resident, resident
from benchmarks.events.results import Growth, Memory
from benchmarks.events.stage import SIDES, SideName, Stage

_PER = 1_000
_WARM_UP = 2
_REST_SECONDS = 1.0


def measure(page: Path, plan: Plan) -> Growth:
    """Bursts to warm up, then the others, each waited for: what is left is no backlog."""
    used: dict[SideName, float] = dict.fromkeys(SIDES, 0.0)
    with Stage(page, plan.tracks) as stage:
        looks = {name: _Looks(stage, name) for name in SIDES}
        for _ in range(_WARM_UP):
            for name in SIDES:
                burst(stage[name], plan.growth_changes, _PER)
        for each in looks.values():
            each.begin()
        for run in range(plan.growth_bursts):
            last = run + 1 == plan.growth_bursts
            tell(f"growth: {(run + 1) * plan.growth_changes:,} changes", last=last)
            for name in in_turn(run):
                used[name] += burst(stage[name], plan.growth_changes, _PER).cpu_seconds
                looks[name].look()
        return Growth(
            changes=plan.growth_bursts * plan.growth_changes,
            cpu_seconds={name: round(used[name], 2) for name in SIDES},
            memory={name: looks[name].memory() for name in SIDES},
        )


class _Looks:
    """Looks at the memory of one side's processes."""

    def __init__(self, stage: Stage, name: SideName) -> None:
        side = stage[name]
        self._processes = {"backend": side.backend.pid, "web": stage.web_process(name, side.page)}
        self._found: dict[str, list[float]] = {process: [] for process in self._processes}

    def begin(self) -> None:
        """Look for the first time, and measure the peak from here."""
        for pid in self._processes.values():
            forget_peak(pid)
        self.look()

    def look(self) -> None:
        """Look once more, when the garbage of what was last done has had time to be collected."""
        time.sleep(_REST_SECONDS)
        for process, pid in self._processes.items():
            self._found[process].append(round(resident(pid) / 1e6, 1))

    def memory(self) -> dict[str, Memory]:
        """What was seen."""
        return {
            process: Memory(resident_mb=self._found[process], peak_mb=round(peak_resident(pid) / 1e6, 1))
            for process, pid in self._processes.items()
        }
