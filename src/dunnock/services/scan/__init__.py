"""Scans: one at a time in all processes, queued, cancelled, and never lost sight of."""

import contextlib
import fcntl
import logging
import os
import threading
import time
import uuid
from collections.abc import Sequence

from dunnock.contract.errors import FolderError, NotFoundError
from dunnock.contract.models import ScanErrors, ScanJobs, ScanStarted
from dunnock.contract.models import ScanJob as ScanJobModel
from dunnock.services.folders import FoldersService
from dunnock.services.scan.identify import Identifier
from dunnock.services.scan.job import ScanJob
from dunnock.services.scan.progress import end_job
from dunnock.store import folders, scans
from dunnock.store.database import Database, Reader, now_ms

_log = logging.getLogger(__name__)

_LOOK_SECONDS = 0.1
"""How often a process that waits for another's scan looks whether it is over."""

IDENTIFY_FEW = 1_000
"""Tracks identified at once where somebody waits: it takes a tenth of a second or two."""

DIED = "The program that ran this scan ended before it was done. The next scan goes on from there."
CLOSED = "Dunnock was closed. The next scan goes on from there."


class ScanService:
    """Queues scans and runs them on a thread of its own.

    A lock file of the operating system says who may scan: it is free the moment its holder dies. Whoever finds it free
    ends the jobs a dead process has left, and runs those that wait, its own or another's.
    """

    def __init__(self, database: Database, folder_service: FoldersService) -> None:
        self._database = database
        self._folders = folder_service
        self._changed = threading.Condition()
        self._stopping = False
        self._cancelled: set[str] = set()
        self._own: set[str] = set()
        self._identifier = Identifier(database)
        self._thread: threading.Thread | None = None

    def start(self, folder_ids: Sequence[int] | None = None) -> ScanStarted:
        """Queue a scan of some folders, or of all. One that waits already and does the same is not queued twice.

        Raises:
            NotFoundError: one of the folders is not registered.
            FolderError: no folder is registered.
        """
        with self._database.transaction() as transaction:
            roots = folders.roots(transaction, folder_ids)
            if not roots and not folder_ids:
                raise FolderError("There is no music folder yet.", "Add the folder your music is in.")
            if folder_ids is not None and len(roots) < len(set(folder_ids)):
                raise NotFoundError(
                    "That folder is not in the library.", "It may have been removed meanwhile."
                )
            asked = [root.id for root in roots]
            job_id = scans.queued_with(transaction, asked)
            if job_id is None:
                job_id = uuid.uuid4().hex
                scans.insert_job(transaction, job_id, asked)
                self._own.add(job_id)
        self._run_soon()
        with self._database.read() as reader:
            return ScanStarted(job_id=job_id, **reader.stamp())

    def cancel(self, job_id: str) -> None:
        """Stop a job, in whatever process it runs; one that waits ends at once, one that has ended stays as it is.

        Raises:
            NotFoundError: there has never been such a job.
        """
        with self._database.transaction() as transaction:
            if _known_job(transaction, job_id).status == "queued":
                end_job(transaction, job_id, "cancelled", None)
            scans.request_cancel(transaction, job_id)
        with self._changed:
            self._cancelled.add(job_id)
        self._run_soon()

    def list(self) -> ScanJobs:
        """Jobs that run or wait, and the one that ended last."""
        with self._database.read() as reader:
            return ScanJobs(jobs=scans.recent_jobs(reader), **reader.stamp())

    def job(self, job_id: str) -> ScanJobModel:
        """One job.

        Raises:
            NotFoundError: there has never been such a job.
        """
        with self._database.read() as reader:
            return _known_job(reader, job_id)

    def errors(self, folder_id: int | None, start: int, count: int) -> ScanErrors:
        """What could not be read, of one folder or of all."""
        with self._database.read() as reader:
            total, errors = scans.errors(reader, folder_id, start, count)
            return ScanErrors(total=total, errors=errors, **reader.stamp())

    def wait(self, job_id: str, timeout: float | None = None) -> ScanJobModel:
        """Wait until a job has ended, at most `timeout` seconds, and return it as it then is.

        Raises:
            NotFoundError: there has never been such a job.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            found = self.job(job_id)
            if found.status not in {"queued", "scanning"} or (deadline and time.monotonic() >= deadline):
                return found
            with self._changed:
                self._changed.wait(_LOOK_SECONDS)

    def identify(self, *, everything: bool) -> int:
        """Recognise moved files by their audio; return how many tracks were looked at. `cancel` does not reach it.

        Args:
            everything: identify every track that is not yet; else, unless a missing track waits for it, only a few.
        """
        limit = None if everything or self._identifier.needed() else IDENTIFY_FEW
        return self._identifier.run(lambda: self._stopping, limit)

    def recover(self) -> None:
        """End jobs that a dead process has left, and run those that wait."""
        with self._database.read() as reader:
            if scans.in_progress(reader) or scans.next_queued(reader):
                self._run_soon()

    def close(self) -> None:
        """Stop the job that runs in this process, keeping what it has done, and wait for the thread to end."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()

    def _run_soon(self) -> None:
        with self._changed:
            if self._stopping or (self._thread is not None and self._thread.is_alive()):
                self._changed.notify_all()
                return
            self._thread = threading.Thread(target=self._run, name="scan", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        """Run jobs until none waits. A job queued in the last moment finds this thread gone or is seen by it."""
        lock = os.open(
            self._database.path.with_name("scan.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600
        )
        try:
            while not self._stopping:
                with contextlib.suppress(BlockingIOError):
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    try:
                        self._run_all()
                    finally:
                        fcntl.flock(lock, fcntl.LOCK_UN)
                with self._changed, self._database.read() as reader:
                    if scans.next_queued(reader) is None and not scans.in_progress(reader):
                        self._thread = None
                        self._changed.notify_all()
                        return
                    self._changed.wait(_LOOK_SECONDS)
        except Exception:  # noqa: BLE001 - the thread's last word: a later request starts another
            _log.exception("Scanning stopped.")
        finally:
            os.close(lock)

    def _run_all(self) -> None:
        with self._database.read() as reader:
            dead = scans.in_progress(reader)
        for job_id in dead:
            with self._database.transaction() as transaction:
                end_job(transaction, job_id, "failed", DIED)
        while not self._stopping:
            with self._database.transaction() as transaction:
                waiting = scans.next_queued(transaction)
                if waiting is None:
                    return
                job_id, folder_ids = waiting
                if scans.cancel_requested(transaction, job_id):
                    end_job(transaction, job_id, "cancelled", None)
                    continue
                scans.begin(transaction, job_id, now_ms())
            self._run_job(job_id, folder_ids)
            with self._changed:
                self._changed.notify_all()

    def _run_job(self, job_id: str, folder_ids: Sequence[int]) -> None:
        job = ScanJob(
            self._database, self._folders, job_id, lambda: self._stopping or job_id in self._cancelled
        )
        try:
            status, message = job.run(folder_ids)
        except Exception as error:  # noqa: BLE001 - whatever it was, the job must end, and say so once
            _log.exception("Scan %s failed.", job_id)
            status, message = "failed", str(error)
        if status == "cancelled" and self._stopping and job_id not in self._cancelled:
            if job_id not in self._own:
                # Another process waits for it: that one goes on, instead of hearing that its scan was cancelled.
                with self._database.transaction() as transaction:
                    scans.requeue(transaction, job_id)
                return
            message = CLOSED
        job.end(status, message)
        self._cancelled.discard(job_id)


def _known_job(reader: Reader, job_id: str) -> ScanJobModel:
    found = scans.job(reader, job_id)
    if found is None:
        raise NotFoundError("There is no such scan.", "List the scans that run.")
    return found
