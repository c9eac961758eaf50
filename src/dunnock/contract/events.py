"""Every event Dunnock sends, on one page.

An event says what changed, never what now is: a window that hears one re-reads what it touched. Its name is
Tauri's event name; its payload is exactly the fields of its model, in snake_case. All but the ones in `UNLOGGED` are
rows of the change log, written in the same transaction as the change, and are therefore sent after it is on disk.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict

PAYLOAD_LIMIT = 8 * 1024
"""Bytes of compact JSON a payload stays under. WebKit keeps the memory of larger evaluated scripts."""


class Event(BaseModel):
    """The base of all events: frozen, and closed to unknown fields so that a typing error cannot travel."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    NAME: ClassVar[str]
    """The name on the wire."""

    SPLIT_FIELD: ClassVar[str | None] = None
    """The list that is cut into several events when a payload would pass `PAYLOAD_LIMIT`."""


class LibraryUpdated(Event):
    """Sent when tracks come into the library, change (tags, place, state, plays) or leave it."""

    NAME = "library:updated"
    SPLIT_FIELD = "track_ids"

    action: Literal["added", "updated", "removed"]
    track_ids: list[int]


class QueueUpdated(Event):
    """Sent when entries of the queue are added, removed, moved, cleared or shuffled.

    `positions` are the places after an addition, the places before a removal, every place whose entry differs after
    a move, and null for cleared and shuffled.
    """

    NAME = "queue:updated"
    SPLIT_FIELD = "positions"

    action: Literal["added", "removed", "reordered", "cleared", "shuffled"]
    positions: list[int] | None
    queue_length: int


class QueueStateChanged(Event):
    """Sent when another entry of the queue becomes the current one, or none, or a mode of playing changes."""

    NAME = "queue:state-changed"

    current_entry_id: int | None
    shuffle: bool
    repeat: Literal["off", "all", "one"]
    stop_after_current: bool


class FavoritesUpdated(Event):
    """Sent when a track becomes a favorite or stops being one."""

    NAME = "favorites:updated"

    action: Literal["added", "removed"]
    track_id: int


class PlaylistsUpdated(Event):
    """Sent when a playlist is created, renamed or described, deleted, or its entries change.

    `track_ids` are the tracks that were added or removed, also by a scan that found the file of an imported entry; null
    for the other actions.
    """

    NAME = "playlists:updated"
    SPLIT_FIELD = "track_ids"

    action: Literal["created", "updated", "deleted", "track_added", "track_removed", "reordered"]
    playlist_id: int
    track_ids: list[int] | None


class SettingsUpdated(Event):
    """Sent when a setting takes another value, with the value it truly had before."""

    NAME = "settings:updated"

    key: str
    value: Any
    previous_value: Any


class LibraryScanProgress(Event):
    """Sent at most ten times a second while a scan runs, and once with its final status.

    `scanned` counts audio files looked at, `found` those that were new or changed, `errors` those that could not be
    read.
    """

    NAME = "library:scan-progress"

    job_id: str
    status: Literal["scanning", "completed", "failed", "cancelled"]
    scanned: int
    found: int
    errors: int
    current_path: str | None


class ScanStats(BaseModel):
    """What a scan did, counted in tracks; `duration_ms` is from the job's start to its end."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    added: int
    updated: int
    removed: int
    skipped: int
    errors: int
    duration_ms: int


class LibraryScanComplete(Event):
    """Sent once a job, whatever its end: completed, failed, cancelled, or found dead."""

    NAME = "library:scan-complete"

    job_id: str
    stats: ScanStats


class FoldersUpdated(Event):
    """Sent when a music folder is added or removed, goes offline or comes back."""

    NAME = "folders:updated"

    action: Literal["added", "removed", "offline", "online"]
    folder_id: int


class HistoryUpdated(Event):
    """Sent when what undo would take back or redo would do again is another act, with the names of both."""

    NAME = "history:updated"

    undo: str | None
    redo: str | None


class PlayerUpdated(Event):
    """Sent when playing begins, pauses, stops or jumps, another entry is heard, or it is heard in another way.

    At `position_at` (milliseconds since the Unix epoch) the place in the track was `position_ms`; while `state` is
    playing it moves on from there, `speed` times as fast as the clock. `message` is a sentence about what went wrong.
    """

    NAME = "player:updated"

    state: Literal["stopped", "paused", "playing"]
    entry_id: int | None
    track_id: int | None
    duration_ms: int
    position_ms: int
    position_at: int
    volume: int
    muted: bool
    speed: float
    message: str | None


class ViewUpdated(Event):
    """Sent when the list of ids behind an open view has changed, after it can be read, or was closed."""

    NAME = "view:updated"

    view_id: int
    revision: int
    total: int


class FeedReset(Event):
    """Sent in place of events a window is too far behind to be given one by one: it re-reads all it shows."""

    NAME = "feed:reset"

    seq: int


class FeedFlushed(Event):
    """Sent at the end of each flush: all up to `seq` has been handed over, and the window acknowledges it."""

    NAME = "feed:flushed"

    seq: int


EVENTS: tuple[type[Event], ...] = (
    LibraryUpdated,
    QueueUpdated,
    QueueStateChanged,
    FavoritesUpdated,
    PlaylistsUpdated,
    SettingsUpdated,
    LibraryScanProgress,
    LibraryScanComplete,
    FoldersUpdated,
    HistoryUpdated,
    PlayerUpdated,
    ViewUpdated,
    FeedReset,
    FeedFlushed,
)

UNLOGGED: tuple[type[Event], ...] = (ViewUpdated, FeedReset, FeedFlushed)
"""Events about delivery itself. They never enter the change log."""

BY_NAME: dict[str, type[Event]] = {event.NAME: event for event in EVENTS}


def split(event: Event) -> list[Event]:
    """Cut an event whose payload would pass `PAYLOAD_LIMIT` into as few as there can be, keeping the order of its list.

    Raises:
        ValueError: the payload is too large and has no list to cut.
    """
    size = len(event.model_dump_json().encode())
    if size < PAYLOAD_LIMIT:
        return [event]
    field = event.SPLIT_FIELD
    items: list[int] | None = getattr(event, field) if field is not None else None
    if field is None or not items or len(items) == 1:
        message = f"{event.NAME} has a payload of {size} bytes; the limit is {PAYLOAD_LIMIT}."
        raise ValueError(message)
    frame = len(event.model_copy(update={field: []}).model_dump_json().encode())
    return [event.model_copy(update={field: run}) for run in _runs(items, PAYLOAD_LIMIT - 1 - frame)]


def _runs(items: list[int], room: int) -> Iterator[list[int]]:
    """Cut a list into runs whose JSON, without the brackets, takes at most so many bytes."""
    run: list[int] = []
    taken = 0
    for item in items:
        size = len(str(item)) + bool(run)  # a comma before all but the first
        if run and taken + size > room:
            yield run
            run, taken, size = [], 0, size - 1
        run.append(item)
        taken += size
    yield run
