"""Percentiles, their intervals, and the comparison of two sides."""

import random
from statistics import quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.events.figures import Comparison, compare, estimate, percentile, times_sooner

SAMPLES = st.lists(st.floats(0, 1e5), min_size=2, max_size=60)


def around(middle: float, count: int = 200) -> list[float]:
    chance = random.Random(7)
    return [chance.gauss(middle, 0.5) for _ in range(count)]


@given(SAMPLES, st.integers(1, 99))
def test_a_percentile_is_that_of_the_standard_library(samples: list[float], percent: int) -> None:
    expected = quantiles(samples, n=100, method="inclusive")[percent - 1]
    assert percentile(samples, percent) == pytest.approx(expected)


def test_the_percentile_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing was measured"):
        percentile([], 50)


@given(SAMPLES)
def test_an_interval_lies_within_the_samples(samples: list[float]) -> None:
    found = estimate(samples)
    assert min(samples) <= found.low <= found.high <= max(samples)


def test_the_interval_of_a_median_holds_the_true_one_about_nineteen_times_of_twenty() -> None:
    chance = random.Random(3)
    held = 0
    for _ in range(100):
        found = estimate([chance.gauss(10, 2) for _ in range(60)])
        held += found.low <= 10 <= found.high
    assert 85 <= held <= 100


def test_the_same_samples_give_the_same_interval() -> None:
    assert estimate(around(5)) == estimate(around(5))


def test_a_tenth_slower_is_allowed_of_a_long_time_and_a_millisecond_of_a_short_one() -> None:
    assert compare("row", around(104), around(100)).verdict == "kept"
    assert compare("row", around(120), around(100)).verdict == "missed"
    assert compare("row", around(2.5), around(2)).verdict == "kept"
    assert compare("row", around(4), around(2)).verdict == "missed"


def test_too_few_samples_that_vary_say_nothing() -> None:
    assert compare("row", [1, 30, 2], [2, 25, 1]).verdict == "open"
    assert compare("row", [1, 1], [9, 9]).verdict == "open"


def test_a_comparison_compares_the_percentile_that_was_asked_for() -> None:
    steady, wild = [5.0] * 100, [5.0] * 90 + [50.0] * 10
    assert compare("row", wild, steady).verdict == "kept"
    assert compare("row", wild, steady, 95).verdict == "missed"


def test_the_bounds_decide_and_not_the_middle() -> None:
    assert Comparison("row", ours=10, baseline=10, least=-3, most=1.0).verdict == "kept"
    assert Comparison("row", ours=10, baseline=10, least=-3, most=1.1).verdict == "open"
    assert Comparison("row", ours=10, baseline=10, least=1.1, most=3).verdict == "missed"


def test_sooner_counts_how_many_times_less_time_is_taken() -> None:
    assert times_sooner([5, 10, 15], [20, 30, 40]) == 3
