"""Everything a track's tags name, one by one, and where its file lies: for those who describe a single track."""

import json
from dataclasses import dataclass

from dunnock.store.database import Reader


@dataclass(frozen=True, slots=True)
class Credits:
    """Who made a track, and what it is. `path` is its file, whether it is there or not."""

    artists: tuple[str, ...]
    album_artists: tuple[str, ...]
    composers: tuple[str, ...]
    genres: tuple[str, ...]
    path: bytes


def credits_of(reader: Reader, track_id: int) -> Credits | None:
    """The credits of a track, in a removed folder or not; None if there is no such track."""
    row = reader.row(
        "SELECT artists, album_artists, composers, genres, path, name"
        " FROM track JOIN directory ON directory.id = directory_id WHERE track.id = ?",
        (track_id,),
    )
    if row is None:
        return None
    artists, album_artists, composers, genres = (tuple(json.loads(each)) for each in row[:4])
    return Credits(artists, album_artists, composers, genres, row[4].rstrip(b"/") + b"/" + row[5])
