"""Walk a folder of music: what lies in it, and whether it is there at all."""

import os
import stat
from collections.abc import Iterator
from typing import Final, NamedTuple

from dunnock.media.failures import reason_of
from dunnock.media.filesystem import filesystem_type, inodes_are_stable
from dunnock.media.formats import KIND_OF_EXTENSION

__all__ = [
    "DirectoryListing",
    "FileEntry",
    "RootState",
    "UnreadableFolder",
    "WalkError",
    "filesystem_type",
    "inodes_are_stable",
    "probe_root",
    "signed",
    "walk",
]

_HOUSEKEEPING: Final = frozenset(
    {b"@eadir", b"@recycle", b"#recycle", b"#snapshot", b"lost+found", b"$recycle.bin"}
    | {b"system volume information"}
)


_DOT: Final = ord(".")
_LARGEST: Final = (1 << 63) - 1


class UnreadableFolder(Exception):  # noqa: N818  # it is a fact about the folder, not an error of the program
    """The root of a walk cannot be read: it must not be taken for an empty folder.

    Attributes:
        path: the folder.
        reason: a sentence in plain language.
    """

    def __init__(self, path: bytes, reason: str) -> None:
        super().__init__(reason)
        self.path = path
        self.reason = reason


class FileEntry(NamedTuple):
    """One file of a supported extension."""

    name: bytes
    size: int
    mtime_ns: int
    inode: int
    """As a signed number."""


class WalkError(NamedTuple):
    """Something in the tree that could not be looked at, and why, in a sentence."""

    path: bytes
    reason: str


class DirectoryListing(NamedTuple):
    """The music files directly in one directory."""

    path: bytes
    device: int
    """`st_dev` of the directory. A file reached through a link may lie on another."""
    files: list[FileEntry]
    """Sorted by name."""
    errors: list[WalkError]


class RootState(NamedTuple):
    """What a registered folder looks like from outside, to decide whether it is offline."""

    readable: bool
    empty: bool
    """True if the folder has no visible entry at all, as the mount point of an unplugged drive."""
    device: int | None
    """`st_dev`, None if there is no such folder."""
    reason: str | None
    """Why it is not readable."""


def is_hidden(name: bytes) -> bool:
    """Say whether a scan passes over an entry: dot files, trash cans and the like.

    Names with two dots or more are not hidden: an album may be called `...And so on`.
    """
    return (name[:1] == b"." and name[1:2] != b".") or name.lower() in _HOUSEKEEPING


def walk(root: bytes) -> Iterator[DirectoryListing]:
    """List a folder and all folders below it, a directory at a time, sorted by name, parents first.

    Links are followed. A directory is listed once however many ways lead to it: what is reached through a
    link comes after everything else, so the real path wins and a loop ends. FIFOs, sockets, devices and
    hidden entries are passed over. A directory that cannot be read, or vanishes in the middle, is a listing
    with an error and no files.

    Raises:
        UnreadableFolder: the root itself cannot be read.
    """
    try:
        status = os.stat(root)  # noqa: PTH116  # bytes, not str
        if not stat.S_ISDIR(status.st_mode):
            raise UnreadableFolder(root, "This is not a folder.")
        scan = os.scandir(root)
    except OSError as error:
        raise UnreadableFolder(root, reason_of(error)) from error
    scan.close()

    # inodes by device: half as large as pairs of both
    visited: dict[int, set[int]] = {status.st_dev: {status.st_ino}}
    stack: list[tuple[bytes, int]] = [(root, status.st_dev)]
    linked: list[bytes] = []  # directories behind links, for later
    while stack or linked:
        if stack:
            path, device = stack.pop()
        else:
            path = linked.pop(0)
            try:
                status = os.stat(path)  # noqa: PTH116
            except OSError as error:
                yield DirectoryListing(path, 0, [], [WalkError(path, reason_of(error))])
                continue
            device = status.st_dev
            seen = visited.setdefault(device, set())
            if status.st_ino in seen:
                continue
            seen.add(status.st_ino)
        files: list[FileEntry] = []
        errors: list[WalkError] = []
        directories = _list_directory(path, files, errors, linked)
        files.sort()
        below: list[tuple[bytes, int]] = []
        for directory in sorted(directories, reverse=True):
            try:
                status = os.lstat(directory)
            except OSError as error:
                errors.append(WalkError(directory, reason_of(error)))
                continue
            seen = visited.setdefault(status.st_dev, set())
            if status.st_ino not in seen:
                seen.add(status.st_ino)
                below.append((directory, status.st_dev))
        stack += below
        yield DirectoryListing(path, device, files, errors)


def _entry(name: bytes, status: os.stat_result) -> FileEntry:
    """Return a file whose numbers are larger than the database holds."""
    # a clock may have been set to any year; the last that fits is as good as any after it
    return FileEntry(name, status.st_size, min(status.st_mtime_ns, _LARGEST), signed(status.st_ino))


def signed(inode: int) -> int:
    """Return an inode as the database holds it: a number of 64 bits with a sign.

    Union and network file systems make up inodes that use all 64.
    """
    return inode if inode <= _LARGEST else inode - (1 << 64)


def _list_directory(
    path: bytes, files: list[FileEntry], errors: list[WalkError], linked: list[bytes]
) -> list[bytes]:
    """Fill the lists with what lies in a directory, and return its directories."""
    directories: list[bytes] = []
    links: list[bytes] = []
    try:
        with os.scandir(path) as entries:
            for entry in entries:
                name = entry.name
                _, dot, extension = name.rpartition(b".")
                if dot and extension.lower() in KIND_OF_EXTENSION:
                    if name[0] == _DOT and is_hidden(name):
                        continue
                    try:
                        status = entry.stat()
                    except OSError as error:
                        errors.append(WalkError(entry.path, reason_of(error)))
                        continue
                    if stat.S_ISREG(status.st_mode):
                        mtime_ns, inode = status.st_mtime_ns, status.st_ino
                        files.append(
                            FileEntry(name, status.st_size, mtime_ns, inode)
                            if mtime_ns <= _LARGEST >= inode
                            else _entry(name, status)
                        )
                        continue
                    if not stat.S_ISDIR(status.st_mode):
                        continue
                else:
                    try:
                        if not entry.is_dir() or is_hidden(name):
                            continue
                    except OSError as error:  # a link to itself, or to where nobody may look
                        errors.append(WalkError(entry.path, reason_of(error)))
                        continue
                (links if entry.is_symlink() else directories).append(entry.path)
    except OSError as error:
        errors.append(WalkError(path, reason_of(error)))
    linked += sorted(links)
    return directories


def probe_root(path: bytes) -> RootState:
    """Look at a registered folder without walking it."""
    try:
        device = os.stat(path).st_dev  # noqa: PTH116
    except OSError as error:
        return RootState(readable=False, empty=False, device=None, reason=reason_of(error))
    try:
        with os.scandir(path) as entries:
            empty = all(is_hidden(entry.name) for entry in entries)
    except OSError as error:
        return RootState(readable=False, empty=False, device=device, reason=reason_of(error))
    return RootState(readable=True, empty=empty, device=device, reason=None)
