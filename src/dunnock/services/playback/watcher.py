"""Follows whatever becomes of the queue and the settings, whoever changes them."""

from dataclasses import replace

from dunnock.contract.settings import Settings
from dunnock.services.playback.moment import Moment
from dunnock.services.playback.stage import Stage
from dunnock.store import player as store
from dunnock.store import queue as queue_store
from dunnock.store import settings
from dunnock.store.database import Database, Reader
from dunnock.store.queue import Queue


class Watcher:
    """Compares what is heard with the database. The queue there is the truth; the player is made to follow it."""

    def __init__(self, database: Database, stage: Stage) -> None:
        self._database = database
        self._stage = stage

    def look(self) -> None:
        """Follow whatever the queue and the settings have become."""
        with self._database.read() as reader:
            queue, wanted = queue_store.read(reader), settings.current(reader)
            right = self._is_right(reader, queue, wanted)
            if right:
                self._stage.sound_for(reader, queue, wanted)
                self._stage.plan_for(reader, queue, stop=self._stage.moments.heard.sleep_at_end)
        if not right:
            with self._stage.moment() as moment:
                self._obey(moment)

    def _is_right(self, reader: Reader, queue: Queue, wanted: Settings) -> bool:
        """Whether what is heard and was told is what is current."""
        if self._stage.moments.sounds_otherwise(wanted):
            return False
        shown = queue.current if queue.current is not None else next(iter(queue.order), None)
        song = None if shown is None else store.song(reader, shown)
        if self._stage.deck.now is not None:
            return song == self._stage.deck.now.song and queue.current == shown
        heard = self._stage.moments.heard
        track_id, duration_ms = (song.track_id, song.duration_ms) if song else (None, 0)
        position_ms = 0 if queue.current is None else queue.position_ms
        told = (heard.entry_id, heard.track_id, heard.duration_ms, heard.position_ms)
        return told == (shown, track_id, duration_ms, position_ms)

    def _obey(self, moment: Moment) -> None:
        now = self._stage.deck.now
        if now is None:
            self._stage.show(moment)
            self._stage.sound(moment)
            return
        current = moment.queue.current
        if current == now.song.entry_id:
            song = store.song(moment.transaction, current)
            if song is not None and song != now.song:  # its file was moved, or found to be another track's
                now.song, now.listening.track_id = song, song.track_id
                moment.heard = replace(moment.heard, track_id=song.track_id)
            self._stage.sound(moment)
            moment.place(self._stage.deck.position_ms())
            self._stage.plan(moment)
            return
        self._stage.leave(moment, skipped=now.song.entry_id in moment.queue.order)
        self._stage.failures.clear()
        self._stage.turn_to_current(moment)
