"""The windows themselves, and the loop they live in. Importing this loads WebKit."""

import itertools
import locale
import logging
import os
import sys
from pathlib import Path

# pytauri finds its native part by this name, whatever other package offers one.
os.environ["_PYTAURI_DIST"] = "pytauri-wheel"

from anyio.from_thread import start_blocking_portal
from pytauri import AppHandle, Manager, Theme, WebviewUrl, WindowEvent, WindowEventType
from pytauri.webview import WebviewWindowBuilder
from pytauri_plugins import dialog
from pytauri_wheel.lib import builder_factory, context_factory

from dunnock.app import App
from dunnock.desktop.bridge import Bridge
from dunnock.desktop.deadline import Deadline
from dunnock.desktop.instance import FOCUS
from dunnock.desktop.quit_signals import QuitSignals
from dunnock.desktop.web_process import WebProcessWatch

_log = logging.getLogger(__name__)

TITLE = "Dunnock"
SIZE = (1280, 800)
MIN_SIZE = (800, 500)

_SWITCH_SECONDS = 0.001
"""How long a thread that computes, such as a scan's, may keep Python to itself: a click passes from thread to thread
several times, and by default each time could take five milliseconds."""

_BACKGROUND = {"light": (250, 248, 244, 255), "dark": (30, 33, 36, 255)}
"""`--paper` of the page's tokens: what is seen until the page has painted, instead of a white flash."""


def run(app: App, signals: QuitSignals, deadline: Deadline, frontend: Path) -> int:
    """Show the window until it is closed or a signal asks to quit.

    Args:
        app: the open app; it is started here, and left for the caller to close.
        signals: what to watch for while the loop has the main thread.
        deadline: armed when the window is gone.
        frontend: the folder of the built page.

    Returns:
        The exit code.
    """
    sys.setswitchinterval(_SWITCH_SECONDS)
    with start_blocking_portal() as portal:
        windows = Windows(app)
        bridge = Bridge(app, portal, windows.open_soon)
        context = context_factory(
            Path(__file__).parent.absolute(),
            tauri_config={"build": {"frontendDist": str(frontend.absolute())}},
        )
        tauri = builder_factory().build(context, invoke_handler=bridge.handle, plugins=[dialog.init()])
        # GTK has just set the locale of the environment. libmpv ends the process where decimals have a comma.
        locale.setlocale(locale.LC_NUMERIC, "C")
        handle = tauri.handle()
        signals.watch(lambda: handle.exit(0))
        windows.begin(handle, bridge)
        app.requests.listen(lambda name, _payload: windows.focus() if name == FOCUS else None)
        app.start()
        watch = WebProcessWatch(windows.revive)
        watch.start()
        code = tauri.run_return()
        deadline.arm(code)
        watch.close()
        bridge.close()
        portal.call(portal.stop, True)  # requests under way are cancelled, not waited for
    return code


class Windows:
    """The first window, and those a person opens beside it. All show the same library."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._numbers = itertools.count(2)
        self._handle: AppHandle
        self._bridge: Bridge

    def begin(self, handle: AppHandle, bridge: Bridge) -> None:
        """Open the first window. On the main thread, before its loop runs."""
        self._handle = handle
        self._bridge = bridge
        self._open("main")

    def open_soon(self) -> None:
        """Open another window. May be called on any thread, and does not wait."""
        label = f"window-{next(self._numbers)}"
        self._handle.run_on_main_thread(lambda: self._open_beside(label))

    def focus(self) -> None:
        """Bring a window to the front, whatever state it is in: the first one, if it is still open."""
        windows = Manager.webview_windows(self._handle)
        window = windows.get("main") or next(iter(windows.values()), None)
        if window is None:
            return
        window.unminimize()
        window.show()
        window.set_focus()
        _log.info("A second start brought the window to the front.")

    def revive(self) -> None:
        """Load the page of every window anew, after the process that draws them has died."""
        for window in Manager.webview_windows(self._handle).values():
            self._bridge.revive(window)

    def _open_beside(self, label: str) -> None:
        try:
            self._open(label)
        except Exception:  # noqa: BLE001 - on the main thread: what leaves here ends the process
            _log.exception("another window could not be opened")

    def _open(self, label: str) -> None:
        theme = str(self._app.settings.get("theme"))
        window = WebviewWindowBuilder.build(
            self._handle,
            label,
            WebviewUrl.App("index.html"),
            title=TITLE,
            inner_size=SIZE,
            min_inner_size=MIN_SIZE,
            # Later ones are placed by the system, or they would cover the first exactly.
            center=label == "main",
            # What the web engine keeps lies in the home, too, and so goes with it.
            data_directory=self._app.home / "webview",
            visible=False,
            background_color=_BACKGROUND["dark" if theme == "dark" else "light"],
        )
        if theme == "system" and window.theme() == Theme.Dark:
            window.set_background_color(_BACKGROUND["dark"])
        window.on_window_event(lambda event: self._on_event(event, label))
        window.show()

    def _on_event(self, event: WindowEventType, label: str) -> None:
        # On the main thread: may not raise, or the process ends.
        if isinstance(event, WindowEvent.Destroyed):
            self._bridge.closed(label)
