"""What the parts on the session bus share: what plays, news of it, and a way to ask for something off the loop."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from dbus_fast import DBusError, ErrorType

from dunnock.contract.errors import DunnockError
from dunnock.desktop.integration.player import DesktopPlayer, NowPlaying

_log = logging.getLogger(__name__)

Listener = Callable[[NowPlaying, NowPlaying], None]
"""Called on the loop with what played before and what plays now."""

ART_SECONDS = 3.0
"""How long a cover may take until a track is taken to have none. It is shown late if it comes later."""


class Desk:
    """Lives on the loop of the session bus; only `tell` may be called on another thread.

    Args:
        player: what is read and asked.
        one_by_one: a pool of one thread: what is asked first is done first, and no answer can overtake another.
    """

    def __init__(self, player: DesktopPlayer, one_by_one: Executor) -> None:
        self.now = NowPlaying()
        self._player = player
        self._pool = one_by_one
        self._loop = asyncio.get_running_loop()
        self._news = asyncio.Event()
        self._listeners: list[Listener] = []
        self._art_of: int | None = None
        self._art: Path | None = None
        self._art_known = False
        self._looking: asyncio.Task[None] | None = None

    @property
    def player(self) -> DesktopPlayer:
        """What `act` is to be given the methods of."""
        return self._player

    def tell(self) -> None:
        """Have what plays read again. May be called on any thread, and does not wait."""
        try:
            self._loop.call_soon_threadsafe(self._news.set)
        except RuntimeError:
            _log.debug("News after the end of the session bus.")

    @contextmanager
    def following(self, listener: Listener) -> Iterator[None]:
        """Have a listener told of every change, beginning with the step from nothing to what plays now."""
        self._listeners.append(listener)
        try:
            _guarded(listener, NowPlaying(), self.now)
            yield
        finally:
            self._listeners.remove(listener)

    async def keep_reading(self) -> None:
        """Read again after each news; news that come meanwhile are answered by one more reading."""
        while True:
            await self._news.wait()
            self._news.clear()
            try:
                await self.refresh()
            except DunnockError as error:
                _log.warning("What plays could not be shown on the desktop: %s", error)
            except Exception:  # noqa: BLE001 - the next news may do better
                _log.exception("What plays could not be shown on the desktop.")

    async def refresh(self) -> None:
        """Read what plays, and tell the listeners what is different."""
        now = await self._loop.run_in_executor(self._pool, self._player.read)
        track_id = None if now.track is None else now.track.id
        if track_id != self._art_of:
            self._look_for_art(track_id)
        self._show(now)

    async def act(self, verb: Callable[[], object]) -> None:
        """Do what the desktop asks for, and read what has become of it before the answer.

        Raises:
            DBusError: it could not be done; its text says why.
        """
        try:
            await self._loop.run_in_executor(self._pool, verb)
            await self.refresh()
        except DunnockError as error:
            raise DBusError(ErrorType.FAILED, str(error)) from error

    async def aside(self, work: Callable[[], object]) -> None:
        """Do something that has nothing to do with the player, and may wait for the windows."""
        await asyncio.to_thread(work)

    def close(self) -> None:
        """Look for nothing any more."""
        if self._looking is not None:
            self._looking.cancel()

    def _look_for_art(self, track_id: int | None) -> None:
        self.close()
        self._art_of, self._art, self._art_known = track_id, None, track_id is None
        if track_id is not None:
            self._looking = self._loop.create_task(self._find_art(track_id))

    async def _find_art(self, track_id: int) -> None:
        # Not in the pool: a cover on a disk that sleeps must not hold up Pause.
        found = asyncio.ensure_future(asyncio.to_thread(partial(self._player.art, track_id)))
        try:
            done, _ = await asyncio.wait([found], timeout=ART_SECONDS)
            if not done:
                self._art_known = True
                self._show(self.now)
            self._art = await found
        except Exception:  # noqa: BLE001 - no cover is no reason for no title
            _log.exception("The cover of track %s could not be found.", track_id)
        self._art_known = True
        self._show(self.now)

    def _show(self, now: NowPlaying) -> None:
        before = self.now
        self.now = replace(now, art=self._art, art_known=self._art_known)
        if self.now != before:
            for listener in list(self._listeners):
                _guarded(listener, before, self.now)


def _guarded(listener: Listener, before: NowPlaying, now: NowPlaying) -> None:
    try:
        listener(before, now)
    except Exception:  # noqa: BLE001 - one part of the desktop must not keep the others from the news
        _log.exception("A part of the desktop could not be told what plays.")
