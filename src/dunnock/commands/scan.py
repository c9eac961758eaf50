"""Requests about scans."""

from dunnock.commands.context import Context
from dunnock.contract.models import Done, ScanErrors, ScanJobs, ScanStarted
from dunnock.contract.requests import ScanCancel, ScanErrorList, ScanList, ScanStart


def start(context: Context, request: ScanStart) -> ScanStarted:
    """Scan music folders for changes; all of them when none is named."""
    return context.app.scans.start(request.folder_ids)


def cancel(context: Context, request: ScanCancel) -> Done:
    """Stop a scan; what it has done stays."""
    context.app.scans.cancel(request.job_id)
    return Done()


def list_jobs(context: Context, request: ScanList) -> ScanJobs:
    """Read the scan that runs or ran last, and those that wait."""
    return context.app.scans.list()


def list_errors(context: Context, request: ScanErrorList) -> ScanErrors:
    """Read what could not be read, of one folder or of all."""
    return context.app.scans.errors(request.folder_id, request.start, request.count)
