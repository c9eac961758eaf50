"""Playback: what is heard, what follows, what is stored and what is told."""

import pytest

from dunnock.store.database import Database
from tests.services.desk import of
from tests.services.playback_desk import PlaybackDesk, loaded


@pytest.fixture
def desk(database: Database) -> PlaybackDesk:
    """Eight tracks of three minutes, none of them in the queue."""
    desk = PlaybackDesk(database)
    desk.fill(8)
    return desk


def queued(desk: PlaybackDesk, count: int = 3) -> list[int]:
    """A queue of so many entries, their ids, and nothing told of it."""
    desk.queue.add(of(*desk.tracks[:count]))
    desk.settle()
    desk.told()
    return desk.queue_ids()


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
