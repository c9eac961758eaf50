"""The item that is heard and the one that follows it, and how one gives way to the other: `Stage`."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from dunnock.media.mpv_player import faults
from dunnock.media.mpv_player.clock import Clock
from dunnock.media.mpv_player.deck import Deck
from dunnock.media.mpv_player.mixer import SHORTEST_FADE_S, Mixer, fade_length
from dunnock.media.player import Ended, Item, News, OutputFailed, Seeked, Started

_SOON_S = 0.005
"""Seconds before its first sound at which an item is told of: less than anybody notices."""


@dataclass(slots=True)
class Loaded:
    """An item on its way.

    Attributes:
        deck: where it is loaded; None while it is not.
        entry: the number of the deck's news about it.
        ready: whether its deck could let it be heard.
        told: whether it was told that it is heard.
        read: whether it was read to its end before it was heard.
        fault: why it cannot be played, where that is known before its turn.
    """

    item: Item
    deck: Deck | None = None
    entry: int = 0
    ready: bool = False
    told: bool = False
    read: bool = False
    fault: str | None = None
    size: int | None = None
    duration: float = 0.0


class Stage:
    """One item that plays, and one that follows.

    Without a crossfade both are on one deck, which plays them without a gap; it goes on to the follower some tenths
    of a second before that is heard, and until then the item is *through*. With a crossfade the follower waits on a
    second deck, made when it is first needed.

    Where there is no output, or it goes away, the item is *held*: unloaded, its place kept.

    Args:
        make_deck: makes a deck.
        clock: tells others the place.
        tell: takes the news.
    """

    def __init__(self, make_deck: Callable[[], Deck], clock: Clock, tell: Callable[[News], None]) -> None:
        self._clock = clock
        self._tell = tell
        self._mixer = Mixer(make_deck)
        self._current: Loaded | None = None
        self._next: Loaded | None = None
        self._paused = False
        self._held = False
        self._through = False
        self._end_fault: str | None = None
        self._too_late: tuple[Item | None] | None = None
        self._seeking = False
        self._seek_to: float | None = None
        self._turn_at: float | None = None
        self._looked_at = 0.0

    # --- from one to the next ---

    def _begin(self, item: Item, place: float) -> None:
        """Load an item; the clock stands at its place already."""
        self._current = current = Loaded(item, size=faults.size_of_file(item.path))
        if (fault := faults.fault_of_file(item.path)) is not None:
            self._deck.stop()
            self._end_with(current, fault)
            self._succeed(current)
            return
        current.deck, current.entry = self._deck, self._deck.load(item.path, place=place, paused=self._paused)

    def _hear(self, current: Loaded) -> None:
        """The current item is heard from now on."""
        current.ready, current.duration = True, self._deck.duration()
        self._deck.drop_heard()
        place = self._settle(current)
        if not current.told:
            current.told = True
            self._tell(Started(current.item.item_id, in_ms(current.duration), in_ms(place)))

    def _approach(self) -> None:
        """Let the follower be heard when the old item is through, or say when to look again."""
        after = self._next
        if not self._through or after is None or not after.ready or after.deck is not self._deck:
            return
        place = self._deck.place()
        if place is None or place >= -_SOON_S:
            self._turn()
        elif not self._paused:
            self._turn_at = time.monotonic() - place / self._mixer.output.speed

    def _turn(self) -> None:
        """The deck has gone on from the current item to the next, and now that is heard."""
        current, after, too_late = self._current, self._next, self._too_late
        if current is None or after is None:
            return
        self._end_with(current, self._end_fault)
        self._next = self._too_late = None
        if too_late is not None:
            self._next = None if too_late[0] is None else Loaded(too_late[0])
            self._succeed(current)
            return
        self._current = after
        self._clock.follow(current.item.item_id, after.item.item_id)
        if after.ready:
            self._hear(after)
            self._through = after.read

    def _finish_or_wait(self) -> None:
        """All that was loaded has been heard, or will not be: a paused deck drops what is left in its buffer."""
        if self._paused and self._current is not None:
            self._current.deck, self._current.ready = None, False
            self._held, self._through = True, False
        else:
            self._finish()

    def _finish(self) -> None:
        if self._next is not None and self._next.deck is self._deck and self._next.ready:
            self._turn()
            if not self._through:
                return
        if (current := self._current) is not None:
            self._end_with(current, self._end_fault)
            self._succeed(current)

    def _skip(self, current: Loaded) -> None:
        """Go to the end of the current item, and so to the next."""
        self._through, self._end_fault = False, None
        if self._too_late is not None:
            self._next = None if self._too_late[0] is None else Loaded(self._too_late[0])
        elif self._next is not None and self._next.deck is self._deck:
            self._next = Loaded(self._next.item, fault=self._next.fault)
        self._end_with(current, None)
        self._succeed(current)

    def _end_with(self, current: Loaded, fault: str | None) -> None:
        """Tell that the current item is over, and set all back that was about it."""
        place = self._clock.place(current.item.item_id)
        if fault is None and self._mixer.fade is None and current.duration > 0:
            place = current.duration
        self._clock.end(current.item.item_id, place)
        follower = self._follower
        self._through = self._seeking = False
        self._end_fault = self._seek_to = self._turn_at = None
        self._tell(
            Ended(
                current.item.item_id,
                "end" if fault is None else "error",
                in_ms(place),
                fault,
                None if follower is None else follower.item_id,
            )
        )

    def _succeed(self, current: Loaded) -> None:
        """Go on to what follows an item that is over, if the deck has not done so."""
        after, self._next, self._too_late = self._next, None, None
        self._clock.follow(current.item.item_id, None if after is None else after.item.item_id)
        self._current = after
        if after is None:
            self._deck.stop()
        elif after.fault is not None:
            self._deck.stop()
            self._end_with(after, after.fault)
            self._succeed(after)
        elif after.deck is not None and after.deck is not self._deck:
            self._deck.stop()
            self._mixer.swap()
            self._set_pause()
            if after.ready:
                self._hear(after)
        else:
            self._begin(after.item, 0.0)

    def _prepare(self) -> None:
        """Load what follows, where it is to wait."""
        after, current = self._next, self._current
        if after is None or after.deck is not None or after.fault is not None or current is None:
            return
        if self._through or self._held or self._mixer.fade is not None or current.deck is None:
            return
        if faults.fault_of_file(after.item.path) is not None:
            return  # it is looked at again when its turn comes
        after.size = faults.size_of_file(after.item.path)
        if self._mixer.output.crossfade_ms > 0:
            spare = self._mixer.make_spare()
            after.deck, after.entry = spare, spare.load(after.item.path, paused=True)
        else:
            after.deck, after.entry = self._deck, self._deck.append(after.item.path)

    @property
    def _follower(self) -> Item | None:
        """What follows, also where the deck is on the way to something else."""
        if self._too_late is not None:
            return self._too_late[0]
        return None if self._next is None else self._next.item

    def _drop_next(self) -> None:
        if self._next is not None and self._next.deck is not None:
            if self._next.deck is self._deck:
                self._deck.drop_appended()
            elif self._mixer.fade is None:
                self._next.deck.stop()
        self._next = self._too_late = None

    def _forget(self) -> None:
        """Drop all but the current item, which the caller replaces."""
        self._end_fade()
        if self._next is not None and self._next.deck is not None and self._next.deck is not self._deck:
            self._next.deck.stop()
        self._next = self._too_late = self._end_fault = self._seek_to = self._turn_at = None
        self._through = self._seeking = self._held = False

    # --- outputs ---

    def _hold(self) -> None:
        """No sound can come out: keep the place."""
        current = self._current
        if current is None:
            return
        self._end_fade()
        place = self._clock.place(current.item.item_id)
        after = self._next
        self._forget()
        self._next = None if after is None else Loaded(after.item)
        self._deck.stop()
        current.deck, current.ready = None, False
        self._paused = self._held = True
        self._clock.move(place)
        self._tell(OutputFailed(faults.fault_of_output(self._mixer.output.device)))

    def _reload(self) -> None:
        """Load the current item again where it was: after it was held, or when it was through already."""
        current = self._current
        if current is None:
            return
        after = self._follower
        self._held = self._through = current.ready = False
        self._end_fault = self._too_late = self._turn_at = None
        place = self._clock.place(current.item.item_id)
        self._clock.move(place)
        current.deck, current.entry = (
            self._deck,
            self._deck.load(current.item.path, place=place, paused=self._paused),
        )
        self._next = None if after is None else Loaded(after)
        self._prepare()

    def _set_pause(self) -> None:
        self._mixer.set_pause(paused=self._paused)
        self._turn_at = None
        if self._current is not None:
            self._clock.run(self._current.item.item_id, self._rate)
            self._approach()

    # --- fades ---

    def _fade_length(self) -> float:
        """Seconds the current item is to be faded into the next; 0 when it is not, or not known yet."""
        current, after = self._current, self._next
        if current is None or after is None or not after.ready or after.deck is self._deck:
            return 0.0
        if self._through or self._seeking:
            return 0.0
        return fade_length(self._mixer.output.crossfade_ms, current.duration, after.duration)

    def _left(self, current: Loaded) -> float:
        """Seconds of the current item that are yet to be heard."""
        return current.duration - self._clock.place(current.item.item_id)

    def _begin_fade(self, current: Loaded, length: float) -> None:
        after = self._next
        if after is None:
            return
        self._mixer.begin_fade(max(min(length, self._left(current)), SHORTEST_FADE_S))
        self._end_with(current, None)
        self._current, self._next = after, None
        self._clock.follow(current.item.item_id, after.item.item_id)
        self._mixer.set_pause(paused=False)
        self._hear(after)

    def _end_fade(self) -> None:
        if self._mixer.end_fade():
            self._prepare()

    def _sound(self) -> None:
        self._mixer.sound(self._clock.place())

    # --- the clock, and the deck that is heard ---

    @property
    def _deck(self) -> Deck:
        return self._mixer.deck

    @property
    def _rate(self) -> float:
        return 0.0 if self._paused else self._mixer.output.speed

    def _settle(self, current: Loaded) -> float:
        """Let the clock run from where the deck is; returns that place."""
        item_id = current.item.item_id
        place = self._deck.place()
        place = max(self._clock.place(item_id) if place is None else place, 0.0)
        self._looked_at = time.monotonic()
        self._clock.settle(item_id, place, rate=self._rate, end=current.duration)
        return place

    def _issue_seek(self, current: Loaded, place: float) -> None:
        self._seek_to, self._seeking = None, True
        if not self._deck.seek(place):
            self._seeking = False
            self._tell(Seeked(current.item.item_id, in_ms(self._settle(current))))


def inin_ms(seconds: float) -> int:
    """Seconds as whole milliseconds."""
    return round(seconds * 1000)


def in_ms(seconds: float) -> int:
    """Seconds as whole milliseconds."""
    return round(seconds * 1000)
