"""The clock between two looks at libmpv."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunnock.media.mpv_player.clock import Clock


class Hands:
    """What the clock takes for time."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def clock(hands: Hands) -> Clock:
    clock = Clock(hands)
    clock.begin(1, 5.0)
    return clock


def test_it_stands_until_sound_comes(clock: Clock, hands: Hands) -> None:
    hands.now += 3
    assert clock.place() == 5.0


def test_it_runs_as_fast_as_the_speed_and_no_further_than_the_end(clock: Clock, hands: Hands) -> None:
    clock.settle(1, 5.0, rate=1.5, end=60.0)
    hands.now += 10
    assert clock.place() == 20.0
    hands.now += 1_000
    assert clock.place() == 60.0


def test_another_speed_goes_on_from_the_same_place(clock: Clock, hands: Hands) -> None:
    clock.settle(1, 5.0, rate=1.0, end=60.0)
    hands.now += 10
    clock.run(1, 2.0)
    assert clock.place() == 15.0
    hands.now += 10
    assert clock.place() == 35.0


def test_what_is_said_of_a_replaced_item_is_dropped(clock: Clock, hands: Hands) -> None:
    clock.settle(1, 5.0, rate=1.0, end=60.0)
    clock.begin(2, 0.0)
    clock.settle(1, 30.0, rate=1.0, end=60.0)
    clock.correct(1, 40.0)
    clock.run(1, 1.0)
    clock.end(1, 60.0)
    clock.follow(1, 3)
    hands.now += 5
    assert clock.place() == clock.place(2) == 0.0


def test_the_item_before_is_where_it_gave_way(clock: Clock, hands: Hands) -> None:
    clock.settle(1, 5.0, rate=1.0, end=60.0)
    hands.now += 7
    clock.begin(2, 0.0)
    hands.now += 7
    assert clock.place(1) == 12.0
    clock.begin(3, 0.0)
    assert clock.place(1) == 0.0


def test_a_small_step_back_is_waited_for_and_a_large_one_taken(clock: Clock, hands: Hands) -> None:
    clock.settle(1, 5.0, rate=1.0, end=60.0)
    hands.now += 10
    assert clock.place() == 15.0
    clock.correct(1, 14.9)
    assert clock.place() == 15.0
    hands.now += 1
    assert clock.place() == pytest.approx(15.9)
    clock.correct(1, 10.0)
    assert clock.place() == 10.0


def test_a_place_that_was_sought_is_not_corrected_by_an_older_look(clock: Clock) -> None:
    clock.settle(1, 5.0, rate=1.0, end=60.0)
    clock.move(30.0)
    clock.correct(1, 5.1)
    clock.run(1, 1.0)
    assert clock.place() == 30.0


@given(st.lists(st.tuples(st.floats(0, 2), st.floats(-0.19, 0.19)), max_size=40))
def test_no_place_is_told_after_a_later_one_while_looks_differ_little(
    steps: list[tuple[float, float]],
) -> None:
    hands = Hands()
    clock = Clock(hands)
    clock.begin(1)
    clock.settle(1, 0.0, rate=1.0, end=0.0)
    told = [clock.place()]
    for passed, error in steps:
        hands.now += passed
        told.append(clock.place())
        clock.correct(1, told[-1] + error)
        told.append(clock.place())
    assert told == sorted(told)
