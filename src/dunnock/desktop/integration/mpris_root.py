"""The part of MPRIS about the program: its name, its windows, its end, and what it can open."""

import asyncio
from typing import Annotated, Final

from dbus_fast import PropertyAccess
from dbus_fast.annotations import DBusBool, DBusSignature, DBusStr
from dbus_fast.service import ServiceInterface, dbus_method, dbus_property

from dunnock.desktop.integration.desk import Desk
from dunnock.desktop.integration.shell import Shell

IDENTITY = "Dunnock"

DESKTOP_ENTRY = "dunnock"
"""The name of `dunnock.desktop`, which an installation puts where desktops look for programs."""

MIME_TYPES: Final = (
    "audio/aac",
    "audio/flac",
    "audio/mp4",
    "audio/mpeg",
    "audio/ogg",
    "audio/opus",
    "audio/x-aiff",
    "audio/x-ape",
    "audio/x-flac",
    "audio/x-m4a",
    "audio/x-mp3",
    "audio/x-ms-wma",
    "audio/x-musepack",
    "audio/x-opus+ogg",
    "audio/x-speex",
    "audio/x-tta",
    "audio/x-vorbis+ogg",
    "audio/x-wav",
    "audio/x-wavpack",
)
"""The types of what the library reads, by the names of the shared MIME database and their older ones."""

_READ: Final = PropertyAccess.READ

_Texts = Annotated[list[str], DBusSignature("as")]


class RootInterface(ServiceInterface):
    """org.mpris.MediaPlayer2. There is no full screen and no list of tracks on the bus."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__("org.mpris.MediaPlayer2")
        self._desk = desk
        self._shell = shell

    @dbus_method("Raise")
    async def raise_window(self) -> None:
        """Bring a window to the front."""
        await self._desk.aside(self._shell.focus)

    @dbus_method("Quit")
    async def quit(self) -> None:
        """End Dunnock."""
        # Not awaited: the answer must be on its way before the end of the loop that would send it.
        self._quitting = asyncio.create_task(self._desk.aside(self._shell.quit))

    @dbus_property(_READ, "CanQuit")
    def can_quit(self) -> DBusBool:
        """Whether `Quit` does something."""
        return True

    @dbus_property(_READ, "CanRaise")
    def can_raise(self) -> DBusBool:
        """Whether `Raise` does something."""
        return True

    @dbus_property(_READ, "HasTrackList")
    def has_track_list(self) -> DBusBool:
        """Whether the queue is on the bus."""
        return False

    @dbus_property(_READ, "Identity")
    def identity(self) -> DBusStr:
        """The name for people."""
        return IDENTITY

    @dbus_property(_READ, "DesktopEntry")
    def desktop_entry(self) -> DBusStr:
        """Where a desktop finds the icon."""
        return DESKTOP_ENTRY

    @dbus_property(_READ, "SupportedUriSchemes")
    def supported_uri_schemes(self) -> _Texts:
        """What `OpenUri` takes."""
        return ["file"]

    @dbus_property(_READ, "SupportedMimeTypes")
    def supported_mime_types(self) -> _Texts:
        """What files `OpenUri` takes."""
        return list(MIME_TYPES)
