import itertools
import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dunnock.contract.events import (
    BY_NAME,
    PAYLOAD_LIMIT,
    Event,
    FeedReset,
    LibraryScanComplete,
    LibraryScanProgress,
    LibraryUpdated,
    PlayerUpdated,
    SettingsUpdated,
    ViewUpdated,
)
from dunnock.feed.pending import RESET_ABOVE, Delivery, Pending
from dunnock.store.change_log import LogRow
from tests.feed.log_rows import (
    EVENTS,
    added,
    came,
    complete,
    heard,
    liked,
    log_rows,
    progress,
    removed,
    theme,
    updated,
)

ALL = 10**9


def waiting(*events: Event) -> Pending:
    pending = Pending()
    for row in log_rows(*events):
        pending.add(row)
    return pending


def events_of(deliveries: Sequence[Delivery]) -> list[Event]:
    return [BY_NAME[each.name].model_validate_json(each.payload) for each in deliveries]


def merged(*events: Event) -> list[Event]:
    return events_of(list(waiting(*events).take(ALL, ALL)))


def test_additions_in_a_row_are_one_event() -> None:
    assert merged(added(1), added(2, 3), added(2)) == [added(1, 2, 3)]


def test_additions_are_merged_across_events_of_other_concerns() -> None:
    assert merged(added(1), theme("dark", "light"), liked(1), added(2)) == [
        added(1, 2),
        theme("dark", "light"),
        liked(1),
    ]


def test_nothing_is_merged_across_another_library_updated() -> None:
    # Merged across the removal, the addition would come before it, and a window drop a track that is there.
    sequence = (added(1), removed(1), added(1), updated(1), added(2))
    assert merged(*sequence) == list(sequence)


def test_of_a_jobs_progress_only_the_latest_is_kept_and_it_comes_before_the_completion() -> None:
    assert merged(progress(1), added(1), progress(2), progress(9, "b"), progress(3), complete()) == [
        added(1),
        progress(9, "b"),
        progress(3),
        complete(),
    ]


def test_changes_of_one_setting_are_one_from_the_first_value_to_the_last() -> None:
    assert merged(theme("dark", "light"), theme(3, 2, "sidebar_width"), theme("system", "dark")) == [
        theme("system", "light"),
        theme(3, 2, "sidebar_width"),
    ]


def test_changes_of_state_are_neither_merged_nor_reordered() -> None:
    sequence = (liked(1), came(1), liked(1), came(1), complete("x"), liked(2))
    assert merged(*sequence) == list(sequence)


def test_what_has_been_taken_is_not_merged_into() -> None:
    pending = waiting(added(1), theme("dark", "light"), progress(1))
    assert len(list(pending.take(ALL, ALL))) == 3
    for row in log_rows(added(2), theme("light", "dark"), progress(2), after=3):
        pending.add(row)
    assert events_of(list(pending.take(ALL, ALL))) == [added(2), theme("light", "dark"), progress(2)]


@pytest.mark.parametrize("make", [added, updated, removed])
def test_merging_stops_before_the_limit_of_a_payload(make: Any) -> None:
    # One id an event: the worst case for a count that is off by a little each time.
    deliveries = list(waiting(*(make(each) for each in range(10_000, 20_000))).take(ALL, ALL))
    sizes = [len(each.payload.encode()) for each in deliveries]
    assert max(sizes) < PAYLOAD_LIMIT
    assert all(size > PAYLOAD_LIMIT - 20 for size in sizes[:-1])  # and not long before it
    ids = [each for event in deliveries for each in json.loads(event.payload)["track_ids"]]
    assert ids == list(range(10_000, 20_000))


def test_more_than_256_events_become_exactly_one_reset() -> None:
    enough = [liked(number) for number in range(RESET_ABOVE)]
    assert merged(*enough) == enough
    assert merged(*enough, liked(0)) == [FeedReset(seq=RESET_ABOVE + 1)]
    assert merged(*enough, liked(0), liked(1)) == [FeedReset(seq=RESET_ABOVE + 1), liked(1)]
    far_behind = merged(*enough * 10)
    assert [event.NAME for event in far_behind].count(FeedReset.NAME) == 1
    assert len(far_behind) <= RESET_ABOVE


def test_events_that_merge_do_not_count_towards_a_reset() -> None:
    assert merged(*(added(number) for number in range(1, 1001))) == [added(*range(1, 1001))]


def test_a_reset_takes_the_place_of_views_too_and_what_comes_later_follows_it() -> None:
    pending = waiting(added(1), progress(1), theme("dark", "light"))
    pending.add_view(ViewUpdated(view_id=1, revision=1, total=1), 3)
    pending.reset(3)
    for row in log_rows(added(2), theme("light", "dark"), progress(2), after=3):
        pending.add(row)
    assert events_of(list(pending.take(ALL, ALL))) == [
        FeedReset(seq=3),
        added(2),
        theme("light", "dark"),
        progress(2),
    ]


def test_of_a_views_states_only_the_newest_is_kept() -> None:
    pending = Pending()
    states = [ViewUpdated(view_id=view, revision=number, total=9) for number in (1, 2) for view in (1, 2)]
    for state in states:
        pending.add_view(state, 0)
    assert events_of(list(pending.take(ALL, ALL))) == states[2:]


def test_a_flush_is_no_longer_than_asked_in_events() -> None:
    pending = waiting(*(liked(number) for number in range(10)))
    assert len(list(pending.take(4, ALL))) == 4
    assert len(pending) == 6


def test_a_flush_is_no_longer_than_asked_in_bytes_but_never_empty() -> None:
    events = [theme("é" * 50, "", str(number)) for number in range(10)]
    size = len(events[0].model_dump_json().encode())
    pending = waiting(*events)
    assert len(list(pending.take(ALL, 3 * size))) == 3
    assert len(list(pending.take(ALL, 3 * size - 1))) == 2
    assert len(list(pending.take(ALL, 1))) == 1


def test_a_flush_covers_only_what_no_waiting_event_stands_for() -> None:
    pending = waiting(added(1), liked(1), added(2), theme("dark", "light"))  # 3 is merged into 1
    assert pending.complete_up_to(4) == 0
    assert events_of(list(pending.take(1, ALL))) == [added(1, 2)]
    assert pending.complete_up_to(4) == 1
    list(pending.take(1, ALL))
    assert pending.complete_up_to(4) == 3
    list(pending.take(1, ALL))
    assert pending.complete_up_to(4) == 4


def test_of_corrections_of_the_place_in_a_track_the_newest_is_told() -> None:
    assert merged(heard(1, 0), liked(1), heard(1, 5), heard(1, 10)) == [liked(1), heard(1, 10)]


def test_what_else_is_told_of_playing_is_not_merged() -> None:
    events = [heard(1, 0), heard(2, 0), heard(1, 5), heard(1, 9).model_copy(update={"muted": True})]
    assert merged(*events) == events


def test_a_correction_of_what_was_told_already_is_told() -> None:
    pending = waiting(heard(1, 0))
    list(pending.take(ALL, ALL))
    (row,) = log_rows(heard(1, 5), after=1)
    pending.add(row)
    assert events_of(list(pending.take(ALL, ALL))) == [heard(1, 5)]


class Reader:
    """Checks, from rows and deliveries alone, that every rule of merging was kept."""

    def __init__(self) -> None:
        self.rows: list[LogRow] = []
        self.deliveries: list[Delivery] = []
        self.handed_over: set[int] = set()

    def take(self, pending: Pending, most: int, most_bytes: int) -> None:
        flush = list(pending.take(most, most_bytes))
        assert len(flush) <= most
        assert len(flush) == 1 or sum(len(each.payload.encode()) for each in flush) <= most_bytes
        self.deliveries += flush
        position = len(self.rows)
        complete_up_to = pending.complete_up_to(position)
        assert complete_up_to <= position
        self.check_all_told_up_to(complete_up_to)

    def check_all_told_up_to(self, seq: int) -> None:
        """Every row up to `seq` is in what was handed over, or is progress that a later one stands for."""
        told = self._told()
        for row in self.rows[:seq]:
            superseded = row.name == LibraryScanProgress.NAME and any(
                later.name == row.name
                and json.loads(later.payload)["job_id"] == json.loads(row.payload)["job_id"]
                for later in self.rows[row.seq :]
            )
            assert row.seq in told or superseded or self.is_corrected(row), row

    def is_corrected(self, row: LogRow) -> bool:
        """Whether the next that is told of playing differs in the place in the track alone."""
        later = next((each for each in self.rows[row.seq :] if each.name == row.name), None)
        if row.name != PlayerUpdated.NAME or later is None:
            return False
        return bool(json.loads(row.payload)["entry_id"] == json.loads(later.payload)["entry_id"])

    def check_all(self) -> None:
        assert all(len(each.payload.encode()) < PAYLOAD_LIMIT for each in self.deliveries)
        self._told()
        self._check_progress()
        self._check_order_of_states()

    def _told(self) -> set[int]:
        """The seqs of rows that were handed over, matched to the deliveries by the rules of each kind."""
        return self._told_library() | self._told_settings() | self._told_unmerged()

    def _told_library(self) -> set[int]:
        rows = iter(row for row in self.rows if row.name == LibraryUpdated.NAME)
        told = set()
        for delivery in self.deliveries:
            if delivery.name != LibraryUpdated.NAME:
                continue
            # The next rows of the log, without one left out, all of this action, and all of their ids.
            fields = json.loads(delivery.payload)
            ids: list[int] = []
            for row in rows:
                assert json.loads(row.payload)["action"] == fields["action"]
                ids += json.loads(row.payload)["track_ids"]
                told.add(row.seq)
                if row.seq == delivery.seq:
                    break
            assert fields["track_ids"] == list(dict.fromkeys(ids))
        return told

    def _told_settings(self) -> set[int]:
        told = set()
        rest = [row for row in self.rows if row.name == SettingsUpdated.NAME]
        for delivery in self.deliveries:
            if delivery.name != SettingsUpdated.NAME:
                continue
            fields = json.loads(delivery.payload)
            same = [
                row
                for row in rest
                if row.seq <= (delivery.seq or 0) and json.loads(row.payload)["key"] == fields["key"]
            ]
            assert fields["previous_value"] == json.loads(same[0].payload)["previous_value"]
            assert fields["value"] == json.loads(same[-1].payload)["value"]
            told |= {row.seq for row in same}
            rest = [row for row in rest if row not in same]
        return told

    def _told_unmerged(self) -> set[int]:
        merged_names = {LibraryUpdated.NAME, SettingsUpdated.NAME}
        rows = {row.seq: row for row in self.rows}
        told = set()
        for delivery in self.deliveries:
            if delivery.name not in merged_names and delivery.seq is not None:
                assert (rows[delivery.seq].name, rows[delivery.seq].payload) == (
                    delivery.name,
                    delivery.payload,
                )
                told.add(delivery.seq)
        return told

    def _check_order_of_states(self) -> None:
        """What is not merged comes once each, in the order of the log."""
        merged_names = {LibraryUpdated.NAME, SettingsUpdated.NAME, LibraryScanProgress.NAME}
        seqs = [each.seq for each in self.deliveries if each.name not in merged_names]
        rows = [row for row in self.rows if row.name not in merged_names]
        assert seqs == sorted(row.seq for row in rows if row.seq in seqs)
        assert all(row.seq in seqs or self.is_corrected(row) for row in rows)

    def _check_progress(self) -> None:
        """The latest progress before a job's completion comes before it, and no older one after it."""
        for row in self.rows:
            if row.name != LibraryScanComplete.NAME:
                continue
            job_id = json.loads(row.payload)["job_id"]
            of_job = [
                each.seq or 0
                for each in self.deliveries
                if each.name in {LibraryScanProgress.NAME, LibraryScanComplete.NAME}
                and json.loads(each.payload)["job_id"] == job_id
            ]
            assert of_job == sorted(of_job)


def valid(events: list[Event]) -> list[Event]:
    """Without the progress of a job that is over."""
    over: set[str] = set()
    kept: list[Event] = []
    for event in events:
        if isinstance(event, (LibraryScanProgress, LibraryScanComplete)):
            if event.job_id in over:
                continue
            if isinstance(event, LibraryScanComplete):
                over.add(event.job_id)
        kept.append(event)
    return kept


@given(
    events=EVENTS.map(valid),
    flushes=st.lists(st.tuples(st.integers(0, 12), st.integers(1, 12), st.integers(1, 20_000)), max_size=12),
)
@example(events=[added(1), liked(1), added(2), removed(1), added(1)], flushes=[(3, 1, 100)])
def test_whatever_is_merged_and_whenever_it_is_taken_nothing_is_lost_or_reordered(
    events: list[Event], flushes: list[tuple[int, int, int]]
) -> None:
    pending, reader = Pending(), Reader()
    rows = iter(log_rows(*events))
    for count, most, most_bytes in flushes:
        for row in itertools.islice(rows, count):
            reader.rows.append(row)
            pending.add(row)
        reader.take(pending, most, most_bytes)
    for row in rows:
        reader.rows.append(row)
        pending.add(row)
    while pending:
        reader.take(pending, 100, 64 * 1024)
    reader.check_all_told_up_to(len(reader.rows))
    reader.check_all()
