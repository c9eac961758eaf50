"""How much of a track was really heard: neither what was jumped over nor the time it was paused counts."""

from dataclasses import dataclass

COUNTS_AFTER_MS = 240_000
"""A play counts after half the track, or after four minutes of a long one: as Last.fm and ListenBrainz define it."""

SURE_AFTER_MS = 2_000
"""A file of which so much was heard plays: an error after that does not count as one of several in a row."""


@dataclass(slots=True)
class Listening:
    """One time a track is heard. `started_at` is in milliseconds since the Unix epoch, places are of the track."""

    track_id: int
    duration_ms: int
    started_at: int
    heard_ms: int = 0
    counted: bool = False
    play_id: int | None = None
    _heard_to: int | None = None

    def go_on(self, position_ms: int) -> None:
        """It is heard from this place on."""
        self._heard_to = position_ms

    def reach(self, position_ms: int) -> None:
        """It has been heard without a break up to this place."""
        if self._heard_to is not None and position_ms > self._heard_to:
            self.heard_ms += position_ms - self._heard_to
            self._heard_to = position_ms

    def halt(self, position_ms: int) -> None:
        """It was heard up to this place, and is not heard further."""
        self.reach(position_ms)
        self._heard_to = None

    @property
    def left_ms(self) -> int:
        """How much more of it must be heard to count."""
        half = self.duration_ms // 2 if self.duration_ms > 0 else COUNTS_AFTER_MS
        return max(0, min(half, COUNTS_AFTER_MS) - self.heard_ms)

    def left_ms_at(self, position_ms: int) -> int:
        """The same, at this place, to which it has been heard without a break."""
        heard_to = position_ms if self._heard_to is None else self._heard_to
        return max(0, self.left_ms - max(0, position_ms - heard_to))
