"""Lists of entries do what plain lists do, and a difference is taken back exactly, or as near as can be."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunnock.services import sequence
from dunnock.services.sequence import Change
from dunnock.store.packed import ids, pack, unpack

LISTS = st.lists(st.integers(1, 30), unique=True, max_size=20)


def change(old: Sequence[int], new: Sequence[int]) -> Change:
    """The difference of two lists, as it comes back from the database."""
    return Change.from_json(Change.between(ids(old), ids(new)).to_json())


@given(st.lists(st.integers(0, 2**32 - 1)))
def test_a_packed_list_has_four_bytes_an_id_and_comes_back(numbers: list[int]) -> None:
    packed = pack(ids(numbers))
    assert unpack(packed).tolist() == numbers
    assert packed == b"".join(number.to_bytes(4, "little") for number in numbers)


@given(LISTS, st.sets(st.integers(1, 35)), st.data())
def test_moving_keeps_the_order_of_what_moves_and_of_what_stays(
    order: list[int], moved: set[int], data: st.DataObject
) -> None:
    before = data.draw(st.sampled_from([None, *order]))
    result = sequence.move(ids(order), moved, before).tolist()
    assert [each for each in result if each in moved] == [each for each in order if each in moved]
    assert [each for each in result if each not in moved] == [each for each in order if each not in moved]
    block = [place for place, each in enumerate(result) if each in moved]
    assert block == list(range(block[0], block[0] + len(block))) if block else True
    if before is not None and before not in moved and block:
        assert result[block[-1] + 1] == before
    if before is None and block:
        assert block[-1] == len(order) - 1


@given(LISTS, st.sets(st.integers(1, 30)), st.integers(), st.data())
def test_shuffling_is_a_permutation_that_leaves_the_current_entry_in_its_place(
    order: list[int], played: set[int], seed: int, data: st.DataObject
) -> None:
    current = data.draw(st.sampled_from([None, *order]))
    result = sequence.shuffle(ids(order), current, played, random.Random(seed)).tolist()
    assert sorted(result) == sorted(order)
    if current is not None:
        assert result.index(current) == order.index(current)


@given(LISTS.filter(bool), st.integers())
def test_what_has_played_is_not_heard_again_after_shuffling(order: list[int], seed: int) -> None:
    place = len(order) // 2
    played = set(order[:place])
    result = sequence.shuffle(ids(order), order[place], played, random.Random(seed)).tolist()
    assert set(result[:place]) == played


def test_shuffling_reaches_every_order() -> None:
    chance = random.Random(3)
    found = {tuple(sequence.shuffle(ids([1, 2, 3, 4]), 2, (), chance)) for _ in range(200)}
    assert len(found) == 6


@given(LISTS, st.sets(st.integers(1, 30)), st.data())
def test_the_next_entry_that_stays_becomes_current(
    order: list[int], gone: set[int], data: st.DataObject
) -> None:
    current = data.draw(st.sampled_from([None, *order]))
    found = sequence.next_staying(ids(order), current, gone)
    if current is None:
        assert found is None
    else:
        rest = [each for each in order[order.index(current) :] if each not in gone]
        assert found == (rest[0] if rest else None)


@given(LISTS, LISTS)
def test_a_change_makes_the_new_list_of_the_old_and_reversed_the_old_of_the_new(
    old: list[int], new: list[int]
) -> None:
    made = change(old, new)
    assert made.applied(ids(old)).tolist() == new
    assert made.reversed().applied(ids(new)).tolist() == old
    assert made.empty == (old == new)


@given(LISTS, LISTS)
def test_a_change_holds_no_more_than_what_differs(old: list[int], new: list[int]) -> None:
    made = Change.between(ids(old), ids(new))
    for edge in (0, -1):
        if made.before and made.after:
            assert made.before[edge] != made.after[edge]
    assert len(made.context) <= sequence.CONTEXT


@given(LISTS, LISTS)
def test_places_tell_what_went_what_moved_and_what_came(old: list[int], new: list[int]) -> None:
    places = Change.between(ids(old), ids(new)).places()
    stayed = [each for each in old if each in new]
    ordered = [each for each in new if each in old]
    assert places.removed == [place for place, each in enumerate(old) if each not in new]
    assert places.added == [place for place, each in enumerate(new) if each not in old]
    differing = [
        place for place, (was, becomes) in enumerate(zip(stayed, ordered, strict=True)) if was != becomes
    ]
    assert places.reordered == differing


@given(LISTS, LISTS, LISTS)
def test_a_change_to_a_list_that_became_another_neither_doubles_nor_drops(
    old: list[int], new: list[int], now: list[int]
) -> None:
    result = change(old, new).applied(ids(now)).tolist()
    assert len(result) == len(set(result))
    gone, came = set(old) - set(new), set(new) - set(old)
    assert set(now) - gone <= set(result)
    assert came <= set(result)
    assert set(result) <= set(now) | came
    assert gone.isdisjoint(result)


@given(LISTS, LISTS, LISTS)
def test_what_a_change_does_not_concern_keeps_its_order(
    old: list[int], new: list[int], now: list[int]
) -> None:
    result = change(old, new).applied(ids(now)).tolist()
    foreign = [each for each in now if each not in old and each not in new]
    assert [each for each in result if each in foreign] == foreign


@pytest.mark.parametrize(
    ("old", "new", "now", "expected"),
    [
        # removed entries come back behind their nearest predecessor that is still there
        ([1, 2, 3, 4, 5], [1, 2, 5], [9, 2, 5], [9, 2, 3, 4, 5]),
        ([1, 2, 3, 4, 5], [1, 2, 5], [5, 1, 8], [5, 1, 3, 4, 8]),
        # at the front, where they were first
        ([1, 2, 3], [3], [7, 3], [1, 2, 7, 3]),
        # added entries go, wherever they are now
        ([1, 2], [1, 8, 9, 2], [9, 2, 1], [2, 1]),
        # moved entries go back, as far as their neighbours are there
        ([1, 2, 3, 4], [4, 1, 2, 3], [4, 1, 6, 2, 3], [1, 6, 2, 3, 4]),
        ([1, 2, 3, 4], [4, 1, 2, 3], [4, 1, 2], [1, 2, 4]),
        # of what has gone for good, nothing is brought back
        ([1, 2, 3], [3, 2, 1], [2], [2]),
    ],
)
def test_taking_back_finds_the_nearest_surviving_neighbour(
    old: list[int], new: list[int], now: list[int], expected: list[int]
) -> None:
    assert change(old, new).reversed().applied(ids(now)).tolist() == expected


def test_the_place_is_found_by_fifty_neighbours_when_the_list_has_grown_before_it() -> None:
    old = list(range(1, 200))
    new = [each for each in old if each != 150]
    grown = [*range(500, 600), *(each for each in new if each not in range(110, 150))]
    result = change(old, new).reversed().applied(ids(grown)).tolist()
    assert result[result.index(150) - 1] == 109


@given(LISTS, st.lists(st.integers(1, 40), max_size=8))
def test_places_are_found_as_they_are_asked_for(order: list[int], wanted: list[int]) -> None:
    expected = [order.index(each) if each in order else None for each in wanted]
    assert sequence.places_of(ids(order), wanted) == expected
