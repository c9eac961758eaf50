"""The reader process: reads the tags of the files it is told, and answers with rows.

Started by `dunnock.media.pool` as a process of its own, because tag reading is bound by the interpreter and
because a crafted file may crash or hang its reader. It imports as little as it can: its start is paid at
every scan. What is said between the two is in `dunnock.media.messages`.
"""

import gc
import os
import queue
import sys
import threading
import time
from typing import Any, BinaryIO, Final

from dunnock.media.messages import LENGTH_SIZE, Answer, Request, pack, unpack
from dunnock.media.rows import build_row
from dunnock.media.tags import UnreadableFile, read_tags

NICENESS: Final = 19
SESSION_PRIORITY: Final = "/proc/self/autogroup"
SESSION_PRIORITY_PAUSE: Final = 0.1
"""Seconds from one change of any session's priority to the next, for all of this machine's unprivileged users."""
GARBAGE_THRESHOLD: Final = 20_000
REPORT_AFTER: Final = 0.5
"""Seconds after which a slow batch sends what it has."""


def _read_message(stream: BinaryIO) -> Any:
    """Return the next message of the pool.

    Raises:
        EOFError: the pool is gone.
    """
    header = stream.read(LENGTH_SIZE)
    size = int.from_bytes(header, "big")
    body = stream.read(size)
    if len(header) < LENGTH_SIZE or len(body) < size:
        raise EOFError
    return unpack(body)


def _send(output: BinaryIO, message: Answer | None) -> None:
    output.write(pack(message))
    output.flush()


def main() -> None:
    """Answer batches until standard input ends."""
    _yield_to_others()
    requests: queue.SimpleQueue[Request] = queue.SimpleQueue()
    # in a thread of its own: the end of the parent is noticed even while a file on a dead network drive is
    # read
    threading.Thread(target=_receive, args=(sys.stdin.buffer, requests), daemon=True).start()
    # what was imported stays; the collector need not look at it again after every few hundred tags
    gc.freeze()
    gc.set_threshold(GARBAGE_THRESHOLD)
    output = sys.stdout.buffer
    try:
        _send(output, None)
        while True:
            batch, paths = requests.get()
            _answer(output, batch, paths)
    except BrokenPipeError:
        os._exit(0)


def _yield_to_others() -> None:
    """Take the processor only as far as nobody else wants it.

    Source: sched(7), "The nice value and group scheduling".
    """
    if not hasattr(os, "nice"):
        return
    os.nice(NICENESS)
    if os.getsid(0) == os.getpid():
        # Linux shares the processor out among sessions, and nice counts only within one. This process has a
        # session to itself: unless that steps back too, a reader is given as much as all of the window.
        threading.Thread(target=_lower_session, daemon=True).start()


def _lower_session() -> None:
    while True:
        try:
            with open(SESSION_PRIORITY, "w") as priority:  # noqa: PTH123  # pathlib takes long to import
                priority.write(str(NICENESS))
        except BlockingIOError:
            time.sleep(SESSION_PRIORITY_PAUSE)
        except OSError:
            return  # a system without sessions' priorities
        else:
            return


def _receive(stream: BinaryIO, requests: "queue.SimpleQueue[Request]") -> None:
    try:
        while True:
            requests.put(_read_message(stream))
    except EOFError:
        # The parent has closed the pipe or has died. Not sys.exit: the main thread may be stuck in a read.
        os._exit(0)


def _answer(output: BinaryIO, batch: int, paths: list[bytes]) -> None:
    rows: list[tuple[Any, ...]] = []
    failures: list[tuple[bytes, str]] = []
    reported = time.monotonic()
    for path in paths:
        try:
            rows.append(tuple(build_row(path, read_tags(path))))
        except UnreadableFile as unreadable:
            failures.append((path, unreadable.reason))
        except Exception as error:  # noqa: BLE001  # a bad file is listed with its reason and never stops a scan
            failures.append((path, f"Its tags cannot be understood ({type(error).__name__}: {error})."))
        if time.monotonic() - reported > REPORT_AFTER:
            _send(output, (batch, rows, failures, False))
            rows, failures = [], []
            reported = time.monotonic()
    _send(output, (batch, rows, failures, True))


if __name__ == "__main__":
    main()
