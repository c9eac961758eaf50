"""Playback on a library of eight tracks of three minutes, none of them in the queue."""

import pytest

from dunnock.store.database import Database
from tests.services.playback.desk import PlaybackDesk


@pytest.fixture
def desk(database: Database) -> PlaybackDesk:
    """A desk whose queue is played when the test says so."""
    desk = PlaybackDesk(database)
    desk.fill(8)
    return desk
