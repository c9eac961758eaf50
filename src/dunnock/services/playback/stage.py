"""What is heard is changed here, a part at a time: for whoever asks, and for whatever happens."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from dunnock.contract.models import Playing
from dunnock.contract.settings import Settings
from dunnock.media.player import Player
from dunnock.services.playback import following
from dunnock.services.playback.clock import Clock
from dunnock.services.playback.deck import Deck
from dunnock.services.playback.moment import Moment, Moments
from dunnock.store import player as store
from dunnock.store import queue as queue_store
from dunnock.store.database import Database, Reader
from dunnock.store.queue import Queue


@dataclass(slots=True)
class Failures:
    """What could not be played in a row, since something was heard or asked for last.

    Attributes:
        entries: the entries, which are passed over.
        count: how many times playing has failed.
        first: the entry that failed first, and the place in it that was reached, in milliseconds.
    """

    entries: set[int] = field(default_factory=set)
    count: int = 0
    first: tuple[int, int] | None = None

    def note(self, entry_id: int, position_ms: int) -> None:
        """An entry could not be played from this place on."""
        self.first = self.first or (entry_id, position_ms)
        self.entries.add(entry_id)
        self.count += 1

    def clear(self) -> None:
        """Begin to count anew."""
        self.entries.clear()
        self.count = 0
        self.first = None


class Stage:
    """The player and what was told of it, changed together. On one thread."""

    def __init__(
        self,
        database: Database,
        make_player: Callable[[], Player],
        clock: Clock | None = None,
        chance: random.Random | None = None,
    ) -> None:
        self.clock = clock or Clock()
        self.deck = Deck(make_player, self.clock)
        self.moments = Moments(database, self.clock)
        self.failures = Failures()
        self._chance = chance or random.Random()  # noqa: S311 - the order of songs is no secret

    @property
    def speed(self) -> float:
        """How many times as fast as the clock it plays."""
        return self.moments.speed

    @contextmanager
    def moment(self, *, background: bool = False) -> Iterator[Moment]:
        """Change what is heard. When that cannot be stored, nothing is heard rather than what nobody knows of."""
        before = self.deck.now
        try:
            with self.deck.held(), self.moments.one(background=background) as moment:
                yield moment
        except BaseException:
            if self.deck.now is not before:
                self.deck.unload()
            raise

    def load(self, moment: Moment, entry_id: int, position_ms: int) -> None:
        """Have an entry heard from a place on."""
        song = store.song(moment.transaction, entry_id)
        assert song is not None  # noqa: S101 - entries of the queue have rows, and those have tracks
        moment.queue = replace(moment.queue, current=entry_id, position_ms=position_ms)
        moment.show(song)
        moment.heard = replace(moment.heard, state="playing")
        moment.place(position_ms)
        self.sound(moment)
        self.deck.load(song, position_ms)
        self.plan(moment)

    def leave(self, moment: Moment, *, skipped: bool = False) -> None:
        """Write down how much was heard of what is left now. It stays loaded until another is, or `rest`."""
        now = self.deck.now
        if now is None:
            return
        begun = now.started
        if begun:
            now.listening.halt(self.deck.position_ms())
        moment.log(now.listening, skipped=skipped and begun)

    def hold(self, moment: Moment) -> None:
        """Pause if it plays."""
        if moment.heard.state != "playing":
            return
        if self.deck.now is not None:
            moment.place(self.deck.pause())
            moment.log(self.deck.now.listening)
        moment.heard = replace(moment.heard, state="paused")

    def rest(self, moment: Moment, state: Playing, position_ms: int = 0) -> None:
        """Let nothing be heard, and show what would be heard next."""
        self.deck.unload()
        moment.queue = replace(moment.queue, position_ms=position_ms)
        moment.heard = replace(
            moment.heard, state=state, sleep_at=None, sleep_at_end=False, position_at=moment.now_ms
        )
        self.show(moment)

    def move_to(self, moment: Moment, target: int | None, *, forward: bool) -> None:
        """Make an entry current, and play it if something plays; with None, stop: the queue has come to its end."""
        here = moment.queue.current
        if target is None:
            self.end(moment)
            return
        if forward and here is not None and following.begins_again(moment.queue, here, target):
            self.begin_round(moment, target)
        moment.go_to(target, leaving_played=forward)
        if moment.heard.state == "playing":
            self.load(moment, target, 0)
        else:
            self.deck.unload()
            self.show(moment)

    def turn_to_current(self, moment: Moment) -> None:
        """Let what somebody else has made current be heard, if something is heard."""
        if moment.queue.current is None:
            self.rest(moment, "stopped")
        elif moment.heard.state == "playing":
            self.load(moment, moment.queue.current, moment.queue.position_ms)
        else:
            self.deck.unload()
            self.show(moment)

    def end(self, moment: Moment) -> None:
        """Stop with the first entry current: the queue was heard to its end, and would be heard from its beginning."""
        if moment.queue.order:
            moment.go_to(moment.queue.order[0], leaving_played=True)
        self.rest(moment, "stopped")

    def begin_round(self, moment: Moment, first: int) -> None:
        """Hear the whole queue again: nothing of it has played, and a shuffled one is shuffled anew."""
        queue_store.clear_played(moment.transaction, moment.queue.order)
        moment.queue = following.next_round(moment.queue, first, self._chance)
        if moment.queue.unshuffled is not None:
            moment.whole = "shuffled"

    def plan(self, moment: Moment) -> None:
        """Tell the player what follows."""
        self.plan_for(moment.transaction, moment.queue, stop=moment.heard.sleep_at_end)

    def plan_for(self, reader: Reader, queue: Queue, *, stop: bool) -> None:
        """The same while nothing is changed. With `stop` nothing follows."""
        now = self.deck.now
        if now is None or now.song.entry_id not in queue.order or now.ended:
            return
        entry = None if stop else following.by_itself(queue, now.song.entry_id, self.failures.entries)
        self.deck.follow_with(None if entry is None else store.song(reader, entry))

    def sound(self, moment: Moment) -> None:
        """Tell the player how the current entry is to sound."""
        self.sound_for(moment.transaction, moment.queue, moment.settings)

    def sound_for(self, reader: Reader, queue: Queue, wanted: Settings) -> None:
        """The same while nothing is changed."""
        gain = self.deck.gain
        if queue.current is not None:
            around = (queue.current, *following.neighbours(queue, queue.current))
            known = store.songs(reader, [each for each in around if each is not None])
            gain = following.gain(wanted.replaygain, queue, queue.current, known)
        self.deck.sound(wanted, gain)

    def show(self, moment: Moment) -> None:
        """Tell what would be heard next; with an empty queue, nothing."""
        shown = moment.shown
        moment.show(None if shown is None else store.song(moment.transaction, shown))
        if shown is None and moment.heard.state != "stopped":
            moment.heard = replace(moment.heard, state="stopped")
