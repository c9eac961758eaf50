"""A notification for each new track, when nobody is looking at a window and the setting asks for it.

After the Desktop Notifications Specification, version 1.2, of freedesktop.org.
"""

import asyncio
import html
import logging
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, Final, Self

from dbus_fast import DBusFastError, Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from dunnock.contract.models import Track
from dunnock.desktop.integration.connection import Peer, call, hear
from dunnock.desktop.integration.desk import Desk
from dunnock.desktop.integration.mpris_root import DESKTOP_ENTRY, IDENTITY
from dunnock.desktop.integration.player import NowPlaying
from dunnock.desktop.integration.shell import Shell

_log = logging.getLogger(__name__)

SERVICE = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"

_PEER = Peer(SERVICE, PATH, SERVICE)

_SYSTEM_CHOOSES: Final = -1
_LOW_URGENCY: Final = 0


class Notifications:
    """Tells of new tracks on one connection, always in the same notification."""

    def __init__(self, bus: MessageBus, desk: Desk, shell: Shell) -> None:
        self._bus = bus
        self._desk = desk
        self._shell = shell
        self._stack = ExitStack()
        self._told: int | None = desk.now.entry_id
        self._shown = 0
        self._due: asyncio.Event = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        """Begin to follow. What plays already is not told of."""
        self._stack.enter_context(self._desk.following(self._changed))
        self._bus.add_message_handler(self._heard)
        self._start(self._keep_telling())
        return self

    async def __aexit__(self, *exception: object) -> None:
        """End."""
        self._stack.close()
        for task in self._tasks:
            task.cancel()

    def _changed(self, before: NowPlaying, now: NowPlaying) -> None:
        # With its cover, or once it is known that there is none.
        if now.is_playing and now.art_known and now.entry_id != self._told:
            self._told = now.entry_id
            if now.notifications and not self._shell.has_focus():
                self._due.set()

    async def _keep_telling(self) -> None:
        """Tell of one track after the other; of those that passed while a slow desktop answered, of the last only."""
        try:
            await hear(self._bus, f"type='signal',interface='{SERVICE}',path='{PATH}'")
        except (DBusFastError, TimeoutError) as error:
            _log.info("The buttons of notifications do nothing: %r", error)
        while True:
            await self._due.wait()
            self._due.clear()
            try:
                await self._tell(self._desk.now)
            except (DBusFastError, TimeoutError) as error:
                _log.info("There is no notification of the new track: %r", error)

    async def _tell(self, now: NowPlaying) -> None:
        if now.track is None:
            return
        (abilities,) = await self._ask("GetCapabilities")
        buttons = ["default", "Show", "toggle", "Pause", "next", "Next"] if "actions" in abilities else []
        body = _body(now.track)
        values = (
            IDENTITY,
            self._shown,
            DESKTOP_ENTRY,
            now.track.title,
            html.escape(body, quote=False) if "body-markup" in abilities else body,
            buttons,
            _hints(now),
            _SYSTEM_CHOOSES,
        )
        (self._shown,) = await self._ask("Notify", "susssasa{sv}i", *values)

    async def _ask(self, member: str, signature: str = "", *body: Any) -> list[Any]:
        # Many desktops start what shows notifications with the first of them.
        return await call(self._bus, _PEER, member, signature, *body, start=True)

    def _heard(self, message: Message) -> None:
        """Take the signals of the notifications: a button, or the end of ours."""
        ours = message.message_type is MessageType.SIGNAL and message.interface == SERVICE and self._shown
        if not ours or not message.body or message.body[0] != self._shown:
            return
        if message.member == "NotificationClosed":
            self._shown = 0
        elif message.member == "ActionInvoked":
            action = message.body[1]
            if action == "default":
                self._start(self._desk.aside(self._shell.focus))
            elif action == "toggle":
                self._start(self._act(self._desk.player.toggle))
            elif action == "next":
                self._start(self._act(self._desk.player.next))

    async def _act(self, verb: Callable[[], object]) -> None:
        try:
            await self._desk.act(verb)
        except DBusFastError as error:
            _log.warning("A button of a notification did nothing: %s", error)

    def _start(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _body(track: Track) -> str:
    return "\n".join(each for each in (track.artist, track.album) if each)


def _hints(now: NowPlaying) -> dict[str, Variant]:
    hints = {
        "desktop-entry": Variant("s", DESKTOP_ENTRY),
        "category": Variant("s", "x-gnome.music"),
        "urgency": Variant("y", _LOW_URGENCY),
        "suppress-sound": Variant("b", True),
        "transient": Variant("b", True),
    }
    if now.art is not None:
        hints["image-path"] = Variant("s", now.art.as_uri())
    return hints
