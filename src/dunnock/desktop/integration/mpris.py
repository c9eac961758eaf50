"""MPRIS, the interface by which Linux desktops, media keys and `playerctl` know a player.

After the MPRIS D-Bus Interface Specification, version 2.2, of freedesktop.org; times on the bus are in microseconds.
"""

import os
from contextlib import ExitStack
from functools import partial
from typing import Any, Final

from dbus_fast import NameFlag, PropertyAccess, RequestNameReply
from dbus_fast.aio import MessageBus
from dbus_fast.annotations import (
    DBusBool,
    DBusDict,
    DBusDouble,
    DBusInt64,
    DBusObjectPath,
    DBusStr,
)
from dbus_fast.service import ServiceInterface, dbus_method, dbus_property, dbus_signal

from dunnock.contract.models.queue import Repeat
from dunnock.desktop.integration.desk import Desk
from dunnock.desktop.integration.metadata import metadata, track_id
from dunnock.desktop.integration.mpris_root import RootInterface
from dunnock.desktop.integration.player import MAX_SPEED, MIN_SPEED, NowPlaying, now_ms
from dunnock.desktop.integration.shell import Shell

NAME = "org.mpris.MediaPlayer2.dunnock"
PATH = "/org/mpris/MediaPlayer2"

JUMP_MS = 250
"""A place further than this from where the clock would be is a jump; less is the clock of the sound card."""

_STATUS = {"playing": "Playing", "paused": "Paused", "stopped": "Stopped"}
_LOOP_OF_REPEAT: dict[Repeat, str] = {"off": "None", "one": "Track", "all": "Playlist"}
_REPEAT_OF_LOOP: dict[str, Repeat] = {loop: repeat for repeat, loop in _LOOP_OF_REPEAT.items()}

_READ: Final = PropertyAccess.READ


async def export_player(bus: MessageBus, desk: Desk, shell: Shell, following: ExitStack) -> None:
    """Put the player on a bus, under a name it can be found by. `following` ends its news."""
    bus.export(PATH, RootInterface(desk, shell))
    player = PlayerInterface(desk)
    bus.export(PATH, player)
    following.enter_context(desk.following(player.changed))
    # After the export: whoever sees the name looks at once.
    reply = await bus.request_name(NAME, NameFlag.DO_NOT_QUEUE)
    if reply is not RequestNameReply.PRIMARY_OWNER:
        await bus.request_name(f"{NAME}.instance{os.getpid()}", NameFlag.DO_NOT_QUEUE)


class PlayerInterface(ServiceInterface):
    """org.mpris.MediaPlayer2.Player. Properties are answered from what was read last, so no reader ever waits."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("org.mpris.MediaPlayer2.Player")
        self._desk = desk

    def changed(self, before: NowPlaying, now: NowPlaying) -> None:
        """Tell the bus what is different: a property, or the place by a jump."""
        old = _properties(before)
        different = {name: value for name, value in _properties(now).items() if old[name] != value}
        if different:
            self.emit_properties_changed(different)
        if _has_jumped(before, now):
            self.seeked(now.position() * 1000)

    @dbus_method("Play")
    async def play(self) -> None:
        """Go on, or begin."""
        await self._desk.act(self._desk.player.play)

    @dbus_method("Pause")
    async def pause(self) -> None:
        """Pause."""
        await self._desk.act(self._desk.player.pause)

    @dbus_method("PlayPause")
    async def play_pause(self) -> None:
        """Pause, or go on."""
        await self._desk.act(self._desk.player.toggle)

    @dbus_method("Stop")
    async def stop(self) -> None:
        """Stop."""
        await self._desk.act(self._desk.player.stop)

    @dbus_method("Next")
    async def next(self) -> None:
        """Play the next entry."""
        await self._desk.act(self._desk.player.next)

    @dbus_method("Previous")
    async def previous(self) -> None:
        """Play the entry before, or begin this one again."""
        await self._desk.act(self._desk.player.previous)

    @dbus_method("Seek")
    async def seek(self, offset: DBusInt64) -> None:
        """Go forward by so many microseconds, or back; beyond the end is the next entry."""
        await self._desk.act(partial(self._desk.player.seek_by, round(offset / 1000)))

    @dbus_method("SetPosition")
    async def set_position(self, track: DBusObjectPath, position: DBusInt64) -> None:
        """Go to a place in a track, in microseconds, if that track is still the one that plays."""
        # A click on the time line of a track that has just ended must not move its successor.
        now = self._desk.now
        if track == track_id(now) and 0 <= position <= now.duration_ms * 1000:
            await self._desk.act(partial(self._desk.player.seek, round(position / 1000)))

    @dbus_method("OpenUri")
    async def open_uri(self, uri: DBusStr) -> None:
        """Play a file of the library in place of the queue."""
        await self._desk.act(partial(self._desk.player.open, uri))

    @dbus_signal("Seeked")
    def seeked(self, position: int) -> DBusInt64:
        """Tell of a jump to a place, in microseconds."""
        return position

    @dbus_property(_READ, "PlaybackStatus")
    def playback_status(self) -> DBusStr:
        """Playing, Paused or Stopped."""
        return _STATUS[self._desk.now.state]

    @dbus_property(name="LoopStatus")
    def loop_status(self) -> DBusStr:
        """None, Track or Playlist."""
        return _LOOP_OF_REPEAT[self._desk.now.repeat]

    @loop_status.setter
    async def set_loop_status(self, value: DBusStr) -> None:
        """Choose what follows the last entry; words that MPRIS does not know change nothing."""
        repeat = _REPEAT_OF_LOOP.get(value)
        if repeat is not None:
            await self._desk.act(partial(self._desk.player.set_repeat, repeat))

    @dbus_property(name="Shuffle")
    def shuffle(self) -> DBusBool:
        """Whether what comes is shuffled."""
        return self._desk.now.shuffle

    @shuffle.setter
    async def set_shuffle(self, value: DBusBool) -> None:
        """Shuffle what comes, or put it in order."""
        await self._desk.act(partial(self._desk.player.set_shuffle, on=value))

    @dbus_property(name="Rate")
    def rate(self) -> DBusDouble:
        """How fast it plays; 1 is as recorded."""
        return self._desk.now.speed

    @rate.setter
    async def set_rate(self, value: DBusDouble) -> None:
        """Play so fast, within what there is."""
        # The specification: a rate of zero is a pause.
        verb = partial(self._desk.player.set_speed, value) if value > 0 else self._desk.player.pause
        await self._desk.act(verb)

    @dbus_property(name="Volume")
    def volume(self) -> DBusDouble:
        """How loud it is, from 0 to 1; 0 while it is muted."""
        return _volume(self._desk.now)

    @volume.setter
    async def set_volume(self, value: DBusDouble) -> None:
        """Be as loud as that; more than 0 ends muting."""
        await self._desk.act(partial(self._desk.player.set_volume, round(min(1.0, max(0.0, value)) * 100)))

    @dbus_property(_READ, "Metadata")
    def metadata(self) -> DBusDict:
        """What there is to say about the current track."""
        return metadata(self._desk.now)

    @dbus_property(_READ, "Position")
    def position(self) -> DBusInt64:
        """The place in the track, in microseconds."""
        return self._desk.now.position() * 1000

    @dbus_property(_READ, "MinimumRate")
    def minimum_rate(self) -> DBusDouble:
        """The slowest."""
        return MIN_SPEED

    @dbus_property(_READ, "MaximumRate")
    def maximum_rate(self) -> DBusDouble:
        """The fastest."""
        return MAX_SPEED

    @dbus_property(_READ, "CanGoNext")
    def can_go_next(self) -> DBusBool:
        """Whether something follows."""
        return self._desk.now.has_next

    @dbus_property(_READ, "CanGoPrevious")
    def can_go_previous(self) -> DBusBool:
        """Whether there is something to begin again, if nothing came before."""
        return self._desk.now.has_track

    @dbus_property(_READ, "CanPlay")
    def can_play(self) -> DBusBool:
        """Whether there is something to play."""
        return self._desk.now.has_track

    @dbus_property(_READ, "CanPause")
    def can_pause(self) -> DBusBool:
        """Whether there is something to pause."""
        return self._desk.now.has_track

    @dbus_property(_READ, "CanSeek")
    def can_seek(self) -> DBusBool:
        """Whether the track has places to go to."""
        return _can_seek(self._desk.now)

    @dbus_property(_READ, "CanControl")
    def can_control(self) -> DBusBool:
        """Whether this interface may be used at all."""
        return True


def _volume(now: NowPlaying) -> float:
    return 0.0 if now.muted else now.volume / 100


def _can_seek(now: NowPlaying) -> bool:
    return now.has_track and now.duration_ms > 0


def _properties(now: NowPlaying) -> dict[str, Any]:
    """The properties that PropertiesChanged tells of: all that change, but for the position."""
    return {
        "PlaybackStatus": _STATUS[now.state],
        "LoopStatus": _LOOP_OF_REPEAT[now.repeat],
        "Shuffle": now.shuffle,
        "Rate": now.speed,
        "Volume": _volume(now),
        "Metadata": metadata(now),
        "CanGoNext": now.has_next,
        "CanGoPrevious": now.has_track,
        "CanPlay": now.has_track,
        "CanPause": now.has_track,
        "CanSeek": _can_seek(now),
    }


def _has_jumped(before: NowPlaying, now: NowPlaying) -> bool:
    """Whether a clock that was right before is wrong now. A new entry is taken to begin at its beginning."""
    if not now.has_track:
        return False
    at = now_ms()
    expected = before.position(at) if before.entry_id == now.entry_id else 0
    return abs(now.position(at) - expected) > JUMP_MS
