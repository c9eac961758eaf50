"""The queue: entries with ids of their own, in the order in which they will be heard."""

from typing import Literal

from dunnock.contract.models.base import Acted, Model, Reply
from dunnock.contract.models.library import Track

Repeat = Literal["off", "all", "one"]
"""What follows the last entry of the queue, or with `one` the current entry."""


class QueueEntry(Model):
    """One place in the queue. The same track may be in it twice."""

    entry_id: int
    played: bool
    track: Track


class QueueRows(Reply):
    """Entries `start` and after, in the order in which they will be heard. `total` is the queue's length."""

    total: int
    start: int
    rows: list[QueueEntry]


class QueueState(Reply):
    """What plays and what will follow. `current_place` is the current entry's place in the queue."""

    total: int
    current_entry_id: int | None
    current_place: int | None
    shuffle: bool
    repeat: Repeat
    stop_after_current: bool


class EntryPlaces(Reply):
    """Where entries stand in their list, in the order asked; null where one is not in it."""

    places: list[int | None]


class EntryIds(Reply):
    """Ids of the entries `start` and after."""

    start: int
    entry_ids: list[int]


class QueueAdded(Acted):
    """How many tracks were added, and how many of the named files and folders hold none that is known."""

    added: int
    unknown: int
