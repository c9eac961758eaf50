"""What is known of the pictures of tracks, so that asking again reads no file: `ArtworkMemo`."""

import json
import logging
import os
import re
import threading
from collections import OrderedDict
from pathlib import Path
from typing import Any, Final, NamedTuple

from dunnock.contract.models import Artwork

_log = logging.getLogger(__name__)

MOST: Final = 20_000
"""Tracks that are remembered; the ones asked for longest ago are forgotten."""

_FEW: Final = 16
_SHARE: Final = 8
_VERSION: Final = 1
_ID: Final = re.compile("[0-9a-f]{64}")
_COLOUR: Final = re.compile("#[0-9a-f]{6}")

Stamp = tuple[int, int] | None


class Source(NamedTuple):
    """Where a picture was read from: a file of music, or an image beside it."""

    file: bytes
    embedded: bool


class Known(NamedTuple):
    """The picture of a track, and what it was found by."""

    path: bytes
    witnesses: tuple[tuple[bytes, Stamp], ...]
    """Files and folders with the stamps they had. While all are as they were, the picture is the same."""
    artwork: Artwork
    source: Source | None

    def is_current(self) -> bool:
        """Whether everything looked at is as it was. Looks at the disk."""
        return all(stamp_of(path) == stamp for path, stamp in self.witnesses)


def stamp_of(path: bytes) -> Stamp:
    """Size and time of change (ns) of a file or folder; None if it is not there."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


class ArtworkMemo:
    """A memory of tracks and their pictures that outlives the process. For any number of threads.

    Args:
        file: where it is kept; broken or missing, it begins empty.
        most: how many tracks it holds.
    """

    def __init__(self, file: Path, most: int = MOST) -> None:
        self._file = file
        self._most = most
        self._lock = threading.Lock()
        self._known: OrderedDict[int, Known] | None = None
        self._sources: dict[str, Source] = {}
        self._unsaved = 0

    def get(self, track_id: int) -> Known | None:
        """What is known of a track."""
        with self._lock:
            known = self._loaded()
            if track_id in known:
                known.move_to_end(track_id)
            return known.get(track_id)

    def put(self, track_id: int, found: Known) -> None:
        """Remember what was found; from time to time this writes the file."""
        with self._lock:
            known = self._loaded()
            known[track_id] = found
            known.move_to_end(track_id)
            while len(known) > self._most:
                known.popitem(last=False)
            if found.source is not None and found.artwork.artwork_id is not None:
                self._sources[found.artwork.artwork_id] = found.source
            self._unsaved += 1
            # A crash loses a small part at most, and a long memory is not written for each new track.
            due = self._unsaved >= max(_FEW, len(known) // _SHARE)
        if due:
            self.save()

    def source(self, artwork_id: str) -> Source | None:
        """Where a picture was read from last."""
        with self._lock:
            self._loaded()
            return self._sources.get(artwork_id)

    def save(self) -> None:
        """Write the file, if there is anything new."""
        with self._lock:
            if self._known is None or not self._unsaved:
                return
            self._unsaved = 0
            # Copied here, written outside: who asks for a picture must not wait for the disk.
            known = list(self._known.items())
            used = {each.artwork.artwork_id for _, each in known}
            self._sources = {name: source for name, source in self._sources.items() if name in used}
        content = json.dumps({"version": _VERSION, "tracks": [_plain(*each) for each in known]})
        unfinished = self._file.with_name(f"{self._file.name}.{os.getpid()}.{threading.get_ident()}")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            unfinished.write_text(content, encoding="ascii")
            unfinished.replace(self._file)
        except OSError as error:
            _log.warning("What is known of pictures cannot be kept in %s: %s", self._file, error)
            unfinished.unlink(missing_ok=True)

    def _loaded(self) -> OrderedDict[int, Known]:
        if self._known is None:
            self._known = _read(self._file)
            for each in self._known.values():
                if each.source is not None and each.artwork.artwork_id is not None:
                    self._sources[each.artwork.artwork_id] = each.source
        return self._known


def _plain(track_id: int, known: Known) -> list[Any]:
    # JSON keeps what fsdecode makes of a name that is not UTF-8: an escaped half of a surrogate pair
    source = known.source
    return [
        track_id,
        os.fsdecode(known.path),
        [[os.fsdecode(path), stamp] for path, stamp in known.witnesses],
        known.artwork.artwork_id,
        known.artwork.accent,
        None if source is None else [os.fsdecode(source.file), source.embedded],
    ]


def _read(file: Path) -> OrderedDict[int, Known]:
    try:
        content = json.loads(file.read_text(encoding="ascii"))
        if content["version"] != _VERSION:
            return OrderedDict()
        return OrderedDict(_from_plain(each) for each in content["tracks"])
    except FileNotFoundError:
        return OrderedDict()
    except (OSError, ValueError, TypeError, LookupError) as error:
        _log.warning("What was known of pictures cannot be read from %s: %s", file, error)
        return OrderedDict()


def _from_plain(plain: list[Any]) -> tuple[int, Known]:
    track_id, path, witnesses, artwork_id, accent, source = plain
    # The id becomes the name of a file, and both cross to the window.
    if artwork_id is not None and not _ID.fullmatch(artwork_id):
        raise ValueError(f"{artwork_id!r} is no id of a picture")
    if accent is not None and not _COLOUR.fullmatch(accent):
        raise ValueError(f"{accent!r} is no colour")
    known = Known(
        path=os.fsencode(path),
        witnesses=tuple(
            (os.fsencode(each), None if stamp is None else (int(stamp[0]), int(stamp[1])))
            for each, stamp in witnesses
        ),
        artwork=Artwork(artwork_id=artwork_id, accent=accent),
        source=None if source is None else Source(os.fsencode(source[0]), bool(source[1])),
    )
    return int(track_id), known
