"""Requests about what is heard."""

from dunnock.commands.context import Context
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


def state(context: Context, request: PlayerReadState) -> PlayerState:
    """Read what is heard now."""
    return context.app.playback.state()


def play(context: Context, request: PlayerPlay) -> Done:
    """Go on, or play an entry."""
    context.app.playback.play(request.entry_id)
    return Done()


def play_source(context: Context, request: PlayerPlaySource) -> Acted:
    """Put a list in the place of the queue, and play it."""
    source = source_of(context, request.source)
    return context.app.playback.play_source(source, request.place)


def pause(context: Context, request: PlayerPause) -> Done:
    """Pause."""
    context.app.playback.pause()
    return Done()


def toggle(context: Context, request: PlayerToggle) -> Done:
    """Pause, or go on."""
    context.app.playback.toggle()
    return Done()


def stop(context: Context, request: PlayerStop) -> Done:
    """Stop."""
    context.app.playback.stop()
    return Done()


def seek(context: Context, request: PlayerSeek) -> Done:
    """Go to a place in the track."""
    context.app.playback.seek(request.position_ms)
    return Done()


def next_entry(context: Context, request: PlayerNext) -> Done:
    """Go to the next entry."""
    context.app.playback.next()
    return Done()


def previous_entry(context: Context, request: PlayerPrevious) -> Done:
    """Begin the track again, or go to the entry before."""
    context.app.playback.previous()
    return Done()


def sleep(context: Context, request: PlayerSleep) -> Done:
    """Stop by itself some time."""
    context.app.playback.sleep(request.minutes, end_of_track=request.end_of_track)
    return Done()


def list_devices(context: Context, request: PlayerListDevices) -> OutputDevices:
    """Read what sound can come out of."""
    return context.app.playback.devices()


def list_plays(context: Context, request: PlaysList) -> Plays:
    """Read what was heard."""
    return context.app.playback.history(request.start, request.count)
