"""Carries requests from the page to the commands, and events from the feed to the page."""

import asyncio
import concurrent.futures
import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path

from anyio.from_thread import BlockingPortal
from pytauri import Emitter, EventTarget
from pytauri.ipc import Invoke
from pytauri.webview import WebviewWindow
from pytauri_plugins.dialog import DialogExt

from dunnock.app import App
from dunnock.commands import CommandError, Context, dispatch
from dunnock.contract.errors import InternalError

_log = logging.getLogger(__name__)

_CLOSING = InternalError("Dunnock is closing.", "Start it again.").reply().model_dump_json()

PAGE = "tauri://localhost/"
"""Where Tauri serves the page from."""

_PLAYLIST_SUFFIXES = ("m3u8", "m3u", "xspf")


class TauriWindow:
    """A Tauri window, as the commands know windows. Every method may be called on any thread."""

    def __init__(
        self, window: WebviewWindow, open_another: Callable[[], None], open_mini: Callable[[], None]
    ) -> None:
        self.label = window.label()
        self.open_another = open_another
        self.open_mini = open_mini
        self._window = window
        self._target = EventTarget.WebviewWindow(self.label)

    def emit(self, name: str, payload: str) -> None:
        """Send an event to this window only."""
        Emitter.emit_str_to(self._window, self._target, name, payload)

    def revive(self) -> None:
        """Load the page anew. Navigating starts a web process where it has died; running JavaScript does not."""
        self._window.navigate(PAGE)

    async def pick_folder(self) -> bytes | None:
        """Show the system's dialog for choosing a folder, above this window."""
        choice = _Choice()
        DialogExt.file(self._window).pick_folder(
            choice.made, set_parent=self._window, set_title="Add a music folder"
        )
        return await choice.path()

    async def pick_playlist(self) -> bytes | None:
        """Show the system's dialog for choosing a playlist file, above this window."""
        choice = _Choice()
        DialogExt.file(self._window).pick_file(
            choice.made,
            set_parent=self._window,
            set_title="Import a playlist",
            add_filter=("Playlists", _PLAYLIST_SUFFIXES),
        )
        return await choice.path()

    async def pick_playlist_target(self, name: str) -> bytes | None:
        """Show the system's dialog for choosing where a playlist is written, above this window."""
        choice = _Choice()
        DialogExt.file(self._window).save_file(
            choice.made, set_parent=self._window, set_title="Export the playlist", set_file_name=name
        )
        return await choice.path()


class _Choice:
    """What is chosen in a dialog of the system, which tells it on a thread of its own."""

    def __init__(self) -> None:
        self._chosen: concurrent.futures.Future[Path | None] = concurrent.futures.Future()

    def made(self, path: object) -> None:
        # The app may be closing, and nobody waits any more.
        if not self._chosen.cancelled():
            self._chosen.set_result(None if path is None else Path(str(path)))

    async def path(self) -> bytes | None:
        path = await asyncio.wrap_future(self._chosen)
        return None if path is None else os.fsencode(path)


class Bridge:
    """One `Context` for each window that has asked for something."""

    def __init__(
        self,
        app: App,
        portal: BlockingPortal,
        open_window: Callable[[], None],
        open_mini: Callable[[], None],
    ) -> None:
        self._app = app
        self._portal = portal
        self._open_window = open_window
        self._open_mini = open_mini
        self._lock = threading.Lock()
        self._contexts: dict[str, Context] = {}

    def handle(self, invoke: Invoke) -> None:
        """Take a request from Tauri. Called on one of its threads; neither blocks nor raises."""
        try:
            self._portal.start_task_soon(self._answer, invoke)
        except RuntimeError:
            # The portal is closed already; an error that leaves here would end the process with a stack trace.
            invoke.reject(_CLOSING)

    def revive(self, window: WebviewWindow) -> None:
        """Load a window's page anew, after the process that draws it has died."""
        self._context(window).revive()

    def closed(self, label: str) -> None:
        """End a window's events when it is gone."""
        with self._lock:
            context = self._contexts.pop(label, None)
        if context is not None:
            context.close()

    def close(self) -> None:
        """End every window's events."""
        with self._lock:
            contexts = list(self._contexts.values())
        for context in contexts:
            context.close()

    async def _answer(self, invoke: Invoke) -> None:
        try:
            resolver = invoke.bind_to({"body": None, "webview_window": None})
            if resolver is None:  # not of the form pytauri's own JavaScript sends; it has been answered
                return
            arguments = resolver.arguments
            context = self._context(arguments["webview_window"])
            try:
                resolver.resolve(await dispatch(context, invoke.command, arguments["body"]))
            except CommandError as error:
                resolver.reject(error.reply)
            except asyncio.CancelledError:
                resolver.reject(_CLOSING)
                raise
        except Exception:  # noqa: BLE001 - whatever it is, it goes into the log
            # Nobody waits for this task: an error that leaves it would be lost, and the page wait forever.
            _log.exception("the request %s could not be answered", invoke.command)

    def _context(self, window: WebviewWindow) -> Context:
        label = window.label()
        with self._lock:
            context = self._contexts.get(label)
            if context is None:
                shown = TauriWindow(window, self._open_window, self._open_mini)
                context = self._contexts[label] = Context(self._app, shown)
            return context
