"""The window itself, and the loop it lives in. Importing this loads WebKit."""

import locale
import logging
import os
from pathlib import Path

# pytauri finds its native part by this name, whatever other package offers one.
os.environ["_PYTAURI_DIST"] = "pytauri-wheel"

from anyio.from_thread import start_blocking_portal
from pytauri import AppHandle, Manager, Theme, WebviewUrl, WindowEvent, WindowEventType
from pytauri.webview import WebviewWindow, WebviewWindowBuilder
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
    with start_blocking_portal() as portal:
        bridge = Bridge(app, portal)
        context = context_factory(
            Path(__file__).parent.absolute(),
            tauri_config={"build": {"frontendDist": str(frontend.absolute())}},
        )
        tauri = builder_factory().build(context, invoke_handler=bridge.handle, plugins=[dialog.init()])
        # GTK has just set the locale of the environment. libmpv ends the process where decimals have a comma.
        locale.setlocale(locale.LC_NUMERIC, "C")
        handle = tauri.handle()
        signals.watch(lambda: handle.exit(0))
        window = _open(handle, app)
        window.on_window_event(lambda event: _on_event(event, bridge, window.label()))
        app.requests.listen(lambda name, _payload: _focus(window) if name == FOCUS else None)
        app.start()
        watch = WebProcessWatch(lambda: _revive(handle, bridge))
        watch.start()
        code = tauri.run_return()
        deadline.arm(code)
        watch.close()
        bridge.close()
        portal.call(portal.stop, True)  # requests under way are cancelled, not waited for
    return code


def _open(handle: AppHandle, app: App) -> WebviewWindow:
    theme = str(app.settings.get("theme"))
    window = WebviewWindowBuilder.build(
        handle,
        "main",
        WebviewUrl.App("index.html"),
        title=TITLE,
        inner_size=SIZE,
        min_inner_size=MIN_SIZE,
        center=True,
        # What the web engine keeps lies in the home, too, and so goes with it.
        data_directory=app.home / "webview",
        visible=False,
        background_color=_BACKGROUND["dark" if theme == "dark" else "light"],
    )
    if theme == "system" and window.theme() == Theme.Dark:
        window.set_background_color(_BACKGROUND["dark"])
    window.show()
    return window


def _on_event(event: WindowEventType, bridge: Bridge, label: str) -> None:
    # On the main thread: may not raise, or the process ends.
    if isinstance(event, WindowEvent.Destroyed):
        bridge.closed(label)


def _focus(window: WebviewWindow) -> None:
    """Bring the window to the front, whatever state it is in."""
    window.unminimize()
    window.show()
    window.set_focus()
    _log.info("A second start brought the window to the front.")


def _revive(handle: AppHandle, bridge: Bridge) -> None:
    for window in Manager.webview_windows(handle).values():
        bridge.revive(window)
