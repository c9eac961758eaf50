"""What can be put into the queue or a playlist: tracks, named one by one or by what holds them."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

from dunnock.contract.errors import InvalidRequestError, NotFoundError
from dunnock.store import playlists, queue
from dunnock.store import sources as store
from dunnock.store.database import Database, Reader

ViewIds = Callable[[int, int, int], Sequence[int]]
"""Ids of a range of an open view: its id, the first place, the count."""


@dataclass(frozen=True, slots=True)
class Source:
    """Tracks, named in exactly one of these ways."""

    track_ids: Sequence[int] | None = None
    album_of: int | None = None
    """The whole album of this track."""
    artist_of: int | None = None
    """Everything by the artist of this track."""
    playlist_id: int | None = None
    queue: bool | None = None
    """All that is in the queue."""
    queue_entry_ids: Sequence[int] | None = None
    playlist_entry_ids: Sequence[int] | None = None
    paths: Sequence[bytes] | None = None
    """Files and folders: the tracks that are known in or below them."""
    view: tuple[int, int, int] | None = None
    """A range of an open view: its id, the first place, the count."""


@dataclass(frozen=True, slots=True)
class Found:
    """The tracks a source names, in order. `unknown` counts paths at and below which no track is known."""

    track_ids: Sequence[int]
    unknown: int = 0


class Sources:
    """Finds the tracks of a source."""

    def __init__(self, database: Database, view_ids: ViewIds) -> None:
        self._database = database
        self._view_ids = view_ids

    def find(self, source: Source) -> Found:
        """The tracks a source names.

        Raises:
            InvalidRequestError: it names none, or in several ways.
            NotFoundError: the track or playlist it names does not exist, or no track is known at its paths.
            ViewGoneError: its view was closed.
        """
        if len([each for each in fields(source) if getattr(source, each.name) is not None]) != 1:
            raise InvalidRequestError(
                "The tracks must be named in exactly one way.",
                "Name track_ids, album_of, artist_of, playlist_id, entries, paths or a view.",
            )
        if source.view is not None:
            return Found(self._view_ids(*source.view))
        with self._database.read() as reader:
            if source.paths is not None:
                return _at_paths(reader, source.paths)
            return Found(_named(reader, source))

    def place_among_tracks(self, source: Source, place: int) -> int:
        """Which of a source's tracks stands at a place of its list, from 0.

        A playlist may have entries without a track, which a window shows and counts like all others.
        """
        if source.playlist_id is None:
            return place
        with self._database.read() as reader:
            return len(playlists.tracks_of(reader, _order(reader, source.playlist_id)[:place]))


def _named(reader: Reader, source: Source) -> Sequence[int]:
    match source:
        case Source(album_of=int(track_id)):
            found = _known(store.album_of(reader, track_id))
        case Source(artist_of=int(track_id)):
            found = _known(store.artist_of(reader, track_id))
        case Source(playlist_id=int(playlist_id)):
            found = playlists.tracks_of(reader, _order(reader, playlist_id))
        case Source(queue=True):
            found = queue.tracks_of(reader, queue.read(reader).order)
        case Source(queue_entry_ids=entry_ids) if entry_ids is not None:
            found = queue.tracks_of(reader, entry_ids)
        case Source(playlist_entry_ids=entry_ids) if entry_ids is not None:
            found = playlists.tracks_of(reader, entry_ids)
        case _:
            found = source.track_ids or ()
    return found


def _order(reader: Reader, playlist_id: int) -> Sequence[int]:
    playlist = playlists.read(reader, playlist_id)
    if playlist is None:
        raise NotFoundError("That playlist does not exist.", "It may have been deleted in another window.")
    return playlist.order


def _known(track_ids: Sequence[int]) -> Sequence[int]:
    if not track_ids:
        raise NotFoundError("That track is not in the library.", "It may have been removed meanwhile.")
    return track_ids


def _at_paths(reader: Reader, paths: Sequence[bytes]) -> Found:
    track_ids: list[int] = []
    unknown = 0
    for path in paths:
        found = _at_path(reader, os.path.abspath(path))
        track_ids += found
        unknown += not found
    if not track_ids:
        text = paths[0].decode("utf-8", "replace") if paths else "Nothing"
        raise NotFoundError(
            f"{text} holds no music that is in the library.",
            "Add the folder it lies in to the library, and wait for the scan.",
        )
    return Found(track_ids, unknown)


def _at_path(reader: Reader, path: bytes) -> list[int]:
    """The tracks at or below a path, or where it leads if it goes through links."""
    for spelling in dict.fromkeys((path, os.path.realpath(path))):
        track_id = store.at_path(reader, spelling)
        found = [track_id] if track_id is not None else store.below(reader, spelling)
        if found:
            return found
    return []
