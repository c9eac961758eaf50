"""The window's process, driven through its input. It shows the program's page, that of the baseline, or both.

    python -m benchmarks.events.window HOME PAGE

The program's own backend lives in it, as it does in Dunnock; the pages differ from Dunnock's only in what measures
them.
"""

import locale
import os
import sys
import threading
from functools import partial
from pathlib import Path

# pytauri finds its native part by this name, whatever other package offers one.
os.environ["_PYTAURI_DIST"] = "pytauri-wheel"

from pytauri import AppHandle, Manager, WebviewUrl, WindowEvent, WindowEventType
from pytauri.webview import WebviewWindowBuilder
from pytauri_plugins import dialog
from pytauri_wheel.lib import builder_factory, context_factory

import dunnock.desktop
from benchmarks.events.acts import Acts, CommitClock
from benchmarks.events.remote import Commands, serve
from dunnock.app import App
from dunnock.desktop.bridge import Bridge
from dunnock.desktop.deadline import Deadline
from dunnock.desktop.display import draw_without_gpu
from dunnock.store.database import Database

SIZE = (1280, 800)
_OPEN_SECONDS = 30.0


class Windows:
    """Opens, hides and closes windows for whoever drives this process."""

    def __init__(self, handle: AppHandle, bridge: Bridge, data: Path) -> None:
        self._handle = handle
        self._bridge = bridge
        self._data = data

    @property
    def commands(self) -> Commands:
        """What this process can be asked for about windows."""
        return {"open": self.open, "hide": self.hide, "show": self.show, "close": self.close}

    def open(self, label: str, address: str) -> None:
        """Open a page in a window: a path of the program's own page, or the address of a server's."""
        server = address.startswith("http:")
        url = WebviewUrl.External(address) if server else WebviewUrl.App(address)
        opened = threading.Event()

        def build() -> None:
            window = WebviewWindowBuilder.build(
                self._handle,
                label,
                url,
                title=label,
                inner_size=SIZE,
                data_directory=self._data / ("server" if server else "program"),
            )
            window.on_window_event(lambda event: self._on_event(event, label))
            opened.set()

        self._handle.run_on_main_thread(build)
        assert opened.wait(_OPEN_SECONDS), f"the window {label} was not opened"

    def hide(self, label: str) -> None:
        """Hide a window; its page is told so."""
        Manager.webview_windows(self._handle)[label].hide()

    def show(self, label: str) -> None:
        """Show it again."""
        Manager.webview_windows(self._handle)[label].show()

    def close(self, label: str) -> None:
        """Close a window."""
        Manager.webview_windows(self._handle)[label].close()

    def _on_event(self, event: WindowEventType, label: str) -> None:
        if isinstance(event, WindowEvent.Destroyed):
            self._bridge.closed(label)


def stamped(path: Path, *, clock: CommitClock) -> Database:
    """The program's database. Its first listener is the clock: the feed hears of a commit after it."""
    database = Database(path)
    database.on_commit(clock.stamp)
    return database


def main() -> None:
    """Keep the window open until the input ends."""
    home, page = map(Path, sys.argv[1:])
    clock = CommitClock()
    draw_without_gpu()
    with (
        App(home, open_database=partial(stamped, clock=clock)) as app,
    ):
        bridge = Bridge(app, lambda: None, lambda: None)
        context = context_factory(
            Path(dunnock.desktop.__file__).parent,
            tauri_config={"build": {"frontendDist": str(page)}},
        )
        tauri = builder_factory().build(context, invoke_handler=bridge.handle, plugins=[dialog.init()])
        locale.setlocale(locale.LC_NUMERIC, "C")
        handle = tauri.handle()
        app.start()
        commands = {**Windows(handle, bridge, home / "webview").commands, **Acts(app, clock).commands}

        def driven() -> None:
            serve(commands)
            Deadline().arm(0)
            handle.exit(0)

        threading.Thread(target=driven, name="driven", daemon=True).start()
        tauri.run_return()
        bridge.close()


if __name__ == "__main__":
    main()
