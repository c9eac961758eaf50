"""Requests about the queue."""

from typing import Annotated, Literal

from pydantic import Field

from dunnock.contract.models import (
    Acted,
    Done,
    EntryIds,
    EntryPlaces,
    PlaylistCreated,
    QueueAdded,
    QueueRows,
    QueueState,
    Repeat,
)
from dunnock.contract.requests.base import Brief, FewIds, IdCount, Ids, RowCount, Start
from dunnock.contract.requests.playlists import Name
from dunnock.contract.requests.source import Source


class QueueReadState(Brief):
    """Read what plays, what follows, and the modes."""

    NAME = "queue_state"
    REPLY = QueueState


class QueueReadRows(Brief):
    """Read entries by place."""

    NAME = "queue_rows"
    REPLY = QueueRows

    start: Start
    count: RowCount


class QueueLocate(Brief):
    """Find where entries stand, for selection, focus and scroll, which hold on to ids."""

    NAME = "queue_locate"
    REPLY = EntryPlaces

    entry_ids: FewIds


class QueueEntryIds(Brief):
    """Read the ids of a range, for selecting it."""

    NAME = "queue_entry_ids"
    REPLY = EntryIds

    start: Start
    count: IdCount


class QueueAdd(Brief):
    """Add tracks: at the end, after the current entry, or before an entry."""

    NAME = "queue_add"
    REPLY = QueueAdded

    source: Source
    at: Literal["end", "next"] = "end"
    before_entry_id: Annotated[
        int | None, Field(description="Add before this entry; `at` says nothing then.")
    ] = None


class QueueRemove(Brief):
    """Remove entries. If the current one is among them, the next one that stays becomes current."""

    NAME = "queue_remove"
    REPLY = Acted

    entry_ids: Ids


class QueueMove(Brief):
    """Move entries, keeping their order, before an entry, or to the end."""

    NAME = "queue_move"
    REPLY = Acted

    entry_ids: Ids
    before_entry_id: int | None


class QueueClear(Brief):
    """Remove all entries."""

    NAME = "queue_clear"
    REPLY = Acted


class QueueKeepCurrent(Brief):
    """Remove all entries but the current one."""

    NAME = "queue_keep_current"
    REPLY = Acted


class QueueShuffle(Brief):
    """Shuffle, leaving the current entry where it is, or put the entries back in the order they had before."""

    NAME = "queue_shuffle"
    REPLY = Acted

    on: bool


class QueueRepeat(Brief):
    """Choose what follows the last entry."""

    NAME = "queue_repeat"
    REPLY = Done

    mode: Repeat


class QueueStopAfterCurrent(Brief):
    """Stop, or do not stop, when the current entry has ended."""

    NAME = "queue_stop_after_current"
    REPLY = Done

    on: bool


class QueueJump(Brief):
    """Make an entry the current one."""

    NAME = "queue_jump"
    REPLY = Done

    entry_id: int


class QueueSaveAsPlaylist(Brief):
    """Make a playlist of what is in the queue, in its order."""

    NAME = "queue_save_as_playlist"
    REPLY = PlaylistCreated

    name: Name
