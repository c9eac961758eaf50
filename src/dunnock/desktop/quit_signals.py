"""Ctrl-C and a polite kill end the program in order, although its main thread is inside the window's loop."""

import contextlib
import os
import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Self

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class QuitSignals:
    """Turns the signals that end a program into a call, from `watch` on; before that, into `SystemExit`.

    Python runs a signal's handler on the main thread between two of its own instructions, and there are none
    while Rust has that thread. So the signal's byte on the wakeup pipe is read by a thread of its own.
    """

    def __init__(self) -> None:
        self._read, self._write = os.pipe()
        os.set_blocking(self._write, False)
        self._watching = False

    def __enter__(self) -> Self:
        """Take over the signals, except those that whoever started the program told it to ignore."""
        signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)
        for number in _SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._handle)
        return self

    def __exit__(self, *exception: object) -> None:
        """Stop watching. The handlers stay: a second Ctrl-C must not break off the closing."""
        signal.set_wakeup_fd(-1)
        with contextlib.suppress(OSError):
            os.close(self._write)  # ends the watching thread

    def watch(self, quit_: Callable[[], None]) -> None:
        """From now on call `quit_`, on a thread of its own, for each signal."""
        self._watching = True
        threading.Thread(target=self._wait, args=(quit_,), name="signals", daemon=True).start()

    def _wait(self, quit_: Callable[[], None]) -> None:
        while os.read(self._read, 1):
            quit_()
        os.close(self._read)

    def _handle(self, number: int, frame: FrameType | None) -> None:
        if not self._watching:
            raise SystemExit(128 + number)
