"""Whose turn it is to write, within one process and between several."""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

COURTESY_SECONDS = 0.1
"""The longest that background work makes way for persons before it tries for the database anyway."""

DRAWING_SECONDS = 0.03
"""How long background work rests after a person's act, of whatever process: a window draws it meanwhile, and would have
to share the processor."""

_LOOK_SECONDS = 0.001


class WriteGate:
    """Lets a person's act overtake background work: a scan never makes a click wait for a second batch.

    Between processes a file says so: a person's transaction holds a shared lock on it from before it asks for the
    database, and background work that cannot have the file for itself knows that somebody waits. The locks of the
    operating system end with their process, however it ends. The file's time says when the last person was done.
    """

    def __init__(self, turns: Path) -> None:
        """Start open. `turns` is the file, which is made if need be."""
        self._changed = threading.Condition(threading.Lock())
        self._held = False
        self._holder: int | None = None
        self._people_waiting = 0
        # Two descriptors, because one could not tell this process's own lock from none.
        self._mine = _opened(turns)
        self._others = _opened(turns)
        self._closed = False

    @contextmanager
    def hold(self, *, background: bool) -> Iterator[None]:
        """Hold the right to write; background work waits until no person does.

        Raises:
            RuntimeError: this thread holds it already, and would wait for itself for ever.
        """
        if self._holder == threading.get_ident():
            message = "This thread is already in a transaction: write in that one, or in a savepoint of it."
            raise RuntimeError(message)
        if background:
            self.make_way()
        with self._changed:
            if background:
                self._changed.wait_for(lambda: not self._held and not self._people_waiting)
            else:
                self._people_waiting += 1
                try:
                    self._changed.wait_for(lambda: not self._held)
                finally:
                    self._people_waiting -= 1
            self._held = True
            self._holder = threading.get_ident()
        try:
            if not background:
                self._tell(fcntl.LOCK_SH)
            yield
        finally:
            if not background:
                self._tell(fcntl.LOCK_UN, acted=True)
            with self._changed:
                self._held = False
                self._holder = None
                self._changed.notify_all()

    def is_wanted(self) -> bool:
        """Whether a person waits to write: what is being done in the background should make way."""
        return self._people_waiting > 0 or self._is_wanted_elsewhere()

    def make_way(self) -> None:
        """Rest while a person's act is carried out and drawn, of whatever process; not for long."""
        deadline = time.monotonic() + COURTESY_SECONDS
        while (self._is_wanted_elsewhere() or self._is_being_drawn()) and time.monotonic() < deadline:
            time.sleep(_LOOK_SECONDS)

    def close(self) -> None:
        """Give the file back, while holding the right to write. Who gets that right afterwards tells nobody."""
        self._closed = True
        for descriptor in (self._mine, self._others):
            os.close(descriptor)

    def _tell(self, operation: int, *, acted: bool = False) -> None:
        if self._closed:
            return
        if acted:
            os.utime(self._mine)
        fcntl.flock(self._mine, operation)

    def _is_wanted_elsewhere(self) -> bool:
        if self._closed:
            return False
        try:
            fcntl.flock(self._others, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        fcntl.flock(self._others, fcntl.LOCK_UN)
        return False

    def _is_being_drawn(self) -> bool:
        """Whether a person was done just now; a clock that was set back does not matter."""
        return not self._closed and 0 <= time.time() - os.fstat(self._others).st_mtime < DRAWING_SECONDS


def _opened(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
