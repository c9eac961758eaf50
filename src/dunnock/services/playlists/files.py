"""Playlist files: read into playlists, and written from them."""

import contextlib
import os
import tempfile
import unicodedata
from collections.abc import Sequence

from dunnock.contract.errors import NotFoundError, PlaylistError
from dunnock.contract.models import PlaylistExported, PlaylistFormat, PlaylistImported
from dunnock.contract.requests import IDS_LIMIT, NAME_LIMIT
from dunnock.media.failures import reason_of
from dunnock.media.playlist_files import LARGEST, Item, Listed, NotAPlaylistFile, parse, write
from dunnock.services.playlists import changes
from dunnock.store import playlists as store
from dunnock.store import sources
from dunnock.store.database import Database, Reader
from dunnock.store.playlists import NewEntry

_LONGEST_TEXT = 500
"""Characters kept of a title or artist from a playlist file."""


class PlaylistFiles:
    """Imports and exports playlists."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, path: bytes) -> PlaylistImported:
        """Make a playlist of a file. Tracks that are not in the library wait in it until a scan finds their files.

        Raises:
            PlaylistError: the file cannot be read, or is no playlist.
        """
        path = os.path.abspath(path)
        listed = _parsed(path)
        with self._database.read() as reader:
            found = _Finder(reader)
            entries = [found.entry(item) for item in listed.items]
        stem = os.path.splitext(os.path.basename(path))[0].decode("utf-8", "replace")
        name = " ".join((listed.title or stem).split())[:NAME_LIMIT].rstrip() or "Playlist"
        with self._database.transaction() as transaction:
            playlist_id, act = changes.create(transaction, name, entries, "Imported")
        matched = sum(entry.track_id is not None for entry in entries)
        return PlaylistImported(
            **act.model_dump(), playlist_id=playlist_id, matched=matched, unmatched=len(entries) - matched
        )

    def write(
        self, playlist_id: int, path: bytes, format_name: PlaylistFormat, *, relative: bool
    ) -> PlaylistExported:
        """Write a playlist to a file, in place of one that may be there.

        Raises:
            NotFoundError: there is no such playlist.
            PlaylistError: the file cannot be written.
        """
        path = os.path.abspath(path)
        with self._database.read() as reader:
            playlist = store.read(reader, playlist_id)
            if playlist is None:
                raise NotFoundError(
                    "That playlist does not exist.", "It may have been deleted in another window."
                )
            entries = store.to_write(reader, playlist.order)
        items = [
            Item((each.path,), each.title, each.artist, each.album, each.duration_ms)
            for each in entries
            if each.path is not None and each.path.startswith(b"/")
        ]
        folder = os.path.dirname(path)
        _replace(path, write(items, format_name, playlist.name, folder if relative else None))
        text = path.decode("utf-8", "replace")
        return PlaylistExported(path=text, written=len(items), skipped=len(entries) - len(items))


class _Finder:
    """Finds the tracks a playlist file means, in one reading of the database."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._real: dict[bytes, bytes] = {}

    def entry(self, item: Item) -> NewEntry:
        for path in item.paths:
            track_id = self._track(path)
            if track_id is not None:
                return NewEntry(track_id)
        return NewEntry(
            None,
            self._wanted(item.paths),
            item.title[:_LONGEST_TEXT],
            item.artist[:_LONGEST_TEXT],
            item.duration_ms,
        )

    def _track(self, path: bytes) -> int | None:
        spellings = [path, self._unlinked(path)]
        with contextlib.suppress(UnicodeDecodeError):
            # A Mac writes é as two characters, others as one, and a file system may have either.
            text = path.decode("utf-8")
            spellings += (unicodedata.normalize(form, text).encode() for form in ("NFC", "NFD"))
        for each in dict.fromkeys(spellings):
            track_id = sources.at_path(self._reader, each)
            if track_id is not None:
                return track_id
        return None

    def _wanted(self, paths: Sequence[bytes]) -> bytes | None:
        """The path to wait for: where a file is already, the path a scan will find it by."""
        found = (self._unlinked(path) for path in paths)
        return next((path for path in found if os.path.exists(path)), paths[0] if paths else None)

    def _unlinked(self, path: bytes) -> bytes:
        """The path with the links in its folder followed: music folders are known by their real paths."""
        folder, name = os.path.split(path)
        if not folder:
            return path
        if folder not in self._real:
            self._real[folder] = os.path.realpath(folder)
        return os.path.join(self._real[folder], name)


def _parsed(path: bytes) -> Listed:
    text = path.decode("utf-8", "replace")
    try:
        with open(path, "rb") as file:
            content = file.read(LARGEST + 1)
        listed = parse(content, os.path.dirname(path))
    except OSError as error:
        raise PlaylistError(f"{text} cannot be read: {reason_of(error)}", "Choose another file.") from error
    except NotAPlaylistFile as error:
        raise PlaylistError(
            f"{text} is no playlist that can be read: {error}", "Choose an M3U, M3U8 or XSPF file."
        ) from error
    if len(listed.items) > IDS_LIMIT:
        raise PlaylistError(
            f"{text} lists {len(listed.items):,} files.", f"Cut it into pieces of at most {IDS_LIMIT:,}."
        )
    return listed


def _replace(path: bytes, content: bytes) -> None:
    """Write a file whole or not at all: a full disk leaves the one that was there."""
    partial = None
    try:
        descriptor, partial = tempfile.mkstemp(prefix=b".playlist-", dir=os.path.dirname(path))
        with open(descriptor, "wb") as file:
            file.write(content)
            os.fchmod(descriptor, 0o644)
        os.replace(partial, path)
    except OSError as error:
        if partial is not None:
            with contextlib.suppress(OSError):
                os.unlink(partial)
        text = path.decode("utf-8", "replace")
        raise PlaylistError(
            f"{text} cannot be written: {error.strerror}.", "Choose another folder, or make room on the disk."
        ) from error
