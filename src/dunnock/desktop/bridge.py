"""Carries requests from the page to the commands, and events from the feed to the page."""

import concurrent.futures
import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path
from weakref import WeakSet

from pytauri import Emitter, EventTarget
from pytauri.ipc import Invoke
from pytauri.webview import WebviewWindow
from pytauri_plugins.dialog import DialogExt

from dunnock.app import App
from dunnock.commands import Context, Workers
from dunnock.commands.context import closing

_log = logging.getLogger(__name__)

PAGE = "tauri://localhost/"
"""Where Tauri serves the page from."""

_PLAYLIST_SUFFIXES = ("m3u8", "m3u", "xspf")


class TauriWindow:
    """A Tauri window, as the commands know windows. Every method may be called on any thread."""

    def __init__(
        self,
        window: WebviewWindow,
        choices: "Choices",
        open_another: Callable[[], None],
        open_mini: Callable[[], None],
    ) -> None:
        self.label = window.label()
        self.open_another = open_another
        self.open_mini = open_mini
        self._window = window
        self._choices = choices
        self._target = EventTarget.WebviewWindow(self.label)

    def emit(self, name: str, payload: str) -> None:
        """Send an event to this window only."""
        Emitter.emit_str_to(self._window, self._target, name, payload)

    def revive(self) -> None:
        """Load the page anew. Navigating starts a web process where it has died; running JavaScript does not."""
        self._window.navigate(PAGE)

    def pick_folder(self) -> bytes | None:
        """Show the system's dialog for choosing a folder, above this window."""
        choice = self._choices.begin()
        DialogExt.file(self._window).pick_folder(
            choice.made, set_parent=self._window, set_title="Add a music folder"
        )
        return choice.path()

    def pick_playlist(self) -> bytes | None:
        """Show the system's dialog for choosing a playlist file, above this window."""
        choice = self._choices.begin()
        DialogExt.file(self._window).pick_file(
            choice.made,
            set_parent=self._window,
            set_title="Import a playlist",
            add_filter=("Playlists", _PLAYLIST_SUFFIXES),
        )
        return choice.path()

    def pick_playlist_target(self, name: str) -> bytes | None:
        """Show the system's dialog for choosing where a playlist is written, above this window."""
        choice = self._choices.begin()
        DialogExt.file(self._window).save_file(
            choice.made, set_parent=self._window, set_title="Export the playlist", set_file_name=name
        )
        return choice.path()


class Choice:
    """What is chosen in a dialog of the system, which tells it on a thread of its own."""

    def __init__(self) -> None:
        self._chosen: concurrent.futures.Future[Path | None] = concurrent.futures.Future()

    def made(self, path: object) -> None:
        """Take what was chosen; None for nothing."""
        # The app may be closing, and nobody waits any more.
        if not self._chosen.cancelled():
            self._chosen.set_result(None if path is None else Path(str(path)))

    def cancel(self) -> None:
        """Wait no more."""
        self._chosen.cancel()

    def path(self) -> bytes | None:
        """Wait for what is chosen.

        Raises:
            InternalError: the app is closing.
        """
        try:
            path = self._chosen.result()
        except concurrent.futures.CancelledError:
            raise closing() from None
        return None if path is None else os.fsencode(path)


class Choices:
    """The dialogs that are open, of all windows."""

    def __init__(self) -> None:
        self._open: WeakSet[Choice] = WeakSet()
        self._lock = threading.Lock()
        self._closed = False

    def begin(self) -> Choice:
        """A choice for a dialog that is about to open."""
        choice = Choice()
        with self._lock:
            self._open.add(choice)
            if self._closed:
                choice.cancel()
        return choice

    def close(self) -> None:
        """Have nobody wait for a dialog any more: a thread that did would keep the program from ending."""
        with self._lock:
            self._closed = True
            for choice in self._open:
                choice.cancel()


class Bridge:
    """One `Context` for each window that has asked for something."""

    def __init__(self, app: App, open_window: Callable[[], None], open_mini: Callable[[], None]) -> None:
        self._app = app
        self._workers = Workers()
        self._choices = Choices()
        self._open_window = open_window
        self._open_mini = open_mini
        self._lock = threading.Lock()
        self._contexts: dict[str, Context] = {}

    def handle(self, invoke: Invoke) -> None:
        """Take a request from Tauri. Called on its own thread, in the order of a page's requests; does not block."""
        try:
            resolver = invoke.bind_to({"body": None, "webview_window": None})
            if resolver is None:  # not of the form pytauri's own JavaScript sends; it has been answered
                return
            arguments = resolver.arguments
            context = self.context(arguments["webview_window"])
            self._workers.answer(context, invoke.command, arguments["body"], resolver)
        except Exception:  # noqa: BLE001 - whatever it is, it goes into the log
            # An error that leaves here would end the process with a stack trace.
            _log.exception("the request %s could not be taken", invoke.command)

    def context(self, window: WebviewWindow) -> Context:
        """A window's side of the app, made when it is first asked for."""
        label = window.label()
        with self._lock:
            context = self._contexts.get(label)
            if context is None:
                shown = TauriWindow(window, self._choices, self._open_window, self._open_mini)
                context = self._contexts[label] = Context(self._app, shown)
            return context

    def closed(self, label: str) -> None:
        """End a window's events when it is gone."""
        with self._lock:
            context = self._contexts.pop(label, None)
        if context is not None:
            context.close()

    def close(self) -> None:
        """End every window's events, and answer nothing any more."""
        self._choices.close()
        self._workers.close()
        with self._lock:
            contexts = list(self._contexts.values())
        for context in contexts:
            context.close()
