"""Results as a run would leave them, invented."""

import random

from benchmarks.events.parts.latency import EVENTS
from benchmarks.events.results import (
    Burst,
    BurstRun,
    Bursts,
    Frames,
    Growth,
    Idle,
    Latency,
    Machine,
    Memory,
    Payload,
    Payloads,
    Rest,
    Results,
    Samples,
    Setting,
    Windows,
)

MACHINE = Machine(
    processor="Abacus", cores=2, memory_gb=8, system="Linux 6", python="3.11.0", packages={"uvicorn": "0.1"}
)


def around(ours: float, baseline: float, count: int = 40) -> Samples:
    """Samples near a time in ms for each side."""
    return {"ours": near(ours, count), "baseline": near(baseline, count)}


def near(middle: float, count: int) -> list[float]:
    """Samples near a time."""
    chance = random.Random(2)
    return [round(abs(chance.gauss(middle, middle / 50)), 2) for _ in range(count)]


def run(right: float, **others: float) -> BurstRun:
    """One burst."""
    frames = Frames(count=20, median_ms=16, p99_ms=others.pop("frame", 20), longest_ms=25)
    fields = {"written_ms": 100, "last_ms": 10, "events": 5, "longest_flush_ms": 4, "script_ms": 9} | others
    rest = {"longest_block_ms": 6, "cpu_seconds": 0.3}
    return BurstRun.model_validate(
        {"right_ms": right, "frames": frames, "answers_ms": [4, 5, 9], **fields, **rest}
    )


def burst(changes: int, per: int, ours: BurstRun, baseline: BurstRun) -> Burst:
    """Five runs of each side."""
    return Burst(changes=changes, per=per, runs={"ours": [ours] * 5, "baseline": [baseline] * 5})


def everything() -> Results:
    """All parts, every promise kept."""
    quiet = Frames(count=600, median_ms=16, p99_ms=18, longest_ms=20)
    return Results(
        machine=MACHINE,
        latency=Latency(
            error_ms=0.2,
            handler={event: around(2, 1.8) for event in EVENTS},
            page={event: around(9, 9) for event in EVENTS},
            frame={event: around(18, 18) for event in EVENTS},
            round_trip=around(3, 3),
        ),
        bursts=Bursts(
            scrolling={"ours": quiet, "baseline": quiet},
            bursts=[burst(size, 1, run(12), run(60)) for size in (10, 1_000, 10_000, 100_000)],
        ),
        payloads=Payloads(
            payloads=[Payload(ids=ids, right=around(9, 9), last=around(3, 3)) for ids in (1, 1_000, 100_000)]
        ),
        windows=Windows(
            settings=[
                Setting(name="1 window", changes=1, right=around(9, 9), after={"ours": [], "baseline": []}),
                Setting(name="2 windows, one hidden", changes=1, right=around(9, 9), after=around(20, 30)),
            ]
        ),
        growth=Growth(
            changes=2_000_000,
            cpu_seconds={"ours": 20, "baseline": 90},
            memory={
                "ours": {
                    "backend": Memory(resident_mb=[200] * 3 + [205] * 3, peak_mb=240),
                    "web": Memory(resident_mb=[150] * 3 + [158] * 3, peak_mb=180),
                },
                "baseline": {
                    "backend": Memory(resident_mb=[70] * 3 + [90] * 3, peak_mb=300),
                    "web": Memory(resident_mb=[150] * 3 + [260] * 3, peak_mb=400),
                },
            },
        ),
        idle=Idle(
            seconds=300,
            processes={
                name: {"backend": Rest(cpu_percent=0.04, wakes=3), "web": Rest(cpu_percent=0.1, wakes=2)}
                for name in ("ours", "baseline")
            },
        ),
    )
