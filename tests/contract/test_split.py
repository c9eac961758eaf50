"""Payloads past the limit are cut by bytes; what cannot be cut is refused where it is made."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunnock.contract.events import (
    EVENTS,
    PAYLOAD_LIMIT,
    Event,
    LibraryUpdated,
    PlaylistsUpdated,
    QueueUpdated,
    SettingsUpdated,
    split,
)
from dunnock.contract.settings import VALUE_LIMIT

IDS = st.builds(
    lambda width, count: [(width + place) % 2**63 for place in range(count)],
    st.sampled_from([0, 10**6, 10**12, 2**63 - 5000]),
    st.integers(0, 5000),
)
SPLITTABLE = st.one_of(
    st.builds(LibraryUpdated, action=st.just("added"), track_ids=IDS),
    st.builds(QueueUpdated, action=st.just("removed"), positions=IDS, queue_length=st.integers(0, 10**6)),
    st.builds(PlaylistsUpdated, action=st.just("track_added"), playlist_id=st.just(7), track_ids=IDS),
)


def size(event: Event) -> int:
    return len(event.model_dump_json().encode())


@given(event=SPLITTABLE)
def test_the_parts_of_an_event_are_within_the_limit_and_make_up_the_whole(event: Event) -> None:
    parts = split(event)
    field = event.SPLIT_FIELD
    assert field is not None
    assert all(size(part) < PAYLOAD_LIMIT for part in parts)
    assert [item for part in parts for item in getattr(part, field)] == getattr(event, field)
    others = {part.model_copy(update={field: []}).model_dump_json() for part in parts}
    assert others == {event.model_copy(update={field: []}).model_dump_json()}


@given(event=SPLITTABLE)
def test_an_event_within_the_limit_stays_one(event: Event) -> None:
    if size(event) < PAYLOAD_LIMIT:
        assert split(event) == [event]
    else:
        assert len(split(event)) > 1


def test_the_limit_counts_bytes_of_the_payload() -> None:
    short = LibraryUpdated(action="added", track_ids=[1])
    room = PAYLOAD_LIMIT - 1 - size(short)
    # each further id of one digit takes two bytes, comma and digit
    fits = LibraryUpdated(action="added", track_ids=[1] * (1 + room // 2))
    assert PAYLOAD_LIMIT - 2 <= size(fits) < PAYLOAD_LIMIT
    assert split(fits) == [fits]
    too_long = LibraryUpdated(action="added", track_ids=[1] * (2 + room // 2))
    assert size(too_long) >= PAYLOAD_LIMIT
    assert len(split(too_long)) == 2


def test_every_part_but_the_last_is_as_full_as_can_be() -> None:
    parts = split(LibraryUpdated(action="updated", track_ids=list(range(1_000_000, 1_010_000))))
    assert {PAYLOAD_LIMIT - size(part) <= len(",1000000") for part in parts[:-1]} == {True}
    assert len(parts) == -(-10_000 * len("1000000,") // PAYLOAD_LIMIT)


def test_an_event_without_a_list_is_refused_past_the_limit() -> None:
    event = SettingsUpdated(key="theme", value="é" * PAYLOAD_LIMIT, previous_value=None)
    with pytest.raises(ValueError, match="settings:updated has a payload of 16"):
        split(event)


def test_two_settings_of_the_largest_size_fit_into_one_event() -> None:
    largest = "x" * (VALUE_LIMIT - 2)
    event = SettingsUpdated(key="library_columns", value=largest, previous_value=largest)
    assert split(event) == [event]


@pytest.mark.parametrize(
    "event", [event for event in EVENTS if event.SPLIT_FIELD], ids=lambda event: event.NAME
)
def test_the_field_that_is_split_is_a_list_of_the_event(event: type[Event]) -> None:
    assert event.SPLIT_FIELD is not None
    annotation = event.model_fields[event.SPLIT_FIELD].annotation
    assert list[int] in (annotation, *get_args(annotation))


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.NAME)
def test_every_event_with_a_list_can_be_split(event: type[Event]) -> None:
    lists = [name for name, field in event.model_fields.items() if "list[" in str(field.annotation)]
    assert lists == ([event.SPLIT_FIELD] if event.SPLIT_FIELD else [])
