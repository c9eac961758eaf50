"""The port to the person's desktop: media keys, its player widgets, the tray, notifications.

Linux has all of them on the session bus (`session_bus.py`). Windows and macOS have their own ways, which nobody has
written yet: there is `NoMediaControls`. What plays, and what may be asked of it, is the same everywhere (`player.py`).
"""

import logging
import sys
from typing import Protocol

from dunnock.app import App
from dunnock.desktop.integration.player import DesktopPlayer
from dunnock.desktop.integration.session_bus import SessionBusControls, session_bus_address
from dunnock.desktop.integration.shell import Shell

__all__ = ["MediaControls", "NoMediaControls", "Shell", "media_controls"]

_log = logging.getLogger(__name__)


class MediaControls(Protocol):
    """What the desktop shows of the player, and how it asks something of it. Follows the feed by itself."""

    def start(self) -> None:
        """Begin to show. Neither waits nor raises: music does not depend on the desktop."""

    def close(self) -> None:
        """Show nothing more. Waits two seconds at most."""


class NoMediaControls:
    """Where there is nothing to speak to."""

    def start(self) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


def media_controls(app: App, shell: Shell) -> MediaControls:
    """The controls of the desktop this runs on."""
    if sys.platform != "linux":
        return NoMediaControls()
    address = session_bus_address()
    if address is None:
        _log.info("There is no session bus: media keys, tray and notifications are off.")
        return NoMediaControls()
    return SessionBusControls(DesktopPlayer(app), shell, address)
