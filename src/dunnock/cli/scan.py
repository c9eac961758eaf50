"""`dunnock scan`: bring the library up to date with what is in the music folders."""

import argparse
import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

from dunnock.cli.events import event_object
from dunnock.cli.folders import folder_id
from dunnock.cli.parts import (
    Subparsers,
    add_json_option,
    discard_output,
    opened_app,
    print_columns,
    print_json,
    read_in_parts,
    utc,
)
from dunnock.cli.progress import ProgressLine

if TYPE_CHECKING:
    from dunnock.app import App
    from dunnock.contract.models import ScanJob
    from dunnock.feed import LogRow


def add_parser(commands: Subparsers) -> None:
    """Declare the command."""
    command = commands.add_parser(
        "scan",
        help="add folders, and look for new and changed files",
        description="Add each FOLDER to the library and scan it; without FOLDER, scan every music folder. "
        "Ctrl-C stops the scan: what it has read stays, and the next one goes on from there.",
    )
    command.add_argument("folders", nargs="*", metavar="FOLDER", help="a folder with music")
    command.add_argument(
        "--errors", action="store_true", help="scan nothing; list what the last scan could not read, and why"
    )
    add_json_option(command, "the scan's events (or, with --errors, every error)")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Scan, or list the errors."""
    with opened_app() as app:
        if arguments.errors:
            return _list_errors(app, arguments)
        return _scan(app, arguments)


def _scan(app: "App", arguments: argparse.Namespace) -> int:
    ids = [app.folders.add(os.fsencode(folder)) for folder in arguments.folders] or None
    known = [folder for folder in app.folders.list().folders if ids is None or folder.id in ids]
    line = ProgressLine(expected=sum(folder.track_count for folder in known))

    def show(row: "LogRow") -> None:
        if arguments.json:
            print_json(event_object(row))
        elif row.name == "library:scan-progress":
            payload = json.loads(row.payload)
            line.show(payload["scanned"], payload["found"], payload["errors"], payload["current_path"])

    app.feed.start()
    since = app.feed.last_seq()
    job_id = app.scans.start(ids).job_id
    _watch(app, job_id, since, show)
    line.clear()
    return _conclude(app.scans.job(job_id), quiet=arguments.json)


def _watch(app: "App", job_id: str, since: int, show: Callable[["LogRow"], None]) -> None:
    """Show the job's events after `since`, up to its last. Ctrl-C, or no reader any more, cancels it."""
    while True:
        stop = threading.Event()

        def interrupt(stop: threading.Event = stop) -> None:
            stop.set()
            app.feed.wake()

        with _on_interrupt(interrupt):
            for row in app.feed.follow(since, stop):
                since = row.seq
                if not row.name.startswith("library:scan-") or json.loads(row.payload)["job_id"] != job_id:
                    continue
                try:
                    show(row)
                except BrokenPipeError:
                    discard_output()
                    stop.set()
                if row.name == "library:scan-complete":
                    return
        app.scans.cancel(job_id)


@contextmanager
def _on_interrupt(callback: Callable[[], None]) -> Iterator[None]:
    """Have Ctrl-C, and a request to end, call back once; a second one ends the program."""

    def handle(number: int, frame: FrameType | None) -> None:
        for each in before:
            signal.signal(each, signal.default_int_handler)
        callback()

    before = {each: signal.signal(each, handle) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for each, handler in before.items():
            if signal.getsignal(each) is handle:
                signal.signal(each, handler)


def _conclude(job: "ScanJob", *, quiet: bool) -> int:
    if not quiet:
        counts = f"{job.added:,} added, {job.updated:,} updated, {job.removed:,} removed"
        unread = (
            f", {job.errors:,} could not be read (`dunnock scan --errors` lists them)" if job.errors else ""
        )
        seconds = job.duration_ms / 1000
        print(f"{job.scanned:,} files in {seconds:.1f} s: {counts}, {job.skipped:,} unchanged{unread}")
    if job.status == "completed":
        if job.message is not None:
            print(f"dunnock: {job.message}", file=sys.stderr)
        return 0
    told = {
        "cancelled": job.message
        or "The scan was stopped. What it has read stays; the next scan goes on from there.",
        "failed": f"The scan failed: {job.message or 'the log has the details.'}",
    }
    print(f"dunnock: {told.get(job.status, f'The scan is {job.status}.')}", file=sys.stderr)
    return 1


def _list_errors(app: "App", arguments: argparse.Namespace) -> int:
    ids: list[int | None] = [folder_id(app, folder) for folder in arguments.folders]
    for each in ids or [None]:
        for error in read_in_parts(lambda *part, id_=each: app.scans.errors(id_, *part).errors):
            if arguments.json:
                print_json({**error.model_dump(mode="json"), "at": utc(error.at)})
            else:
                print_columns(error.path, error.reason)
    return 0
