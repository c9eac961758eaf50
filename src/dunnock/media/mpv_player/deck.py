"""One instance of libmpv, with at most two files: the one that plays, and the one that follows it."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from dunnock.media.mpv_player import library
from dunnock.media.player import Device


class Happened(Enum):
    """What an instance tells."""

    SOUNDING = auto()
    """A file, or a place that was asked for, is ready to be heard."""
    ENDED = auto()
    """A file was read to its end, or could not be read. It may be heard for a while yet."""
    SILENT = auto()
    """All that was loaded has been heard."""
    DEVICES = auto()
    """Output devices came or went."""


@dataclass(frozen=True, slots=True)
class DeckNews:
    """What happened to which file of which deck; `error` is libmpv's code, 0 for none."""

    deck: "Deck"
    happened: Happened
    entry: int = 0
    error: int = 0


class Deck:
    """Files in, sound out.

    All methods are for the player's thread. `tags` are those of a file that plays, once they were read.

    News comes on a thread of python-mpv, where nothing may wait: it is told to `tell`, which puts it into a queue.

    Args:
        module: python-mpv.
        tell: takes the news.
        options: of libmpv, beyond the usual ones.
        watch_devices: whether to tell of output devices. libmpv then asks every sound server it knows.
    """

    def __init__(
        self,
        module: Any,
        tell: Callable[[DeckNews], None],
        options: Mapping[str, str],
        *,
        watch_devices: bool = False,
    ) -> None:
        self._module = module
        self._tell = tell
        self._options: dict[str, object] = {}
        self.tags: dict[str, str] = {}
        self._entry = 0  # of the file that is being loaded or plays; only for python-mpv's thread
        self._mpv = library.create(module, options)
        self._mpv.register_event_callback(self._take)
        self._mpv.observe_property("idle-active", self._take_idle)
        self._devices: object = None
        if watch_devices:
            self._mpv.observe_property("audio-device-list", self._take_devices)

    # --- what it plays ---

    def load(self, path: bytes, *, place: float = 0.0, paused: bool = False) -> int:
        """Play a file from a place in seconds, in the place of all there was. Returns the number of its news."""
        if paused:
            self.set("pause", True)
        self.set_gapless(gapless=True)  # so that the output stays open from the old file to the new one
        entry = self._load(path, "replace", place)
        if not paused:
            # only now, so that what was held is not heard for a moment
            self.set("pause", False)
        return entry

    def append(self, path: bytes) -> int:
        """Play a file after the one that plays, without a gap. Returns the number of its news."""
        self.set_gapless(gapless=True)
        return self._load(path, "append-play", 0.0)

    def set_gapless(self, *, gapless: bool) -> None:
        """Let files follow each other without a gap, or let each end when it has been heard.

        Where nothing follows, libmpv would wait for its output at the end of a gapless file, and take no command.
        """
        # weak: a file of another sampling rate opens the output anew, instead of being resampled
        self.set("gapless-audio", "weak" if gapless else "no")

    def drop_appended(self) -> None:
        """Let nothing follow."""
        self.set_gapless(gapless=False)
        for index in range(self._get("playlist_count") - 1, max(self._get("playlist_pos"), 0), -1):
            self._mpv.command("playlist-remove", str(index))

    def drop_heard(self) -> None:
        """Forget the files before the one that plays."""
        for _ in range(max(self._get("playlist_pos"), 0)):
            self._mpv.command("playlist-remove", "0")

    def stop(self) -> None:
        """Unload everything."""
        self._mpv.command("stop")

    def seek(self, place: float) -> bool:
        """Go to a place in seconds, exactly. Returns whether that is possible."""
        try:
            self._mpv.command("seek", f"{place:.3f}", "absolute+exact")
        except SystemError:  # how python-mpv says that a command failed: nothing is loaded, or it is a stream
            return False
        return True

    def set(self, option: str, value: object) -> None:
        """Set an option, unless it is set so already: some make a click in the sound."""
        if self._options.get(option) != value:
            self._mpv[option] = value
            self._options[option] = value

    def close(self) -> None:
        """End the instance and its thread."""
        self._mpv.terminate()

    # --- what it knows ---

    def place(self) -> float | None:
        """Seconds into the file that plays; below 0 while the file before it is still heard."""
        place = self._get("audio_pts")
        return None if place is None else float(place)

    def place_of_first(self) -> float | None:
        """The same, if no file has ended since the last one was loaded or dropped."""
        before, place, after = self._get("playlist_pos"), self.place(), self._get("playlist_pos")
        return place if before == after == 0 else None

    def duration(self) -> float:
        """Seconds the file that plays lasts; 0 when it does not tell."""
        return float(self._get("duration") or 0.0)

    def has_output(self) -> bool:
        """Whether an output device is open."""
        return self._get("current_ao") is not None

    def is_silent(self) -> bool:
        """Whether nothing is loaded, or all that was has been heard."""
        return bool(self._get("idle_active"))

    def read_tags(self) -> None:
        """Take the tags of the file that plays for `tags`."""
        self.tags = self._get("metadata") or {}

    def devices(self) -> list[Device]:
        """What sound can come out of, the system's choice first."""
        return [Device(each["name"], each["description"]) for each in self._get("audio_device_list") or []]

    def _get(self, name: str) -> Any:
        return getattr(self._mpv, name)

    def _load(self, path: bytes, flags: str, place: float) -> int:
        # a whole path begins with a slash, so it is neither an option, nor standard input, nor an address
        whole = os.path.join(os.getcwdb(), path)  # noqa: PTH109, PTH118 - the path is bytes
        start = f"start={place:.3f}" if place > 0 else ""
        # by name: mpv 0.38 put another argument before the options
        reply = self._mpv.command("loadfile", url=whole, flags=flags, options=start)
        return int(reply["playlist_entry_id"])

    # --- on python-mpv's thread ---

    def _take(self, event: Any) -> None:
        ids, kind = self._module.MpvEventID, event.event_id.value
        if kind == ids.START_FILE:
            self._entry = event.data.playlist_entry_id
        elif kind == ids.PLAYBACK_RESTART:
            self._tell(DeckNews(self, Happened.SOUNDING, self._entry))
        elif kind == ids.END_FILE:
            ended, data = self._module.MpvEventEndFile, event.data
            if data.reason in {ended.EOF, ended.ERROR, ended.REDIRECT}:
                # a redirection is a list that took the place of the file: it will not be played
                error = 0 if data.reason == ended.EOF else data.error or _REDIRECTED
                self._tell(DeckNews(self, Happened.ENDED, data.playlist_entry_id, error))

    def _take_idle(self, _name: str, idle: object) -> None:
        if idle:
            self._tell(DeckNews(self, Happened.SILENT))

    def _take_devices(self, _name: str, devices: object) -> None:
        before, self._devices = self._devices, devices
        if before is not None and before != devices:  # the first is what there was at the start
            self._tell(DeckNews(self, Happened.DEVICES))


_REDIRECTED = -17
"""Told like MPV_ERROR_UNKNOWN_FORMAT."""
