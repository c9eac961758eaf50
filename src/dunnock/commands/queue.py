"""Requests about the queue."""

from functools import partial

from dunnock.commands.context import Context, off_the_loop
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


async def state(context: Context, request: QueueReadState) -> QueueState:
    """Read what plays, what follows, and the modes."""
    return await off_the_loop(context.app.queue.state)


async def rows(context: Context, request: QueueReadRows) -> QueueRows:
    """Read entries by place."""
    return await off_the_loop(context.app.queue.rows, request.start, request.count)


async def locate(context: Context, request: QueueLocate) -> EntryPlaces:
    """Find where entries stand."""
    return await off_the_loop(context.app.queue.locate, request.entry_ids)


async def entry_ids(context: Context, request: QueueEntryIds) -> EntryIds:
    """Read the ids of a range."""
    return await off_the_loop(context.app.queue.entry_ids, request.start, request.count)


async def add(context: Context, request: QueueAdd) -> QueueAdded:
    """Add tracks."""
    source = source_of(context, request.source)
    return await off_the_loop(context.app.queue.add, source, request.at, request.before_entry_id)


async def remove(context: Context, request: QueueRemove) -> Acted:
    """Remove entries."""
    return await off_the_loop(context.app.queue.remove, request.entry_ids)


async def move(context: Context, request: QueueMove) -> Acted:
    """Move entries."""
    return await off_the_loop(context.app.queue.move, request.entry_ids, request.before_entry_id)


async def clear(context: Context, request: QueueClear) -> Acted:
    """Remove all entries."""
    return await off_the_loop(context.app.queue.clear)


async def keep_current(context: Context, request: QueueKeepCurrent) -> Acted:
    """Remove all entries but the current one."""
    return await off_the_loop(context.app.queue.keep_current)


async def shuffle(context: Context, request: QueueShuffle) -> Acted:
    """Shuffle, or put the entries back in order."""
    return await off_the_loop(partial(context.app.queue.shuffle, on=request.on))


async def repeat(context: Context, request: QueueRepeat) -> Done:
    """Choose what follows the last entry."""
    await off_the_loop(context.app.queue.repeat, request.mode)
    return Done()


async def stop_after_current(context: Context, request: QueueStopAfterCurrent) -> Done:
    """Stop, or do not stop, when the current entry has ended."""
    await off_the_loop(partial(context.app.queue.stop_after_current, on=request.on))
    return Done()


async def jump(context: Context, request: QueueJump) -> Done:
    """Make an entry the current one."""
    await off_the_loop(context.app.queue.jump, request.entry_id)
    return Done()


async def save_as_playlist(context: Context, request: QueueSaveAsPlaylist) -> PlaylistCreated:
    """Make a playlist of what is in the queue."""
    return await off_the_loop(context.app.playlists.create, request.name, Source(queue=True))
