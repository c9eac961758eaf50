"""How one item gives way to the next while both are heard."""

import math
from dataclasses import dataclass

from dunnock.media.mpv_player.deck import Deck

SHORTEST_S = 0.05
"""Seconds below which nobody hears a fade."""

STEP_S = 0.025
"""Seconds between two steps of the volume: small enough to be heard as a slope."""


@dataclass(frozen=True, slots=True)
class Fade:
    """A fade that is heard: the deck that grows silent, and seconds of the new item until it is."""

    outgoing: Deck
    length: float

    def gains(self, place: float) -> tuple[float, float]:
        """What to multiply the sound of the old and the new item with, at a place of the new one.

        Their squares add up to one: of two different sounds that is as loud as one of them.
        """
        angle = math.pi / 2 * min(max(place / self.length, 0.0), 1.0)
        return math.cos(angle), math.sin(angle)


def length(crossfade_ms: int, *durations: float) -> float:
    """Seconds two items of these durations are faded in: no more than half of either."""
    return min(crossfade_ms / 1000, *(duration / 2 for duration in durations))


def volume(percent: int, gain: float) -> float:
    """The `volume` of libmpv for a control in percent and a gain.

    libmpv multiplies the sound with the cube of it (mpv's manual, `--volume`), which is about how the ear hears: half
    way is -18 dB. So the control is given to it as it is, and a gain by its cube root.
    """
    return percent * float(gain ** (1 / 3))
