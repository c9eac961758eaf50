import logging
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunnock.contract.events import Event, FeedFlushed, FeedReset, ViewUpdated
from dunnock.feed import Delivery, Subscriber, Subscription
from dunnock.feed.pending import RESET_ABOVE
from dunnock.feed.subscription import FLUSH_BYTES, FLUSH_EVENTS, FLUSH_SECONDS, SCAN_SECONDS, STALLED_SECONDS
from tests.feed.log_rows import added, complete, liked, log_rows, progress, removed, theme


class Window:
    """A subscription driven by hand: its own clock, and everything it was given."""

    def __init__(self, seq: int = 0) -> None:
        self.now = 1_000.0
        self.flushes: list[tuple[float, list[Delivery]]] = []
        self.stalls: list[float] = []
        self.wakes = 0
        self.fails = False
        subscriber = Subscriber("main", self._deliver, lambda: self.stalls.append(self.now))
        self.subscription = Subscription(subscriber, seq, self._wake, lambda: self.now)
        self._next = seq

    def commit(self, *events: Event, count: int = 1) -> None:
        """Events, or so many that do not merge, come into the log, and the feed looks."""
        events = events or tuple(liked(number) for number in range(count))
        rows = log_rows(*events, after=self._next)
        self._next += len(rows)
        self.subscription.take(rows)
        self.subscription.work()

    def pass_time(self, seconds: float) -> None:
        """The feed looks again after so long."""
        self.now += seconds
        self.subscription.work()

    def acknowledge(self) -> None:
        """Answer the newest flush, and let the feed look if it was woken."""
        wakes = self.wakes
        self.subscription.acknowledge(self.flushed_seq)
        if self.wakes > wakes:
            self.subscription.work()

    @property
    def flushed_seq(self) -> int:
        return FeedFlushed.model_validate_json(self.flushes[-1][1][-1].payload).seq

    def given(self) -> list[int]:
        """How many events each flush had, without the mark at its end."""
        return [len(flush) - 1 for _, flush in self.flushes]

    def _wake(self) -> None:
        self.wakes += 1

    def _deliver(self, flush: Sequence[Delivery]) -> None:
        self.flushes.append((self.now, list(flush)))
        if self.fails:
            raise OSError("the window is gone")


@pytest.fixture
def window() -> Window:
    return Window()


def test_the_first_event_after_quiet_goes_out_at_once(window: Window) -> None:
    window.commit()
    assert [(at, [each.name for each in flush]) for at, flush in window.flushes] == [
        (1_000.0, ["favorites:updated", "feed:flushed"])
    ]


def test_the_mark_at_the_end_of_a_flush_names_the_newest_change_in_it(window: Window) -> None:
    window.commit(count=3)
    assert window.flushed_seq == 3


def test_two_flushes_are_a_frame_apart_however_fast_they_are_acknowledged(window: Window) -> None:
    window.commit()
    window.acknowledge()
    window.commit()
    window.pass_time(FLUSH_SECONDS - 0.001)
    assert window.given() == [1]
    assert window.subscription.due() == pytest.approx(1_000.0 + FLUSH_SECONDS)
    window.pass_time(0.001)
    assert window.given() == [1, 1]


def test_rows_a_scan_changes_go_out_ten_times_a_second_and_the_first_of_them_at_once(window: Window) -> None:
    window.commit(added(1), progress(1))
    window.acknowledge()
    window.commit(added(2))
    window.commit(added(3))
    window.subscription.take_view(ViewUpdated(view_id=1, revision=2, total=3))
    window.pass_time(SCAN_SECONDS - 0.001)
    assert window.given() == [2]
    assert window.subscription.due() == pytest.approx(1_000.0 + SCAN_SECONDS)
    window.pass_time(0.001)
    assert [each.name for each in window.flushes[-1][1]] == [
        "library:updated",
        "view:updated",
        "feed:flushed",
    ]
    window.acknowledge()
    window.pass_time(SCAN_SECONDS)
    window.commit(added(4))
    assert window.given() == [2, 2, 1]


@pytest.mark.parametrize("other", [liked(7), progress(2)], ids=["a person's act", "progress"])
def test_anything_else_waits_for_no_scan_and_takes_with_it_what_came_before(
    window: Window, other: Event
) -> None:
    window.commit(added(1), progress(1))
    window.acknowledge()
    window.commit(added(2))
    window.commit(other)
    window.pass_time(FLUSH_SECONDS)
    assert [each.name for each in window.flushes[-1][1]] == ["library:updated", other.NAME, "feed:flushed"]


def test_changes_of_the_library_without_a_scan_keep_the_pace_of_all_others(window: Window) -> None:
    window.commit(added(1))
    window.acknowledge()
    window.commit(added(2))
    window.pass_time(FLUSH_SECONDS)
    assert window.given() == [1, 1]


@pytest.mark.parametrize("end", [progress(2, status="completed"), complete()], ids=["progress", "complete"])
def test_the_end_of_a_scan_ends_its_slower_pace(window: Window, end: Event) -> None:
    window.commit(progress(1))
    window.acknowledge()
    window.commit(added(2), end)
    window.pass_time(FLUSH_SECONDS)
    assert window.given() == [1, 2]
    window.acknowledge()
    window.commit(added(3))
    window.pass_time(FLUSH_SECONDS)
    assert window.given() == [1, 2, 1]


def test_much_that_a_scan_says_does_not_wait_for_more(window: Window) -> None:
    window.commit(added(1), progress(1))
    window.acknowledge()
    window.commit(*(event for number in range(5) for event in (added(number), removed(number))))
    window.pass_time(FLUSH_SECONDS)
    assert window.given() == [2, 10]


def test_nothing_is_sent_before_the_flush_is_acknowledged(window: Window) -> None:
    window.commit()
    window.commit(count=5)
    window.pass_time(1)
    assert window.given() == [1]
    window.acknowledge()  # wakes the feed: the next goes out without waiting for anything else
    assert window.given() == [1, 5]


def test_an_acknowledgement_of_an_older_flush_does_not_count(window: Window) -> None:
    window.commit()
    window.acknowledge()
    window.pass_time(1)
    window.commit(count=2)
    window.commit()
    window.pass_time(1)
    window.subscription.acknowledge(1)
    window.pass_time(1)
    assert window.given() == [1, 2]
    window.subscription.acknowledge(3)
    window.pass_time(0)
    assert window.given() == [1, 2, 1]


def test_a_flush_has_at_most_a_hundred_events(window: Window) -> None:
    window.commit(count=250)
    for _ in range(2):
        window.acknowledge()
        window.pass_time(FLUSH_SECONDS)
    assert window.given() == [FLUSH_EVENTS, FLUSH_EVENTS, 50]
    assert window.flushed_seq == 250


def test_a_flush_has_at_most_64_kib(window: Window) -> None:
    rows = log_rows(*(theme("é" * 500, "", str(number)) for number in range(99)))
    window.subscription.take(rows)
    window.pass_time(0)
    sizes = []
    while window.subscription._pending:
        window.acknowledge()
        window.pass_time(FLUSH_SECONDS)
    for _, flush in window.flushes:
        sizes.append(sum(len(each.payload.encode()) for each in flush[:-1]))
    assert max(sizes) <= FLUSH_BYTES
    assert sizes[0] > FLUSH_BYTES - 2_000
    assert sum(window.given()) == 99


def test_a_window_that_does_not_answer_for_five_seconds_is_reported_and_again_after_five_more(
    window: Window,
) -> None:
    window.commit()
    window.commit()
    window.pass_time(STALLED_SECONDS - 0.001)
    assert window.stalls == []
    window.pass_time(0.001)
    window.pass_time(1)
    assert window.stalls == [1_000.0 + STALLED_SECONDS]
    window.pass_time(4)
    assert window.stalls == [1_000.0 + STALLED_SECONDS, 1_000.0 + 2 * STALLED_SECONDS]
    assert window.given() == [1]


def test_a_window_that_answered_is_never_reported(window: Window) -> None:
    window.commit()
    window.pass_time(STALLED_SECONDS - 0.001)
    window.acknowledge()
    window.pass_time(1_000)
    assert window.stalls == []
    assert window.subscription.due() is None


def test_a_quiet_window_can_be_asked_for_an_answer(window: Window) -> None:
    window.subscription.probe()
    assert window.wakes == 1
    window.pass_time(0)
    assert window.given() == [0]
    window.acknowledge()
    window.pass_time(STALLED_SECONDS)
    assert window.stalls == []
    window.subscription.probe()
    window.pass_time(0)
    window.pass_time(STALLED_SECONDS)
    assert len(window.stalls) == 1


def test_one_too_far_behind_gets_a_reset_in_place_of_its_events(window: Window) -> None:
    window.commit()
    window.commit(count=RESET_ABOVE + 10)
    window.commit(count=3)
    window.acknowledge()
    window.pass_time(FLUSH_SECONDS)
    events = window.flushes[-1][1]
    assert [each.name for each in events].count(FeedReset.NAME) == 1
    assert events[0].name == FeedReset.NAME
    assert window.flushed_seq == 1 + RESET_ABOVE + 10 + 3


def test_one_that_asks_for_pruned_rows_gets_a_reset(window: Window) -> None:
    window.subscription.reset(500)
    window.subscription.take(log_rows(added(1), after=500))
    window.pass_time(0)
    assert [(each.seq, each.name) for each in window.flushes[0][1]] == [
        (500, FeedReset.NAME),
        (501, "library:updated"),
        (None, FeedFlushed.NAME),
    ]


def test_events_from_before_it_began_are_not_its_own() -> None:
    window = Window(seq=2)
    window.subscription.take(log_rows(added(1), added(2), added(3)))
    window.pass_time(0)
    assert [each.payload for each in window.flushes[0][1][:-1]] == ['{"action":"added","track_ids":[3]}']


def test_a_view_goes_out_like_any_event(window: Window) -> None:
    window.commit()
    window.subscription.take_view(ViewUpdated(view_id=1, revision=1, total=1))
    window.subscription.take_view(ViewUpdated(view_id=1, revision=2, total=5))
    window.acknowledge()
    window.pass_time(FLUSH_SECONDS)
    assert window.flushes[1][1][0].payload == '{"view_id":1,"revision":2,"total":5}'
    assert window.flushed_seq == 1  # nothing new of the log is in it


def test_a_closed_one_gets_nothing(window: Window) -> None:
    window.subscription.close()
    window.commit()
    window.pass_time(100)
    assert (window.flushes, window.stalls, window.wakes) == ([], [], 1)


def test_one_that_raises_is_logged_and_gets_nothing_until_it_answers(
    window: Window, caplog: pytest.LogCaptureFixture
) -> None:
    window.fails = True
    with caplog.at_level(logging.ERROR):
        window.commit()
    assert "the window is gone" in caplog.text
    window.fails = False
    window.commit()
    window.pass_time(1)
    assert window.given() == [1]


@given(
    acts=st.lists(
        st.one_of(
            st.tuples(st.just("commit"), st.integers(1, 120)),
            st.tuples(st.just("time"), st.sampled_from([0.0, 0.001, 0.004, 0.016, 0.1, 6.0])),
            st.tuples(st.just("acknowledge"), st.just(0)),
        ),
        max_size=40,
    )
)
def test_whatever_comes_when_the_pace_is_kept(acts: list[tuple[str, float]]) -> None:
    window = Window()
    answered = 0
    for act, size in acts:
        before = len(window.flushes)
        if act == "commit":
            window.commit(count=int(size))
        elif act == "time":
            window.pass_time(size)
        elif window.flushes:
            answered = len(window.flushes)
            window.acknowledge()
        assert len(window.flushes) - before <= 1
        if len(window.flushes) > before:
            assert before == answered, "a flush was sent before the last one was acknowledged"
    times = [at for at, _ in window.flushes]
    assert all(later - earlier >= FLUSH_SECONDS - 1e-9 for earlier, later in pairwise(times))
    assert all(count <= FLUSH_EVENTS for count in window.given())
    # At rest everything has been told of, or stood for by a reset.
    while window.subscription._pending or window.subscription.due() is not None:
        window.acknowledge()
        window.pass_time(FLUSH_SECONDS)
    assert window.flushed_seq == window._next if window.flushes else window._next == 0


def test_a_window_that_was_just_told_in_a_reply_hears_the_event_a_frame_later() -> None:
    window = Window()
    window.pass_time(10)
    window.subscription.rest()
    window.commit(theme("dark", "light"))
    assert window.given() == []
    window.pass_time(FLUSH_SECONDS)
    assert window.given() == [1]


def test_rows_of_a_scan_that_wait_do_not_cut_that_pause_short_and_go_along() -> None:
    window = Window()
    window.commit(progress(1))
    window.acknowledge()
    window.pass_time(FLUSH_SECONDS)
    window.commit(added(1))
    assert window.given() == [1]
    window.subscription.rest()
    window.commit(theme("dark", "light"))
    assert window.given() == [1]
    window.pass_time(FLUSH_SECONDS)
    assert window.given() == [1, 2]


def test_a_window_that_acts_all_the_time_hears_of_it_all_the_same() -> None:
    window = Window()
    for value in range(20):
        window.subscription.rest()
        window.commit(liked(value))
        window.pass_time(FLUSH_SECONDS / 4)
        if window.flushes:
            window.acknowledge()
    assert len(window.flushes) >= 3


def test_a_window_that_owes_an_answer_is_given_up_on_in_time_though_it_is_told_things() -> None:
    window = Window()
    window.commit(theme("dark", "light"))
    for _ in range(10):
        window.pass_time(STALLED_SECONDS / 10)
        window.subscription.rest()
    assert len(window.stalls) == 1
