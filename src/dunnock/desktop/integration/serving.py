"""All that is served on the session bus, in one place: the player, the notifications and the tray."""

import asyncio
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


async def serve_desktop(player: DesktopPlayer, shell: Shell, address: str, stop: asyncio.Event) -> None:
    """Serve the desktop on the bus at `address` until `stop` is set."""
    pool = ThreadPoolExecutor(1, "desktop")
    desk = Desk(player, pool)
    # Before the first reading: what changes in between is read again.
    player.on_change(desk.tell)
    desk.tell()
    try:
        async with asyncio.TaskGroup() as group:
            tasks = (
                group.create_task(desk.keep_reading()),
                group.create_task(stay_on_bus(address, partial(_serve, desk, shell))),
                group.create_task(keep_tray(address, desk, shell)),
            )
            await stop.wait()
            for task in tasks:
                task.cancel()
    finally:
        desk.close()
        pool.shutdown(wait=False, cancel_futures=True)


async def _serve(desk: Desk, shell: Shell, bus: MessageBus) -> None:
    with ExitStack() as following:
        async with asyncio.timeout(CONNECT_SECONDS):
            await export_player(bus, desk, shell, following)
        async with Notifications(bus, desk, shell):
            await bus.wait_for_disconnect()
