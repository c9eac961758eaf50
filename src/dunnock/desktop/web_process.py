"""Notices at once when a process that draws a window dies (on Linux; elsewhere the feed finds out).

WebKit draws each window in a process of its own. When one crashes or is killed its window stays, with its last
picture, and neither Tauri nor the page can tell us. The kernel can: a descriptor of the process (pidfd) becomes
readable when it ends. It does not say whose process that was, so the windows are asked.
"""

import contextlib
import logging
import os
import select
import threading
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Protocol

_log = logging.getLogger(__name__)

_COMMAND = "WebKitWebProces"
"""The kernel cuts a command's name to 15 characters."""

_LOOK_AGAIN_SECONDS = 0.2
_START_SECONDS = 10.0
"""For so long after a window began to load a new web process is looked for."""

_GRACE_SECONDS = 0.1
"""A Ctrl-C in a terminal ends the web processes, too, a moment before the app has begun to close."""

_ANSWER_SECONDS = 5.0
"""A window silent for so long is taken for dead, however many processes live: the feed's own limit."""

_ASK_AGAIN_SECONDS = 0.02

_CRASHES_ALLOWED = 5
_CRASH_WINDOW_SECONDS = 60.0


class Mortal(Protocol):
    """A window, as far as it may be dead."""

    @property
    def label(self) -> str:
        """Its name."""

    def probe(self) -> Callable[[], bool]:
        """Ask whether anybody is there; what is returned tells whether somebody has answered since."""

    def revive(self) -> None:
        """Load the page anew. Does not wait."""


class WebProcessWatch:
    """Loads windows anew whose web process has died, until it is closed."""

    def __init__(self, windows: Callable[[], Collection[Mortal]]) -> None:
        self._windows = windows
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_read, False)
        self._closed = threading.Event()
        self._new_until = time.monotonic() + _START_SECONDS
        self._revivals: dict[str, list[float]] = {}
        self._thread = threading.Thread(target=self._run, name="web process", daemon=True)

    def start(self) -> None:
        """Begin to watch. Does nothing where the system has no pidfd."""
        if hasattr(os, "pidfd_open"):
            self._thread.start()

    def expect(self) -> None:
        """A window begins to load: a web process comes in a moment, and is to be watched, too."""
        self._new_until = time.monotonic() + _START_SECONDS
        self._wake()

    def close(self) -> None:
        """Stop watching: from here on web processes end because the app does."""
        self._closed.set()
        self._wake()

    def _wake(self) -> None:
        if self._thread.is_alive():
            os.write(self._wake_write, b"x")

    def _run(self) -> None:
        known: set[int] = set()
        while not self._closed.is_set():
            alive = set(web_processes(os.getpid()))
            if known - alive:
                self._revive_the_dead()
            known = alive
            idle = alive and time.monotonic() > self._new_until
            self._wait_for_a_death(alive, None if idle else _LOOK_AGAIN_SECONDS)

    def _wait_for_a_death(self, pids: Collection[int], seconds: float | None) -> None:
        """Wait until one of the processes has ended, somebody wakes the watch, or the time is over."""
        with contextlib.ExitStack() as stack:
            descriptors = []
            for pid in pids:
                try:
                    descriptor = os.pidfd_open(pid)
                except ProcessLookupError:
                    return
                stack.callback(os.close, descriptor)
                descriptors.append(descriptor)
            ready, _, _ = select.select([self._wake_read, *descriptors], [], [], seconds)
        if self._wake_read in ready:
            os.read(self._wake_read, 4096)

    def _revive_the_dead(self) -> None:
        """Find out which windows are dead: those that are silent when as many have answered as processes live."""
        if self._closed.wait(_GRACE_SECONDS):
            return
        living = len(set(web_processes(os.getpid())))
        asked = [(window, window.probe()) for window in self._windows()]
        deadline = time.monotonic() + _ANSWER_SECONDS
        while True:
            silent = [window for window, has_answered in asked if not has_answered()]
            if len(asked) - len(silent) >= living or time.monotonic() > deadline:
                break
            if self._closed.wait(_ASK_AGAIN_SECONDS):
                return
        for window in silent:
            self._revive(window)

    def _revive(self, window: Mortal) -> None:
        now = time.monotonic()
        before = self._revivals.get(window.label, [])
        revivals = [*(at for at in before if now - at < _CRASH_WINDOW_SECONDS), now]
        self._revivals[window.label] = revivals
        if len(revivals) > _CRASHES_ALLOWED:
            _log.error("The web process of %s died %d times in a minute.", window.label, len(revivals))
            return
        _log.warning("The web process of %s died; loading its page anew.", window.label)
        self._new_until = now + _START_SECONDS
        try:
            window.revive()
        except Exception:  # noqa: BLE001 - a window that is just being closed must not end the watch over the others
            _log.exception("The page of %s could not be loaded anew.", window.label)


def web_processes(ancestor: int) -> Iterator[int]:
    """The live WebKit web processes among the descendants of a process."""
    parents: dict[int, int] = {}
    candidates: list[int] = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            # Processes come and go while the list is read.
            with contextlib.suppress(OSError):
                head, _, tail = (entry / "stat").read_text("utf-8", "replace").rpartition(")")
                state, parent = tail.split()[:2]
                parents[int(entry.name)] = int(parent)
                if head.partition("(")[2] == _COMMAND and state != "Z":
                    candidates.append(int(entry.name))
    for pid in candidates:
        above = parents.get(pid, 0)
        while above not in (0, ancestor):
            above = parents.get(above, 0)
        if above == ancestor:
            yield pid
