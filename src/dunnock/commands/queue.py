"""Requests about the queue."""

from dunnock.commands.context import Context
from dunnock.commands.sources import source_of
from dunnock.contract.models import (
    Acted,
    Done,
    EntryIds,
    EntryPlaces,
    PlaylistCreated,
    QueueAdded,
    QueueRows,
    QueueState,
)
from dunnock.contract.requests import (
    QueueAdd,
    QueueClear,
    QueueEntryIds,
    QueueJump,
    QueueKeepCurrent,
    QueueLocate,
    QueueMove,
    QueueReadRows,
    QueueReadState,
    QueueRemove,
    QueueRepeat,
    QueueSaveAsPlaylist,
    QueueShuffle,
    QueueStopAfterCurrent,
)
from dunnock.services.sources import Source


def state(context: Context, request: QueueReadState) -> QueueState:
    """Read what plays, what follows, and the modes."""
    return context.app.queue.state()


def rows(context: Context, request: QueueReadRows) -> QueueRows:
    """Read entries by place."""
    return context.app.queue.rows(request.start, request.count)


def locate(context: Context, request: QueueLocate) -> EntryPlaces:
    """Find where entries stand."""
    return context.app.queue.locate(request.entry_ids)


def entry_ids(context: Context, request: QueueEntryIds) -> EntryIds:
    """Read the ids of a range."""
    return context.app.queue.entry_ids(request.start, request.count)


def add(context: Context, request: QueueAdd) -> QueueAdded:
    """Add tracks."""
    source = source_of(context, request.source)
    return context.app.queue.add(source, request.at, request.before_entry_id)


def remove(context: Context, request: QueueRemove) -> Acted:
    """Remove entries."""
    return context.app.queue.remove(request.entry_ids)


def move(context: Context, request: QueueMove) -> Acted:
    """Move entries."""
    return context.app.queue.move(request.entry_ids, request.before_entry_id)


def clear(context: Context, request: QueueClear) -> Acted:
    """Remove all entries."""
    return context.app.queue.clear()


def keep_current(context: Context, request: QueueKeepCurrent) -> Acted:
    """Remove all entries but the current one."""
    return context.app.queue.keep_current()


def shuffle(context: Context, request: QueueShuffle) -> Acted:
    """Shuffle, or put the entries back in order."""
    return context.app.queue.shuffle(on=request.on)


def repeat(context: Context, request: QueueRepeat) -> Done:
    """Choose what follows the last entry."""
    context.app.queue.repeat(request.mode)
    return Done()


def stop_after_current(context: Context, request: QueueStopAfterCurrent) -> Done:
    """Stop, or do not stop, when the current entry has ended."""
    context.app.queue.stop_after_current(on=request.on)
    return Done()


def jump(context: Context, request: QueueJump) -> Done:
    """Make an entry the current one."""
    context.app.queue.jump(request.entry_id)
    return Done()


def save_as_playlist(context: Context, request: QueueSaveAsPlaylist) -> PlaylistCreated:
    """Make a playlist of what is in the queue."""
    return context.app.playlists.create(request.name, Source(queue=True))
