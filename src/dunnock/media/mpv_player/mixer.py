"""The decks, and how they sound together: `Mixer`."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from dunnock.media.mpv_player.deck import Deck
from dunnock.media.mpv_player.gain import missed_gain
from dunnock.media.player import Output

SHORTEST_FADE_S = 0.05
"""Seconds below which nobody hears a fade."""

STEP_S = 0.025
"""Seconds between two steps of the volume: small enough to be heard as a slope."""


@dataclass(frozen=True, slots=True)
class Fade:
    """A fade that is heard: the deck that grows silent, and seconds of the new item until it is."""

    outgoing: Deck
    length: float


class Mixer:
    """A deck that is heard, and a second one, made when it is first needed, that waits or grows silent.

    Args:
        make_deck: makes a deck.
    """

    def __init__(self, make_deck: Callable[[], Deck]) -> None:
        self._make_deck = make_deck
        self.deck = make_deck()
        self.spare: Deck | None = None
        self.fade: Fade | None = None
        self.output = Output()
        self.sound(0.0)

    def make_spare(self) -> Deck:
        """The second deck, sounding as it is to."""
        if self.spare is None:
            self.spare = self._make_deck()
            self._apply(self.spare, 1.0)
        return self.spare

    def swap(self) -> None:
        """Let the second deck be the one that is heard."""
        if self.spare is not None:
            self.deck, self.spare = self.spare, self.deck

    def begin_fade(self, length: float) -> None:
        """Swap, and let the deck that was heard grow silent within seconds of what is heard now."""
        self.fade = Fade(self.deck, length)
        self.swap()
        self.sound(0.0)

    def end_fade(self) -> bool:
        """Unload the deck that grew silent. Returns whether there was one."""
        if self.fade is None:
            return False
        self.fade.outgoing.stop()
        self.fade = None
        self.sound(0.0)
        return True

    def sound(self, place: float) -> None:
        """Let the decks sound as they are to at a place of what is heard."""
        if self.fade is not None:
            falling, rising = gains(place, self.fade.length)
            self._apply(self.fade.outgoing, falling)
            self._apply(self.deck, rising)
            return
        self._apply(self.deck, 1.0)
        if self.spare is not None:
            self._apply(self.spare, 1.0)

    def set_pause(self, *, paused: bool) -> None:
        """Hold or let go on what is heard. What waits is held anyway."""
        self.deck.set("pause", paused)
        if self.fade is not None:
            self.fade.outgoing.set("pause", paused)

    def close(self) -> None:
        """End the decks."""
        self.deck.close()
        if self.spare is not None:
            self.spare.close()

    def _apply(self, deck: Deck, gain: float) -> None:
        output = self.output
        deck.set("volume", volume(output.volume, gain))
        deck.set("mute", output.muted)
        deck.set("speed", output.speed)
        missed = missed_gain(deck.tags, output)
        # the fallback is what is added where ReplayGain is off, or finds nothing
        deck.set("replaygain-fallback", missed or 0.0)
        deck.set(
            "replaygain", "no" if missed is not None or output.replaygain == "off" else output.replaygain
        )
        deck.set("replaygain-preamp", output.preamp_db)
        deck.set("replaygain-clip", not output.prevent_clipping)  # the option says whether it may clip
        deck.set("audio-device", output.device)


def gains(place: float, length: float) -> tuple[float, float]:
    """What to multiply the old and the new sound with, at a place of the new one.

    Their squares add up to one: two different sounds are then as loud as one of them.
    """
    angle = math.pi / 2 * min(max(place / length, 0.0), 1.0)
    return math.cos(angle), math.sin(angle)


def fade_length(crossfade_ms: int, *durations: float) -> float:
    """Seconds two items of these durations are faded in: no more than half of either; 0 for not at all."""
    length = min(crossfade_ms / 1000, *(duration / 2 for duration in durations))
    return length if length >= SHORTEST_FADE_S else 0.0


def volume(percent: int, gain: float) -> float:
    """The `volume` of libmpv for a control in percent and a gain.

    libmpv multiplies the sound with the cube of it (mpv's manual, `--volume`), which is about how the ear hears: half
    way is -18 dB. So the control is given to it as it is, and a gain by its cube root.
    """
    return percent * float(gain ** (1 / 3))
