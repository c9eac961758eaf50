"""Scan jobs and what they could not read."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from dunnock.contract.models import ScanError, ScanJob, ScanStatus
from dunnock.store.database import Reader, Transaction


@dataclass(slots=True)
class Tally:
    """What a job has counted so far, in files; `duration_ms` since it began."""

    scanned: int = 0
    found: int = 0
    errors: int = 0
    added: int = 0
    updated: int = 0
    removed: int = 0
    skipped: int = 0
    duration_ms: int = 0
    current_path: str | None = None


def insert_job(transaction: Transaction, job_id: str, folder_ids: Sequence[int]) -> None:
    """Queue a job."""
    transaction.execute(
        "INSERT INTO scan_job (id, status, folder_ids) VALUES (?, 'queued', ?)",
        (job_id, json.dumps(list(folder_ids))),
    )


def queued_with(reader: Reader, folder_ids: Sequence[int]) -> str | None:
    """A job that waits and will scan all of these folders."""
    for job_id, waiting in reader.rows(
        "SELECT id, folder_ids FROM scan_job WHERE status = 'queued' ORDER BY seq"
    ):
        if set(folder_ids) <= set(json.loads(waiting)):
            return str(job_id)
    return None


def next_queued(reader: Reader) -> tuple[str, list[int]] | None:
    """The job that has waited longest, and its folders."""
    row = reader.row("SELECT id, folder_ids FROM scan_job WHERE status = 'queued' ORDER BY seq LIMIT 1")
    return None if row is None else (row[0], json.loads(row[1]))


def in_progress(reader: Reader) -> list[str]:
    """Jobs that run, or whose process has died."""
    return [
        str(row[0]) for row in reader.rows("SELECT id FROM scan_job WHERE status = 'scanning' ORDER BY seq")
    ]


def begin(transaction: Transaction, job_id: str, at: int) -> None:
    """Record that a job runs."""
    transaction.execute("UPDATE scan_job SET status = 'scanning', started_at = ? WHERE id = ?", (at, job_id))


def requeue(transaction: Transaction, job_id: str) -> None:
    """Record that a job waits again, for whoever scans next."""
    transaction.execute("UPDATE scan_job SET status = 'queued', started_at = NULL WHERE id = ?", (job_id,))


def save(transaction: Transaction, job_id: str, tally: Tally) -> None:
    """Record how far a job is."""
    transaction.execute(
        "UPDATE scan_job SET scanned = ?, found = ?, errors = ?, added = ?, updated = ?, removed = ?, skipped = ?,"
        " duration_ms = ?, current_path = ? WHERE id = ?",
        (
            tally.scanned,
            tally.found,
            tally.errors,
            tally.added,
            tally.updated,
            tally.removed,
            tally.skipped,
            tally.duration_ms,
            tally.current_path,
            job_id,
        ),
    )


def tally(reader: Reader, job_id: str) -> Tally | None:
    """How far a job was when it was last saved."""
    row = reader.row(
        "SELECT scanned, found, errors, added, updated, removed, skipped, duration_ms, current_path"
        " FROM scan_job WHERE id = ?",
        (job_id,),
    )
    return None if row is None else Tally(*row)


def end(transaction: Transaction, job_id: str, status: ScanStatus, message: str | None) -> None:
    """Record that a job has ended."""
    transaction.execute(
        "UPDATE scan_job SET status = ?, message = ?, current_path = NULL WHERE id = ?",
        (status, message, job_id),
    )


def request_cancel(transaction: Transaction, job_id: str) -> bool:
    """Ask whoever runs a job to stop it; return whether it has not ended yet."""
    return bool(
        transaction.execute(
            "UPDATE scan_job SET cancel_requested = 1 WHERE id = ? AND status IN ('queued', 'scanning')",
            (job_id,),
        )
    )


def cancel_requested(reader: Reader, job_id: str) -> bool:
    """Whether somebody asked for the job to be stopped."""
    return bool(reader.value("SELECT cancel_requested FROM scan_job WHERE id = ?", (job_id,)))


_JOB_FIELDS = (
    "job_id",
    "status",
    "folder_paths",
    "scanned",
    "found",
    "errors",
    "current_path",
    "added",
    "updated",
    "removed",
    "skipped",
    "started_at",
    "duration_ms",
    "message",
)

_JOB = (
    "SELECT id, status, folder_ids, scanned, found, errors, current_path, added, updated, removed, skipped, started_at,"
    " duration_ms, message FROM scan_job"
)


def job(reader: Reader, job_id: str) -> ScanJob | None:
    """One job."""
    row = reader.row(f"{_JOB} WHERE id = ?", (job_id,))
    return None if row is None else _job(reader, row)


def recent_jobs(reader: Reader) -> list[ScanJob]:
    """Jobs that run or wait, and the one that ended last, oldest first."""
    rows = list(
        reader.rows(
            f"{_JOB} WHERE status IN ('queued', 'scanning') OR seq ="
            " (SELECT max(seq) FROM scan_job WHERE status NOT IN ('queued', 'scanning')) ORDER BY seq"
        )
    )
    return [_job(reader, row) for row in rows]


def _job(reader: Reader, row: tuple[object, ...]) -> ScanJob:
    values = dict(zip(_JOB_FIELDS, row, strict=True))
    paths = reader.rows(
        "SELECT path_text FROM folder JOIN json_each(?) ON json_each.value = folder.id ORDER BY folder.path",
        (values["folder_paths"],),
    )
    values["folder_paths"] = [each[0] for each in paths]
    return ScanJob.model_validate(values)


def put_error(  # noqa: PLR0917 - the columns of the table, in its order
    transaction: Transaction,
    folder_id: int,
    directory: bytes,
    name: bytes,
    reason: str,
    size: int,
    mtime_ns: int,
    at: int,
) -> None:
    """Record that a file, or with an empty name a directory, could not be read."""
    path = directory + b"/" + name if name else directory
    transaction.execute(
        "REPLACE INTO scan_error VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (folder_id, directory, name, path.decode("utf-8", "replace"), reason, size, mtime_ns, at),
    )


def remove_error(transaction: Transaction, directory: bytes, name: bytes) -> None:
    """Forget an error."""
    transaction.execute("DELETE FROM scan_error WHERE directory = ? AND name = ?", (directory, name))


def errors_in(reader: Reader, directory: bytes) -> dict[bytes, tuple[int, int]]:
    """Size and mtime_ns, by name, of what could not be read in a directory."""
    rows = reader.rows("SELECT name, size, mtime_ns FROM scan_error WHERE directory = ?", (directory,))
    return {row[0]: (row[1], row[2]) for row in rows}


def any_error(reader: Reader) -> bool:
    """Whether any error is recorded, of whatever folder."""
    return bool(reader.value("SELECT EXISTS (SELECT 1 FROM scan_error)"))


def error_directories(reader: Reader, folder_ids: Sequence[int]) -> list[bytes]:
    """Directories of some folders with something in them, or of them, that could not be read."""
    rows = reader.rows(
        "SELECT DISTINCT directory FROM scan_error WHERE folder_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(folder_ids)),),
    )
    return [row[0] for row in rows]


def remove_errors_in(transaction: Transaction, directory: bytes) -> None:
    """Forget the errors of a directory that is gone."""
    transaction.execute("DELETE FROM scan_error WHERE directory = ?", (directory,))


def errors(reader: Reader, folder_id: int | None, start: int, count: int) -> tuple[int, list[ScanError]]:
    """How many errors there are, of one folder or of all shown ones, and a piece of their list by path."""
    source = (
        " FROM scan_error JOIN folder ON folder.id = folder_id"
        " JOIN folder AS root ON root.id = coalesce(folder.parent_id, folder.id)"
        " WHERE NOT root.removed AND (?1 IS NULL OR root.id = ?1)"
    )
    total = int(reader.value(f"SELECT count(*){source}", (folder_id,)))
    rows = reader.rows(
        f"SELECT root.id, scan_error.path_text, reason, at{source}"
        " ORDER BY scan_error.path_text LIMIT ?2 OFFSET ?3",
        (folder_id, count, start),
    )
    names = ("folder_id", "path", "reason", "at")
    return total, [ScanError.model_validate(dict(zip(names, row, strict=True))) for row in rows]
