"""One scan: walk, compare, read what differs, write, and at the end say what is gone."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from dunnock.contract.models import ScanStatus
from dunnock.media.pool import ReaderPool
from dunnock.media.walk import (
    DirectoryListing,
    FileEntry,
    UnreadableFolder,
    signed,
    walk,
)
from dunnock.services.folders import FoldersService
from dunnock.services.scan.compare import compare
from dunnock.services.scan.progress import Progress
from dunnock.services.scan.root_scan import NOT_CONNECTED, RootScan
from dunnock.services.scan.writer import Target, Writer
from dunnock.store import folders, scans, tracks
from dunnock.store.database import Database, Reader, Transaction, now_ms
from dunnock.store.folders import FolderRow
from dunnock.store.tracks import KnownTrack

_READ_BATCH = 24
"""Files given to a reader process at once."""

_READ_AHEAD = 40
"""Batches that may be out at once: the walk waits rather than fill the memory with a large library's paths."""

_GROUP = 64
_GROUP_SECONDS = 0.02
"""The most directories that are looked at in one read of the database, and the longest that one waits for others."""


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
        self._replaced: list[Target] = []
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
                offline += [root.path_text for root in roots if not self._scan_root(root)]
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
        """Scan one folder; return False if it cannot be reached, or went away meanwhile."""
        if not self._folders.check_root(root):
            return False
        scan = RootScan(self._database, root)
        try:
            for listings in _groups(walk(root.path)):
                self._take_group(scan, listings)
        except UnreadableFolder:
            self._replaced.clear()
            return False
        self._read_replaced()
        self._send()
        while self._out:
            self._receive(wait=True)
        self._writer.write(everything=True)
        if not self._folders.check_root(root):
            # A drive that went away in the middle must not leave its tracks missing.
            return False
        self._finish(scan)
        return True

    def _take_group(self, scan: RootScan, listings: Sequence[DirectoryListing]) -> None:
        """Look at directories together, then one by one at those where something has changed."""
        self._progress.at(listings[-1].path)
        with self._database.read() as reader:
            changed = [listing for listing in listings if not self._pass_over(scan, reader, listing)]
        for listing in changed:
            self._take(scan, listing)
        self._receive(wait=False)

    def _pass_over(self, scan: RootScan, reader: Reader, listing: DirectoryListing) -> bool:
        """Count a directory in which nothing has changed; return False for any other."""
        if scan.errors_known or listing.errors:
            return False
        directory = tracks.directory(reader, listing.path)
        if directory is not None and (
            directory.device != listing.device or directory.folder_id not in scan.family
        ):
            return False
        if listing.files != (tracks.files_in(reader, directory.id) if directory else []):
            return False
        scan.visit(listing, directory)
        self._progress.tally.scanned += len(listing.files)
        self._progress.tally.skipped += len(listing.files)
        return True

    def _take(self, scan: RootScan, listing: DirectoryListing) -> None:
        self._progress.at(listing.path)
        with self._database.read() as reader:
            directory = tracks.directory(reader, listing.path)
            errors = scans.errors_in(reader, listing.path) if scan.errors_known else {}
            found = compare(
                listing.files,
                tracks.in_directory(reader, directory.id) if directory else [],
                errors,
                lambda files: _moved_from_elsewhere(reader, files, listing.device),
                hidden={error.path.rpartition(b"/")[2] for error in listing.errors},
                trust_inodes=scan.trust_inodes,
            )
        scan.visit(listing, directory)
        if b"" in errors and not scan.spared(listing.path):
            found.mended.append(b"")
        self._progress.tally.scanned += len(listing.files)
        self._progress.tally.found += len(found.read) + len(found.replaced)
        if directory is not None:
            if self._writer.adopt(scan.root.id, directory, listing, scan.family):
                self._progress.tally.added += found.unchanged
                found.unchanged = 0
            if not scan.spared(listing.path):
                scan.note_gone(found.gone, directory.id)
        self._writer.apply(scan.root.id, listing, found)
        to_read = [
            Target(listing.path, listing.device, scan.root.id, file, track_id, file.name in errors)
            for file, track_id in [*found.read, *found.replaced]
        ]
        self._replaced += to_read[len(found.read) :]
        for target in to_read[: len(found.read)]:
            self._wait_for(target)
        self._receive(wait=len(self._out) >= _READ_AHEAD)

    def _wait_for(self, target: Target) -> None:
        self._waiting[target.directory + b"/" + target.file.name] = target
        if len(self._waiting) >= _READ_BATCH:
            self._send()

    def _read_replaced(self) -> None:
        """Read the files that took the place of others, now that it is known which of those have moved."""
        for target in self._replaced:
            with self._database.read() as reader:
                stayed = tracks.at(reader, target.directory, target.file.name) == target.track_id
            self._wait_for(target if stayed else target._replace(track_id=None))
            self._receive(wait=len(self._out) >= _READ_AHEAD)
        self._replaced.clear()

    def _send(self) -> None:
        if self._waiting:
            self._out[self._next_batch] = self._waiting
            self._pool.submit(self._next_batch, list(self._waiting))
            self._next_batch += 1
            self._waiting = {}

    def _receive(self, *, wait: bool) -> None:
        """Take what readers have finished, write, tell, and stop when asked to."""
        while True:
            if self._stopped() or (self._progress.due and self._progress.tell()):
                raise CancelledError
            self._writer.write()
            answer = self._pool.get(timeout=0.05 if wait else 0) if self._out else None
            if answer is None:
                return
            targets = self._out.pop(answer.batch_id)
            for result in answer.results:
                self._writer.add(targets[result.path], result)
            wait = False

    def _finish(self, scan: RootScan) -> None:
        """Mark as missing what was not found, and forget the errors of what is gone."""
        with self._database.read() as reader:
            gone = list(scan.gone(reader))
            noted = scans.error_directories(reader, scan.family)
        at = now_ms()

        def miss(track_id: int, directory_id: int, transaction: Transaction) -> int | None:
            if not tracks.set_missing(transaction, track_id, at, directory_id):
                return None  # it turned up elsewhere
            self._progress.tally.removed += 1
            return track_id

        def forget(directory: bytes, transaction: Transaction) -> None:
            scans.remove_errors_in(transaction, directory)

        def note(directory: bytes, transaction: Transaction) -> None:
            scans.put_error(transaction, scan.root.id, directory, b"", NOT_CONNECTED, 0, 0, at)
            self._progress.tally.errors += 1

        self._writer.do(partial(miss, *each) for each in gone)
        self._writer.do(
            partial(forget, each) for each in noted if not os.path.lexists(each) and not scan.spared(each)
        )
        self._writer.do(partial(note, each) for each in scan.unreachable if not os.path.lexists(each))
        with self._database.transaction(background=True) as transaction:
            folders.set_scanned(transaction, scan.root.id, at)


def _groups(listings: Iterator[DirectoryListing]) -> Iterator[list[DirectoryListing]]:
    """Directories in groups: many where they are listed fast, one by one where each takes its time."""
    group: list[DirectoryListing] = []
    until = 0.0
    for listing in listings:
        if not group:
            until = time.monotonic() + _GROUP_SECONDS
        group.append(listing)
        if len(group) >= _GROUP or time.monotonic() >= until:
            yield group
            group = []
    if group:
        yield group


def _moved_from_elsewhere(reader: Reader, files: Sequence[FileEntry], device: int) -> dict[KnownTrack, bool]:
    """The tracks these may be the files of, no longer at the place they had; and whether that is empty now."""
    sizes = {file.inode: file.size for file in files}
    found: dict[KnownTrack, bool] = {}
    for track, path in tracks.with_inodes(reader, sizes, device):
        if track.size != sizes[track.inode]:
            continue
        try:
            status = os.stat(path)
        except OSError:
            found[track] = True
        else:
            # The same inode means a second link to the same file: both are there.
            if signed(status.st_ino) != track.inode:
                found[track] = False
    return found
