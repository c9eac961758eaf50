"""Run reader processes and hand them batches of files: `ReaderPool`."""

import contextlib
import os
import queue
import sys
import threading
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Final, Self

from dunnock.media.lane import CRASHED, TIMED_OUT, Job, Lane, ReadBatch, ReaderPoolError

__all__ = ["CRASHED", "TIMED_OUT", "ReadBatch", "ReaderPool", "ReaderPoolError", "worker_command"]

MOST_WORKERS: Final = 4
SILENCE_LIMIT: Final = 30.0
"""Seconds a worker may say nothing before the file it reads is given up."""

_BOOTSTRAP: Final = "import sys; sys.path[:] = sys.argv[1:]; from dunnock.media.worker import main; main()"


def worker_command() -> list[str]:
    """Return the command of a reader process.

    `-I -S` skips what the environment and `.pth` files would add to its start; the paths that this process
    imports from are passed on instead.
    """
    paths = [path for path in sys.path if path]
    return [sys.executable, "-I", "-S", "-c", _BOOTSTRAP, *paths]


class ReaderPool:
    """A few processes that read tags, kept apart from the window.

    They are started when there is something to read, inherit no file of this process, run with lower
    priority, and end by themselves within two seconds when this process is gone, however it went. A file
    that crashes or hangs its reader becomes a `ReadFailure`; the rest of its batch is read all the same.

    Use as a context manager. All methods may be called from any thread.

    Args:
        workers: processes at most; by default one a core, no more than four.
        silence_limit: seconds after which a file is given up.
        command: how to start a worker.
    """

    def __init__(
        self,
        workers: int | None = None,
        *,
        silence_limit: float = SILENCE_LIMIT,
        command: Sequence[str] | None = None,
    ) -> None:
        self._most_workers = workers or min(MOST_WORKERS, os.cpu_count() or 1)
        self._silence_limit = silence_limit
        self._command = list(command) if command else worker_command()
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[ReadBatch | ReaderPoolError | None] = queue.SimpleQueue()
        self._lanes: list[Lane] = []
        self._lock = threading.Lock()
        self._pending = 0
        self._files_read = 0
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pending(self) -> int:
        """Batches submitted and not yet handed out by `get` or `results`."""
        return self._pending

    @property
    def files_read(self) -> int:
        """Files that were answered for so far, readable or not."""
        return self._files_read

    def submit(self, batch_id: int, paths: Sequence[bytes]) -> None:
        """Have files read. The answer carries the same `batch_id`. About 50 files make a good batch.

        Raises:
            ReaderPoolError: the pool is closed.
        """
        with self._lock:
            if self._closed:
                raise ReaderPoolError("The pool of readers is closed: make a new one.")
            self._pending += 1
            if len(self._lanes) < min(self._most_workers, self._pending):
                lane = Lane(self._jobs, self._answers, self._command, self._silence_limit)
                self._lanes.append(lane)
                lane.start()
        self._jobs.put(Job(batch_id, list(paths)))

    def get(self, timeout: float | None = None) -> ReadBatch | None:
        """Wait for the next finished batch.

        Args:
            timeout: seconds; by default without end, for a `submit` of another thread if nothing is pending.

        Returns:
            The batch, or None when the time is over or the pool was cancelled or closed.

        Raises:
            ReaderPoolError: the processes cannot be started.
        """
        try:
            answer = self._answers.get(timeout=timeout)
        except queue.Empty:
            return None
        if answer is None:
            self._answers.put(None)  # for every other thread that waits, now and later
            return None
        if isinstance(answer, ReaderPoolError):
            self.cancel()
            raise answer
        with self._lock:
            self._pending -= 1
            self._files_read += len(answer.results)
        return answer

    def results(self) -> Iterator[ReadBatch]:
        """Hand out finished batches until all that was submitted is answered, or the pool is cancelled."""
        while self._pending:
            batch = self.get()
            if batch is None:
                return
            yield batch

    def cancel(self) -> None:
        """Stop at once: drop what is not read yet, kill the processes. The pool is closed then."""
        self._end(kill=True)

    def close(self) -> None:
        """End the processes and wait until they are gone. What is still pending is dropped."""
        self._end(kill=self._pending > 0)

    def _end(self, *, kill: bool) -> None:
        with self._lock:
            already = self._closed
            self._closed = True
            lanes = list(self._lanes)
        if not already:
            if kill:
                with contextlib.suppress(queue.Empty):
                    while True:
                        self._jobs.get_nowait()
            for _ in lanes:
                self._jobs.put(None)
            self._answers.put(None)
        if kill:
            for lane in lanes:
                lane.kill()
        for lane in lanes:
            lane.join()
