"""The pictures of tracks: `ArtworkService`. All of it blocks; no database transaction is held meanwhile."""

import hashlib
import logging
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from dunnock.contract.errors import NotFoundError
from dunnock.contract.models import Artwork
from dunnock.media.picture_cache import LARGEST, PictureCache
from dunnock.services.artwork.memo import ArtworkMemo, Known, Source, stamp_of
from dunnock.services.track_file import known_file
from dunnock.store.database import Database

if TYPE_CHECKING:  # loads Pillow, which `dunnock tracks` has no use for
    from dunnock.media.picture import Thumbnail

_log = logging.getLogger(__name__)

SIZES: Final = (64, 128, 256, 640)
"""Sides of the squares that pictures are made to fit, in pixels."""

NO_ARTWORK: Final = Artwork(artwork_id=None, accent=None)

_Value = TypeVar("_Value")

_AT_ONCE: Final = 2
_MOST_REMEMBERED: Final = 10_000


class ArtworkService:
    """Finds, scales and keeps the pictures of tracks. For any number of threads; processes may share the folder.

    Args:
        database: where the tracks are.
        folder: where scaled pictures are kept; made when needed.
        largest: bytes they may take together.
    """

    def __init__(self, database: Database, folder: Path, *, largest: int = LARGEST) -> None:
        self._database = database
        self._cache = PictureCache(folder, largest)
        # Beside the folder: the cache takes everything in it for a picture.
        self._memo = ArtworkMemo(folder.with_name(folder.name + ".json"))
        # A large picture takes 200 MB while it is decoded, and a core.
        self._decoding = threading.BoundedSemaphore(_AT_ONCE)
        self._accents: dict[str, str | None] = {}
        self._bad: dict[str, str] = {}

    def artwork(self, track_id: int) -> Artwork:
        """The picture of a track; the one it had last while its file cannot be reached.

        Raises:
            NotFoundError: there is no such track.
        """
        file = known_file(self._database, track_id)
        known = self._memo.get(track_id)
        if known is not None and known.path != file.path:
            known = None
        if known is not None and file.reachable and known.is_current():
            return known.artwork
        # Looked at before it is read: a change in between is seen the next time.
        stamp = stamp_of(file.path) if file.reachable else None
        if stamp is None:
            return NO_ARTWORK if known is None else known.artwork
        found = self._find(file.path, stamp)
        self._memo.put(track_id, found)
        return found.artwork

    def image(self, artwork_id: str, size: int) -> bytes:
        """A picture, made to fit a square of `size` pixels (one of `SIZES`), as a JPEG or PNG file.

        It is never larger than the picture itself, and smaller than `size` if only such a one is left.

        Raises:
            NotFoundError: the picture is not known, or its file cannot be reached any more.
        """
        from dunnock.media.picture import BadPictureError

        for each in (each for each in SIZES if each >= size):
            data = self._cached(artwork_id, each)
            if data is not None and each == size:
                return data
            if data is not None:
                try:
                    return self._made(artwork_id, data, size).data
                except BadPictureError:  # broken in the middle, and so not noticed before
                    self._cache.drop(artwork_id, each)
        original = self._original(artwork_id)
        if original is not None:
            try:
                return self._made(artwork_id, original, size).data
            except BadPictureError as error:
                _log.warning("The picture %s is not shown: %s", artwork_id, error.reason)
        for each in (each for each in reversed(SIZES) if each < size):
            data = self._cached(artwork_id, each)
            if data is not None:
                return data
        raise NotFoundError("This picture is not there any more.", "Ask for the picture of its track again.")

    def path(self, artwork_id: str, size: int) -> Path | None:
        """A file that holds what `image` returns, for other programs; None if there is none."""
        try:
            self.image(artwork_id, size)
        except NotFoundError:
            return None
        sizes = [size, *(each for each in reversed(SIZES) if each < size)]
        return next(
            (path for each in sizes if (path := self._cache.path(artwork_id, each)) is not None), None
        )

    def close(self) -> None:
        """Keep what is known for the next time. May be called twice."""
        self._memo.save()

    def _find(self, path: bytes, stamp: tuple[int, int]) -> Known:
        """Read and decode until there is a picture that can be shown."""
        from dunnock.media import cover_art

        itself = (path, stamp)
        try:
            embedded = cover_art.embedded_pictures(path)
        except OSError as error:
            _log.warning("The tags of %s cannot be read: %s", os.fsdecode(path), error)
            embedded = []
        for data in embedded:
            artwork = self._usable(data, path)
            if artwork is not None:
                return Known(path, (itself,), artwork, Source(path, embedded=True))
        folders = [(each, stamp_of(each)) for each in cover_art.image_folders(path)]
        images = [(each, stamp_of(each)) for each in cover_art.folder_images(path)]
        witnesses = (itself, *folders, *images)
        for file, _ in images:
            artwork = self._usable(cover_art.image_file(file), file)
            if artwork is not None:
                return Known(path, witnesses, artwork, Source(file, embedded=False))
        return Known(path, witnesses, NO_ARTWORK, None)

    def _usable(self, data: bytes, file: bytes) -> Artwork | None:
        """Name a picture and its colour, None if it cannot be shown; then the log says why, once."""
        from dunnock.media.picture import BadPictureError

        if not data:
            _log.warning(
                "The picture %s is not shown: it is empty, too large or unreadable.", os.fsdecode(file)
            )
            return None
        artwork_id = hashlib.sha256(data).hexdigest()
        if artwork_id in self._bad:
            return None
        try:
            return Artwork(artwork_id=artwork_id, accent=self._accent(artwork_id, data))
        except BadPictureError as error:
            _log.warning("The picture in %s is not shown: %s", os.fsdecode(file), error.reason)
            _remember(self._bad, artwork_id, error.reason)
            return None

    def _accent(self, artwork_id: str, data: bytes) -> str | None:
        """The colour of a picture, always of its smallest copy, so that it is the same tomorrow."""
        from dunnock.media.accent import accent_of
        from dunnock.media.picture import BadPictureError, decode

        if artwork_id in self._accents:
            return self._accents[artwork_id]
        small = self._cached(artwork_id, SIZES[0])
        try:
            image = decode(small or b"", SIZES[0])
        except BadPictureError:
            # The largest is kept too: all others can be made of it without reading the original again.
            large = self._made(artwork_id, data, SIZES[-1])
            image = decode(self._made(artwork_id, large.data, SIZES[0]).data, SIZES[0])
        accent = accent_of(image)
        _remember(self._accents, artwork_id, accent)
        return accent

    def _made(self, artwork_id: str, data: bytes, size: int) -> "Thumbnail":
        from dunnock.media.picture import decode, thumbnail

        with self._decoding:
            made = thumbnail(decode(data, size))
        self._cache.write(artwork_id, size, made.data, is_png=made.is_png)
        return made

    def _cached(self, artwork_id: str, size: int) -> bytes | None:
        """A kept picture, if it is there as a whole."""
        from dunnock.media.picture import is_whole

        data = self._cache.read(artwork_id, size)
        if data is None or is_whole(data):
            return data
        self._cache.drop(artwork_id, size)
        return None

    def _original(self, artwork_id: str) -> bytes | None:
        """The picture itself, read again from where it was found, if it is still there."""
        source = self._memo.source(artwork_id)
        if source is None:
            return None
        return next(
            (each for each in _read(source) if hashlib.sha256(each).hexdigest() == artwork_id),
            None,
        )


def _read(source: Source) -> Iterator[bytes]:
    from dunnock.media import cover_art

    if not source.embedded:
        yield cover_art.image_file(source.file)
        return
    try:
        yield from cover_art.embedded_pictures(source.file)
    except OSError as error:
        _log.info("The tags of %s cannot be read: %s", os.fsdecode(source.file), error)


def _remember(memory: dict[str, _Value], name: str, value: _Value) -> None:
    if len(memory) >= _MOST_REMEMBERED:
        memory.clear()
    memory[name] = value
