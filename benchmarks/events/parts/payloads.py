"""One event with one id, and with ever more."""

import time
from pathlib import Path

from benchmarks.events.parts.turns import in_turn, samples, tell
from benchmarks.events.plan import Plan
from benchmarks.events.results import Payload, Payloads
from benchmarks.events.stage import Side, Stage

_QUIET_SECONDS = 0.06


def measure(page: Path, plan: Plan) -> Payloads:
    """The lengths one after the other, the sides in turn."""
    with Stage(page, plan.tracks) as stage:
        return Payloads(payloads=[_length(stage, ids, plan.payload_runs) for ids in plan.payloads])


def _length(stage: Stage, ids: int, runs: int) -> Payload:
    right, last = samples(), samples()
    for run in range(runs):
        tell(f"payloads of {ids:,} ids: run {run + 1} of {runs}", last=run + 1 == runs)
        for name in in_turn(run):
            right_ms, last_ms = _one(stage[name], ids)
            right[name].append(right_ms)
            last[name].append(last_ms)
    return Payload(ids=ids, right=right, last=last)


def _one(side: Side, ids: int) -> tuple[float, float]:
    side.settle()
    time.sleep(_QUIET_SECONDS)
    side.page.call("begin", rows=side.do("rows", changes=1))
    done = side.do("ids", count=ids)
    seen = side.page.call("end", seq=done["seq"], events=done["events"])
    committed, machine = done["committed"] / 1e6, side.page.alignment.machine
    return round(machine(seen["right"]) - committed, 2), round(machine(seen["lastAt"]) - committed, 2)
