"""Run reader processes and hand them batches of files: `ReaderPool`."""

import contextlib
import os
import queue
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Final, NamedTuple, Self

from dunnock.media.messages import Answer
from dunnock.media.pipe import Pipe, PipeClosedError, PipeSilentError
from dunnock.media.rows import ReadFailure, TrackRow

MOST_WORKERS: Final = 4
SILENCE_LIMIT: Final = 30.0
"""Seconds a worker may say nothing before the file it reads is given up."""

_SENT_AHEAD: Final = 2
"""Batches a worker has at once, so that it never waits for the next."""
_EXIT_LIMIT: Final = 2.0
_BOOTSTRAP: Final = "import sys; sys.path[:] = sys.argv[1:]; from dunnock.media.worker import main; main()"

CRASHED: Final = "Reading this file crashed the reader."
TIMED_OUT: Final = "Reading this file took too long and was given up."


class ReaderPoolError(Exception):
    """The reader processes cannot be started; the text says why."""


class ReadBatch(NamedTuple):
    """The answer to one `submit`, file for file in no particular order."""

    batch_id: int
    results: list[TrackRow | ReadFailure]


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
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[ReadBatch | ReaderPoolError | None] = queue.SimpleQueue()
        self._lanes: list[_Lane] = []
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
                lane = _Lane(self._jobs, self._answers, self._command, self._silence_limit)
                self._lanes.append(lane)
                lane.start()
        self._jobs.put(_Job(batch_id, list(paths)))

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


class _Job:
    """A batch on its way: what is left to read, and what was answered."""

    def __init__(self, batch_id: int, paths: list[bytes]) -> None:
        self.batch_id = batch_id
        self.left = paths
        self.results: list[TrackRow | ReadFailure] = []

    def take(self, answer: Answer) -> bool:
        """Take over an answer of the worker and say whether it was the last of the batch."""
        batch_id, rows, failures, done = answer
        if batch_id != self.batch_id:
            raise PipeClosedError(f"the worker answered batch {batch_id} instead of {self.batch_id}")
        self.results += map(TrackRow._make, rows)
        self.results += map(ReadFailure._make, failures)
        self.left = self.left[len(rows) + len(failures) :]
        return done


class _Lane(threading.Thread):
    """The thread that looks after one worker process: starts it, feeds it, starts it again after a crash."""

    def __init__(
        self,
        jobs: "queue.SimpleQueue[_Job | None]",
        answers: "queue.SimpleQueue[ReadBatch | ReaderPoolError | None]",
        command: list[str],
        silence_limit: float,
    ) -> None:
        super().__init__(name="reader-pool", daemon=True)
        self._jobs = jobs
        self._answers = answers
        self._command = command
        self._silence_limit = silence_limit
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe: Pipe | None = None
        self._killed = threading.Event()

    def kill(self) -> None:
        """Kill the process, from another thread; this one ends when it notices."""
        self._killed.set()
        process = self._process
        if process is not None:
            process.kill()

    def run(self) -> None:
        sent: deque[_Job] = deque()
        try:
            while self._fill(sent):
                try:
                    self._receive(sent[0])
                except (PipeClosedError, PipeSilentError):
                    self._stop_process(kill=True)
                    if self._killed.is_set():
                        return
                    self._read_one_by_one(sent[0])
                    if self._killed.is_set():
                        return
                    for job in list(sent)[1:]:
                        self._send(job.batch_id, job.left)
                done = sent.popleft()
                self._answers.put(ReadBatch(done.batch_id, done.results))
        except ReaderPoolError as error:
            if not self._killed.is_set():
                self._answers.put(error)
        finally:
            self._stop_process(kill=self._killed.is_set())

    def _fill(self, sent: deque[_Job]) -> bool:
        """Send batches ahead; False when there is nothing to wait for and the pool is closed."""
        while len(sent) < _SENT_AHEAD:
            try:
                job = self._jobs.get(block=not sent)
            except queue.Empty:
                break
            if job is None:
                if sent:
                    self._jobs.put(None)  # met too early: what is sent must be answered first
                break
            sent.append(job)
            self._send(job.batch_id, job.left)
        return bool(sent) and not self._killed.is_set()

    def _send(self, batch_id: int, paths: list[bytes]) -> None:
        pipe = self._pipe or self._start_process()
        # when the worker is gone, receiving notices it and deals with everything sent
        with contextlib.suppress(PipeClosedError):
            pipe.send((batch_id, paths))

    def _receive(self, job: _Job) -> None:
        pipe = self._pipe or self._start_process()
        while not job.take(pipe.receive(self._silence_limit)):
            pass

    def _read_one_by_one(self, job: _Job) -> None:
        """Read what is left of a batch that ended its worker, file by file, to find the culprit."""
        while job.left:
            path = job.left[0]
            alone = _Job(job.batch_id, [path])
            try:
                self._send(alone.batch_id, alone.left)
                self._receive(alone)
            except PipeClosedError:
                self._stop_process(kill=True)
                alone.results = [ReadFailure(path, CRASHED)]
            except PipeSilentError:
                self._stop_process(kill=True)
                alone.results = [ReadFailure(path, TIMED_OUT)]
            if self._killed.is_set():
                return
            job.results += alone.results
            job.left = job.left[1:]

    def _start_process(self) -> Pipe:
        try:
            process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                close_fds=True,
                # Ctrl-C in the terminal is for the program; it tells its readers
                start_new_session=True,
            )
        except OSError as error:
            raise ReaderPoolError(f"The reader of tags cannot be started: {error}.") from error
        self._process = process
        self._pipe = Pipe(process)
        if self._killed.is_set():
            process.kill()
        try:
            self._pipe.receive(self._silence_limit)
        except (PipeClosedError, PipeSilentError) as error:
            said = self._pipe.last_words()
            self._stop_process(kill=True)
            raise ReaderPoolError(
                f"The reader of tags does not start. It said: {said or 'nothing'}"
            ) from error
        return self._pipe

    def _stop_process(self, *, kill: bool) -> None:
        process, pipe = self._process, self._pipe
        self._process = self._pipe = None
        if process is None or pipe is None:
            return
        if kill:
            process.kill()
        pipe.close()
        try:
            process.wait(_EXIT_LIMIT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
