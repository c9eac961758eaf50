"""What is heard, what was heard, and what belongs to it."""

from typing import Literal

from dunnock.contract.models.base import Model, Reply
from dunnock.contract.models.library import Track

Playing = Literal["stopped", "paused", "playing"]
"""What the player is doing."""


class Sleep(Model):
    """When playing will stop by itself: `at`, in milliseconds since the Unix epoch, or when the track has ended."""

    at: int | None
    end_of_track: bool


class PlayerState(Reply):
    """What is heard now.

    At `position_at` (milliseconds since the Unix epoch) the place in the track was `position_ms`; while `state` is
    playing it moves on from there, `speed` times as fast as the clock. While nothing is loaded, `track` is what would
    be heard next, at the place where it was left. `next` follows it. `message` is a sentence about what went wrong.
    """

    state: Playing
    entry_id: int | None
    track: Track | None
    next: Track | None
    duration_ms: int
    position_ms: int
    position_at: int
    volume: int
    muted: bool
    speed: float
    output_device: str
    sleep: Sleep | None
    message: str | None


class OutputDevice(Model):
    """Something sound can come out of. `name` is for the setting, `description` for people."""

    name: str
    description: str


class OutputDevices(Model):
    """All output devices; the first is the one chosen by the system."""

    devices: list[OutputDevice]


class Play(Model):
    """One time a track was heard. `started_at` is in milliseconds since the Unix epoch; not all of it may have been."""

    play_id: int
    started_at: int
    listened_ms: int
    counted: bool
    track: Track


class Plays(Reply):
    """What was heard, the newest first, `start` and after."""

    total: int
    start: int
    rows: list[Play]


class LyricsLine(Model):
    """One line; `at_ms` is when it is sung, null in lyrics without times."""

    at_ms: int | None
    text: str


class Lyrics(Model):
    """The words of a track, from its tags or from a file beside it; no lines when there are none."""

    synced: bool
    source: Literal["tags", "file"] | None
    lines: list[LyricsLine]


class Artwork(Model):
    """The picture of a track: `artwork_id` names its content, `accent` is its colour (`#rrggbb`); null without one."""

    artwork_id: str | None
    accent: str | None
