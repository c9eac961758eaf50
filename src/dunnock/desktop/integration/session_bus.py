"""Media keys, player widgets, the tray and notifications of a Linux desktop, on a thread and a loop of their own."""

import asyncio
import contextlib
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial

from dbus_fast.aio import MessageBus

from dunnock.desktop.integration.connection import CONNECT_SECONDS, stay_on_bus
from dunnock.desktop.integration.desk import Desk
from dunnock.desktop.integration.mpris import export_player
from dunnock.desktop.integration.notifications import Notifications
from dunnock.desktop.integration.player import DesktopPlayer
from dunnock.desktop.integration.shell import Shell
from dunnock.desktop.integration.tray import keep_tray

_log = logging.getLogger(__name__)

_CLOSE_SECONDS = 2.0


class SessionBusControls:
    """The desktop on the session bus at `address`. A bus that is slow, dies or was never there harms nobody."""

    def __init__(self, player: DesktopPlayer, shell: Shell, address: str) -> None:
        self._player = player
        self._shell = shell
        self._address = address
        self._stop = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to show. Returns at once."""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="session-bus", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Leave the bus. Waits two seconds at most."""
        if self._thread is None:
            return
        with contextlib.suppress(RuntimeError):  # it has ended by itself
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(_CLOSE_SECONDS)

    def _run(self) -> None:
        try:
            with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
                runner.run(self._main())
        except Exception:  # noqa: BLE001 - the end of a thread: nobody above can take it
            _log.exception("Media keys, tray and notifications have failed and are off.")

    async def _main(self) -> None:
        pool = ThreadPoolExecutor(1, "desktop")
        desk = Desk(self._player, pool)
        # Before the first reading: what changes in between is read again.
        self._player.on_change(desk.tell)
        desk.tell()
        try:
            async with asyncio.TaskGroup() as group:
                tasks = (
                    group.create_task(desk.keep_reading()),
                    group.create_task(stay_on_bus(self._address, partial(self._serve, desk))),
                    group.create_task(keep_tray(self._address, desk, self._shell)),
                )
                await self._stop.wait()
                for task in tasks:
                    task.cancel()
        finally:
            desk.close()
            pool.shutdown(wait=False, cancel_futures=True)

    async def _serve(self, desk: Desk, bus: MessageBus) -> None:
        with ExitStack() as following:
            async with asyncio.timeout(CONNECT_SECONDS):
                await export_player(bus, desk, self._shell, following)
            async with Notifications(bus, desk, self._shell):
                await bus.wait_for_disconnect()
