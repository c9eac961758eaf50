"""What follows from what the player tells, and from time that passes."""

import contextlib
import os
from dataclasses import replace
from typing import assert_never

from dunnock.contract.errors import PlayerError
from dunnock.media.player import DevicesChanged, Ended, News, OutputFailed, Seeked, Started
from dunnock.services.playback import following
from dunnock.services.playback.deck import Loaded
from dunnock.services.playback.listening import SURE_AFTER_MS
from dunnock.services.playback.moment import Moment
from dunnock.services.playback.stage import Stage

OPEN_SECONDS = 2.0
"""How long after the start the player is made, so that the first thing that is played need not wait for it. By then the
window has been drawn."""

SAVE_SECONDS = 5.0
"""How often the place in the track is stored and told while it plays: so much is lost in a crash."""

FAILURES_IN_A_ROW = 5
"""After so many files that could not be played playing stops: an unplugged drive would race through the queue."""

_NOTICEABLE_MS = 150
"""A window's clock may be wrong by so much before it is told."""

_SHOWN_PATH = 300
"""Characters of a path that are shown in a message."""


class Reactions:
    """Takes the news, and does what is due. On the one thread of playback."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._deck = stage.deck
        self._moments = stage.moments
        self._clock = stage.clock
        self._saved_at = self._clock.seconds()
        self._opens_at: float | None = self._saved_at + OPEN_SECONDS

    def begin(self) -> None:
        """Take up what an earlier process has left. Nothing plays by itself: it waits at its place."""
        self._moments.recall()
        with self._stage.moment() as moment:
            state = "paused" if moment.heard.state == "playing" else moment.heard.state
            moment.heard = replace(moment.heard, state=state, sleep_at=None, sleep_at_end=False)
            self._stage.show(moment)

    def end(self) -> None:
        """Pause what plays, so that it can go on at its place another time, and end the player."""
        try:
            with self._stage.moment() as moment:
                self._stage.hold(moment)
        finally:
            self._deck.close()

    def hear(self, news: News) -> None:
        """Take news of the player. News of what is not loaded any more is too late to matter."""
        now, planned = self._deck.now, self._deck.following
        match news:
            case Started(item_id) if now is not None and item_id == now.item.item_id:
                self._started(news)
            case Started(item_id) if planned is not None and item_id == planned.item.item_id:
                self._followed(news)
            case Ended(item_id) if now is not None and item_id == now.item.item_id:
                self._ended(now, news)
            case Ended(item_id) if planned is not None and item_id == planned.item.item_id:
                self._follower_failed(news)
            case Seeked(item_id, position_ms) if now is not None and item_id == now.item.item_id:
                self._arrived(position_ms)
            case OutputFailed(message):
                self._silenced(message)
            case Started() | Ended() | Seeked() | DevicesChanged():
                pass
            case _:
                assert_never(news)

    def tick(self) -> None:
        """Do what is due."""
        if self._opens_at is not None and self._clock.seconds() >= self._opens_at:
            self._opens_at = None
            with contextlib.suppress(PlayerError):  # whoever plays something is told
                self._deck.open()
        heard, now = self._moments.heard, self._deck.now
        if heard.sleep_at is not None and self._clock.now_ms() >= heard.sleep_at:
            with self._stage.moment() as moment:
                self._stage.hold(moment)
                moment.heard = replace(moment.heard, sleep_at=None)
        elif now is None and heard.state == "playing":  # what could not be stored when it happened
            with self._stage.moment() as moment:
                moment.heard = replace(moment.heard, state="paused")
        elif now is not None and now.started and heard.state == "playing":
            self._keep(now)

    def due(self) -> float | None:
        """In how many seconds something is due; None when nothing is, until something happens."""
        heard, now = self._moments.heard, self._deck.now
        waits: list[float] = []
        if self._opens_at is not None:
            waits.append(self._opens_at - self._clock.seconds())
        if heard.sleep_at is not None:
            waits.append((heard.sleep_at - self._clock.now_ms()) / 1000)
        if now is None:
            if heard.state == "playing":
                waits.append(self._saved_at + SAVE_SECONDS - self._clock.seconds())
        elif now.started and heard.state == "playing":
            waits.append(self._saved_at + SAVE_SECONDS - self._clock.seconds())
            if not now.listening.counted:
                # At most ten times a second: the player's clock and this one differ a little.
                waits.append(max(0.1, self._until_counted(now)))
        return max(0.0, min(waits)) if waits else None

    # what the player tells

    def _started(self, news: Started) -> None:
        now = self._deck.now
        assert now is not None  # noqa: S101 - `hear` has looked
        heard = self._moments.heard
        self._deck.begin(news.position_ms, held=heard.state != "playing")
        self._saved_at = self._clock.seconds()
        if news.duration_ms:
            now.listening.duration_ms = news.duration_ms
        told_wrong = abs(news.duration_ms - heard.duration_ms) > _NOTICEABLE_MS and news.duration_ms
        if told_wrong or self._is_off(news.position_ms):
            with self._stage.moment() as moment:
                self._tell_begin(moment, news)

    def _followed(self, news: Started) -> None:
        before = self._deck.now
        assert before is not None  # noqa: S101 - `hear` has looked
        with self._stage.moment() as moment:
            self._deck.move_on()
            now = self._deck.now
            assert now is not None  # noqa: S101 - as above
            entry = now.song.entry_id
            self._deck.begin(news.position_ms, held=moment.heard.state != "playing")
            now.listening.duration_ms = news.duration_ms or now.song.duration_ms
            moment.log(before.listening)
            # Else the queue has become another meanwhile: whoever looks at it is on the way, and says what is heard.
            if moment.queue.current == before.song.entry_id and entry in moment.queue.order:
                if entry != before.song.entry_id and following.begins_again(
                    moment.queue, before.song.entry_id, entry
                ):
                    self._stage.begin_round(moment, entry)
                moment.go_to(entry, leaving_played=True)
                moment.show(now.song)
                moment.heard = replace(moment.heard, message=None)
                self._tell_begin(moment, news)
                self._stage.sound(moment)
                self._stage.plan(moment)
        self._saved_at = self._clock.seconds()
        self._stage.failures.clear()

    def _tell_begin(self, moment: Moment, news: Started) -> None:
        if news.duration_ms:
            moment.heard = replace(moment.heard, duration_ms=news.duration_ms)
        moment.place(news.position_ms)

    def _ended(self, now: Loaded, news: Ended) -> None:
        if news.reason == "error":
            if now.started:
                now.listening.halt(news.position_ms)
            with self._stage.moment() as moment:
                moment.log(now.listening)
                self._fail(moment, now, news)
            return
        self._deck.end(news.position_ms)
        self._stage.failures.clear()
        planned = self._deck.following
        if planned is None or news.follower_id != planned.item.item_id:
            with self._stage.moment() as moment:
                moment.log(now.listening)
                self._go_on_after(moment, now.song.entry_id)

    def _follower_failed(self, news: Ended) -> None:
        before, failed = self._deck.now, self._deck.following
        assert before is not None  # noqa: S101 - `hear` has looked
        assert failed is not None  # noqa: S101 - as above
        with self._stage.moment() as moment:
            if not before.ended:  # before its time: something else follows
                self._stage.failures.entries.add(failed.song.entry_id)
                self._stage.plan(moment)
                return
            moment.log(before.listening)
            if failed.song.entry_id in moment.queue.order:
                moment.go_to(failed.song.entry_id, leaving_played=True)
            self._fail(moment, failed, news)

    def _arrived(self, position_ms: int) -> None:
        now = self._deck.now
        assert now is not None  # noqa: S101 - `hear` has looked
        if self._moments.heard.state == "playing":
            now.listening.go_on(position_ms)
        if self._is_off(position_ms):
            with self._stage.moment() as moment:
                moment.place(position_ms)

    def _silenced(self, message: str) -> None:
        with self._stage.moment() as moment:
            self._stage.hold(moment)
            moment.heard = replace(moment.heard, message=message)

    # what goes on after something has ended

    def _go_on_after(self, moment: Moment, entry_id: int) -> None:
        """An entry has ended, and nothing was there to follow it without a gap."""
        queue, heard = moment.queue, moment.heard
        if queue.current != entry_id:  # somebody has made another one current meanwhile
            self._stage.turn_to_current(moment)
        elif queue.stop_after_current or heard.sleep_at_end:
            # What stops here would be heard from the next entry on; this was for once.
            target = following.after(queue, entry_id)
            moment.queue = replace(queue, stop_after_current=False)
            if target is None:
                self._stage.end(moment)
            else:
                moment.go_to(target, leaving_played=True)
                self._stage.rest(moment, "stopped")
        else:
            target = following.by_itself(queue, entry_id, self._stage.failures.entries)
            self._stage.move_to(moment, target, forward=True)

    # files that cannot be played

    def _fail(self, moment: Moment, failed: Loaded, news: Ended) -> None:
        """Pass over what cannot be played, and say why; after several in a row, stop."""
        entry, failures = failed.song.entry_id, self._stage.failures
        if failed.listening.heard_ms >= SURE_AFTER_MS:
            self._stage.failures.clear()
        failures.note(entry, news.position_ms)
        path = failed.song.path_text[-_SHOWN_PATH:]
        message = f"{path} cannot be played: {news.message or 'It cannot be read.'}"
        if failures.count >= FAILURES_IN_A_ROW:
            message = (
                f"Stopped, because {failures.count} tracks in a row cannot be played. The last: {message}"
            )
            self._give_up(moment, failed)
        else:
            self._go_on_after(moment, entry)
        moment.heard = replace(moment.heard, message=message)

    def _give_up(self, moment: Moment, failed: Loaded) -> None:
        """Stop; where files are gone, at the first of them: when the drive is back, it goes on from there."""
        first, position_ms = self._stage.failures.first or (failed.song.entry_id, 0)
        self._stage.failures.clear()
        if first in moment.queue.order and not os.path.exists(failed.song.path):
            moment.go_to(first, leaving_played=False)
            self._stage.rest(moment, "paused", position_ms)
        else:
            self._stage.rest(moment, "stopped")

    # time

    def _keep(self, now: Loaded) -> None:
        """Store the place in the track, and count it when enough of it was heard."""
        position = self._deck.position_ms()
        now.listening.reach(position)
        counts = not now.listening.counted and now.listening.left_ms == 0
        saves = self._clock.seconds() >= self._saved_at + SAVE_SECONDS
        if counts or saves:
            with self._stage.moment(background=True) as moment:
                moment.place(position)
                moment.log(now.listening)
            self._saved_at = self._clock.seconds()

    def _until_counted(self, now: Loaded) -> float:
        return now.listening.left_ms_at(self._deck.position_ms()) / 1000 / self._stage.speed

    def _is_off(self, position_ms: int) -> bool:
        """Whether windows believe in another place than this one."""
        heard = self._moments.heard
        believed = float(heard.position_ms)
        if heard.state == "playing":
            believed += (self._clock.now_ms() - heard.position_at) * self._stage.speed
        return abs(believed - position_ms) > _NOTICEABLE_MS
