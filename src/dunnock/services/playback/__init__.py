"""Playback: one thread that alone talks to the player, and what windows, keys and other processes ask of it."""

import logging
import os
import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial
from typing import Any, TypeVar

from dunnock.contract.errors import PlayerError
from dunnock.contract.events import (
    FeedReset,
    FoldersUpdated,
    LibraryUpdated,
    QueueStateChanged,
    QueueUpdated,
    SettingsUpdated,
)
from dunnock.contract.models import Acted, OutputDevice, OutputDevices, PlayerState, Plays
from dunnock.media.player import News, PlayerFactory
from dunnock.services.playback import reading
from dunnock.services.playback.conductor import Conductor
from dunnock.services.playback.reactions import Reactions
from dunnock.services.playback.stage import Stage
from dunnock.services.playback.watcher import Watcher
from dunnock.services.queue import QueueService
from dunnock.services.sources import Source, Sources
from dunnock.store.change_log import LogRow
from dunnock.store.database import Database

_log = logging.getLogger(__name__)

_Result = TypeVar("_Result")

_CHANGES_WHAT_IS_HEARD = frozenset(
    {
        QueueUpdated.NAME,
        QueueStateChanged.NAME,
        SettingsUpdated.NAME,
        LibraryUpdated.NAME,
        FoldersUpdated.NAME,
        FeedReset.NAME,
    }
)

_RETRY_SECONDS = 1.0
"""A pause after the database could not be written."""


class PlaybackService:
    """Plays the queue. The methods may be called on any thread but the feed's, and wait until it is done."""

    def __init__(
        self,
        database: Database,
        queue_service: QueueService,
        sources: Sources,
        make_player: PlayerFactory,
        plays_elsewhere: Callable[[], bool],
    ) -> None:
        """Play what is in the queue.

        Args:
            database: holds the queue, and what is heard.
            queue_service: changes the queue.
            sources: finds what is to be played.
            make_player: makes the player, soon after the start or when something is to be played.
            plays_elsewhere: tells whether another process runs that may be playing.
        """
        self._database = database
        self._queue = queue_service
        self._sources = sources
        self._plays_elsewhere = plays_elsewhere
        self._work: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._stage = Stage(database, lambda: make_player(self._tell))
        self._conductor = Conductor(self._stage)
        self._watcher = Watcher(database, self._stage)
        self._reactions = Reactions(self._stage)
        self._acts = self._acts_by_name()
        self._lock = threading.Lock()
        self._looking = False
        self._seeks = 0
        self._thread: threading.Thread | None = None

    # reading, in any process

    def state(self) -> PlayerState:
        """What is heard."""
        here = self._thread is not None
        with self._database.read() as reader:
            return reading.state(reader, alive=here or self._plays_elsewhere(), confirmed=here)

    def history(self, start: int, count: int) -> Plays:
        """What was heard, the newest first."""
        with self._database.read() as reader:
            return reading.history(reader, start, count)

    # what a person asks for

    def play(self, entry_id: int | None = None) -> None:
        """Go on with what is paused or current, or play an entry of the queue from its beginning.

        Raises:
            NotFoundError: the queue is empty, or the entry is not in it.
            PlayerError: nothing can be played here.
        """
        self.ask(self._conductor.play, entry_id).result()

    def play_source(self, source: Source, place: int = 0) -> Acted:
        """Put a list in the place of the queue, as one act, and play it from a place on.

        Raises:
            NotFoundError: what the source names does not exist, or there is nothing at that place.
            PlayerError: nothing can be played here.
        """
        return self.ask_to_play_source(source, place).result()

    def pause(self) -> None:
        """Pause."""
        self.ask(self._conductor.pause).result()

    def toggle(self) -> None:
        """Pause, or go on."""
        self.ask(self._conductor.toggle).result()

    def stop(self) -> None:
        """Stop; the place in the track is forgotten."""
        self.ask(self._conductor.stop).result()

    def seek(self, position_ms: int) -> None:
        """Go to a place in the track, in milliseconds. Of many that wait, the last counts.

        Raises:
            NotFoundError: nothing is current.
        """
        self.ask_to_seek(position_ms).result()

    def next(self) -> None:
        """Go to the next entry.

        Raises:
            NotFoundError: the queue is empty.
        """
        self.ask(self._conductor.next).result()

    def previous(self) -> None:
        """Begin the track again, or go to the entry before when it has just begun.

        Raises:
            NotFoundError: the queue is empty.
        """
        self.ask(self._conductor.previous).result()

    def sleep(self, minutes: int | None = None, *, end_of_track: bool = False) -> None:
        """Stop by itself after some minutes or at the end of the track; with neither, do not."""
        self.ask(partial(self._conductor.sleep, minutes, end_of_track=end_of_track)).result()

    def devices(self) -> OutputDevices:
        """What sound can come out of.

        Raises:
            PlayerError: nothing can be played here.
        """
        found = self.ask(self._stage.deck.devices).result()
        return OutputDevices(
            devices=[OutputDevice(name=each.name, description=each.description) for each in found]
        )

    # the same without waiting, for whoever must not

    def ask(self, act: Callable[..., _Result], *arguments: Any) -> "Future[_Result]":
        """Have something done on the thread of playback.

        Raises:
            PlayerError: playback is not running in this process.
        """
        future: Future[_Result] = Future()

        def work() -> None:
            try:
                result = act(*arguments)
            except BaseException as error:  # noqa: BLE001 - it is raised where it was asked for
                future.set_exception(error)
            else:
                future.set_result(result)

        with self._lock:
            if self._thread is None:
                raise PlayerError("No window of Dunnock is open.", "Open one with `dunnock`.")
            self._work.put(work)
        return future

    def ask_to_play_source(self, source: Source, place: int = 0) -> "Future[Acted]":
        """As `play_source`."""
        return self.ask(self._play_source, source, place)

    def ask_to_seek(self, position_ms: int) -> "Future[None]":
        """As `seek`."""
        with self._lock:
            self._seeks += 1
        return self.ask(self._seek, position_ms)

    def carry_out(self, name: str, payload: dict[str, Any]) -> "Future[Any] | None":
        """Do what another process asks for; None when that is nothing of playback.

        Raises:
            PlayerError: playback is not running in this process.
        """
        act = self._acts.get(name)
        return None if act is None else act(payload)

    # what goes on

    def start(self) -> None:
        """Begin to follow the queue. Nothing plays by itself."""
        # Here and now: until then a crashed app may have left word that it plays, which nobody may read any more.
        self._try(self._reactions.begin)
        self._thread = threading.Thread(target=self._run, name="playback", daemon=True)
        self._thread.start()

    def take(self, rows: Sequence[LogRow]) -> None:
        """Take events, of whatever process, on the feed's thread."""
        if any(row.name in _CHANGES_WHAT_IS_HEARD for row in rows):
            with self._lock:
                if not self._looking and self._thread is not None:
                    self._looking = True
                    self._work.put(self._look)

    def close(self) -> None:
        """Pause, keep the place, and end the player. May be called twice."""
        with self._lock:
            thread, self._thread = self._thread, None
        if thread is not None:
            self._work.put(None)
            thread.join()

    def _acts_by_name(self) -> "dict[str, Callable[[dict[str, Any]], Future[Any]]]":
        conductor = self._conductor
        return {
            "player:play": lambda payload: self.ask(conductor.play),
            "player:pause": lambda payload: self.ask(conductor.pause),
            "player:toggle": lambda payload: self.ask(conductor.toggle),
            "player:stop": lambda payload: self.ask(conductor.stop),
            "player:next": lambda payload: self.ask(conductor.next),
            "player:previous": lambda payload: self.ask(conductor.previous),
            "player:seek": lambda payload: self.ask_to_seek(payload["position_ms"]),
            "player:sleep": lambda payload: self.ask(partial(conductor.sleep, **payload)),
            "player:open": lambda payload: self.ask_to_play_source(
                Source(paths=[os.fsencode(path) for path in payload["paths"]])
            ),
        }

    def _run(self) -> None:
        while (work := self._next_work()) is not None:
            self._try(work)
        self._try(self._reactions.end)

    def _next_work(self) -> Callable[[], None] | None:
        due = self._reactions.due()
        if due is not None and due <= 0:
            return self._reactions.tick
        try:
            return self._work.get(timeout=due)
        except queue.Empty:
            return self._reactions.tick

    def _try(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception:  # noqa: BLE001 - as the next line says
            # The thread must outlive a full disk or a locked file; what is due is tried again, with a rest.
            _log.exception("A change of what is heard could not be carried out.")
            time.sleep(_RETRY_SECONDS)

    def _tell(self, news: News) -> None:
        """Take news, on the player's thread."""
        self._work.put(partial(self._reactions.hear, news))

    def _look(self) -> None:
        with self._lock:
            self._looking = False
        self._watcher.look()

    def _seek(self, position_ms: int) -> None:
        with self._lock:
            self._seeks -= 1
            superseded = self._seeks > 0
        if not superseded:
            self._conductor.seek(position_ms)

    def _play_source(self, source: Source, place: int) -> Acted:
        self._stage.deck.open()
        act = self._queue.replace(source, place)
        self._conductor.play_current()
        return act
