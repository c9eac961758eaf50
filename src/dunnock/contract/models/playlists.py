"""Playlists, their entries, and what reading and writing playlist files came to."""

from typing import Literal

from dunnock.contract.models.base import Acted, Model, Reply
from dunnock.contract.models.library import Track

PlaylistFormat = Literal["m3u8", "m3u", "xspf"]
"""The formats playlists are written in."""


class Playlist(Model):
    """A playlist. `created_at` and `updated_at` are in milliseconds since the Unix epoch."""

    id: int
    name: str
    description: str
    length: int
    created_at: int
    updated_at: int


class Playlists(Reply):
    """All playlists, by name."""

    playlists: list[Playlist]


class ImportedTrack(Model):
    """What a playlist file said of a track that is not in the library (yet)."""

    path: str | None
    title: str
    artist: str
    duration_ms: int | None


class PlaylistEntry(Model):
    """One place in a playlist: a track, or, until a scan finds its file, what was imported."""

    entry_id: int
    track: Track | None
    imported: ImportedTrack | None


class PlaylistRows(Reply):
    """Entries `start` and after. `total` is the playlist's length."""

    playlist_id: int
    total: int
    start: int
    rows: list[PlaylistEntry]


class PlaylistCreated(Acted):
    """The new playlist, and how many of the named files and folders hold no track that is known."""

    playlist_id: int
    added: int
    unknown: int


class PlaylistAdded(Acted):
    """How many tracks were added; how many of those asked for are in the playlist already, or twice in what was asked.

    With duplicates nothing is added unless the request says what to do with them.
    """

    added: int
    duplicates: int
    unknown: int


class PlaylistImported(Acted):
    """What became of a playlist file: its playlist, and how many of its tracks are in the library and how many not."""

    playlist_id: int
    matched: int
    unmatched: int


class PlaylistExported(Model):
    """How many entries were written to a playlist file; `skipped` have no path that could be written."""

    path: str
    written: int
    skipped: int
