"""Decides what is heard: what a person asks for, what the player tells, and what became of the queue meanwhile.

All of it on one thread. The queue in the database is the truth; the player is made to follow it.
"""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from dunnock.contract.errors import NotFoundError
from dunnock.contract.models import Playing
from dunnock.contract.settings import Settings
from dunnock.media.player import Player
from dunnock.services.playback import following
from dunnock.services.playback.clock import Clock
from dunnock.services.playback.deck import Deck
from dunnock.services.playback.moment import Moment, Moments
from dunnock.store import player as store
from dunnock.store import queue as queue_store
from dunnock.store import settings
from dunnock.store.database import Database, Reader
from dunnock.store.queue import Queue

RESTART_AFTER_MS = 3_000
"""Beyond this place "previous" begins the track again."""


class Conductor:
    """What a person can do, and what follows from changes of the queue and the settings."""

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
        self._database = database
        self._chance = chance or random.Random()  # noqa: S311 - the order of songs is no secret
        self.unplayable: set[int] = set()

    # what a person asks for

    def play(self, entry_id: int | None = None) -> None:
        """Go on, or play an entry from its beginning.

        Raises:
            NotFoundError: the queue is empty, or the entry is not in it.
            PlayerError: nothing can be played here.
        """
        self.deck.open()
        with self.moment() as moment:
            moment.heard = replace(moment.heard, message=None)
            wanted = moment.shown if entry_id is None else entry_id
            if wanted is None:
                raise NotFoundError("The queue is empty.", "Play a list, or add tracks to the queue.")
            if wanted not in moment.queue.order:
                raise NotFoundError("That entry is not in the queue.", "It may have been removed meanwhile.")
            now = self.deck.now
            if entry_id is None and now is not None and now.song.entry_id == wanted:
                self._go_on(moment)
                return
            self.unplayable.clear()
            self.leave(moment, skipped=now is not None and now.song.entry_id != wanted)
            position = moment.queue.position_ms if entry_id is None else 0
            moment.go_to(wanted, leaving_played=True)
            self.load(moment, wanted, position)

    def play_current(self) -> None:
        """Play what has been made current in place of what is heard.

        Raises:
            PlayerError: nothing can be played here.
        """
        self.deck.open()
        with self.moment() as moment:
            self.unplayable.clear()
            self.leave(moment, skipped=True)
            moment.heard = replace(moment.heard, state="playing", message=None)
            self.turn_to_current(moment)

    def pause(self) -> None:
        """Hold what is heard."""
        with self.moment() as moment:
            self.hold(moment)

    def toggle(self) -> None:
        """Pause, or go on."""
        if self.moments.heard.state == "playing":
            self.pause()
        else:
            self.play()

    def stop(self) -> None:
        """Stop, and forget the place in the track."""
        with self.moment() as moment:
            self.leave(moment)
            self.rest(moment, "stopped")
            moment.heard = replace(moment.heard, message=None)

    def seek(self, position_ms: int) -> None:
        """Go to a place of the track, also of one that is paused or would be heard next.

        Raises:
            NotFoundError: there is none.
        """
        with self.moment() as moment:
            if moment.shown is None:
                raise NotFoundError("Nothing is playing.", "Play something first.")
            self._seek(moment, position_ms)

    def next(self) -> None:
        """Go to the next entry. What is paused stays paused, what is stopped stays stopped.

        Raises:
            NotFoundError: the queue is empty.
        """
        with self.moment() as moment:
            here = self._here(moment)
            self.unplayable.clear()
            moment.heard = replace(moment.heard, message=None)
            self.leave(moment, skipped=True)
            self.move_to(moment, following.after(moment.queue, here), forward=True)

    def previous(self) -> None:
        """Begin the track again, or go to the entry before when it has just begun. Paused and stopped as for `next`.

        Raises:
            NotFoundError: the queue is empty.
        """
        with self.moment() as moment:
            here = self._here(moment)
            moment.heard = replace(moment.heard, message=None)
            position = moment.queue.position_ms if self.deck.now is None else self.deck.position_ms()
            before = None if position > RESTART_AFTER_MS else following.before(moment.queue, here)
            if before is None or before == here:
                self._seek(moment, 0)
                return
            self.unplayable.clear()
            self.leave(moment, skipped=True)
            self.move_to(moment, before, forward=False)

    def sleep(self, minutes: int | None, *, end_of_track: bool) -> None:
        """Stop after some minutes, at the end of the track, or not at all."""
        with self.moment() as moment:
            at = None if minutes is None else moment.now_ms + minutes * 60_000
            moment.heard = replace(moment.heard, sleep_at=at, sleep_at_end=end_of_track)
            self.plan(moment)

    # what follows from a change of the queue or the settings

    def look(self) -> None:
        """Follow whatever the queue and the settings have become."""
        with self._database.read() as reader:
            queue, wanted = queue_store.read(reader), settings.current(reader)
            right = self._is_right(reader, queue, wanted)
            if right:
                self._sound(reader, queue, wanted)
                self._plan(reader, queue, stop=self.moments.heard.sleep_at_end)
        if not right:
            with self.moment() as moment:
                self._obey(moment)

    def _is_right(self, reader: Reader, queue: Queue, wanted: Settings) -> bool:
        """Whether what is heard and was told is what is current."""
        if self.moments.sounds_otherwise(wanted):
            return False
        shown = queue.current if queue.current is not None else next(iter(queue.order), None)
        song = None if shown is None else store.song(reader, shown)
        if self.deck.now is not None:
            return song == self.deck.now.song and queue.current == shown
        heard = self.moments.heard
        track_id, duration_ms = (song.track_id, song.duration_ms) if song else (None, 0)
        position_ms = 0 if queue.current is None else queue.position_ms
        told = (heard.entry_id, heard.track_id, heard.duration_ms, heard.position_ms)
        return told == (shown, track_id, duration_ms, position_ms)

    def _obey(self, moment: Moment) -> None:
        now = self.deck.now
        if now is None:
            self.show(moment)
            self.sound(moment)
            return
        current = moment.queue.current
        if current == now.song.entry_id:
            song = store.song(moment.transaction, current)
            if song is not None and song != now.song:  # its file was moved, or found to be another track's
                now.song, now.listening.track_id = song, song.track_id
                moment.heard = replace(moment.heard, track_id=song.track_id)
            self.sound(moment)
            moment.place(self.deck.position_ms())
            self.plan(moment)
            return
        self.leave(moment, skipped=now.song.entry_id in moment.queue.order)
        self.unplayable.clear()
        self.turn_to_current(moment)

    # parts of both

    @property
    def speed(self) -> float:
        """How many times as fast as the clock it plays."""
        return self.moments.speed

    @contextmanager
    def moment(self, *, background: bool = False) -> Iterator[Moment]:
        """Change what is heard. When that cannot be stored, nothing is heard rather than what nobody knows of."""
        before = self.deck.now
        try:
            with self.moments.one(background=background) as moment:
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
        self._plan(moment.transaction, moment.queue, stop=moment.heard.sleep_at_end)

    def _plan(self, reader: Reader, queue: Queue, *, stop: bool) -> None:
        now = self.deck.now
        if now is None or now.song.entry_id not in queue.order or now.ended:
            return
        entry = None if stop else following.by_itself(queue, now.song.entry_id, self.unplayable)
        self.deck.follow_with(None if entry is None else store.song(reader, entry))

    def sound(self, moment: Moment) -> None:
        """Tell the player how the current entry is to sound."""
        self._sound(moment.transaction, moment.queue, moment.settings)

    def _sound(self, reader: Reader, queue: Queue, wanted: Settings) -> None:
        gain = self.deck.gain
        if queue.current is not None:
            around = (queue.current, *following.neighbours(queue, queue.current))
            songs = [store.song(reader, each) for each in around if each is not None]
            known = {song.entry_id: song for song in songs if song is not None}
            gain = following.gain(wanted.replaygain, queue, queue.current, known)
        self.deck.sound(wanted, gain)

    def show(self, moment: Moment) -> None:
        """Tell what would be heard next; with an empty queue, nothing."""
        shown = moment.shown
        moment.show(None if shown is None else store.song(moment.transaction, shown))
        if shown is None and moment.heard.state != "stopped":
            moment.heard = replace(moment.heard, state="stopped")

    def _go_on(self, moment: Moment) -> None:
        if moment.heard.state != "playing":
            moment.heard = replace(moment.heard, state="playing")
            moment.place(self.deck.resume())

    def _seek(self, moment: Moment, position_ms: int) -> None:
        now = self.deck.now
        if now is None:
            moment.queue = replace(moment.queue, current=moment.shown)
            self.show(moment)
        duration = moment.heard.duration_ms
        place = min(position_ms, duration) if duration else position_ms
        if now is None:
            moment.place(place)
        elif now.started:
            self.deck.seek(place)
            moment.place(place)
        elif not now.ended:
            # It has not begun yet: there is nothing to seek in.
            self.deck.load(now.song, place, paused=moment.heard.state != "playing")
            moment.place(place)
            self.plan(moment)

    def _here(self, moment: Moment) -> int:
        here = moment.shown
        if here is None:
            raise NotFoundError("The queue is empty.", "Play a list, or add tracks to the queue.")
        return here
