"""The thread beside each reader process: feeds it, and deals with files that crash or hang it."""

import contextlib
import queue
import subprocess
import threading
from collections import deque
from typing import Final, NamedTuple

from dunnock.media.messages import Answer
from dunnock.media.pipe import Pipe, PipeClosedError, PipeSilentError
from dunnock.media.rows import ReadFailure, TrackRow

CRASHED: Final = "Reading this file crashed the reader."
TIMED_OUT: Final = "Reading this file took too long and was given up."

_SENT_AHEAD: Final = 2
"""Batches a worker has at once, so that it never waits for the next."""
_EXIT_LIMIT: Final = 2.0


class ReaderPoolError(Exception):
    """The reader processes cannot be started; the text says why."""


class ReadBatch(NamedTuple):
    """The answer to one `submit`, file for file in no particular order."""

    batch_id: int
    results: list[TrackRow | ReadFailure]


class Job:
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


class Lane(threading.Thread):
    """The thread that looks after one worker process: starts it, feeds it, starts it again after a crash."""

    def __init__(
        self,
        jobs: "queue.SimpleQueue[Job | None]",
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
        """Answer batches until the pool is closed."""
        sent: deque[Job] = deque()
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

    def _fill(self, sent: deque[Job]) -> bool:
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

    def _receive(self, job: Job) -> None:
        pipe = self._pipe or self._start_process()
        while not job.take(pipe.receive(self._silence_limit)):
            pass

    def _read_one_by_one(self, job: Job) -> None:
        """Read what is left of a batch that ended its worker, file by file, to find the culprit."""
        while job.left:
            path = job.left[0]
            alone = Job(job.batch_id, [path])
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
