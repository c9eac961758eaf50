"""What plays, as a desktop shows it, and what it may ask for. The same for every system."""

import json
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

from dunnock.app import App
from dunnock.contract.errors import NotFoundError
from dunnock.contract.events import (
    FavoritesUpdated,
    FeedReset,
    LibraryUpdated,
    PlayerUpdated,
    QueueStateChanged,
    QueueUpdated,
    SettingsUpdated,
)
from dunnock.contract.models import Playing, QueueState, Repeat, Track
from dunnock.services.sources import Source
from dunnock.store.change_log import LogRow
from dunnock.store.track_credits import Credits

ART_SIZE = 640
"""Pixels of the longer side of the cover a desktop is given: what a lock screen shows large."""

_ALWAYS = frozenset(
    each.NAME
    for each in (PlayerUpdated, QueueUpdated, QueueStateChanged, FavoritesUpdated, SettingsUpdated, FeedReset)
)


@dataclass(frozen=True, slots=True)
class NowPlaying:
    """What plays. At `position_at` (milliseconds since the Unix epoch) the place in the track was `position_ms`.

    `art` is a file with the cover; `art_known` is false while it is still looked for.
    """

    state: Playing = "stopped"
    entry_id: int | None = None
    track: Track | None = None
    credits: Credits | None = None
    has_next: bool = False
    duration_ms: int = 0
    position_ms: int = 0
    position_at: int = 0
    volume: int = 100
    muted: bool = False
    speed: float = 1.0
    shuffle: bool = False
    repeat: Repeat = "off"
    tray_icon: bool = False
    notifications: bool = False
    art: Path | None = None
    art_known: bool = False

    @property
    def is_playing(self) -> bool:
        """Whether something is heard."""
        return self.state == "playing"

    @property
    def has_track(self) -> bool:
        """Whether there is something to play, pause and describe."""
        return self.track is not None and self.entry_id is not None

    def position(self, at: int | None = None) -> int:
        """The place in the track, in milliseconds, now or `at` a time in milliseconds since the Unix epoch."""
        moved = 0.0
        if self.is_playing:
            moved = max(0, (now_ms() if at is None else at) - self.position_at) * self.speed
        place = max(0, self.position_ms + round(moved))
        return min(place, self.duration_ms) if self.duration_ms > 0 else place


def now_ms() -> int:
    """The time in milliseconds since the Unix epoch."""
    return round(time.time() * 1000)


class DesktopPlayer:
    """The player, for a desktop. Every method but `on_change` reads or writes the database: not for an event loop."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._track_id: int | None = None

    def on_change(self, callback: Callable[[], None]) -> None:
        """Call back, on the feed's thread, whenever `read` may return something else from now on."""

        def take(rows: Sequence[LogRow]) -> None:
            if any(self._concerns(row) for row in rows):
                callback()

        self._app.feed.before_delivery(take)

    def read(self) -> NowPlaying:
        """What plays now."""
        player = self._app.playback.state()
        queue = self._app.queue.state()
        settings = self._app.settings.values().values
        self._track_id = None if player.track is None else player.track.id
        made_by = None if self._track_id is None else self._app.library.credits(self._track_id)
        return NowPlaying(
            state=player.state,
            entry_id=player.entry_id,
            track=player.track,
            credits=made_by,
            has_next=_leads_on(queue),
            duration_ms=player.duration_ms,
            position_ms=player.position_ms,
            position_at=player.position_at,
            volume=player.volume,
            muted=player.muted,
            speed=player.speed,
            shuffle=queue.shuffle,
            repeat=queue.repeat,
            tray_icon=settings["tray_icon"],
            notifications=settings["notifications"],
        )

    def art(self, track_id: int) -> Path | None:
        """A file with the cover of a track, None if it has none. May take long: the track may be on a slow disk."""
        try:
            artwork_id = self._app.artwork.artwork(track_id).artwork_id
        except NotFoundError:
            return None
        return None if artwork_id is None else self._app.artwork.path(artwork_id, ART_SIZE)

    def play(self) -> None:
        """Go on, or begin."""
        self._app.playback.play()

    def pause(self) -> None:
        """Pause."""
        self._app.playback.pause()

    def toggle(self) -> None:
        """Pause, or go on."""
        self._app.playback.toggle()

    def stop(self) -> None:
        """Stop."""
        self._app.playback.stop()

    def next(self) -> None:
        """Play the next entry."""
        self._app.playback.next()

    def previous(self) -> None:
        """Play the entry before, or begin this one again."""
        self._app.playback.previous()

    def seek(self, position_ms: int) -> None:
        """Go to a place in the track."""
        self._app.playback.seek(position_ms)

    def seek_by(self, offset_ms: int) -> None:
        """Go forward or back in the track; beyond its end is the next one."""
        now = self.read()
        target = now.position() + offset_ms
        if 0 < now.duration_ms < target:
            self._app.playback.next()
        else:
            self._app.playback.seek(max(0, target))

    def set_volume(self, percent: int) -> None:
        """Be as loud as that; what is more or less than there is counts as the most or the least."""
        self._app.settings.set("volume", min(100, max(0, percent)))
        if percent > 0:
            self._app.settings.set("muted", False)

    def set_speed(self, speed: float) -> None:
        """Play so fast, within what there is."""
        self._app.settings.set("speed", min(MAX_SPEED, max(MIN_SPEED, speed)))

    def set_shuffle(self, *, on: bool) -> None:
        """Shuffle what comes, or put it in order."""
        self._app.queue.shuffle(on=on)

    def set_repeat(self, mode: Repeat) -> None:
        """Choose what follows the last entry."""
        self._app.queue.repeat(mode)

    def open(self, uri: str) -> None:
        """Play a file of the library in place of the queue.

        Raises:
            NotFoundError: it is no file of this machine, or not in the library.
        """
        self._app.playback.play_source(Source(paths=[_local_path(uri)]), 0)

    def _concerns(self, row: LogRow) -> bool:
        if row.name == LibraryUpdated.NAME:  # of which a scan sends thousands
            return self._track_id is not None and self._track_id in json.loads(row.payload)["track_ids"]
        return row.name in _ALWAYS


def _local_path(uri: str) -> bytes:
    """The path that a file URI (RFC 8089) names, which need not be UTF-8.

    Raises:
        NotFoundError: it names no file of this machine.
    """
    try:
        parts = urlsplit(uri)
    except ValueError:  # brackets that hold no address
        parts = urlsplit("")
    path = unquote_to_bytes(parts.path)
    is_local = parts.scheme == "file" and parts.netloc in {"", "localhost"}
    if not is_local or not path.startswith(b"/") or b"\0" in path:
        raise NotFoundError(
            f"Dunnock cannot play {uri}.", "It plays files of this machine: file:///home/…/song.flac."
        )
    return os.path.normpath(path)


def _leads_on(queue: QueueState) -> bool:
    """Whether Next leads to another entry: also where the music would stop by itself."""
    if queue.repeat == "all":
        return queue.total > 0
    return (queue.current_place or 0) + 1 < queue.total


MIN_SPEED = 0.25
MAX_SPEED = 4.0
"""The bounds of the setting `speed`."""
