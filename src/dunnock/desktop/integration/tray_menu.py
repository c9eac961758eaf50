"""The menu of the tray's icon, in the form trays read menus: com.canonical.dbusmenu, version 3."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, Final

from dbus_fast import DBusError, ErrorType, PropertyAccess, Variant
from dbus_fast.annotations import DBusBool, DBusInt32, DBusSignature, DBusStr, DBusUInt32, DBusVariant
from dbus_fast.service import ServiceInterface, dbus_method, dbus_property, dbus_signal

from dunnock.desktop.integration.desk import Desk
from dunnock.desktop.integration.mpris_root import IDENTITY
from dunnock.desktop.integration.player import NowPlaying
from dunnock.desktop.integration.shell import Shell

MENU_PATH = "/StatusNotifierItem/Menu"

_ROOT: Final = 0
_READ: Final = PropertyAccess.READ

_Ids = Annotated[list[int], DBusSignature("ai")]
_Names = Annotated[list[str], DBusSignature("as")]
_Layout = Annotated[tuple[int, list[Any]], DBusSignature("u(ia{sv}av)")]
_Group = Annotated[list[list[Any]], DBusSignature("a(ia{sv})")]
_Events = Annotated[list[list[Any]], DBusSignature("a(isvu)")]
_AboutToShow = Annotated[tuple[list[int], list[int]], DBusSignature("aiai")]
_Updated = Annotated[tuple[int, int], DBusSignature("ui")]


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the menu. Without a label it is a line between others, without an act it only says something."""

    label: Callable[[NowPlaying], str] | None = None
    enabled: Callable[[NowPlaying], bool] = lambda now: True
    act: Callable[[], Awaitable[None]] | None = None

    def properties(self, now: NowPlaying) -> dict[str, Variant]:
        """The line as it is to be shown."""
        if self.label is None:
            return {"type": Variant("s", "separator")}
        # An underscore would make the letter after it a key.
        label = self.label(now).replace("_", "__")
        return {"label": Variant("s", label), "enabled": Variant("b", self.enabled(now))}


class TrayMenu(ServiceInterface):
    """com.canonical.dbusmenu: lines with the numbers 1 and up, below the root, whose number is 0."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__("com.canonical.dbusmenu")
        self._desk = desk
        self._revision = 1
        player, ask = desk.player, desk.act
        lines = (
            Item(_title, enabled=lambda now: False),
            Item(),
            Item(lambda now: "Pause" if now.is_playing else "Play", _has_track, partial(ask, player.toggle)),
            Item(lambda now: "Next", lambda now: now.has_next, partial(ask, player.next)),
            Item(lambda now: "Previous", _has_track, partial(ask, player.previous)),
            Item(lambda now: "Stop", lambda now: now.state != "stopped", partial(ask, player.stop)),
            Item(),
            Item(lambda now: "Show window", act=partial(desk.aside, shell.focus)),
            Item(lambda now: "Mini-player", act=partial(desk.aside, shell.open_mini)),
            Item(lambda now: "Quit", act=partial(desk.aside, shell.quit)),
        )
        self._lines = dict(enumerate(lines, start=1))

    def changed(self, before: NowPlaying, now: NowPlaying) -> None:
        """Have trays read the menu again when a line is another."""
        if any(line.properties(before) != line.properties(now) for line in self._lines.values()):
            self._revision += 1
            self.layout_updated()

    @dbus_method("GetLayout")
    def get_layout(self, parent: DBusInt32, depth: DBusInt32, names: _Names) -> _Layout:
        """A line with what is below it; names of properties are wishes, and we always give them all."""
        below = []
        if parent == _ROOT and depth != 0:
            below = [Variant("(ia{sv}av)", [number, self._shown(number), []]) for number in self._lines]
        return self._revision, [parent, self._shown(parent), below]

    @dbus_method("GetGroupProperties")
    def get_group_properties(self, ids: _Ids, names: _Names) -> _Group:
        """Several lines, all of them for an empty list."""
        known = [
            number for number in ids or (_ROOT, *self._lines) if number == _ROOT or number in self._lines
        ]
        return [[number, self._shown(number)] for number in known]

    @dbus_method("GetProperty")
    def get_property(self, number: DBusInt32, name: DBusStr) -> DBusVariant:
        """One property of a line."""
        found = self._shown(number).get(name)
        if found is None:
            raise DBusError(ErrorType.INVALID_ARGS, f"Line {number} has no property {name}.")
        return found

    @dbus_method("Event")
    async def event(self, number: DBusInt32, kind: DBusStr, data: DBusVariant, at: DBusUInt32) -> None:
        """Something happened to a line; a click does what it says."""
        await self._take(number, kind)

    @dbus_method("EventGroup")
    async def event_group(self, events: _Events) -> _Ids:
        """Several events; returns the numbers of lines that do not exist."""
        for number, kind, _, _ in events:
            await self._take(number, kind)
        return [number for number, *_ in events if number != _ROOT and number not in self._lines]

    @dbus_method("AboutToShow")
    def about_to_show(self, number: DBusInt32) -> DBusBool:
        """Whether the tray should read the menu again before it shows it: it has been told of every change."""
        return False

    @dbus_method("AboutToShowGroup")
    def about_to_show_group(self, ids: _Ids) -> _AboutToShow:
        """The same for several lines; and the numbers of lines that do not exist."""
        return [], [number for number in ids if number != _ROOT and number not in self._lines]

    @dbus_signal("LayoutUpdated")
    def layout_updated(self) -> _Updated:
        """Have trays read the menu again."""
        return self._revision, _ROOT

    @dbus_property(_READ, "Version")
    def version(self) -> DBusUInt32:
        """The version of this interface."""
        return 3

    @dbus_property(_READ, "TextDirection")
    def text_direction(self) -> DBusStr:
        """The labels are English."""
        return "ltr"

    @dbus_property(_READ, "Status")
    def status(self) -> DBusStr:
        """Whether the menu wants attention."""
        return "normal"

    @dbus_property(_READ, "IconThemePath")
    def icon_theme_path(self) -> _Names:
        """Where to look for icons: the lines have none."""
        return []

    async def _take(self, number: int, kind: str) -> None:
        line = self._lines.get(number)
        if kind == "clicked" and line is not None and line.act is not None:
            await line.act()

    def _shown(self, number: int) -> dict[str, Variant]:
        if number == _ROOT:
            return {"children-display": Variant("s", "submenu")}
        line = self._lines.get(number)
        if line is None:
            raise DBusError(ErrorType.INVALID_ARGS, f"The menu has no line {number}.")
        return line.properties(self._desk.now)


def _title(now: NowPlaying) -> str:
    if now.track is None:
        return IDENTITY
    return f"{now.track.title} · {now.track.artist}" if now.track.artist else now.track.title


def _has_track(now: NowPlaying) -> bool:
    return now.has_track
