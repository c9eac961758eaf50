"""Requests about scans."""

from dunnock.contract.models import Done, ScanErrors, ScanJobs, ScanStarted
from dunnock.contract.requests.base import Brief, Request, RowCount, Start


class ScanStart(Request):
    """Scan music folders for changes; all of them when none is named."""

    NAME = "scan_start"
    REPLY = ScanStarted

    folder_ids: list[int] | None = None


class ScanCancel(Request):
    """Stop a scan. What it has done stays; the next one goes on from there."""

    NAME = "scan_cancel"
    REPLY = Done

    job_id: str


class ScanList(Brief):
    """Read the scan that runs or ran last, and those that wait."""

    NAME = "scan_list"
    REPLY = ScanJobs


class ScanErrorList(Brief):
    """Read what could not be read, of one folder or of all."""

    NAME = "scan_error_list"
    REPLY = ScanErrors

    folder_id: int | None = None
    start: Start = 0
    count: RowCount = 200
