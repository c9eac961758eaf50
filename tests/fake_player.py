"""A player without sound at the port of `media/player.py`: time passes when the test says so."""

import threading
from collections.abc import Sequence
from pathlib import Path

from dunnock.media.player import (
    Device,
    DevicesChanged,
    Ended,
    EndReason,
    Item,
    Listener,
    News,
    Output,
    OutputFailed,
    Seeked,
    Started,
)

GONE = "The file is gone."


class FakePlayer:
    """Plays what it was told exists, as long as `advance` says; its news comes before the call returns.

    Files it was not told of are looked for on the disk: one that is there lasts `default_length_ms`.

    Attributes:
        item: what is loaded.
        follower: what comes after it.
        paused: whether it is held.
        output: how it would sound.
        loads: every item loaded, whether by `load` or because it followed, oldest first.
    """

    def __init__(self, listener: Listener, *, default_length_ms: int = 180_000) -> None:
        self.item: Item | None = None
        self.follower: Item | None = None
        self.paused = False
        self.output = Output()
        self.loads: list[Item] = []
        self.closed = False
        self._listener = listener
        self._default_length_ms = default_length_ms
        self._lengths: dict[bytes, int] = {}
        self._faults: dict[bytes, str] = {}
        self._devices = [Device("auto", "The system's choice")]
        self._no_output: str | None = None
        self._position = 0.0
        self._started = False
        self._ended: Ended | None = None
        self._lock = threading.RLock()  # a service calls on its thread, the test on its own

    # --- what the test says ---

    def add_file(self, path: bytes, length_ms: int) -> None:
        """Let a file exist, whether it is on the disk or not."""
        with self._lock:
            self._lengths[path] = length_ms
            self._faults.pop(path, None)

    def break_file(self, path: bytes, message: str = "The file is not audio, or is damaged.") -> None:
        """Let a file be unplayable from now on; what plays of it goes on until `advance` reaches it."""
        with self._lock:
            self._faults[path] = message

    def set_devices(self, devices: Sequence[Device]) -> None:
        """Let devices come or go. The one that plays goes with a word, and holds what plays."""
        with self._lock:
            self._devices = [self._devices[0], *devices]
            self._tell(DevicesChanged())
            if self.item and (fault := self._fault_of_output()) is not None:
                self._hold(fault)

    def fail_output(self, message: str = "There is no sound device.") -> None:
        """Let no sound come out until `mend_output`."""
        with self._lock:
            self._no_output = message
            if self.item and not self.paused:
                self._hold(message)

    def mend_output(self) -> None:
        """Let sound come out again; what was held stays held until it is resumed."""
        with self._lock:
            self._no_output = None

    def advance(self, ms: int) -> None:
        """Let time pass, item after item. Nothing moves while it is held."""
        with self._lock:
            left = ms * self.output.speed
            while left > 0 and self.item is not None and not self.paused:
                if (fault := self._fault(self.item)) is not None:
                    self._end("error", fault)
                    continue
                step = min(left, max(self._end_ms() - self._position, 0))
                self._position += step
                left -= step
                if self._position >= self._end_ms():
                    self._end("end")

    # --- the port ---

    def load(self, item: Item, *, position_ms: int = 0, paused: bool = False) -> None:
        with self._lock:
            self.follower = None
            self._begin(item, position_ms=position_ms, paused=paused)

    def follow_with(self, item: Item | None) -> None:
        with self._lock:
            if self.item is not None:
                self.follower = item

    def pause(self) -> None:
        with self._lock:
            self.paused = True

    def resume(self) -> None:
        with self._lock:
            if self.item is None:
                return
            self.paused = False
            self._sound(self.item)

    def stop(self) -> None:
        with self._lock:
            self.item = self.follower = None
            self._position = 0.0

    def seek(self, position_ms: int) -> None:
        with self._lock:
            if self.item is None:
                return
            if position_ms >= self._length(self.item):
                self._position = self._length(self.item)
                self._end("end")
            else:
                self._position = max(position_ms, 0)
                self._tell(Seeked(self.item.item_id, int(self._position)))

    def position_ms(self, item_id: int | None = None) -> int:
        with self._lock:
            if self.item is not None and item_id in {None, self.item.item_id}:
                return int(self._position)
            return self._ended.position_ms if self._ended and self._ended.item_id == item_id else 0

    def set_output(self, output: Output) -> None:
        with self._lock:
            changed, self.output = output.device != self.output.device, output
            if changed and self.item is not None:
                self._sound(self.item)

    def devices(self) -> Sequence[Device]:
        with self._lock:
            return list(self._devices)

    def close(self) -> None:
        with self._lock:
            self.stop()
            self.closed = True

    # --- inside ---

    def _begin(self, item: Item, *, position_ms: int = 0, paused: bool = False) -> None:
        self.item, self.paused = item, paused
        self._position = min(position_ms, self._length(item))
        self.loads.append(item)
        if (fault := self._fault(item)) is not None:
            self._end("error", fault)
            return
        self._started = False
        self._sound(item)

    def _sound(self, item: Item) -> None:
        if (fault := self._fault_of_output()) is not None:
            self._hold(fault)
        elif not self._started:
            self._started = True
            self._tell(Started(item.item_id, self._length(item), int(self._position)))

    def _end(self, reason: EndReason, message: str | None = None) -> None:
        assert self.item is not None
        follower = self.follower
        self._ended = Ended(
            self.item.item_id, reason, int(self._position), message, follower.item_id if follower else None
        )
        self.item = self.follower = None
        self._position = 0.0
        self._tell(self._ended)
        if follower is not None:
            self._begin(follower, paused=self.paused)

    def _hold(self, message: str) -> None:
        self.paused = True
        self._tell(OutputFailed(message))

    def _end_ms(self) -> int:
        """Where the item gives way: at its end, or where the fade into its follower begins."""
        assert self.item is not None
        length = self._length(self.item)
        if self.follower is None or self._fault(self.follower) is not None:
            return length
        return length - min(self.output.crossfade_ms, length // 2, self._length(self.follower) // 2)

    def _length(self, item: Item) -> int:
        return self._lengths.get(item.path, self._default_length_ms)

    def _fault_of_output(self) -> str | None:
        if self.output.device not in {device.name for device in self._devices}:
            return f"The output device “{self.output.device}” is gone."
        return self._no_output

    def _fault(self, item: Item) -> str | None:
        if item.path in self._faults:
            return self._faults[item.path]
        known = item.path in self._lengths or Path(item.path.decode("utf-8", "surrogateescape")).is_file()
        return None if known else GONE

    def _tell(self, news: News) -> None:
        if not self.closed:
            self._listener(news)
