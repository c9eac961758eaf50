"""Noticing commits, of this process and of others, without asking again and again."""

import logging
import os
import select
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import apsw

from dunnock.store.database import connect

if sys.platform == "linux":
    from inotify_simple import INotify, flags

_log = logging.getLogger(__name__)

POLL_SECONDS = 0.1
"""Time between looks where the system has no file notification."""

_LOOK_AGAIN = tuple(2**power / 1000 for power in range(13))
"""Pauses in seconds after a notification: one comes when the frames are written, the commit is visible only after they
are on the disk, and that comes without a notification. Four seconds allow for a disk that wakes up."""


class CommitWatch:
    """Calls back, on a thread of its own, after each commit it notices to the database at `path`."""

    def __init__(
        self, path: Path, committed: Callable[[], None], make_way: Callable[[], None] = lambda: None
    ) -> None:
        """Start watching. `make_way` is called before each look, and waits while there is something more urgent."""
        self._path = path
        self._committed = committed
        self._make_way = make_way
        self._stop_reading, self._stop_writing = os.pipe()
        self._thread = threading.Thread(target=self._run, name="commit-watch", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop watching and wait for the thread to end."""
        os.write(self._stop_writing, b"x")
        self._thread.join()
        os.close(self._stop_reading)
        os.close(self._stop_writing)

    def _run(self) -> None:
        connection = connect(self._path)
        # No version yet: the first look calls back, because a commit before the watch was set gave no notification.
        version: int | None = None
        try:
            for _ in self._occasions():
                self._make_way()
                found = _data_version(connection)
                if found != version:
                    version = found
                    self._committed()
        finally:
            connection.close()

    def _occasions(self) -> Iterator[None]:
        """The moments to look: each notification and a while after it, or each tick of the clock."""
        if sys.platform == "linux":
            try:
                watch = INotify()
                watch.add_watch(str(self._path.parent), flags.MODIFY)
            except OSError:
                _log.warning(
                    "No file notification for %s: looking every %s s.", self._path.parent, POLL_SECONDS
                )
            else:
                with watch:
                    yield from self._notified(watch)
                return
        yield
        while not self._stopped(POLL_SECONDS):
            yield

    def _notified(self, watch: "INotify") -> Iterator[None]:
        poll = select.poll()
        poll.register(watch.fileno(), select.POLLIN)
        poll.register(self._stop_reading, select.POLLIN)
        again: list[float] = []
        yield
        while True:
            ready = dict(poll.poll(again[0] * 1000 if again else None))
            if self._stop_reading in ready:
                return
            if ready:
                # Whatever file it names: a lost notification names none, and may be the one that counts. A look costs
                # nothing, and one for each keeps a file that is written all the time from putting the looks off.
                watch.read(timeout=0)
                again = list(_LOOK_AGAIN)
            else:
                again.pop(0)
            yield

    def _stopped(self, seconds: float) -> bool:
        return bool(select.select([self._stop_reading], [], [], seconds)[0])


def _data_version(connection: apsw.Connection) -> int:
    """A number that is another one after every commit of any other connection.

    Source: SQLite, https://sqlite.org/pragma.html#pragma_data_version.
    """
    return int(next(iter(connection.execute("PRAGMA data_version")))[0])
