"""One window a home: who holds the system's lock is the app, and others find out by it whether one runs."""

import fcntl
import os
import time
from pathlib import Path

_NAME = "app.lock"

_HANDOVER_SECONDS = 1.0
"""How long a second start waits for an app that is just closing."""


class InstanceLock:
    """The lock `app.lock` of a home. The system takes it back when its holder dies, however it died."""

    def __init__(self, home: Path) -> None:
        self._descriptor = os.open(home / _NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def take(self, *, wait_seconds: float = 0.0) -> bool:
        """Take the lock if it is free, or becomes free in time; False when another process keeps it."""
        deadline = time.monotonic() + wait_seconds
        while True:
            try:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    return False
                time.sleep(0.02)
            else:
                return True

    def take_over(self) -> bool:
        """Take the lock from an app that is about to end."""
        return self.take(wait_seconds=_HANDOVER_SECONDS)

    def close(self) -> None:
        """Give the lock back. The file stays: removing it would let two starts lock two different files."""
        os.close(self._descriptor)


def is_open(home: Path) -> bool:
    """Whether an app runs on a home.

    To find out, a free lock is shared for a moment. An app that starts in this moment takes it a moment later, as from
    one that is closing.
    """
    try:
        descriptor = os.open(home / _NAME, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:  # no app has ever run there
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
