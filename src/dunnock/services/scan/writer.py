"""Writing what a scan found, in transactions short enough that nobody waits for them."""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from dunnock.contract.events import LibraryUpdated
from dunnock.media.failures import is_passing
from dunnock.media.rows import ReadFailure, TrackRow
from dunnock.media.walk import DirectoryListing, FileEntry, WalkError
from dunnock.services.playlists import changes as playlists
from dunnock.services.scan.compare import Comparison
from dunnock.services.scan.identify import tags_of_row
from dunnock.services.scan.progress import Progress
from dunnock.store import scans, tracks
from dunnock.store.database import Database, Transaction, now_ms
from dunnock.store.tracks import Directory, Place

HOLD_SECONDS = 0.010
"""How long a batch holds the database if nobody waits for it: half of what another writer may have to wait, the commit
not counted."""

REST_SECONDS = 0.0015
"""A pause between batches, in which another process, which looks every millisecond, gets its turn."""

SHOW_SECONDS = 0.1
"""The longest that a row waits for others before it is written."""

_FULL = 64
"""Rows that are worth a transaction at once."""

Act = Callable[[Transaction], int | None]
"""Writes one thing, and returns the id of a track that is no more what it was."""


class Target(NamedTuple):
    """A file that is read: the directory it lies in, and the track it belongs to, if it is a known one."""

    directory: bytes
    device: int
    folder_id: int
    file: FileEntry
    track_id: int | None
    known_error: bool
    """Whether it could not be read before."""


class Writer:
    """Writes batches for one job. Used by one thread."""

    def __init__(self, database: Database, progress: Progress) -> None:
        self._database = database
        self._progress = progress
        self._ready: deque[tuple[Target, TrackRow | ReadFailure]] = deque()
        self._displaced: set[int] = set()
        self._written_at = time.monotonic()

    def adopt(
        self, folder_id: int, directory: Directory, listing: DirectoryListing, family: Sequence[int]
    ) -> bool:
        """Note where a directory lies now; return whether it was another folder's and is taken over with its tracks."""
        stays = directory.folder_id in family
        # Only with music in it does another device mean that the directory has moved: it may be a bare mount point.
        if stays and (directory.device == listing.device or not listing.files):
            return False
        with self._database.transaction(background=True) as transaction:
            owner = directory.folder_id if stays else folder_id
            ids = tracks.adopt_directory(transaction, directory.id, owner, listing.device)
            if ids and not stays:
                transaction.emit(LibraryUpdated(action="added", track_ids=ids))
        return not stays

    def apply(self, folder_id: int, listing: DirectoryListing, found: Comparison) -> None:
        """Write what a comparison alone has shown: files that moved, errors that came or went."""
        tally = self._progress.tally
        tally.skipped += found.unchanged
        tally.errors += found.known_errors + len(listing.errors)
        tally.updated += found.moved_unchanged
        tally.found += found.moved_unchanged
        # Two files that swapped their places are one displaced after the other, and none is gone.
        moved = {track_id for _, track_id in found.moved}
        self._displaced.update(found.displaced)
        tally.removed += len(found.displaced) - len(self._displaced & moved)
        self._displaced -= moved
        if found.moved or found.displaced or found.relinked or found.mended or listing.errors:
            self.do(_acts(folder_id, listing, found))

    def do(self, acts: Iterable[Act]) -> None:
        """Do one after the other, and tell of the tracks they return, in as many transactions as it takes."""
        waiting = deque(acts)
        while waiting:
            self._rest()
            with self._database.transaction(background=True) as transaction:
                until = time.monotonic() + HOLD_SECONDS
                changed: dict[int, None] = {}
                done = 0
                while waiting and _goes_on(transaction, until, done):
                    done += 1
                    track_id = waiting.popleft()(transaction)
                    if track_id is not None:
                        changed[track_id] = None
                if changed:
                    transaction.emit(LibraryUpdated(action="updated", track_ids=list(changed)))
                self._progress.save(transaction)
            self._written_at = time.monotonic()

    def add(self, target: Target, result: TrackRow | ReadFailure) -> None:
        """Take the result of reading a file, to be written with others."""
        self._ready.append((target, result))

    def write(self, *, everything: bool = False) -> None:
        """Write what is ready, if it is enough, has waited long, or `everything` must go."""
        while self._ready and (
            everything or len(self._ready) >= _FULL or time.monotonic() - self._written_at >= SHOW_SECONDS
        ):
            self._rest()
            with self._database.transaction(background=True) as transaction:
                self._write_batch(transaction)
                self._progress.save(transaction)
            self._written_at = time.monotonic()

    def _rest(self) -> None:
        rested = time.monotonic() - self._written_at
        if rested < REST_SECONDS:
            time.sleep(REST_SECONDS - rested)

    def _write_batch(self, transaction: Transaction) -> None:
        until = time.monotonic() + HOLD_SECONDS
        at = now_ms()
        places = _Places(transaction)
        added: list[int] = []
        updated: list[int] = []
        arrived: list[tuple[bytes, int]] = []
        done = 0
        while self._ready and _goes_on(transaction, until, done):
            done += 1
            target, result = self._ready.popleft()
            if isinstance(result, ReadFailure):
                _put_read_error(transaction, target, result, at)
                self._progress.tally.errors += 1
                continue
            if target.known_error:
                scans.remove_error(transaction, target.directory, target.file.name)
            place = places.of(target.folder_id, target.directory, target.device, target.file)
            tags = tags_of_row(result)
            if target.track_id is None:
                added.append(tracks.insert(transaction, place, tags, result.search_text, at))
                arrived.append((target.directory + b"/" + target.file.name, added[-1]))
            else:
                tracks.update(transaction, target.track_id, place, tags, result.search_text)
                updated.append(target.track_id)
        self._progress.tally.added += len(added)
        self._progress.tally.updated += len(updated)
        if added:
            transaction.emit(LibraryUpdated(action="added", track_ids=added))
        if updated:
            transaction.emit(LibraryUpdated(action="updated", track_ids=updated))
        playlists.resolve(transaction, arrived)


def _goes_on(transaction: Transaction, until: float, done: int) -> bool:
    """Whether a batch takes one thing more: it always has one, so that a person who acts all the time stops no scan."""
    return done == 0 or (time.monotonic() < until and not transaction.is_wanted())


class _Places:
    """Finds and makes the directories of files, each once, within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._known: dict[bytes, tuple[int, int]] = {}

    def of(self, folder_id: int, path: bytes, device: int, file: FileEntry) -> Place:
        """The place of a file in the directory at `path`."""
        known = self._known.get(path)
        if known is None:
            directory = tracks.directory(self._transaction, path)
            if directory is not None:
                known = directory.id, directory.folder_id
            else:
                known = tracks.insert_directory(self._transaction, folder_id, path, device), folder_id
            self._known[path] = known
        return Place(*known, file.name, file.size, file.mtime_ns, file.inode)


def _acts(folder_id: int, listing: DirectoryListing, found: Comparison) -> Iterator[Act]:
    """What is to be done about a comparison."""
    at = now_ms()

    def displace(track_id: int, transaction: Transaction) -> int:
        tracks.set_missing(transaction, track_id, at)
        return track_id

    def move(file: FileEntry, track_id: int, transaction: Transaction) -> int:
        place = _Places(transaction).of(folder_id, listing.path, listing.device, file)
        tracks.move(transaction, track_id, place)
        playlists.resolve(transaction, [(listing.path + b"/" + file.name, track_id)])
        return track_id

    def relink(file: FileEntry, track_id: int, transaction: Transaction) -> None:
        tracks.set_inode(transaction, track_id, file.inode)

    def mend(name: bytes, transaction: Transaction) -> None:
        scans.remove_error(transaction, listing.path, name)

    def note(error: WalkError, transaction: Transaction) -> None:
        _put_walk_error(transaction, folder_id, listing.path, error)

    yield from (partial(displace, track_id) for track_id in found.displaced)
    if found.in_the_way:
        yield lambda transaction: tracks.vacate(transaction, found.in_the_way)
    yield from (partial(move, file, track_id) for file, track_id in found.moved)
    yield from (partial(relink, file, track_id) for file, track_id in found.relinked)
    yield from (partial(mend, name) for name in found.mended)
    yield from (partial(note, error) for error in listing.errors)


def _put_read_error(transaction: Transaction, target: Target, failure: ReadFailure, at: int) -> None:
    file = target.file
    size, mtime_ns = (-1, -1) if is_passing(failure.reason) else (file.size, file.mtime_ns)
    scans.put_error(
        transaction, target.folder_id, target.directory, file.name, failure.reason, size, mtime_ns, at
    )


def _put_walk_error(transaction: Transaction, folder_id: int, directory: bytes, error: WalkError) -> None:
    name = b"" if error.path == directory else error.path.rpartition(b"/")[2]
    scans.put_error(transaction, folder_id, directory, name, error.reason, 0, 0, now_ms())
