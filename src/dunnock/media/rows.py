"""Build the row of a track: all that the database keeps of a file, folded by the reader process."""

import json
import os
from functools import lru_cache
from typing import Final, NamedTuple

from dunnock.media.fold import search_words, sort_key
from dunnock.media.tag_model import Tags


class TrackRow(NamedTuple):
    """A file that was read, ready to insert.

    It is a tuple of bytes, text, numbers and None only, so that `marshal` carries it between processes. Keys
    come in pairs: `..._key` with leading articles moved away, `..._key_plain` with them in place (a setting
    chooses).
    """

    path: bytes
    path_text: str
    """The path for showing: bytes that are not UTF-8 became U+FFFD."""
    title: str | None
    title_display: str
    """The title, or the file name without its extension."""
    title_key: str
    title_key_plain: str
    artist: str | None
    """The artists as one text, joined by a comma."""
    artists: str
    """The artists as a JSON array."""
    artist_key: str
    """By the artist's sort tag, else the artists, else the album's artists."""
    artist_key_plain: str
    album: str | None
    album_key: str
    album_key_plain: str
    album_artist: str | None
    album_artists: str
    album_artist_key: str
    """By the album artist's sort tag, else the album's artists, else "Various Artists" for a compilation,
    else as `artist_key`."""
    album_artist_key_plain: str
    genre: str | None
    genres: str
    composer: str | None
    composers: str
    comment: str | None
    track_no: int | None
    track_total: int | None
    disc_no: int | None
    disc_total: int | None
    year: int | None
    date: str | None
    original_date: str | None
    compilation: int
    """0 or 1."""
    title_sort: str | None
    artist_sort: str | None
    album_sort: str | None
    album_artist_sort: str | None
    musicbrainz_track_id: str | None
    musicbrainz_album_id: str | None
    musicbrainz_artist_id: str | None
    rg_track_gain: float | None
    rg_track_peak: float | None
    rg_album_gain: float | None
    rg_album_peak: float | None
    duration_ms: int
    bitrate: int | None
    sample_rate: int | None
    channels: int | None
    codec: str
    has_cover: int
    """0 or 1."""
    search_text: str
    """Folded words for the full-text index; see `dunnock.media.fold.search_text`."""


class ReadFailure(NamedTuple):
    """A file that could not be read, with a sentence that says why."""

    path: bytes
    reason: str


VARIOUS_ARTISTS = "Various Artists"


def display_path(path: bytes) -> str:
    """Return a path as text for people: what is not UTF-8 becomes U+FFFD."""
    return path.decode("utf-8", "replace")


# Artists, albums and genres come again with every track of an album: what was worked out for one is kept.
_REMEMBERED: Final = 4_096


@lru_cache(_REMEMBERED)
def _json(values: tuple[str, ...]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")) if values else "[]"


def _joined(values: tuple[str, ...]) -> str | None:
    return ", ".join(values) if values else None


def _keys(text: str) -> tuple[str, str]:
    return sort_key(text, ignore_articles=True), sort_key(text, ignore_articles=False)


_remembered_keys = lru_cache(_REMEMBERED)(_keys)
_remembered_words = lru_cache(_REMEMBERED)(search_words)


def build_row(path: bytes, tags: Tags) -> TrackRow:
    """Make the row of the file at `path` from its tags: joins, folds, and works out every sort key."""
    file_name = display_path(os.path.splitext(os.path.basename(path))[0])  # noqa: PTH119, PTH122  # bytes, not str
    title = tags.title or file_name
    artist = _joined(tags.artists)
    album_artist = _joined(tags.album_artists)
    genre = _joined(tags.genres)
    composer = _joined(tags.composers)
    artist_keys = _remembered_keys(tags.artist_sort or artist or album_artist or "")
    fallback = VARIOUS_ARTISTS if tags.compilation else tags.artist_sort or artist
    by_album_artist = tags.album_artist_sort or album_artist or fallback
    title_keys = _keys(tags.title_sort or title)
    album_keys = _remembered_keys(tags.album_sort or tags.album or "")
    album_artist_keys = _remembered_keys(by_album_artist or "")
    words = dict.fromkeys(search_words(title))
    for field in (artist, tags.album, album_artist, composer, genre):
        if field:
            words.update(dict.fromkeys(_remembered_words(field)))
    if tags.year:
        words[str(tags.year)] = None
    return TrackRow(
        path=path,
        path_text=display_path(path),
        title=tags.title,
        title_display=title,
        title_key=title_keys[0],
        title_key_plain=title_keys[1],
        artist=artist,
        artists=_json(tags.artists),
        artist_key=artist_keys[0],
        artist_key_plain=artist_keys[1],
        album=tags.album,
        album_key=album_keys[0],
        album_key_plain=album_keys[1],
        album_artist=album_artist,
        album_artists=_json(tags.album_artists),
        album_artist_key=album_artist_keys[0],
        album_artist_key_plain=album_artist_keys[1],
        genre=genre,
        genres=_json(tags.genres),
        composer=composer,
        composers=_json(tags.composers),
        comment=tags.comment,
        track_no=tags.track_no,
        track_total=tags.track_total,
        disc_no=tags.disc_no,
        disc_total=tags.disc_total,
        year=tags.year,
        date=tags.date,
        original_date=tags.original_date,
        compilation=int(tags.compilation),
        title_sort=tags.title_sort,
        artist_sort=tags.artist_sort,
        album_sort=tags.album_sort,
        album_artist_sort=tags.album_artist_sort,
        musicbrainz_track_id=tags.musicbrainz_track_id,
        musicbrainz_album_id=tags.musicbrainz_album_id,
        musicbrainz_artist_id=tags.musicbrainz_artist_id,
        rg_track_gain=tags.rg_track_gain,
        rg_track_peak=tags.rg_track_peak,
        rg_album_gain=tags.rg_album_gain,
        rg_album_peak=tags.rg_album_peak,
        duration_ms=tags.duration_ms,
        bitrate=tags.bitrate,
        sample_rate=tags.sample_rate,
        channels=tags.channels,
        codec=tags.codec,
        has_cover=int(tags.has_cover),
        search_text=" ".join(words),
    )
