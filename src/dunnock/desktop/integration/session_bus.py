"""Media keys, player widgets, the tray and notifications of a Linux desktop, on a thread and a loop of their own."""

import asyncio
import contextlib
import logging
import os
import threading
from collections.abc import Mapping
from pathlib import Path

from dunnock.desktop.integration.player import DesktopPlayer
from dunnock.desktop.integration.shell import Shell

_log = logging.getLogger(__name__)

_CLOSE_SECONDS = 2.0


def session_bus_address(environment: Mapping[str, str] = os.environ) -> str | None:
    """Where the session bus is; None if there is none.

    As libdbus looks for it: the variable, then the socket that systemd makes in the runtime folder. The bus that X11
    can start for a display is left out: starting one is not for a player.
    """
    address = environment.get("DBUS_SESSION_BUS_ADDRESS")
    if address:
        return address
    runtime = environment.get("XDG_RUNTIME_DIR")
    if runtime and (Path(runtime) / "bus").is_socket():
        return f"unix:path={runtime}/bus"
    return None


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
            # Here, not above: what it loads takes longer than all else between the start and the window.
            from dunnock.desktop.integration.serving import serve_desktop

            with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
                runner.run(serve_desktop(self._player, self._shell, self._address, self._stop))
        except Exception:  # noqa: BLE001 - the end of a thread: nobody above can take it
            _log.exception("Media keys, tray and notifications have failed and are off.")
