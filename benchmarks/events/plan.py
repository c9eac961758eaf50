"""How much is measured: the full form that is kept, and a short one that shows that the benchmark works."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """Sizes and numbers of runs."""

    tracks: int
    rounds: int
    """Of single events: each event once on each side."""
    batches: int
    """Of round trips, on each side."""
    bursts: tuple[tuple[int, int, int], ...]
    """Changes, changes in a transaction, runs."""
    scroll_seconds: float
    payloads: tuple[int, ...]
    payload_runs: int
    windows: tuple[int, ...]
    window_runs: int
    growth_bursts: int
    growth_changes: int
    idle_seconds: float


FULL = Plan(
    tracks=20_000,
    rounds=100,
    batches=20,
    bursts=(
        (10, 1, 30),
        (100, 1, 30),
        (1_000, 1, 20),
        (10_000, 1, 7),
        (100_000, 1, 3),
        (100, 100, 20),
        (1_000, 100, 20),
        (10_000, 100, 7),
        (100_000, 100, 3),
        (1_000, 1_000, 20),
        (10_000, 1_000, 7),
        (100_000, 1_000, 3),
    ),
    scroll_seconds=10,
    payloads=(1, 10, 100, 1_000, 10_000, 100_000),
    payload_runs=20,
    windows=(1, 2, 4),
    window_runs=12,
    growth_bursts=20,
    growth_changes=100_000,
    idle_seconds=300,
)

SHORT = Plan(
    tracks=2_000,
    rounds=4,
    batches=2,
    bursts=((10, 1, 3), (1_000, 1, 2), (1_000, 100, 2), (10_000, 1, 1)),
    scroll_seconds=1,
    payloads=(1, 1_000, 100_000),
    payload_runs=3,
    windows=(1, 2),
    window_runs=2,
    growth_bursts=2,
    growth_changes=5_000,
    idle_seconds=5,
)
