"""Notices at once when the process that draws the window dies (on Linux; elsewhere the feed finds out).

WebKit draws in a process of its own. When that one crashes or is killed the window stays, with its last
picture, and neither Tauri nor the page can tell us. The kernel can: a descriptor of the process (pidfd)
becomes readable when it ends.
"""

import contextlib
import logging
import os
import select
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

_log = logging.getLogger(__name__)

_COMMAND = "WebKitWebProces"
"""The kernel cuts a command's name to 15 characters."""

_LOOK_AGAIN_SECONDS = 0.2
_GRACE_SECONDS = 0.1
"""A Ctrl-C in a terminal ends the web process, too, a moment before the app has begun to close."""

_CRASHES_ALLOWED = 5
_CRASH_WINDOW_SECONDS = 60.0


class WebProcessWatch:
    """Calls back when the last web process below this process has died, until it is closed."""

    def __init__(self, died: Callable[[], None]) -> None:
        self._died = died
        self._wake_read, self._wake_write = os.pipe()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="web process", daemon=True)

    def start(self) -> None:
        """Begin to watch. Does nothing where the system has no pidfd."""
        if hasattr(os, "pidfd_open"):
            self._thread.start()

    def close(self) -> None:
        """Stop watching: from here on web processes end because the app does."""
        self._closed.set()
        os.write(self._wake_write, b"x")

    def _run(self) -> None:
        deaths: list[float] = []
        while not self._closed.is_set():
            watched = list(web_processes(os.getpid()))
            if not watched:
                self._closed.wait(_LOOK_AGAIN_SECONDS)
            elif self._wait_for_a_death(watched) and not list(web_processes(os.getpid())):
                if self._closed.wait(_GRACE_SECONDS):
                    return
                now = time.monotonic()
                deaths = [*(at for at in deaths if now - at < _CRASH_WINDOW_SECONDS), now]
                if len(deaths) > _CRASHES_ALLOWED:
                    _log.error(
                        "the window's web process died %d times in a minute; giving it up", len(deaths)
                    )
                    return
                _log.warning("the window's web process died; loading the page anew")
                self._died()

    def _wait_for_a_death(self, pids: list[int]) -> bool:
        """Wait until one of the processes has ended (True) or the watch is closed (False)."""
        with contextlib.ExitStack() as stack:
            descriptors = []
            for pid in pids:
                try:
                    descriptor = os.pidfd_open(pid)
                except ProcessLookupError:
                    return True
                stack.callback(os.close, descriptor)
                descriptors.append(descriptor)
            ready, _, _ = select.select([self._wake_read, *descriptors], [], [])
            return self._wake_read not in ready


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
