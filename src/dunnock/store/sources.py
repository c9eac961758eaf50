"""Which tracks an album, an artist, a file or a folder holds."""

from collections.abc import Iterator

from dunnock.store.database import Reader

_SHOWN = (
    "missing_since IS NULL AND track.folder_id IN (SELECT folder.id FROM folder"
    " JOIN folder AS root ON root.id = coalesce(folder.parent_id, folder.id) WHERE NOT root.removed)"
)


def album_of(reader: Reader, track_id: int) -> list[int]:
    """The tracks of a track's album, in its order. A track without an album stands alone."""
    return _ids(
        reader,
        "SELECT id FROM track WHERE"
        " (album_key, album_artist_key) = (SELECT album_key, album_artist_key FROM track WHERE id = ?1)"
        f" AND (id = ?1 OR (album IS NOT NULL AND {_SHOWN})) ORDER BY disc_no, track_no, title_key, id",
        track_id,
    )


def artist_of(reader: Reader, track_id: int) -> list[int]:
    """The tracks of a track's artist, album after album. A track without an artist stands alone."""
    return _ids(
        reader,
        "SELECT id FROM track WHERE artist_key = (SELECT artist_key FROM track WHERE id = ?1)"
        f" AND (id = ?1 OR (artist IS NOT NULL AND {_SHOWN}))"
        " ORDER BY album_key, disc_no, track_no, title_key, id",
        track_id,
    )


def at_path(reader: Reader, path: bytes) -> int | None:
    """The track whose file lies at a path; one that is missing only where there is no other."""
    directory, _, name = path.rpartition(b"/")
    found = reader.value(
        "SELECT track.id FROM directory JOIN track ON directory_id = directory.id"
        " WHERE directory.path = ? AND name = ? ORDER BY missing_since IS NOT NULL, track.id DESC LIMIT 1",
        (directory, name),
    )
    return None if found is None else int(found)


def below(reader: Reader, path: bytes) -> list[int]:
    """The tracks in a directory and below it, directory after directory, each in the order of its numbers."""
    inside = path.rstrip(b"/") + b"/"
    return _ids(
        reader,
        # "0" is the character after "/": between the two lies all that is below the directory.
        "SELECT track.id FROM directory JOIN track ON directory_id = directory.id"
        " WHERE (directory.path = ?1 OR (directory.path >= ?2 AND directory.path < ?3))"
        f" AND {_SHOWN}"
        " ORDER BY directory.path, disc_no, track_no, name",
        path,
        inside,
        inside[:-1] + b"0",
    )


def _ids(reader: Reader, sql: str, *values: int | bytes) -> list[int]:
    rows: Iterator[tuple[int, ...]] = reader.rows(sql, values)
    return [int(row[0]) for row in rows]
