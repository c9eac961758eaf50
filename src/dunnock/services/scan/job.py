"""One scan: walk, compare, read what differs, write, and at the end say what is gone."""

import os
import time
from collections.abc import Callable, Sequence

from dunnock.contract.events import LibraryUpdated
from dunnock.contract.models import ScanStatus
from dunnock.media.pool import ReaderPool
from dunnock.media.walk import (
    DirectoryListing,
    FileEntry,
    UnreadableFolder,
    walk,
)
from dunnock.services.folders import FoldersService
from dunnock.services.scan.compare import compare
from dunnock.services.scan.progress import Progress
from dunnock.services.scan.root_scan import NOT_CONNECTED, RootScan
from dunnock.services.scan.writer import REST_SECONDS, Target, Writer
from dunnock.store import folders, scans, tracks
from dunnock.store.database import Database, Reader, now_ms
from dunnock.store.folders import FolderRow
from dunnock.store.tracks import KnownTrack

_READ_BATCH = 24
"""Files given to a reader process at once."""

_READ_AHEAD = 40
"""Batches that may be out at once: the walk waits rather than fill the memory with a large library's paths."""

_MISSING_BATCH = 200


class CancelledError(Exception):
    """Somebody asked for the job to be stopped."""


class ScanJob:
    """Scans folders, one after the other. Everything runs on the calling thread but the reading of tags."""

    def __init__(
        self, database: Database, folder_service: FoldersService, job_id: str, stopped: Callable[[], bool]
    ) -> None:
        self._database = database
        self._folders = folder_service
        self._progress = Progress(database, job_id)
        self._writer = Writer(database, self._progress)
        self._stopped = stopped
        self._waiting: dict[bytes, Target] = {}
        self._out: dict[int, dict[bytes, Target]] = {}
        self._next_batch = 0

    def run(self, folder_ids: Sequence[int]) -> tuple[ScanStatus, str | None]:
        """Scan, and return how it ended with a sentence for the person. What is done stays, however it ended."""
        with self._database.read() as reader:
            roots = folders.roots(reader, folder_ids)
        offline: list[str] = []
        with ReaderPool() as pool:
            self._pool = pool
            try:
                offline += [
                    root.path_text
                    for root in roots
                    if not self._folders.check_root(root) or not self._scan_root(root)
                ]
            except CancelledError:
                self._writer.write(everything=True)
                return "cancelled", None
        if offline and len(offline) == len(roots):
            return "failed", f"{', '.join(offline)} cannot be reached. What is known of it stays as it is."
        return (
            "completed",
            f"{', '.join(offline)} cannot be reached and was left as it is." if offline else None,
        )

    def end(self, status: ScanStatus, message: str | None) -> None:
        """Record and tell that the job is over."""
        self._progress.end(status, message)

    def _scan_root(self, root: FolderRow) -> bool:
        """Scan one folder; return False if it went away meanwhile."""
        scan = RootScan(self._database, root)
        try:
            for listing in walk(root.path):
                self._take(scan, listing)
        except UnreadableFolder:
            return False
        self._send()
        while self._out:
            self._receive(wait=True)
        self._writer.write(everything=True)
        if not self._folders.check_root(root):
            # A drive that went away in the middle must not leave its tracks missing.
            return False
        self._finish(scan)
        return True

    def _take(self, scan: RootScan, listing: DirectoryListing) -> None:
        self._progress.at(listing.path)
        directory_id = self._writer.directory(scan.root.id, listing, scan.family)
        scan.visit(listing, directory_id)
        with self._database.read() as reader:
            known = [] if directory_id is None else tracks.in_directory(reader, directory_id)
            errors = scans.errors_in(reader, listing.path)
            found = compare(
                listing.files,
                known,
                errors,
                lambda file: _moved_from_elsewhere(reader, file, listing.device),
                trust_inodes=scan.trust_inodes,
            )
        if b"" in errors and not scan.spared(listing.path):
            found.mended.append(b"")
        self._progress.tally.scanned += len(listing.files)
        self._progress.tally.found += len(found.read)
        self._writer.apply(scan.root.id, listing, found)
        if directory_id is not None and not scan.spared(listing.path):
            scan.note_gone(found.gone, directory_id)
        for file, track_id in found.read:
            target = Target(listing.path, listing.device, scan.root.id, file, track_id)
            self._waiting[listing.path + b"/" + file.name] = target
            if len(self._waiting) >= _READ_BATCH:
                self._send()
        self._receive(wait=len(self._out) >= _READ_AHEAD)

    def _send(self) -> None:
        if self._waiting:
            self._out[self._next_batch] = self._waiting
            self._pool.submit(self._next_batch, list(self._waiting))
            self._next_batch += 1
            self._waiting = {}

    def _receive(self, *, wait: bool) -> None:
        """Take what readers have finished, write, tell, and stop when asked to."""
        if self._stopped() or (self._progress.due and self._progress.tell()):
            raise CancelledError
        while self._out:
            answer = self._pool.get(timeout=0.05 if wait else 0)
            if answer is None:
                break
            targets = self._out.pop(answer.batch_id)
            for result in answer.results:
                self._writer.add(targets[result.path], result)
            wait = False
        self._writer.write()

    def _finish(self, scan: RootScan) -> None:
        """Mark as missing what was not found, and forget the errors of what is gone."""
        with self._database.read() as reader:
            gone = list(scan.gone(reader))
            directories = scans.error_directories(reader, scan.family)
        for start in range(0, len(gone), _MISSING_BATCH):
            with self._database.transaction(background=True) as transaction:
                at = now_ms()
                batch = gone[start : start + _MISSING_BATCH]
                missing = [each for each, place in batch if tracks.set_missing(transaction, each, at, place)]
                self._progress.tally.removed += len(missing)
                if missing:
                    transaction.emit(LibraryUpdated(action="updated", track_ids=missing))
                self._progress.save(transaction)
            time.sleep(REST_SECONDS)
        with self._database.transaction(background=True) as transaction:
            for directory in directories:
                if not os.path.lexists(directory) and not scan.spared(directory):
                    scans.remove_errors_in(transaction, directory)
            for directory in scan.unreachable:
                if not os.path.lexists(directory):
                    scans.put_error(transaction, scan.root.id, directory, b"", NOT_CONNECTED, 0, 0, now_ms())
                    self._progress.tally.errors += 1
            folders.set_scanned(transaction, scan.root.id, now_ms())


def _moved_from_elsewhere(reader: Reader, file: FileEntry, device: int) -> KnownTrack | None:
    """The track this is the file of, if the file has left the place it had in another directory."""
    for track, path in tracks.with_inode(reader, file.inode, file.size, device):
        try:
            if os.lstat(path).st_ino == file.inode:
                continue  # a second link to the same file: both are there
        except OSError:
            pass
        return track
    return None
