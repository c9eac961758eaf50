"""Tracks, and the views a window has on them."""

from typing import Literal

from dunnock.contract.models.base import Model, Reply

TrackState = Literal["ok", "missing", "offline", "removed"]
"""What there is of a track's file.

`missing`: its folder is there, its file is not. `offline`: its folder cannot be reached now. `removed`: its folder was
taken out of the library; only the queue and playlists still show the track.
"""

Section = Literal["library", "recently-added", "favorites", "recently-played", "most-played"]
"""The lists of tracks a window can open."""


class Track(Model):
    """One row of a track list. Times are in milliseconds; `added_at` since the Unix epoch."""

    id: int
    title: str
    artist: str
    album: str
    album_artist: str
    track_no: int | None
    disc_no: int | None
    year: int | None
    duration_ms: int
    added_at: int
    plays: int
    favorite: bool
    codec: str
    state: TrackState
    path: str


class View(Reply):
    """An open view: a sorted, filtered list of track ids that the backend keeps."""

    view_id: int
    revision: int
    total: int
    duration_ms: int


class Rows(Reply):
    """Rows `start` and after of a view, with its total number and duration.

    A row is null where a track has left the library since the view was last rebuilt.
    """

    view_id: int
    revision: int
    total: int
    duration_ms: int
    start: int
    rows: list[Track | None]


class Places(Reply):
    """Where tracks stand in a view, in the order asked; null where one is not in it."""

    view_id: int
    revision: int
    places: list[int | None]


class TrackIds(Reply):
    """Ids `start` and after of a view."""

    view_id: int
    revision: int
    start: int
    track_ids: list[int]
