"""Whose turn it is to write, within one process."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class WriteGate:
    """A lock that lets a person's act overtake background work: a scan never makes a click wait for a second batch."""

    def __init__(self) -> None:
        """Start open."""
        self._changed = threading.Condition(threading.Lock())
        self._held = False
        self._holder: int | None = None
        self._people_waiting = 0

    @contextmanager
    def hold(self, *, background: bool) -> Iterator[None]:
        """Hold the right to write; background work waits until no person does.

        Raises:
            RuntimeError: this thread holds it already, and would wait for itself for ever.
        """
        if self._holder == threading.get_ident():
            message = "This thread is already in a transaction: write in that one, or in a savepoint of it."
            raise RuntimeError(message)
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
            yield
        finally:
            with self._changed:
                self._held = False
                self._holder = None
                self._changed.notify_all()
