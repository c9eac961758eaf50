"""A job's count of what it has done, told at most ten times a second."""

import time

from dunnock.contract.events import LibraryScanComplete, LibraryScanProgress, ScanStats
from dunnock.contract.models import ScanStatus
from dunnock.store import scans
from dunnock.store.database import Database, Transaction
from dunnock.store.scans import Tally

INTERVAL_SECONDS = 0.1

_PATH_CHARACTERS = 500
"""Of a path that is told: more would not fit on the screen, and several times that not into an event."""


class Progress:
    """Counts, saves with each batch, and tells."""

    def __init__(self, database: Database, job_id: str) -> None:
        self.job_id = job_id
        self.tally = Tally()
        self._database = database
        self._began = time.monotonic()
        self._told_at = 0.0

    def at(self, path: bytes) -> None:
        """Note the directory the job is in."""
        text = path.decode("utf-8", "replace")
        self.tally.current_path = text if len(text) <= _PATH_CHARACTERS else "…" + text[-_PATH_CHARACTERS:]

    @property
    def due(self) -> bool:
        """Whether it is time to tell again."""
        return time.monotonic() - self._told_at >= INTERVAL_SECONDS

    def save(self, transaction: Transaction) -> None:
        """Save the count in the transaction of what it counts, and tell it if it is time."""
        self.tally.duration_ms = round((time.monotonic() - self._began) * 1000)
        scans.save(transaction, self.job_id, self.tally)
        if self.due:
            self._told_at = time.monotonic()
            transaction.emit(progress_event(self.job_id, "scanning", self.tally))

    def tell(self) -> bool:
        """Save and tell by itself; return whether somebody asked for the job to be stopped."""
        with self._database.transaction(background=True) as transaction:
            self.save(transaction)
            return scans.cancel_requested(transaction, self.job_id)

    def end(self, status: ScanStatus, message: str | None) -> None:
        """Record and tell that the job is over."""
        self.tally.duration_ms = round((time.monotonic() - self._began) * 1000)
        self.tally.current_path = None
        with self._database.transaction(background=True) as transaction:
            scans.save(transaction, self.job_id, self.tally)
            end_job(transaction, self.job_id, status, message)


def end_job(transaction: Transaction, job_id: str, status: ScanStatus, message: str | None) -> None:
    """End a job as it was last saved, with its last progress and its one `library:scan-complete`."""
    tally = scans.tally(transaction, job_id) or Tally()
    tally.current_path = None
    scans.end(transaction, job_id, status, message)
    transaction.emit(progress_event(job_id, status, tally))
    transaction.emit(
        LibraryScanComplete(
            job_id=job_id,
            stats=ScanStats(
                added=tally.added,
                updated=tally.updated,
                removed=tally.removed,
                skipped=tally.skipped,
                errors=tally.errors,
                duration_ms=tally.duration_ms,
            ),
        )
    )


def progress_event(job_id: str, status: ScanStatus, tally: Tally) -> LibraryScanProgress:
    """The event for a count."""
    return LibraryScanProgress.model_validate(
        {
            "job_id": job_id,
            "status": status,
            "scanned": tally.scanned,
            "found": tally.found,
            "errors": tally.errors,
            "current_path": tally.current_path,
        }
    )
