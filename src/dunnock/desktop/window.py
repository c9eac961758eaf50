"""The windows themselves, and the loop they live in. Importing this loads WebKit."""

import itertools
import locale
import logging
import os
import sys
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any

# pytauri finds its native part by this name, whatever other package offers one.
os.environ["_PYTAURI_DIST"] = "pytauri-wheel"

from pytauri import AppHandle, Manager, Theme, WebviewUrl, WindowEvent, WindowEventType
from pytauri.webview import WebviewWindow, WebviewWindowBuilder
from pytauri_plugins import dialog
from pytauri_wheel.lib import builder_factory, context_factory

from dunnock.app import App
from dunnock.commands import Context
from dunnock.desktop.bridge import Bridge
from dunnock.desktop.deadline import Deadline
from dunnock.desktop.integration import media_controls
from dunnock.desktop.quit_signals import QuitSignals
from dunnock.desktop.web_process import WebProcessWatch
from dunnock.services.app_requests import FOCUS, OPEN

_log = logging.getLogger(__name__)

TITLE = "Dunnock"
SIZE = (1280, 800)
MIN_SIZE = (800, 500)

MINI = "mini"
"""The label of the small window, by which its page knows what to show."""

MINI_TITLE = "Dunnock player"
MINI_SIZE = (340, 120)
MINI_MIN_SIZE = (300, 110)

_SWITCH_SECONDS = 0.001
"""How long a thread that computes, such as a scan's, may keep Python to itself: a click passes from thread to thread
several times, and by default each time could take five milliseconds."""

_BACKGROUND = {"light": (250, 248, 244, 255), "dark": (30, 33, 36, 255)}
"""`--paper` of the page's tokens: what is seen until the page has painted, instead of a white flash."""


def run(app: App, signals: QuitSignals, deadline: Deadline, frontend: Path, play: Sequence[str] = ()) -> int:
    """Show the window until it is closed or a signal asks to quit.

    Args:
        app: the open app; it is started here, and left for the caller to close.
        signals: what to watch for while the loop has the main thread.
        deadline: armed when the window is gone.
        frontend: the folder of the built page.
        play: absolute paths of files and folders to play from the start.

    Returns:
        The exit code.
    """
    sys.setswitchinterval(_SWITCH_SECONDS)
    windows = Windows(app)
    bridge = Bridge(app, windows.open_soon, windows.open_mini)
    context = context_factory(
        Path(__file__).parent.absolute(),
        tauri_config={"build": {"frontendDist": str(frontend.absolute())}},
    )
    tauri = builder_factory().build(context, invoke_handler=bridge.handle, plugins=[dialog.init()])
    # GTK has just set the locale of the environment. libmpv ends the process where decimals have a comma.
    locale.setlocale(locale.LC_NUMERIC, "C")
    handle = tauri.handle()
    signals.watch(lambda: handle.exit(0))
    watch = WebProcessWatch(windows.contexts)
    windows.begin(handle, bridge, watch)
    app.requests.listen(windows.called)
    app.start()
    if play:
        _play(app, play)
    controls = media_controls(app, windows)
    controls.start()
    watch.start()
    code = tauri.run_return()
    deadline.arm(code)
    controls.close()  # before the app, which it asks
    watch.close()
    bridge.close()
    return code


def _play(app: App, paths: Sequence[str]) -> None:
    done = app.playback.carry_out(OPEN, {"paths": list(paths)})
    assert done is not None  # noqa: S101 - it is a request of playback's
    done.add_done_callback(_note_refusal)


def _note_refusal(done: "Future[Any]") -> None:
    error = done.exception()
    if error is not None:
        _log.warning("What Dunnock was opened with is not played: %s", error)


class Windows:
    """The first window, those a person opens beside it, and the mini-player. All show the same library."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._numbers = itertools.count(2)
        self._focused: set[str] = set()
        self._handle: AppHandle
        self._bridge: Bridge
        self._watch: WebProcessWatch

    def begin(self, handle: AppHandle, bridge: Bridge, watch: WebProcessWatch) -> None:
        """Open the first window. On the main thread, before its loop runs."""
        self._handle = handle
        self._bridge = bridge
        self._watch = watch
        self._open("main")

    def open_soon(self) -> None:
        """Open another window. May be called on any thread, and does not wait."""
        self._open_later(f"window-{next(self._numbers)}")

    def open_mini(self) -> None:
        """Open the mini-player, or bring it to the front: there is one. On any thread; does not wait."""
        self._handle.run_on_main_thread(self._open_or_raise_mini)

    def has_focus(self) -> bool:
        """Whether the person is looking at one of the windows."""
        return bool(self._focused)

    def quit(self) -> None:
        """End the loop. May be called on any thread."""
        self._handle.exit(0)

    def called(self, name: str, payload: dict[str, Any]) -> None:
        """Come to the front when another process asks for it, or has files opened, which others will play."""
        if name in {FOCUS, OPEN}:
            self.focus()
            _log.info("A second start brought the window to the front.")

    def focus(self) -> None:
        """Bring a window to the front, whatever state it is in: the first one, if it is still open.

        Where only the mini-player is left, a whole window is opened again.
        """
        windows = Manager.webview_windows(self._handle)
        whole = [window for label, window in windows.items() if label != MINI]
        window = windows.get("main") or next(iter(whole), None)
        if window is not None:
            _raise(window)
        elif windows:
            self._open_later("main")

    def contexts(self) -> list[Context]:
        """Every window that is open, as the commands know it."""
        return [self._bridge.context(window) for window in Manager.webview_windows(self._handle).values()]

    def _open_later(self, label: str) -> None:
        self._handle.run_on_main_thread(lambda: self._open_beside(label))

    def _open_or_raise_mini(self) -> None:
        window = Manager.get_webview_window(self._handle, MINI)
        if window is None:
            self._open_beside(MINI)
        else:
            _raise(window)

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
            title=MINI_TITLE if label == MINI else TITLE,
            inner_size=MINI_SIZE if label == MINI else SIZE,
            min_inner_size=MINI_MIN_SIZE if label == MINI else MIN_SIZE,
            maximizable=label != MINI,
            # The small one is there to be seen while something else is done.
            always_on_top=label == MINI,
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
        self._watch.expect()

    def _on_event(self, event: WindowEventType, label: str) -> None:
        # On the main thread: may not raise, or the process ends.
        if isinstance(event, WindowEvent.Focused):
            (self._focused.add if event._0 else self._focused.discard)(label)  # noqa: SLF001 - its name in pytauri
        elif isinstance(event, WindowEvent.Destroyed):
            self._focused.discard(label)
            self._bridge.closed(label)


def _raise(window: WebviewWindow) -> None:
    """Bring a window to the front, whatever state it is in."""
    window.unminimize()
    window.show()
    window.set_focus()
