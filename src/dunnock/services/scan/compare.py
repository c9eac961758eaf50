"""What has become of the files of one directory since it was last scanned. Decides; writes nothing."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dunnock.media.walk import FileEntry
from dunnock.store.tracks import KnownTrack

FindElsewhere = Callable[[Sequence[FileEntry]], dict[KnownTrack, bool]]
"""Finds tracks that had the inode and size of one of these files and whose own file has left its place, each with
whether that place is empty now."""


@dataclass(slots=True)
class Comparison:
    """The differences between a directory and what is known of it."""

    unchanged: int = 0
    known_errors: int = 0
    read: list[tuple[FileEntry, int | None]] = field(default_factory=list)
    """Files to read: for the track with the id, or as a new one."""
    replaced: list[tuple[FileEntry, int]] = field(default_factory=list)
    """Files to read that are new ones at the place of a track, unless the track's own file turns up elsewhere."""
    moved: list[tuple[FileEntry, int]] = field(default_factory=list)
    """Files of known tracks that lay elsewhere, or were missing."""
    in_the_way: list[int] = field(default_factory=list)
    """Those of `moved` that stand at the place of another until they have moved themselves."""
    moved_unchanged: int = 0
    """How many of `moved` need not be read."""
    relinked: list[tuple[FileEntry, int]] = field(default_factory=list)
    """Files replaced by an equal copy: only their inodes differ, and nobody need hear of it."""
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
    find_elsewhere: FindElsewhere,
    *,
    hidden: Collection[bytes] = (),
    trust_inodes: bool,
) -> Comparison:
    """Compare the files of a directory with the tracks and errors known of it.

    Args:
        files: what lies in the directory, by name.
        known: its tracks, those that are not missing first, by name.
        errors: size and mtime by name of what could not be read.
        find_elsewhere: looks for tracks in all directories.
        hidden: names of what is there, but could not be looked at: it is not gone.
        trust_inodes: whether equal inodes mean the same file on this file system.
    """
    live = [track for track in known if not track.missing]
    matches = _match(files, known, find_elsewhere, trust_inodes=trust_inodes)
    result = Comparison()
    here = {track.id for track in known}
    for file in files:
        _sort_file(result, file, matches.get(file.name), errors, here, trust_inodes=trust_inodes)
    kept = {track.id for track in matches.values()}
    names = {file.name for file in files}
    moved = {track_id for _, track_id in result.moved}
    result.in_the_way = [track.id for track in live if track.id in moved and track.name in names]
    for track in live:
        if track.id not in kept and track.name not in hidden:
            (result.displaced if track.name in names else result.gone).append(track.id)
    result.mended += [name for name in errors if name and name not in names and name not in hidden]
    return result


def _sort_file(
    result: Comparison,
    file: FileEntry,
    track: KnownTrack | None,
    errors: Mapping[bytes, tuple[int, int]],
    here: Collection[int],
    *,
    trust_inodes: bool,
) -> None:
    unreadable = errors.get(file.name) == (file.size, file.mtime_ns)
    if track is None:
        if unreadable:
            result.known_errors += 1
        else:
            result.read.append((file, None))
        return
    moved = track.missing or track.name != file.name or track.id not in here
    unchanged = (track.size, track.mtime_ns) == (file.size, file.mtime_ns)
    inode_differs = trust_inodes and track.inode != file.inode
    if moved:
        result.moved.append((file, track.id))
        result.moved_unchanged += unchanged
    elif unchanged:
        result.unchanged += 1
        if inode_differs:
            result.relinked.append((file, track.id))
    if unchanged:
        if file.name in errors:
            result.mended.append(file.name)
    elif unreadable:
        result.known_errors += 1
    elif inode_differs and not moved:
        result.replaced.append((file, track.id))
    else:
        result.read.append((file, track.id))


class _Matching:
    """Pairs files with tracks, the surest pairs first."""

    def __init__(self, files: Iterable[FileEntry]) -> None:
        self.left = list(files)
        self.by_name: dict[bytes, KnownTrack] = {}
        self._taken: set[int] = set()

    def pair(
        self, tracks: Iterable[KnownTrack], key: Callable[[FileEntry | KnownTrack], tuple[object, ...]]
    ) -> None:
        """Give each file that is left a track that is left and has the same key."""
        by_key: dict[tuple[object, ...], list[KnownTrack]] = defaultdict(list)
        for track in tracks if self.left else ():
            by_key[key(track)].append(track)
        if not by_key:
            return
        left: list[FileEntry] = []
        for file in self.left:
            found = next((each for each in by_key.get(key(file), ()) if each.id not in self._taken), None)
            if found is None:
                left.append(file)
            else:
                self.by_name[file.name] = found
                self._taken.add(found.id)
        self.left = left


def _match(
    files: Sequence[FileEntry],
    known: Sequence[KnownTrack],
    find_elsewhere: FindElsewhere,
    *,
    trust_inodes: bool,
) -> dict[bytes, KnownTrack]:
    """Find the track of each file, by the name of the file.

    A name comes before an inode alone: editors write a new file and put it in the place of the old one, whose inode
    the file system gives to the next one they write.
    """
    live = [track for track in known if not track.missing]
    matching = _Matching(files)
    left_an_empty_place: list[KnownTrack] = []
    if trust_inodes:
        matching.pair(live, lambda each: (each.name, each.inode))
        if matching.left:
            names = {file.name for file in files}
            candidates = {track: track.name not in names for track in live} | find_elsewhere(matching.left)
            matching.pair(candidates, lambda each: (each.inode, each.size, each.mtime_ns))
            left_an_empty_place = [
                track for track, empty in candidates.items() if empty and not track.missing
            ]
    matching.pair(live, lambda each: (each.name,))
    # Moved, and changed without a change of size. Of a file that is gone for long, the inode is another's by now.
    matching.pair(left_an_empty_place, lambda each: (each.inode, each.size))
    matching.pair((each for each in known if each.missing), lambda each: (each.name,))
    return matching.by_name
