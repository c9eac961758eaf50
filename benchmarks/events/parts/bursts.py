"""Bursts of changes, with a person at work meanwhile, and the same page scrolling quietly."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.events.clock import Alignment
from benchmarks.events.parts.turns import in_turn, tell
from benchmarks.events.plan import Plan
from benchmarks.events.results import Burst, BurstRun, Bursts, Frames
from benchmarks.events.stage import SIDES, Side, SideName, Stage
from benchmarks.machine import percentile

_QUIET_SECONDS = 0.1


def measure(page: Path, plan: Plan) -> Bursts:
    """The sizes one after the other, the sides in turn."""
    with Stage(page, plan.tracks) as stage:
        scrolling = {name: _scrolling(stage[name], plan.scroll_seconds) for name in SIDES}
        bursts = [_runs(stage, *size) for size in plan.bursts]
    return Bursts(scrolling=scrolling, bursts=bursts)


def burst(side: Side, changes: int, per: int) -> BurstRun:
    """One burst on one side, until all is over."""
    side.settle()
    time.sleep(_QUIET_SECONDS)
    side.page.call("begin", rows=side.do("rows", changes=changes), click=True)
    used = side.cpu_seconds()
    done = side.do("burst", changes=changes, per=per)
    seen: dict[str, Any] = side.page.call("end", seq=done["seq"], events=done["events"])
    alignment: Alignment = side.page.alignment
    committed: float = done["committed"] / 1e6

    def after_commit(page_ms: float) -> float:
        return round(alignment.machine(page_ms) - committed, 2)

    return BurstRun(
        written_ms=round(committed - done["began"] / 1e6, 2),
        right_ms=after_commit(seen["right"]),
        last_ms=after_commit(seen["lastAt"]),
        events=seen["events"],
        longest_flush_ms=round(seen["longestFlush"], 1),
        script_ms=round(seen["script"], 1),
        longest_block_ms=round(seen["longestBlock"], 1),
        frames=frames(seen["frames"]),
        answers_ms=[round(each) for each in seen["answers"]],
        cpu_seconds=round(side.cpu_seconds() - used, 2),
    )


def frames(times: Sequence[float]) -> Frames:
    """Frame times in short."""
    if len(times) < 2:
        longest = max(times, default=0.0)
        return Frames(count=len(times), median_ms=longest, p99_ms=longest, longest_ms=longest)
    return Frames(
        count=len(times),
        median_ms=round(percentile(times, 50), 1),
        p99_ms=round(percentile(times, 99), 1),
        longest_ms=round(max(times), 1),
    )


def _runs(stage: Stage, changes: int, per: int, runs: int) -> Burst:
    found: dict[SideName, list[BurstRun]] = {name: [] for name in SIDES}
    for run in range(runs):
        tell(f"bursts of {changes:,} by {per:,}: run {run + 1} of {runs}", last=run + 1 == runs)
        for name in in_turn(run):
            found[name].append(burst(stage[name], changes, per))
    return Burst(changes=changes, per=per, runs=found)


def _scrolling(side: Side, seconds: float) -> Frames:
    side.settle()
    times: list[float] = side.page.call("frames", ms=seconds * 1000, scroll=True)
    side.page.call("top")
    return frames(times)
