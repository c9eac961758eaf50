"""What samples say, and how sure that is: percentiles with confidence intervals by the bootstrap.

The bootstrap draws as many values from the samples as there are, with repetition, again and again; how the percentile
varies between the draws is how sure it is. Source: Efron and Tibshirani, An Introduction to the Bootstrap, chapter 13.
"""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import median
from typing import Literal

SLOWER_MS = 1.0
SLOWER_SHARE = 0.1
"""How much slower than the WebSocket anything may be: the larger of so many ms and such a share."""

_DRAWS = 500
_SIDE = 0.05
_FEWEST = 3
"""Samples from which something can be said at all."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A percentile, and the interval in which it lies with 95 % confidence."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{plain(self.value)} ({plain(self.low)} to {plain(self.high)})"


def plain(value: float) -> str:
    """A figure with as many digits as say something."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}"


def percentile(samples: Sequence[float], percent: float) -> float:
    """The value so many percent of the samples do not exceed, between two samples where need be.

    Raises:
        ValueError: there are none.
    """
    if not samples:
        raise ValueError("nothing was measured")
    return _of_ordered(sorted(samples), percent)


def estimate(samples: Sequence[float], percent: float = 50) -> Estimate:
    """A percentile with its interval. The draws are the same each time, so that a report is, too."""
    draws = _draws(samples, percent, seed=1)
    return Estimate(percentile(samples, percent), percentile(draws, 2.5), percentile(draws, 97.5))


Verdict = Literal["kept", "missed", "open"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One row of both sides: is ours not slower than it may be, at the one-sided 95 % level?"""

    what: str
    ours: float
    baseline: float
    least: float
    most: float
    """Between these lies how much slower ours is, in ms; outside of each with a chance of 5 % at the most."""

    @property
    def tolerance(self) -> float:
        """How much slower ours may be, in ms."""
        return max(SLOWER_MS, SLOWER_SHARE * self.baseline)

    @property
    def verdict(self) -> Verdict:
        """Kept or missed where the samples say so; open where there are too few or they vary too much to tell."""
        if self.most <= self.tolerance:
            return "kept"
        return "missed" if self.least > self.tolerance else "open"


def compare(what: str, ours: Sequence[float], baseline: Sequence[float], percent: float = 50) -> Comparison:
    """Compare a percentile of both sides."""
    middles = percentile(ours, percent), percentile(baseline, percent)
    if min(len(ours), len(baseline)) < _FEWEST:
        return Comparison(what, *middles, -math.inf, math.inf)
    mine, theirs = _draws(ours, percent, seed=1), _draws(baseline, percent, seed=2)
    differences = [mine_ - theirs_ for mine_, theirs_ in zip(mine, theirs, strict=True)]
    return Comparison(
        what,
        *middles,
        percentile(differences, 100 * _SIDE),
        percentile(differences, 100 * (1 - _SIDE)),
    )


def times_sooner(ours: Sequence[float], baseline: Sequence[float]) -> float:
    """How many times sooner ours is, at the median."""
    return median(baseline) / median(ours)


def _draws(samples: Sequence[float], percent: float, *, seed: int) -> Sequence[float]:
    return _percentiles(tuple(samples), percent, seed)


@lru_cache(maxsize=4_096)
def _percentiles(samples: tuple[float, ...], percent: float, seed: int) -> tuple[float, ...]:
    return tuple(_of_ordered(draw, percent) for draw in _ordered_draws(samples, seed))


@lru_cache(maxsize=8)
def _ordered_draws(samples: tuple[float, ...], seed: int) -> list[list[float]]:
    """Kept for the next percentile of the same samples: drawing and sorting is what takes the time."""
    chance = random.Random(seed)
    return [sorted(chance.choices(samples, k=len(samples))) for _ in range(_DRAWS)]


def _of_ordered(ordered: Sequence[float], percent: float) -> float:
    place = (len(ordered) - 1) * percent / 100
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
