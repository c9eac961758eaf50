"""The queue: what each act makes of it, and exactly what is told."""

import pytest

from dunnock.contract.errors import NotFoundError
from dunnock.contract.events import HistoryUpdated, QueueStateChanged, QueueUpdated
from dunnock.contract.models import Repeat
from dunnock.services.queue import QueueService
from tests.services.desk import Desk, of


def state(
    current: int | None = None, *, shuffle: bool = False, repeat: Repeat = "off", stop: bool = False
) -> QueueStateChanged:
    return QueueStateChanged(
        current_entry_id=current, shuffle=shuffle, repeat=repeat, stop_after_current=stop
    )


def filled(desk: Desk, count: int = 5, current: int | None = None) -> list[int]:
    """A queue of so many entries, their ids, and nothing told of it."""
    desk.queue.add(of(*desk.tracks[:count]))
    entries = desk.queue_ids()
    if current is not None:
        desk.queue.jump(entries[current])
    desk.told()
    return entries


def test_adding_tells_the_places_after(desk: Desk) -> None:
    reply = desk.queue.add(of(*desk.tracks[:3]))
    assert (reply.added, reply.unknown) == (3, 0)
    assert desk.queue_tracks() == desk.tracks[:3]
    assert desk.told() == [
        QueueUpdated(action="added", positions=[0, 1, 2], queue_length=3),
        HistoryUpdated(undo="Added 3 tracks to the queue", redo=None),
    ]


def test_tracks_are_added_next_or_before_an_entry(desk: Desk) -> None:
    entries = filled(desk, 3, current=0)
    desk.queue.add(of(desk.tracks[5]), "next")
    desk.queue.add(of(desk.tracks[6]), before_entry_id=entries[0])
    assert [event.positions for event in desk.told() if isinstance(event, QueueUpdated)] == [[1], [0]]
    one, two, three = desk.tracks[:3]
    assert desk.queue_tracks() == [desk.tracks[6], one, desk.tracks[5], two, three]


def test_what_is_added_next_comes_first_while_nothing_is_current(desk: Desk) -> None:
    filled(desk, 2)
    desk.queue.add(of(desk.tracks[5]), "next")
    assert desk.queue_tracks()[0] == desk.tracks[5]


def test_the_same_track_may_be_in_the_queue_twice(desk: Desk) -> None:
    desk.queue.add(of(desk.tracks[0], desk.tracks[0]))
    first, second = desk.queue_ids()
    assert first != second
    desk.queue.remove([first])
    assert desk.queue_ids() == [second]


def test_adding_nothing_that_exists_is_no_act(desk: Desk) -> None:
    assert desk.queue.add(of(999)).model_dump() == {
        "label": None,
        "act_id": None,
        "added": 0,
        "unknown": 0,
    }
    assert desk.told() == []


def test_removing_tells_the_places_before(desk: Desk) -> None:
    entries = filled(desk)
    desk.queue.remove([entries[3], entries[1], 999])
    assert desk.told() == [
        QueueUpdated(action="removed", positions=[1, 3], queue_length=3),
        HistoryUpdated(undo="Removed 2 tracks from the queue", redo=None),
    ]


def test_the_next_entry_becomes_current_when_the_current_one_is_removed(desk: Desk) -> None:
    entries = filled(desk, current=1)
    desk.queue.remove(entries[1:3])
    assert desk.told() == [
        QueueUpdated(action="removed", positions=[1, 2], queue_length=3),
        state(entries[3]),
        HistoryUpdated(undo="Removed 2 tracks from the queue", redo=None),
    ]
    desk.queue.remove(entries[3:])
    assert desk.queue.state().current_entry_id is None


def test_moving_several_keeps_their_order_and_tells_every_place_that_differs(desk: Desk) -> None:
    entries = filled(desk)
    desk.queue.move([entries[4], entries[2]], entries[0])
    assert desk.queue_ids() == [entries[place] for place in (2, 4, 0, 1, 3)]
    assert desk.told() == [
        QueueUpdated(action="reordered", positions=[0, 1, 2, 3, 4], queue_length=5),
        HistoryUpdated(undo="Moved 2 tracks in the queue", redo=None),
    ]
    desk.queue.move([entries[1]], None)
    assert desk.told()[0] == QueueUpdated(action="reordered", positions=[3, 4], queue_length=5)


def test_moving_to_where_it_is_is_no_act(desk: Desk) -> None:
    entries = filled(desk)
    assert desk.queue.move(entries[1:3], entries[3]).label is None
    assert desk.queue.move(entries[1:3], entries[1]).label is None
    assert desk.told() == []


def test_clearing_names_no_places(desk: Desk) -> None:
    filled(desk, current=2)
    desk.queue.clear()
    assert desk.told() == [
        QueueUpdated(action="cleared", positions=None, queue_length=0),
        state(None),
        HistoryUpdated(undo="Cleared the queue", redo=None),
    ]
    assert desk.queue.clear().label is None


def test_keeping_the_current_entry_removes_all_others(desk: Desk) -> None:
    entries = filled(desk, current=2)
    desk.queue.keep_current()
    assert desk.queue_ids() == [entries[2]]
    assert desk.told() == [
        QueueUpdated(action="removed", positions=[0, 1, 3, 4], queue_length=1),
        HistoryUpdated(undo="Removed all but the current track from the queue", redo=None),
    ]


def test_nothing_is_kept_when_nothing_is_current(desk: Desk) -> None:
    filled(desk)
    with pytest.raises(NotFoundError, match="No entry"):
        desk.queue.keep_current()
    assert len(desk.queue_ids()) == 5


def test_shuffling_and_going_back_name_no_places(desk: Desk) -> None:
    entries = filled(desk, current=2)
    desk.queue.shuffle(on=True)
    shuffled = desk.queue_ids()
    assert shuffled != entries
    assert sorted(shuffled) == sorted(entries)
    assert shuffled[2] == entries[2]
    assert desk.told() == [
        QueueUpdated(action="shuffled", positions=None, queue_length=5),
        state(entries[2], shuffle=True),
        HistoryUpdated(undo="Shuffled the queue", redo=None),
    ]
    desk.queue.shuffle(on=False)
    assert desk.queue_ids() == entries
    assert desk.told() == [
        QueueUpdated(action="shuffled", positions=None, queue_length=5),
        state(entries[2]),
        HistoryUpdated(undo="Put the queue back in order", redo=None),
    ]


def test_what_is_done_to_a_shuffled_queue_outlasts_the_shuffle(desk: Desk) -> None:
    entries = filled(desk, current=0)
    desk.queue.shuffle(on=True)
    desk.queue.remove([entries[3]])
    desk.queue.add(of(desk.tracks[6]), "next")
    desk.queue.add(of(desk.tracks[7]))
    one, two, three, _, five = desk.tracks[:5]
    desk.queue.shuffle(on=False)
    assert desk.queue_tracks() == [one, desk.tracks[6], two, three, five, desk.tracks[7]]


def test_shuffling_draws_from_the_system_unless_told_otherwise(desk: Desk) -> None:
    desk.queue.add(of(*desk.tracks))
    orders = set()
    for _ in range(5):
        QueueService(desk.database, desk.sources).shuffle(on=True)
        orders.add(tuple(desk.queue_ids()))
    assert len(orders) > 1


def test_modes_are_told_and_are_no_acts(desk: Desk) -> None:
    desk.queue.repeat("all")
    desk.queue.repeat("all")
    desk.queue.stop_after_current(on=True)
    assert desk.told() == [state(repeat="all"), state(repeat="all", stop=True)]
    assert desk.history.state().undo is None


def test_jumping_makes_an_entry_current_and_the_one_before_played(desk: Desk) -> None:
    entries = filled(desk)
    desk.queue.jump(entries[1])
    desk.queue.jump(entries[3])
    assert desk.told() == [state(entries[1]), state(entries[3])]
    assert [row.played for row in desk.queue.rows(0, 5).rows] == [False, True, False, False, False]
    found = desk.queue.state()
    assert (found.current_entry_id, found.current_place) == (entries[3], 3)
    desk.queue.jump(entries[1])
    assert [row.played for row in desk.queue.rows(0, 5).rows] == [False, False, False, True, False]


def test_jumping_to_the_current_entry_is_told_when_it_counted_as_played(desk: Desk) -> None:
    entries = filled(desk)
    desk.queue.jump(entries[1])
    desk.queue.jump(entries[0])
    desk.queue.remove([entries[0]])
    assert [row.played for row in desk.queue.rows(0, 5).rows] == [True, False, False, False]
    desk.told()
    desk.queue.jump(entries[1])
    assert [row.played for row in desk.queue.rows(0, 5).rows] == [False, False, False, False]
    assert desk.told() == [state(entries[1])]
    desk.queue.jump(entries[1])
    assert desk.told() == []


def test_an_entry_that_is_gone_is_neither_jumped_to_nor_moved_before_nor_added_before(desk: Desk) -> None:
    entries = filled(desk)
    desk.queue.remove([entries[0]])
    for act in (
        lambda: desk.queue.jump(entries[0]),
        lambda: desk.queue.move([entries[1]], entries[0]),
        lambda: desk.queue.add(of(desk.tracks[0]), before_entry_id=entries[0]),
    ):
        with pytest.raises(NotFoundError, match="not in the queue"):
            act()
    assert desk.queue_ids() == entries[1:]


def test_rows_are_read_by_place_and_entries_located(desk: Desk) -> None:
    entries = filled(desk)
    reply = desk.queue.rows(1, 2)
    assert (reply.total, reply.start) == (5, 1)
    assert [row.entry_id for row in reply.rows] == entries[1:3]
    assert [row.track.title for row in reply.rows] == ["Title 1", "Title 2"]
    assert desk.queue.rows(9, 2).rows == []
    assert desk.queue.locate([entries[4], 999, entries[0]]).places == [4, None, 0]


def test_a_reply_says_what_it_has_seen(desk: Desk) -> None:
    before = desk.queue.state().as_of
    filled(desk)
    for reply in (
        desk.queue.state(),
        desk.queue.rows(0, 1),
        desk.queue.entry_ids(0, 1),
        desk.queue.locate([1]),
    ):
        assert reply.as_of > before


def test_long_lists_of_places_are_split_and_whole(desk: Desk) -> None:
    desk.queue.add(of(*desk.tracks * 500))
    told = [event for event in desk.told() if isinstance(event, QueueUpdated)]
    assert len(told) > 1
    assert [place for event in told for place in event.positions or ()] == list(range(4000))
    assert {event.queue_length for event in told} == {4000}


def test_a_track_of_a_removed_folder_stays_in_the_queue_and_says_so(desk: Desk) -> None:
    filled(desk, 1)
    (folder,) = desk.folders.list().folders
    desk.folders.remove(folder.id)
    (row,) = desk.queue.rows(0, 1).rows
    assert (row.track.state, row.track.title) == ("removed", "Title 0")
