"""Playback: what is heard, what follows, and what a person's acts make of it."""

import pytest

from dunnock.contract.errors import NotFoundError
from dunnock.contract.events import PlayerUpdated, QueueStateChanged, QueueUpdated
from dunnock.services.playback import following
from dunnock.store.packed import ids
from dunnock.store.queue import Queue
from tests.services.desk import of
from tests.services.playback.desk import LENGTH, PlaybackDesk, loaded, playing, queued


def test_playing_begins_with_the_first_entry_and_goes_on_to_the_end_of_the_queue(desk: PlaybackDesk) -> None:
    entries = queued(desk)
    desk.conductor.play()
    desk.settle()
    assert desk.playing() == ("playing", entries[0], 0)
    desk.pass_time(200)
    assert desk.playing() == ("playing", entries[1], 20)
    desk.pass_time(180)
    assert desk.playing() == ("playing", entries[2], 20)
    desk.pass_time(180)
    assert desk.playing() == ("stopped", entries[0], 0)
    assert [loaded(item) for item in desk.player.loads] == [desk.path(number) for number in range(3)]
    assert [row.played for row in desk.queue.rows(0, 3).rows] == [False, True, True]


def test_each_track_follows_without_a_gap(desk: PlaybackDesk) -> None:
    playing(desk)
    assert loaded(desk.player.follower) == desk.path(1)
    desk.pass_time(180.5, step=0.25)
    assert loaded(desk.player.item) == desk.path(1)
    assert desk.player.position_ms() == 500
    assert loaded(desk.player.follower) == desk.path(2)


def test_what_plays_is_told_once_with_the_queue_first(desk: PlaybackDesk) -> None:
    entries = queued(desk)
    desk.conductor.play()
    desk.settle()
    assert desk.told() == [
        QueueStateChanged(current_entry_id=entries[0], shuffle=False, repeat="off", stop_after_current=False),
        PlayerUpdated(
            state="playing",
            entry_id=entries[0],
            track_id=desk.tracks[0],
            duration_ms=LENGTH,
            position_ms=0,
            position_at=desk.clock.ms,
            volume=80,
            muted=False,
            speed=1.0,
            message=None,
        ),
    ]
    desk.pass_time(1)
    assert desk.told() == []


def test_a_queue_without_entries_is_not_played_and_says_so(desk: PlaybackDesk) -> None:
    for act in (desk.conductor.play, desk.conductor.next, desk.conductor.previous):
        with pytest.raises(NotFoundError, match="queue is empty"):
            act()
    with pytest.raises(NotFoundError, match="Nothing is playing"):
        desk.conductor.seek(1)
    assert desk.playing() == ("stopped", None, 0)


def test_an_entry_that_is_gone_is_not_played_and_what_plays_goes_on(desk: PlaybackDesk) -> None:
    entries = playing(desk)
    with pytest.raises(NotFoundError, match="not in the queue"):
        desk.conductor.play(999)
    desk.pass_time(7)
    assert desk.playing() == ("playing", entries[0], 7)


def test_an_entry_that_is_asked_for_begins_again_also_when_it_plays(desk: PlaybackDesk) -> None:
    entries = playing(desk)
    desk.pass_time(42)
    desk.conductor.play(entries[0])
    desk.settle()
    assert desk.playing() == ("playing", entries[0], 0)
    assert desk.counts(desk.tracks[0]) == (0, 0)


def test_pausing_keeps_the_place_and_playing_goes_on_from_it(desk: PlaybackDesk) -> None:
    entries = playing(desk)
    desk.pass_time(42)
    desk.conductor.pause()
    assert desk.player.paused
    desk.pass_time(100)
    assert desk.playing() == ("paused", entries[0], 42)
    desk.conductor.toggle()
    desk.pass_time(3)
    assert desk.playing() == ("playing", entries[0], 45)
    desk.conductor.toggle()
    assert desk.playing() == ("paused", entries[0], 45)
    assert len(desk.player.loads) == 1


def test_stopping_forgets_the_place(desk: PlaybackDesk) -> None:
    entries = playing(desk, place=1)
    desk.pass_time(42)
    desk.conductor.stop()
    assert desk.playing() == ("stopped", entries[1], 0)
    assert desk.player.item is None
    desk.conductor.play()
    desk.pass_time(2)
    assert desk.playing() == ("playing", entries[1], 2)


def test_next_goes_through_the_queue_and_past_its_end_to_its_beginning_and_stops(desk: PlaybackDesk) -> None:
    entries = playing(desk)
    desk.conductor.next()
    desk.pass_time(1)
    assert desk.playing() == ("playing", entries[1], 1)
    desk.conductor.next()
    desk.conductor.next()
    assert desk.playing() == ("stopped", entries[0], 0)
    assert desk.player.item is None


def test_next_and_previous_leave_paused_what_is_paused(desk: PlaybackDesk) -> None:
    entries = playing(desk)
    desk.conductor.pause()
    desk.conductor.next()
    desk.settle()
    assert desk.playing() == ("paused", entries[1], 0)
    desk.conductor.previous()
    assert desk.playing() == ("paused", entries[0], 0)
    assert desk.player.item is None
    desk.conductor.play()
    desk.pass_time(2)
    assert desk.playing() == ("playing", entries[0], 2)


def test_previous_begins_again_after_three_seconds_and_goes_back_before(desk: PlaybackDesk) -> None:
    entries = playing(desk, place=1)
    desk.pass_time(3.5, step=0.5)
    desk.conductor.previous()
    desk.settle()
    assert desk.playing() == ("playing", entries[1], 0)
    desk.pass_time(2)
    desk.conductor.previous()
    desk.pass_time(1)
    assert desk.playing() == ("playing", entries[0], 1)
    desk.conductor.previous()
    desk.settle()
    assert desk.playing() == ("playing", entries[0], 0)
    assert [row.played for row in desk.queue.rows(0, 3).rows] == [False, False, False]


def test_previous_goes_around_the_beginning_when_all_is_repeated(desk: PlaybackDesk) -> None:
    entries = playing(desk)
    desk.queue.repeat("all")
    desk.conductor.previous()
    desk.settle()
    assert desk.playing() == ("playing", entries[2], 0)


def test_repeating_all_begins_again_with_nothing_played(desk: PlaybackDesk) -> None:
    entries = playing(desk)
    desk.queue.repeat("all")
    desk.settle()
    desk.pass_time(3 * 180 + 10)
    assert desk.playing() == ("playing", entries[0], 10)
    assert [row.played for row in desk.queue.rows(0, 3).rows] == [False, False, True]
    assert len(desk.player.loads) == 4


def test_repeating_one_plays_it_again_and_next_goes_on(desk: PlaybackDesk) -> None:
    entries = playing(desk)
    desk.queue.repeat("one")
    desk.settle()
    desk.pass_time(2 * 180 + 10)
    assert desk.playing() == ("playing", entries[0], 10)
    desk.conductor.next()
    desk.settle()
    assert desk.playing() == ("playing", entries[1], 0)


def test_a_shuffled_queue_that_is_repeated_is_shuffled_anew_each_round(desk: PlaybackDesk) -> None:
    playing(desk, count=8)
    desk.queue.shuffle(on=True)
    desk.queue.repeat("all")
    desk.settle()
    desk.told()
    orders = [desk.queue_ids()]
    for _ in range(3):
        current = desk.state().entry_id
        left = len(orders[-1]) - orders[-1].index(current or 0)
        announced = None
        for _ in range(left):
            announced = desk.state().next
            desk.pass_time(180)
        order = desk.queue_ids()
        assert desk.state().entry_id == order[0] != orders[-1][-1]
        assert announced is not None
        assert announced == desk.state().track
        assert sorted(order) == sorted(orders[0])
        orders.append(order)
    assert len({tuple(each) for each in orders}) == 4
    rounds = [event.action for event in desk.told() if isinstance(event, QueueUpdated)]
    assert rounds == ["shuffled"] * 3


def test_no_round_of_a_shuffled_queue_begins_with_what_ended_the_one_before() -> None:
    for size in range(2, 9):
        for seed in range(20):
            order = ids(range(seed, seed + size))
            queue = Queue(order, order, current=order[-1], repeat="all")
            assert following.after(queue, order[-1]) in order[:-1]


def test_one_entry_that_is_repeated_follows_itself(desk: PlaybackDesk) -> None:
    entries = playing(desk, count=1)
    desk.queue.repeat("all")
    desk.settle()
    desk.pass_time(200)
    assert desk.playing() == ("playing", entries[0], 20)


def test_stopping_after_the_current_track_is_for_once_and_waits_at_the_next(desk: PlaybackDesk) -> None:
    entries = playing(desk)
    desk.queue.stop_after_current(on=True)
    desk.settle()
    assert desk.player.follower is None
    desk.pass_time(200)
    assert desk.playing() == ("stopped", entries[1], 0)
    assert not desk.queue.state().stop_after_current


def test_sleep_pauses_when_its_time_has_come(desk: PlaybackDesk) -> None:
    entries = playing(desk)
    desk.conductor.sleep(2, end_of_track=False)
    sleep = desk.state().sleep
    assert sleep is not None
    assert sleep.at == desk.clock.ms + 120_000
    desk.pass_time(130)
    assert desk.playing() == ("paused", entries[0], 120)
    assert desk.state().sleep is None


def test_sleep_at_the_end_of_the_track_waits_at_the_next(desk: PlaybackDesk) -> None:
    entries = playing(desk)
    desk.conductor.sleep(None, end_of_track=True)
    assert desk.state().next is None
    desk.pass_time(200)
    assert desk.playing() == ("stopped", entries[1], 0)
    assert desk.state().sleep is None


def test_sleep_that_was_called_off_does_not_come(desk: PlaybackDesk) -> None:
    entries = playing(desk)
    desk.conductor.sleep(1, end_of_track=True)
    desk.conductor.sleep(None, end_of_track=False)
    desk.pass_time(200)
    assert desk.playing() == ("playing", entries[1], 20)


def test_the_player_is_ready_soon_after_the_start_and_nothing_plays_by_itself(desk: PlaybackDesk) -> None:
    entries = queued(desk)
    desk.pass_time(1.9, step=0.1)
    assert not desk.made
    desk.pass_time(0.2, step=0.1)
    assert len(desk.made) == 1
    assert desk.reactions.due() is None
    desk.conductor.play()
    desk.pass_time(5)
    assert desk.playing() == ("playing", entries[0], 5)
    assert len(desk.made) == 1


def test_seeking_moves_the_place_at_once_also_while_paused_and_before_playing(desk: PlaybackDesk) -> None:
    entries = queued(desk)
    desk.conductor.seek(30_000)
    desk.settle()
    assert desk.playing() == ("stopped", entries[0], 30)
    assert not desk.made
    desk.conductor.play()
    desk.pass_time(1)
    assert desk.playing() == ("playing", entries[0], 31)
    desk.conductor.seek(100_000)
    desk.settle()
    assert desk.playing() == ("playing", entries[0], 100)
    desk.conductor.pause()
    desk.conductor.seek(20_000)
    desk.settle()
    assert desk.playing() == ("paused", entries[0], 20)
    desk.conductor.play()
    desk.pass_time(1)
    assert desk.playing() == ("playing", entries[0], 21)


def test_seeking_beyond_the_end_goes_on_with_the_next(desk: PlaybackDesk) -> None:
    entries = playing(desk)
    desk.conductor.seek(LENGTH * 9)
    desk.pass_time(1)
    assert desk.playing() == ("playing", entries[1], 1)


def test_playing_a_list_takes_the_place_of_the_queue_as_one_act(desk: PlaybackDesk) -> None:
    entries = playing(desk)
    desk.pass_time(10)
    desk.queue.replace(of(*desk.tracks[4:8]), 2)
    desk.conductor.play_current()
    desk.settle()
    assert desk.queue_tracks() == desk.tracks[4:8]
    assert desk.state().track is not None
    assert loaded(desk.player.item) == desk.path(6)
    assert desk.history.undo().label == "Replaced the queue with 4 tracks"
    desk.settle()
    assert desk.queue_ids() == entries
    assert desk.playing() == ("playing", entries[0], 10)
    desk.history.redo()
    desk.settle()
    assert loaded(desk.player.item) == desk.path(6)
    assert desk.history.undo().label == "Replaced the queue with 4 tracks"
    assert desk.history.undo().label == "Added 3 tracks to the queue"


def test_an_undone_list_gives_way_to_the_old_queue_also_when_it_has_played_on(desk: PlaybackDesk) -> None:
    entries = playing(desk, place=1)
    desk.pass_time(10)
    desk.queue.replace(of(*desk.tracks[4:8]), 0)
    desk.conductor.play_current()
    desk.pass_time(200)
    assert loaded(desk.player.item) == desk.path(5)
    desk.history.undo()
    desk.settle()
    assert desk.playing() == ("playing", entries[1], 10)


def test_a_list_played_while_the_queue_is_shuffled_begins_with_the_chosen_track(desk: PlaybackDesk) -> None:
    desk.queue.add(of(desk.tracks[0]))
    desk.queue.shuffle(on=True)
    desk.queue.replace(of(*desk.tracks), 5)
    assert desk.queue.state().shuffle
    assert desk.queue.state().current_place == 0
    assert desk.queue_tracks()[0] == desk.tracks[5]
    assert desk.queue_tracks() != [desk.tracks[5], *desk.tracks[:5], *desk.tracks[6:]]
    desk.queue.shuffle(on=False)
    assert desk.queue_tracks() == desk.tracks


def test_replacing_tells_that_all_went_and_what_came(desk: PlaybackDesk) -> None:
    queued(desk)
    desk.queue.replace(of(*desk.tracks[4:6]), 1)
    told = [event for event in desk.told() if isinstance(event, QueueUpdated)]
    assert told == [
        QueueUpdated(action="cleared", positions=None, queue_length=0),
        QueueUpdated(action="added", positions=[0, 1], queue_length=2),
    ]


@pytest.mark.parametrize(("tracks", "place"), [([], 0), ([1, 2], 2), ([1, 999], 1)])
def test_a_list_with_nothing_at_that_place_leaves_the_queue_alone(
    desk: PlaybackDesk, tracks: list[int], place: int
) -> None:
    entries = playing(desk)
    with pytest.raises(NotFoundError):
        desk.queue.replace(of(*tracks), place)
    assert desk.queue_ids() == entries


def test_tracks_that_are_gone_do_not_shift_the_chosen_one(desk: PlaybackDesk) -> None:
    one, two, three = desk.tracks[:3]
    desk.queue.replace(of(one, 999, two, 998, three), 2)
    current = desk.queue.rows(1, 1).rows[0]
    assert (current.entry_id, current.track.id) == (desk.queue.state().current_entry_id, two)
