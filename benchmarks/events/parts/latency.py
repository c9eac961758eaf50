"""Single events after quiet."""

import random
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import fmean

from benchmarks.events.parts.turns import in_turn, samples, tell
from benchmarks.events.plan import Plan
from benchmarks.events.results import Latency, Samples
from benchmarks.events.stage import SIDES, Side, Stage

# In this order: what ends a scan comes after what needs it to run.
EVENTS = (
    "library:updated",
    "queue:updated",
    "favorites:updated",
    "playlists:updated",
    "settings:updated",
    "library:scan-progress",
    "library:scan-complete",
)
MOMENTS = ("handler", "page", "frame")

_QUIET_SECONDS = (0.03, 0.06)
"""Longer than the feed's pause between flushes and than a frame; by chance, so as not to fall in step with either."""

_BATCH = 20
_REST_MS = 25


def measure(page: Path, plan: Plan) -> Latency:
    """Each event on each side in every round, then round trips in batches."""
    chance = random.Random(1)
    found: dict[str, dict[str, Samples]] = {
        moment: {event: samples() for event in EVENTS} for moment in MOMENTS
    }
    with Stage(page, plan.tracks) as stage:
        for round_ in range(plan.rounds):
            tell(f"latency: round {round_ + 1} of {plan.rounds}", last=round_ + 1 == plan.rounds)
            for event in EVENTS:
                for name in in_turn(round_):
                    for moment, ms in _one(stage[name], event, chance):
                        found[moment][event][name].append(ms)
        trips = _round_trips(stage, plan.batches)
        error = max(stage[name].page.alignment.error_ms for name in SIDES)
    return Latency(error_ms=round(error, 3), **found, round_trip=trips)


def _one(side: Side, event: str, chance: random.Random) -> Iterator[tuple[str, float]]:
    """Do what sends an event; yield each moment and when it was, in ms after the commit."""
    side.backend.call("prepare", event=event)
    side.settle()
    time.sleep(chance.uniform(*_QUIET_SECONDS))
    side.page.call("watch", event=event)
    committed = side.do("one", event=event)["committed"] / 1e6
    for moment, at in side.page.call("watched").items():
        yield moment, round(side.page.alignment.machine(at) - committed, 2)


def _round_trips(stage: Stage, batches: int) -> Samples:
    found = samples()
    for batch in range(batches):
        tell(f"round trips: batch {batch + 1} of {batches}", last=batch + 1 == batches)
        for name in in_turn(batch):
            times = stage[name].page.call("roundTrips", count=_BATCH, rest=_REST_MS)
            found[name].append(round(fmean(times), 3))
    return found
