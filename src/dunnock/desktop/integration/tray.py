"""The icon in the system's tray: an item of the StatusNotifier kind, which KDE, Xfce, and with an extension GNOME show.

After the StatusNotifierItem specification of freedesktop.org. Spoken by ourselves, because Tauri's tray ends in a panic
where the library libayatana-appindicator is missing, which speaks the same.
"""

import asyncio
import logging
import os
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Annotated, Final

from dbus_fast import DBusError, Message, MessageType, NameFlag, PropertyAccess
from dbus_fast.aio import MessageBus
from dbus_fast.annotations import DBusBool, DBusInt32, DBusObjectPath, DBusSignature, DBusStr
from dbus_fast.service import ServiceInterface, dbus_method, dbus_property, dbus_signal

from dunnock.desktop.integration.connection import Peer, call, hear, stay_on_bus
from dunnock.desktop.integration.desk import Desk
from dunnock.desktop.integration.mpris_root import IDENTITY
from dunnock.desktop.integration.player import NowPlaying
from dunnock.desktop.integration.shell import Shell
from dunnock.desktop.integration.tray_menu import MENU_PATH, TrayMenu
from dunnock.media.icon import argb_icon

_log = logging.getLogger(__name__)

PATH = "/StatusNotifierItem"
WATCHER = "org.kde.StatusNotifierWatcher"
WATCHER_PATH = "/StatusNotifierWatcher"

_PEER = Peer(WATCHER, WATCHER_PATH, WATCHER)

ICON = Path(__file__).parent.parent / "icons" / "icon.png"
ICON_SIZES: Final = (22, 32, 48)

SCROLL_STEP = 5
"""Percent of the volume for one notch of the wheel over the icon."""

_READ: Final = PropertyAccess.READ

_Pixmaps = Annotated[list[tuple[int, int, bytes]], DBusSignature("a(iiay)")]
_ToolTip = Annotated[tuple[str, list[tuple[int, int, bytes]], str, str], DBusSignature("(sa(iiay)ss)")]


async def keep_tray(address: str, desk: Desk, shell: Shell) -> None:
    """Show the icon while the setting asks for it, until cancelled.

    On a connection of its own: the end of a connection is the one way to take an item away that every tray knows.
    """
    wanted = asyncio.Event()
    unwanted = asyncio.Event()

    def changed(before: NowPlaying, now: NowPlaying) -> None:
        on, off = (wanted, unwanted) if now.tray_icon else (unwanted, wanted)
        on.set()
        off.clear()

    with desk.following(changed):
        while True:
            await wanted.wait()
            shown = asyncio.create_task(stay_on_bus(address, partial(_serve, desk, shell)))
            try:
                await unwanted.wait()
            finally:
                shown.cancel()
                await asyncio.wait([shown])


async def _serve(desk: Desk, shell: Shell, bus: MessageBus) -> None:
    with ExitStack() as following:
        item = TrayItem(desk, shell)
        menu = TrayMenu(desk, shell)
        bus.export(PATH, item)
        bus.export(MENU_PATH, menu)
        following.enter_context(desk.following(item.changed))
        following.enter_context(desk.following(menu.changed))
        name = f"org.kde.StatusNotifierItem-{os.getpid()}-1"
        await bus.request_name(name, NameFlag.DO_NOT_QUEUE)
        trays: asyncio.Queue[None] = asyncio.Queue()

        def heard(message: Message) -> None:
            is_news = message.message_type is MessageType.SIGNAL and message.member == "NameOwnerChanged"
            if is_news and message.body[0] == WATCHER and message.body[2]:
                trays.put_nowait(None)

        bus.add_message_handler(heard)
        await hear(bus, f"type='signal',member='NameOwnerChanged',arg0='{WATCHER}'")
        announcing = asyncio.create_task(_announce(bus, name, trays))
        try:
            await bus.wait_for_disconnect()
        finally:
            announcing.cancel()


async def _announce(bus: MessageBus, name: str, trays: "asyncio.Queue[None]") -> None:
    """Tell of the icon now, and again whenever a tray has started."""
    while True:
        try:
            await call(bus, _PEER, "RegisterStatusNotifierItem", "s", name)
        except (DBusError, TimeoutError) as error:
            _log.info("No tray shows the icon: %s", error)
        await trays.get()


class TrayItem(ServiceInterface):
    """org.kde.StatusNotifierItem."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__("org.kde.StatusNotifierItem")
        self._desk = desk
        self._shell = shell
        self._pixmaps = [(size, size, argb_icon(ICON, size)) for size in ICON_SIZES]

    def changed(self, before: NowPlaying, now: NowPlaying) -> None:
        """Tell the tray when its icon is to say something else."""
        if _hint(before) != _hint(now):
            self.new_tool_tip()

    @dbus_method("Activate")
    async def activate(self, x: DBusInt32, y: DBusInt32) -> None:
        """A click: bring a window to the front."""
        await self._desk.aside(self._shell.focus)

    @dbus_method("SecondaryActivate")
    async def secondary_activate(self, x: DBusInt32, y: DBusInt32) -> None:
        """A click with the middle button: pause, or go on."""
        await self._desk.act(self._desk.player.toggle)

    @dbus_method("ContextMenu")
    def context_menu(self, x: DBusInt32, y: DBusInt32) -> None:
        """A click with the right button, of a tray that cannot show menus: there is no other way to show ours."""

    @dbus_method("Scroll")
    async def scroll(self, delta: DBusInt32, orientation: DBusStr) -> None:
        """The wheel over the icon: louder or quieter."""
        if orientation.lower() == "vertical" and delta:
            step = SCROLL_STEP if delta > 0 else -SCROLL_STEP
            await self._desk.act(partial(self._desk.player.set_volume, self._desk.now.volume + step))

    @dbus_signal("NewToolTip")
    def new_tool_tip(self) -> None:
        """Have the tray read the tool tip again."""

    @dbus_property(_READ, "Category")
    def category(self) -> DBusStr:
        """The kind of program."""
        return "ApplicationStatus"

    @dbus_property(_READ, "Id")
    def id(self) -> DBusStr:
        """The name by which a tray remembers where the icon was put."""
        return "dunnock"

    @dbus_property(_READ, "Title")
    def title(self) -> DBusStr:
        """The name for people."""
        return IDENTITY

    @dbus_property(_READ, "Status")
    def status(self) -> DBusStr:
        """Whether it is to be seen."""
        return "Active"

    @dbus_property(_READ, "WindowId")
    def window_id(self) -> DBusInt32:
        """The window it belongs to: none in particular."""
        return 0

    @dbus_property(_READ, "IconName")
    def icon_name(self) -> DBusStr:
        """The icon's name in the theme: none, so that it is the same where Dunnock is not installed."""
        return ""

    @dbus_property(_READ, "IconPixmap")
    def icon_pixmap(self) -> _Pixmaps:
        """The icon itself, in several sizes."""
        return self._pixmaps

    @dbus_property(_READ, "ToolTip")
    def tool_tip(self) -> _ToolTip:
        """What is shown while the pointer rests on the icon."""
        return ("", [], *_hint(self._desk.now))

    @dbus_property(_READ, "ItemIsMenu")
    def item_is_menu(self) -> DBusBool:
        """Whether a click should open the menu."""
        return False

    @dbus_property(_READ, "Menu")
    def menu(self) -> DBusObjectPath:
        """Where the menu is."""
        return MENU_PATH


def _hint(now: NowPlaying) -> tuple[str, str]:
    if now.track is None:
        return IDENTITY, ""
    return now.track.title, now.track.artist
