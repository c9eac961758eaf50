"""Requests about what is heard."""

from functools import partial

from dunnock.commands.context import Context, off_the_loop
from dunnock.commands.sources import source_of
from dunnock.contract.models import Acted, Done, OutputDevices, PlayerState, Plays
from dunnock.contract.requests import (
    PlayerListDevices,
    PlayerNext,
    PlayerPause,
    PlayerPlay,
    PlayerPlaySource,
    PlayerPrevious,
    PlayerReadState,
    PlayerSeek,
    PlayerSleep,
    PlayerStop,
    PlayerToggle,
    PlaysList,
)


async def state(context: Context, request: PlayerReadState) -> PlayerState:
    """Read what is heard now."""
    return await off_the_loop(context.app.playback.state)


async def play(context: Context, request: PlayerPlay) -> Done:
    """Go on, or play an entry."""
    await off_the_loop(context.app.playback.play, request.entry_id)
    return Done()


async def play_source(context: Context, request: PlayerPlaySource) -> Acted:
    """Put a list in the place of the queue, and play it."""
    source = source_of(context, request.source)
    return await off_the_loop(context.app.playback.play_source, source, request.place)


async def pause(context: Context, request: PlayerPause) -> Done:
    """Pause."""
    await off_the_loop(context.app.playback.pause)
    return Done()


async def toggle(context: Context, request: PlayerToggle) -> Done:
    """Pause, or go on."""
    await off_the_loop(context.app.playback.toggle)
    return Done()


async def stop(context: Context, request: PlayerStop) -> Done:
    """Stop."""
    await off_the_loop(context.app.playback.stop)
    return Done()


async def seek(context: Context, request: PlayerSeek) -> Done:
    """Go to a place in the track."""
    await off_the_loop(context.app.playback.seek, request.position_ms)
    return Done()


async def next_entry(context: Context, request: PlayerNext) -> Done:
    """Go to the next entry."""
    await off_the_loop(context.app.playback.next)
    return Done()


async def previous_entry(context: Context, request: PlayerPrevious) -> Done:
    """Begin the track again, or go to the entry before."""
    await off_the_loop(context.app.playback.previous)
    return Done()


async def sleep(context: Context, request: PlayerSleep) -> Done:
    """Stop by itself some time."""
    act = partial(context.app.playback.sleep, request.minutes, end_of_track=request.end_of_track)
    await off_the_loop(act)
    return Done()


async def list_devices(context: Context, request: PlayerListDevices) -> OutputDevices:
    """Read what sound can come out of."""
    return await off_the_loop(context.app.playback.devices)


async def list_plays(context: Context, request: PlaysList) -> Plays:
    """Read what was heard."""
    return await off_the_loop(context.app.playback.history, request.start, request.count)
