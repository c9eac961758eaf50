"""Writing what a scan found, in transactions short enough that nobody waits for them."""

import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from dunnock.contract.events import LibraryUpdated
from dunnock.media.rows import ReadFailure, TrackRow
from dunnock.media.walk import DirectoryListing, FileEntry, WalkError
from dunnock.services.playlists import changes as playlists
from dunnock.services.scan.compare import Comparison
from dunnock.services.scan.identify import tags_of_row
from dunnock.services.scan.progress import Progress
from dunnock.store import scans, tracks
from dunnock.store.database import Database, Transaction, now_ms
from dunnock.store.tracks import Place

HOLD_SECONDS = 0.010
"""How long a batch holds the database: half of what another writer may have to wait, the commit not counted."""

REST_SECONDS = 0.0015
"""A pause between batches, in which another process, which looks every millisecond, gets its turn."""

SHOW_SECONDS = 0.1
"""The longest that a row waits for others before it is written."""

_FULL = 64
"""Rows that are worth a transaction at once."""


@dataclass(frozen=True, slots=True)
class Target:
    """A file that is read: the directory it lies in, and the track it belongs to, if it is a known one."""

    directory: bytes
    device: int
    folder_id: int
    file: FileEntry
    track_id: int | None


class Writer:
    """Writes batches for one job. Used by one thread."""

    def __init__(self, database: Database, progress: Progress) -> None:
        self._database = database
        self._progress = progress
        self._ready: deque[tuple[Target, TrackRow | ReadFailure]] = deque()
        self._written_at = time.monotonic()

    def directory(self, folder_id: int, listing: DirectoryListing, family: Sequence[int]) -> int | None:
        """The id of a directory that is known; one that belonged to another folder is taken over with its tracks."""
        with self._database.read() as reader:
            known = tracks.directory(reader, listing.path)
        if known is None:
            return None
        # Only with music in it does another device mean that the directory has moved: it may be a bare mount point.
        if known.folder_id not in family or (known.device != listing.device and listing.files):
            with self._database.transaction(background=True) as transaction:
                stays = known.folder_id if known.folder_id in family else folder_id
                ids = tracks.adopt_directory(transaction, known.id, stays, listing.device)
                if stays != known.folder_id and ids:
                    transaction.emit(LibraryUpdated(action="added", track_ids=ids))
        return known.id

    def apply(self, folder_id: int, listing: DirectoryListing, found: Comparison) -> None:
        """Write what a comparison alone has shown: files that moved, errors that came or went."""
        tally = self._progress.tally
        tally.skipped += found.unchanged
        tally.errors += found.known_errors + len(listing.errors)
        tally.updated += found.moved_here
        tally.found += found.moved_here
        if not (found.moved or found.mended or listing.errors):
            return
        with self._database.transaction(background=True) as transaction:
            if found.moved:
                self._move(transaction, folder_id, listing, found)
            for name in found.mended:
                scans.remove_error(transaction, listing.path, name)
            for error in listing.errors:
                _put_walk_error(transaction, folder_id, listing.path, error)
            self._progress.save(transaction)

    def add(self, target: Target, result: TrackRow | ReadFailure) -> None:
        """Take the result of reading a file, to be written with others."""
        self._ready.append((target, result))

    def write(self, *, everything: bool = False) -> None:
        """Write what is ready, if it is enough, has waited long, or `everything` must go."""
        while self._ready and (
            everything or len(self._ready) >= _FULL or time.monotonic() - self._written_at >= SHOW_SECONDS
        ):
            rested = time.monotonic() - self._written_at
            if rested < REST_SECONDS:
                time.sleep(REST_SECONDS - rested)
            with self._database.transaction(background=True) as transaction:
                self._write_batch(transaction)
                self._progress.save(transaction)
            self._written_at = time.monotonic()

    def _write_batch(self, transaction: Transaction) -> None:
        until = time.monotonic() + HOLD_SECONDS
        added: list[int] = []
        updated: list[int] = []
        arrived: list[tuple[bytes, int]] = []
        at = now_ms()
        while self._ready and time.monotonic() < until:
            target, result = self._ready.popleft()
            if isinstance(result, ReadFailure):
                file = target.file
                scans.put_error(
                    transaction,
                    target.folder_id,
                    target.directory,
                    file.name,
                    result.reason,
                    file.size,
                    file.mtime_ns,
                    at,
                )
                self._progress.tally.errors += 1
                continue
            place = _place(transaction, target.folder_id, target.directory, target.device, target.file)
            scans.remove_error(transaction, target.directory, target.file.name)
            if target.track_id is None:
                added.append(tracks.insert(transaction, place, tags_of_row(result), result.search_text, at))
                arrived.append((target.directory + b"/" + target.file.name, added[-1]))
            else:
                tracks.update(transaction, target.track_id, place, tags_of_row(result), result.search_text)
                updated.append(target.track_id)
        self._progress.tally.added += len(added)
        self._progress.tally.updated += len(updated)
        if added:
            transaction.emit(LibraryUpdated(action="added", track_ids=added))
        if updated:
            transaction.emit(LibraryUpdated(action="updated", track_ids=updated))
        playlists.resolve(transaction, arrived)

    def _move(
        self, transaction: Transaction, folder_id: int, listing: DirectoryListing, found: Comparison
    ) -> None:
        at = now_ms()
        for track_id in found.displaced:
            tracks.set_missing(transaction, track_id, at)
        tracks.vacate(transaction, [track_id for _, track_id in found.moved])
        for file, track_id in found.moved:
            place = _place(transaction, folder_id, listing.path, listing.device, file)
            tracks.move(transaction, track_id, place)
        self._progress.tally.removed += len(found.displaced)
        moved = [track_id for _, track_id in found.moved]
        transaction.emit(LibraryUpdated(action="updated", track_ids=[*found.displaced, *moved]))
        playlists.resolve(
            transaction, [(listing.path + b"/" + file.name, track_id) for file, track_id in found.moved]
        )


def _place(transaction: Transaction, folder_id: int, path: bytes, device: int, file: FileEntry) -> Place:
    known = tracks.directory(transaction, path)
    if known is None:
        directory_id = tracks.insert_directory(transaction, folder_id, path, device)
    else:
        directory_id, folder_id = known.id, known.folder_id
    return Place(directory_id, folder_id, file.name, file.size, file.mtime_ns, file.inode)


def _put_walk_error(transaction: Transaction, folder_id: int, directory: bytes, error: WalkError) -> None:
    name = b"" if error.path == directory else error.path.rpartition(b"/")[2]
    scans.put_error(transaction, folder_id, directory, name, error.reason, 0, 0, now_ms())
