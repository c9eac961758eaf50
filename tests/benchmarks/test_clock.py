"""The clock of a page against the machine's."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.events.clock import TICK_MS, Alignment, RoundTrip, align

OFFSETS = st.floats(-1e9, 1e9)
DELAYS = st.floats(0.05, 20)


@st.composite
def trips(draw: st.DrawFn) -> tuple[float, list[RoundTrip]]:
    """Round trips to a page whose clock differs by a constant from the machine's, and reads whole ticks."""
    offset = draw(OFFSETS)
    found = []
    for started in draw(st.lists(st.floats(0, 1e6), min_size=1, max_size=50)):
        there, back = draw(DELAYS), draw(DELAYS)
        sent = offset + started
        found.append(RoundTrip(sent, sent + there + back, math.floor(started + there)))
    return offset, found


@given(trips())
def test_the_true_difference_lies_within_the_stated_error(case: tuple[float, list[RoundTrip]]) -> None:
    offset, found = case
    alignment = align(found)
    assert abs(alignment.offset_ms - offset) <= alignment.error_ms + 1e-3


@given(trips())
def test_another_round_trip_never_makes_the_error_greater(case: tuple[float, list[RoundTrip]]) -> None:
    _, found = case
    errors = [align(found[:count]).error_ms for count in range(1, len(found) + 1)]
    assert errors == sorted(errors, reverse=True)


def test_many_quick_round_trips_find_a_difference_to_less_than_a_tick() -> None:
    moments = [number * 7.13 for number in range(400)]
    found = [RoundTrip(at, at + 0.4, math.floor(at + 0.2 + 1_000)) for at in moments]
    alignment = align(found)
    assert alignment.error_ms < TICK_MS / 3
    assert alignment.offset_ms == pytest.approx(-1_000, abs=alignment.error_ms)


def test_clocks_that_drift_apart_are_refused() -> None:
    with pytest.raises(ValueError, match="do not run alike"):
        align([RoundTrip(0, 1, 0), RoundTrip(1_000, 1_001, 990)])


def test_a_clock_cannot_be_aligned_without_a_round_trip() -> None:
    with pytest.raises(ValueError, match="without a round trip"):
        align([])


def test_a_moment_of_the_page_is_put_in_the_middle_of_its_tick() -> None:
    assert Alignment(offset_ms=100, error_ms=0.1).machine(7) == 107.5
