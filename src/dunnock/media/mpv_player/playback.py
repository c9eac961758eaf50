"""What the player does when it is asked, when time passes, and when a deck tells something: `Playback`."""

import time

from dunnock.media.mpv_player import faults
from dunnock.media.mpv_player.deck import DeckNews, Happened
from dunnock.media.mpv_player.mixer import STEP_S
from dunnock.media.mpv_player.stage import Loaded, Stage, in_ms
from dunnock.media.player import (
    Device,
    DevicesChanged,
    Item,
    Output,
    Seeked,
)

_LOOK_S = 1.0
"""Seconds between two comparisons of the clock with libmpv."""


class Playback(Stage):
    """Does what is asked, what time brings, and what the decks tell. All of it on one thread."""

    # --- what is asked for ---

    def load(self, item: Item, place: float, *, paused: bool) -> None:
        """Play an item in the place of all there was."""
        self._forget()
        self._paused = paused
        self._clock.begin(item.item_id, place)
        self._begin(item, place)

    def follow_with(self, item: Item | None) -> None:
        """Say what follows."""
        if self._current is None:
            return
        after = self._next
        if after is not None and item is not None and after.item.path == item.path:
            after.item, self._too_late = item, None
        elif self._through and after is not None and after.deck is self._deck:
            self._too_late = (item,)  # the deck is there already, but it is not heard yet
        else:
            self._drop_next()
            self._next = None if item is None else Loaded(item)
            self._prepare()

    def pause(self) -> None:
        """Hold where it is."""
        if self._current is None:
            return
        self._paused = True
        self._set_pause()

    def resume(self) -> None:
        """Go on, or try again."""
        if self._current is None:
            return
        self._paused = False
        if self._held:
            self._reload()
        else:
            self._set_pause()

    def stop(self) -> None:
        """Unload everything."""
        self._forget()
        self._current = None
        self._clock.begin(None)
        self._deck.stop()

    def seek(self, place: float) -> None:
        """Go to a place, or to the end."""
        current = self._current
        if current is None:
            return
        self._end_fade()
        self._clock.move(place)
        if 0 < current.duration <= place:
            self._skip(current)
        elif self._held:
            self._tell(Seeked(current.item.item_id, in_ms(place)))
        elif self._through:
            self._seeking = True
            self._reload()
        elif self._seeking or not current.ready:
            self._seek_to = place  # of those that come meanwhile, the last counts
        else:
            self._issue_seek(current, place)

    def set_output(self, output: Output) -> None:
        """Change how things sound."""
        before, self._mixer.output = self._mixer.output, output
        self._sound()
        if self._current is not None and before.speed != output.speed:
            self._clock.run(self._current.item.item_id, self._rate)
            self._turn_at = None
        if self._held and before.device != output.device:
            self._reload()
        elif (before.crossfade_ms > 0) != (output.crossfade_ms > 0) and not self._through:
            after = self._next
            self._drop_next()
            self._next = None if after is None else Loaded(after.item)
            self._prepare()

    def close(self) -> None:
        """End the decks."""
        self._mixer.close()

    def devices(self) -> list[Device]:
        """What sound can come out of. May be called on any thread."""
        return self._deck.devices()

    # --- time ---

    def wait(self) -> float | None:
        """Seconds until `tick` is needed; None for never."""
        current = self._current
        if current is None or self._paused or not current.ready:
            return None
        if self._mixer.fade is not None:
            return STEP_S
        now = time.monotonic()
        waits = [self._looked_at + _LOOK_S - now]
        if self._turn_at is not None:
            waits.append(self._turn_at - now)
        elif self._through and self._next is not None and self._next.ready and self._next.deck is self._deck:
            waits.append(0.0)
        if (length := self._fade_length()) > 0:
            waits.append(self._left(current) - length)
        return max(min(waits), 0.0)

    def tick(self) -> None:
        """Do what time brings."""
        current = self._current
        if current is None or self._paused or not current.ready:
            return
        if self._mixer.fade is not None:
            self._sound()
            if self._clock.place(current.item.item_id) >= self._mixer.fade.length:
                self._end_fade()
        elif self._through:
            self._approach()
        elif (length := self._fade_length()) > 0 and self._left(current) <= length:
            self._begin_fade(current, length)
        now = time.monotonic()
        if now >= self._looked_at + _LOOK_S:
            self._looked_at = now
            if self._through and self._deck.is_silent():
                self._finish()  # a very short silence before it is not told of
                return
            if not self._through and not self._seeking and (place := self._deck.place_of_first()) is not None:
                self._clock.correct(current.item.item_id, place)

    # --- what the decks tell ---

    def take(self, news: DeckNews) -> None:
        """Take what a deck tells."""
        current, after = self._current, self._next
        if news.happened is Happened.DEVICES:
            self._tell(DevicesChanged())
            return
        if news.happened is Happened.SOUNDING:
            news.deck.read_tags()
            news.deck.set_gapless(
                gapless=after is not None
                and after.deck is news.deck
                and current is not None
                and current.deck is news.deck
                and news.entry == current.entry
            )
            self._sound()
        if news.happened is Happened.SILENT:
            if news.deck is self._deck and self._through:
                self._finish_or_wait()
        elif current is not None and (news.deck, news.entry) == (current.deck, current.entry):
            if news.happened is Happened.SOUNDING:
                self._take_sounding(current)
            else:
                self._take_end(current, news.error)
        elif after is not None and (news.deck, news.entry) == (after.deck, after.entry):
            if news.happened is Happened.SOUNDING:
                after.ready, after.duration = True, news.deck.duration()
                self._approach()
            else:
                self._take_end_of_next(after, news.error)

    def _take_sounding(self, current: Loaded) -> None:
        if not self._deck.has_output():
            return  # libmpv says this also before it says that no output could be opened
        if not current.ready:
            self._hear(current)
        if self._seek_to is not None:
            self._issue_seek(current, self._seek_to)
        elif self._seeking:
            self._seeking = False
            self._tell(Seeked(current.item.item_id, in_ms(self._settle(current))))

    def _take_end(self, current: Loaded, error: int) -> None:
        if error == faults.AUDIO_OUTPUT_FAILED:
            self._hold()
        elif error:
            self._end_with(current, faults.fault_of_error(current.item.path, error))
            after = self._next
            if after is not None and after.deck is self._deck:
                self._current, self._next = after, None  # the deck goes on to it by itself
                self._clock.follow(current.item.item_id, after.item.item_id)
            else:
                self._succeed(current)
        else:
            if not current.ready:
                self._hear(current)  # so short that it was over before its first news was read
            self._through, self._seeking, self._seek_to = True, False, None
            self._end_fault = faults.fault_of_end(
                current.item.path,
                size=current.size,
                place=self._clock.place(current.item.item_id),
                duration=current.duration,
            )

    def _take_end_of_next(self, after: Loaded, error: int) -> None:
        if after.deck is not self._deck:
            after.deck, after.ready = None, False
            if error and error != faults.AUDIO_OUTPUT_FAILED:
                after.fault = faults.fault_of_error(after.item.path, error)
        elif error == faults.AUDIO_OUTPUT_FAILED:
            self._turn()
            self._hold()
        elif error:
            after.deck, after.ready = None, False
            after.fault = faults.fault_of_error(after.item.path, error)
        else:
            after.read = True
