"""Scans and what they could not read."""

from typing import Literal

from dunnock.contract.models.base import Model, Reply

ScanStatus = Literal["queued", "scanning", "completed", "failed", "cancelled"]
"""How far a scan is, or how it ended."""


class ScanJob(Model):
    """A scan, running, waiting or done."""

    job_id: str
    status: ScanStatus
    folder_paths: list[str]
    scanned: int
    found: int
    errors: int
    current_path: str | None
    added: int
    updated: int
    removed: int
    skipped: int
    started_at: int | None
    duration_ms: int
    message: str | None


class ScanJobs(Reply):
    """The scan that runs or ran last, and those that wait."""

    jobs: list[ScanJob]


class ScanStarted(Reply):
    """The job that scans what was asked for: a new one, or one that was already waiting to do just that."""

    job_id: str


class ScanError(Model):
    """A file or folder the last scan could not read, and why."""

    folder_id: int
    path: str
    reason: str
    at: int


class ScanErrors(Reply):
    """What could not be read, by path."""

    total: int
    errors: list[ScanError]
