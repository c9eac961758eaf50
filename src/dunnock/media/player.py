"""The port of playback: what Dunnock asks of whatever makes the sound, and what it is told.

`media/mpv_player` fulfils it with libmpv. Nothing here decides what is played next: the services do.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

ReplayGain = Literal["off", "track", "album"]
"""Which of a file's gains is applied."""

EndReason = Literal["end", "error"]
"""Why an item stopped by itself: it was heard to its end, or it could not be played."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something to play. `item_id` is the caller's and unique for each loading, so that late news is told apart."""

    item_id: int
    path: bytes


@dataclass(frozen=True, slots=True)
class Output:
    """How things sound. `volume` in percent of the control, `preamp_db` in decibels, `crossfade_ms` 0 for none."""

    volume: int = 80
    muted: bool = False
    speed: float = 1.0
    replaygain: ReplayGain = "off"
    preamp_db: float = 0.0
    prevent_clipping: bool = True
    crossfade_ms: int = 0
    device: str = "auto"


@dataclass(frozen=True, slots=True)
class Device:
    """Something sound can come out of."""

    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Started:
    """An item is heard from now on: at the moment of its first sound, also where it followed without a gap.

    One that is loaded paused is told of when it could be heard. `duration_ms` is 0 where the file does not tell.
    """

    item_id: int
    duration_ms: int
    position_ms: int


@dataclass(frozen=True, slots=True)
class Ended:
    """An item stopped by itself. `message` says why it could not be played.

    `follower_id` is the item that the player goes on to. It is None where none was named in time: `follow_with` may
    have been called when the item was over already, and then nothing follows.
    """

    item_id: int
    reason: EndReason
    position_ms: int
    message: str | None = None
    follower_id: int | None = None


@dataclass(frozen=True, slots=True)
class Seeked:
    """A seek has arrived: sound comes from here on."""

    item_id: int
    position_ms: int


@dataclass(frozen=True, slots=True)
class DevicesChanged:
    """Output devices came or went."""


@dataclass(frozen=True, slots=True)
class OutputFailed:
    """No sound can come out: there is no device, or the chosen one is gone. Playing is held (paused) at its place.

    `resume`, `load` and another device in `set_output` try again, and each that fails is told of once.
    """

    message: str


News = Started | Ended | Seeked | DevicesChanged | OutputFailed


class Player(Protocol):
    """Plays one item, knows the next, and tells what happens.

    Every method returns without waiting for sound and may be called on any thread but the one news comes on. News
    comes through the callback given at creation, on a thread of the player: it may only put it into a queue.

    Each item loaded is told of once by `Started`, or by `Ended` with an error; where there is no output, by
    `OutputFailed` first. One that ends is told of by `Ended` before its follower is told of, which then has no
    follower itself until `follow_with`. With a crossfade that is at the beginning of the fade. With nothing loaded,
    pausing, resuming, seeking and following do nothing.
    """

    def load(self, item: Item, *, position_ms: int = 0, paused: bool = False) -> None:
        """Play an item in the place of whatever plays, from a position; or hold it there."""

    def follow_with(self, item: Item | None) -> None:
        """Say what follows the current item without a gap; None lets it end."""

    def pause(self) -> None:
        """Hold where it is."""

    def resume(self) -> None:
        """Go on."""

    def stop(self) -> None:
        """Unload everything. No `Ended` comes for what was playing."""

    def seek(self, position_ms: int) -> None:
        """Go to a place of the current item, exactly; beyond its end is its end. Of many at once the last counts."""

    def position_ms(self, item_id: int | None = None) -> int:
        """Where the current item is heard now; 0 when nothing is loaded.

        Named by `item_id`, an item that has just given way to another is where it ended: its follower may be heard
        before the news of it has been read. Any other is at 0.
        """

    def set_output(self, output: Output) -> None:
        """Change how things sound, at once."""

    def devices(self) -> Sequence[Device]:
        """What sound can come out of; the first is the system's choice, `auto`."""

    def close(self) -> None:
        """Stop, and end the player's threads. May be called twice."""


Listener = Callable[[News], None]
"""Takes the news of a player, on the player's thread."""

PlayerFactory = Callable[[Listener], Player]
"""Makes a player. Raises `PlayerError` with words for people where nothing can play."""
