"""What has become of the files of one directory since it was last scanned. Decides; writes nothing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dunnock.media.walk import FileEntry
from dunnock.store.tracks import KnownTrack


@dataclass(slots=True)
class Comparison:
    """The differences between a directory and what is known of it."""

    unchanged: int = 0
    known_errors: int = 0
    read: list[tuple[FileEntry, int | None]] = field(default_factory=list)
    """Files to read: for the track with the id, or as a new one."""
    moved: list[tuple[FileEntry, int]] = field(default_factory=list)
    """Files of known tracks that lay elsewhere, or were missing, or were replaced by an equal copy."""
    moved_here: int = 0
    """How many of `moved` a person would call moved or back."""
    displaced: list[int] = field(default_factory=list)
    """Tracks whose place is now held by the file of another track."""
    gone: list[int] = field(default_factory=list)
    """Tracks whose file is not in this directory any more."""
    mended: list[bytes] = field(default_factory=list)
    """Names under which an error is recorded that is no more."""


def compare(
    files: Sequence[FileEntry],
    known: Sequence[KnownTrack],
    errors: Mapping[bytes, tuple[int, int]],
    moved_from_elsewhere: Callable[[FileEntry], KnownTrack | None],
    *,
    trust_inodes: bool,
) -> Comparison:
    """Compare the files of a directory with the tracks and errors known of it.

    A file is taken for the same as before, in this order: the same name and inode; the same inode and size under
    another name, here or elsewhere; the same name (editors write a new file and put it in the place of the old one).

    Args:
        files: what lies in the directory.
        known: its tracks, those that are not missing first.
        errors: size and mtime by name of what could not be read.
        moved_from_elsewhere: finds the track whose file this is, if that has left its place in another directory.
        trust_inodes: whether equal inodes mean the same file on this file system.
    """
    result = Comparison()
    live = {track.name: track for track in known if not track.missing}
    matches = _match(files, live, moved_from_elsewhere, trust_inodes=trust_inodes)
    missing = {track.name: track for track in known if track.missing}
    kept = {track.id for _, track in matches.values()}
    for file in files:
        entry, track = matches.get(file.name, (file, None))
        track = track or missing.get(file.name)
        if track is not None:
            _sort_known(result, entry, track, errors)
            displaced = live.get(file.name)
            if displaced is not None and displaced.id not in kept:
                result.displaced.append(displaced.id)
        elif errors.get(file.name) == (file.size, file.mtime_ns):
            result.known_errors += 1
        else:
            result.read.append((file, None))
    result.gone = [
        track.id for track in live.values() if track.id not in kept and track.id not in result.displaced
    ]
    names = {file.name for file in files}
    result.mended = [name for name in errors if name and name not in names]
    return result


def _sort_known(
    result: Comparison, file: FileEntry, track: KnownTrack, errors: Mapping[bytes, tuple[int, int]]
) -> None:
    elsewhere = track.missing or track.name != file.name
    if elsewhere or track.inode != file.inode:
        result.moved.append((file, track.id))
        result.moved_here += elsewhere
    if (track.size, track.mtime_ns) == (file.size, file.mtime_ns):
        result.unchanged += not elsewhere
    elif errors.get(file.name) == (file.size, file.mtime_ns):
        result.known_errors += 1
    else:
        result.read.append((file, track.id))


def _match(
    files: Iterable[FileEntry],
    live: Mapping[bytes, KnownTrack],
    moved_from_elsewhere: Callable[[FileEntry], KnownTrack | None],
    *,
    trust_inodes: bool,
) -> dict[bytes, tuple[FileEntry, KnownTrack]]:
    """Pair files with the tracks they are the files of, by the name of the file."""
    matches: dict[bytes, tuple[FileEntry, KnownTrack]] = {}
    rest: list[FileEntry] = []
    for file in files:
        track = live.get(file.name)
        if track is not None and (track.inode == file.inode or not trust_inodes):
            matches[file.name] = (file, track)
        else:
            rest.append(file)
    if not rest:
        return matches
    kept = {track.id for _, track in matches.values()}
    by_inode = {(track.inode, track.size): track for track in live.values() if track.id not in kept}
    unmoved: list[FileEntry] = []
    for file in rest:
        track = by_inode.pop((file.inode, file.size), None) if trust_inodes else None
        if track is None and trust_inodes:
            track = moved_from_elsewhere(file)
        if track is None:
            unmoved.append(file)
        else:
            matches[file.name] = (file, track)
            kept.add(track.id)
    for file in unmoved:
        track = live.get(file.name)
        if track is not None and track.id not in kept:
            matches[file.name] = (file, track)
    return matches
