"""What the walk of one folder has seen, to tell at its end what is gone from what only cannot be reached."""

import os
from array import array
from collections.abc import Iterator, Sequence

from dunnock.media.walk import DirectoryListing, inodes_are_stable
from dunnock.store import folders, scans, tracks
from dunnock.store.database import Database, Reader
from dunnock.store.folders import FolderRow
from dunnock.store.tracks import Directory

NOT_CONNECTED = "The disk this lies on is not connected."


class RootScan:
    """Collects, during a walk, tracks whose files were not found, in a few bytes each."""

    def __init__(self, database: Database, root: FolderRow) -> None:
        self.root = root
        self.trust_inodes = inodes_are_stable(root.path)
        self.unreachable: list[bytes] = []
        """Directories nobody can look into now: nothing in or below them is gone."""
        self._devices: set[int] = set()
        self._gone_tracks = array("q")
        self._gone_directories = array("q")
        with database.read() as reader:
            self.family: Sequence[int] = folders.family(reader, root.id)
            self.errors_known = scans.any_error(reader)
            self._visited = bytearray(tracks.newest_directory(reader) + 1)

    def visit(self, listing: DirectoryListing, directory: Directory | None) -> None:
        """Note that a directory was looked at."""
        if directory is not None and directory.id < len(self._visited):
            self._visited[directory.id] = True
        self._devices.add(listing.device)
        # A directory that vanished in the middle of the walk is gone; one that is there but shut is not.
        self.unreachable += [error.path for error in listing.errors if os.path.lexists(error.path)]

    def note_gone(self, track_ids: Sequence[int], directory_id: int) -> None:
        """Note tracks that are not in their directory any more. They may still turn up elsewhere in this walk."""
        self._gone_tracks.extend(track_ids)
        self._gone_directories.extend([directory_id] * len(track_ids))

    def spared(self, path: bytes) -> bool:
        """Whether a path is, or lies below, one that cannot be looked into."""
        return any(path == each or path.startswith(each + b"/") for each in self.unreachable)

    def gone(self, reader: Reader) -> Iterator[tuple[int, int]]:
        """Ids of tracks that were not found, with their directories' ids. Call it when the walk has ended."""
        apart: set[int] = set()
        for each in tracks.directories_of(reader, self.family):
            if each.id >= len(self._visited):
                continue  # it was recorded in this walk
            if self._disconnected(each.device):
                apart.add(each.id)
                self.unreachable.append(each.path)
            elif not self._visited[each.id] and not self.spared(each.path):
                yield from ((track_id, each.id) for track_id in tracks.ids_in_directory(reader, each.id))
        for track_id, directory_id in zip(self._gone_tracks, self._gone_directories, strict=True):
            if directory_id not in apart:
                yield track_id, directory_id

    def _disconnected(self, device: int) -> bool:
        """Whether a file system mounted inside the folder was not there in this walk.

        Device numbers change from start to start, also that of the folder itself; hence the one recorded for it.
        """
        return device not in self._devices and self.root.device is not None and device != self.root.device
