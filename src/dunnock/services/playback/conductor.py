"""What a person can have playback do."""

from dataclasses import replace

from dunnock.contract.errors import NotFoundError
from dunnock.services.playback import following
from dunnock.services.playback.moment import Moment
from dunnock.services.playback.stage import Stage

RESTART_AFTER_MS = 3_000
"""Beyond this place "previous" begins the track again."""


class Conductor:
    """Plays, pauses, and the like. What it does is stored and told when the call returns."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def play(self, entry_id: int | None = None) -> None:
        """Go on, or play an entry from its beginning.

        Raises:
            NotFoundError: the queue is empty, or the entry is not in it.
            PlayerError: nothing can be played here.
        """
        self._stage.deck.open()
        with self._stage.moment() as moment:
            moment.heard = replace(moment.heard, message=None)
            wanted = moment.shown if entry_id is None else entry_id
            if wanted is None:
                raise NotFoundError("The queue is empty.", "Play a list, or add tracks to the queue.")
            if wanted not in moment.queue.order:
                raise NotFoundError("That entry is not in the queue.", "It may have been removed meanwhile.")
            now = self._stage.deck.now
            if entry_id is None and now is not None and now.song.entry_id == wanted:
                self._go_on(moment)
                return
            self._stage.failures.clear()
            self._stage.leave(moment, skipped=now is not None and now.song.entry_id != wanted)
            position = moment.queue.position_ms if entry_id is None else 0
            moment.go_to(wanted, leaving_played=True)
            self._stage.load(moment, wanted, position)

    def play_current(self) -> None:
        """Play what has been made current in place of what is heard.

        Raises:
            PlayerError: nothing can be played here.
        """
        self._stage.deck.open()
        with self._stage.moment() as moment:
            self._stage.failures.clear()
            self._stage.leave(moment, skipped=True)
            moment.heard = replace(moment.heard, state="playing", message=None)
            self._stage.turn_to_current(moment)

    def pause(self) -> None:
        """Hold what is heard."""
        with self._stage.moment() as moment:
            self._stage.hold(moment)

    def toggle(self) -> None:
        """Pause, or go on."""
        if self._stage.moments.heard.state == "playing":
            self.pause()
        else:
            self.play()

    def stop(self) -> None:
        """Stop, and forget the place in the track."""
        with self._stage.moment() as moment:
            self._stage.leave(moment)
            self._stage.rest(moment, "stopped")
            moment.heard = replace(moment.heard, message=None)

    def seek(self, position_ms: int) -> None:
        """Go to a place of the track, also of one that is paused or would be heard next.

        Raises:
            NotFoundError: there is none.
        """
        with self._stage.moment() as moment:
            if moment.shown is None:
                raise NotFoundError("Nothing is playing.", "Play something first.")
            self._seek(moment, position_ms)

    def next(self) -> None:
        """Go to the next entry. What is paused stays paused, what is stopped stays stopped.

        Raises:
            NotFoundError: the queue is empty.
        """
        with self._stage.moment() as moment:
            here = self._here(moment)
            self._stage.failures.clear()
            moment.heard = replace(moment.heard, message=None)
            self._stage.leave(moment, skipped=True)
            self._stage.move_to(moment, following.after(moment.queue, here), forward=True)

    def previous(self) -> None:
        """Begin the track again, or go to the entry before when it has just begun. Paused and stopped as for `next`.

        Raises:
            NotFoundError: the queue is empty.
        """
        with self._stage.moment() as moment:
            here = self._here(moment)
            moment.heard = replace(moment.heard, message=None)
            position = (
                moment.queue.position_ms if self._stage.deck.now is None else self._stage.deck.position_ms()
            )
            before = None if position > RESTART_AFTER_MS else following.before(moment.queue, here)
            if before is None or before == here:
                self._seek(moment, 0)
                return
            self._stage.failures.clear()
            self._stage.leave(moment, skipped=True)
            self._stage.move_to(moment, before, forward=False)

    def sleep(self, minutes: int | None, *, end_of_track: bool) -> None:
        """Stop after some minutes, at the end of the track, or not at all."""
        with self._stage.moment() as moment:
            at = None if minutes is None else moment.now_ms + minutes * 60_000
            moment.heard = replace(moment.heard, sleep_at=at, sleep_at_end=end_of_track)
            self._stage.plan(moment)

    def _go_on(self, moment: Moment) -> None:
        if moment.heard.state != "playing":
            moment.heard = replace(moment.heard, state="playing")
            moment.place(self._stage.deck.resume())

    def _seek(self, moment: Moment, position_ms: int) -> None:
        now = self._stage.deck.now
        if now is None:
            moment.queue = replace(moment.queue, current=moment.shown)
            self._stage.show(moment)
        duration = moment.heard.duration_ms
        place = min(position_ms, duration) if duration else position_ms
        if now is None:
            moment.place(place)
        elif now.started:
            self._stage.deck.seek(place)
            moment.place(place)
        elif not now.ended:
            # It has not begun yet: there is nothing to seek in.
            self._stage.deck.load(now.song, place, paused=moment.heard.state != "playing")
            moment.place(place)
            self._stage.plan(moment)

    def _here(self, moment: Moment) -> int:
        here = moment.shown
        if here is None:
            raise NotFoundError("The queue is empty.", "Play a list, or add tracks to the queue.")
        return here
