"""Lists of tracks: ids in an order, and the rows behind ids."""

import json
from collections.abc import Iterator, Sequence

from dunnock.contract.models import Section, Track
from dunnock.contract.settings import ColumnId, Sort
from dunnock.store.database import Reader, Row

RECENT_TRACKS = 500
"""Length of the lists of recently added, recently played and most played tracks."""

_FIRST_OF: dict[Section, str] = {
    "recently-added": "{shown} ORDER BY added_at DESC, id DESC",
    "recently-played": "{shown} AND last_played_at IS NOT NULL ORDER BY last_played_at DESC, id DESC",
    "most-played": "{shown} AND plays > 0 ORDER BY plays DESC, last_played_at DESC, id DESC",
}
"""What the sections that show the first `RECENT_TRACKS` of an order are the first of."""

_THEN = "artist{key}, album{key}, disc_no, track_no, title{key}, track.id"
_BY_ALBUM = "album_artist{key}, disc_no, track_no, title{key}, track.id"

_ORDERS: dict[ColumnId, tuple[str, str]] = {
    # what is clicked on, and the order of equals, which stays the same in both directions
    "number": ("track_no", _THEN),
    "title": ("title{key}", _THEN),
    "artist": ("artist{key}", "album{key}, disc_no, track_no, title{key}, track.id"),
    "album": ("album{key}", _BY_ALBUM),
    "year": ("year", _THEN),
    "length": ("duration_ms", _THEN),
    "added": ("track.added_at", _THEN),
    "plays": ("plays", _THEN),
}

_NULLABLE: frozenset[ColumnId] = frozenset({"number", "year"})

_EMPTY_KEY = 0x10FFFF
"""The one character of an empty text's key. It sorts after all others, and would lead a descending list."""


def ids_and_durations(
    reader: Reader, section: Section, words: Sequence[str], sort: Sort, *, ignore_articles: bool
) -> Iterator[tuple[int, int]]:
    """Ids and durations in ms of the tracks of a section that hold every word (as a prefix), in order."""
    shown = _shown(reader)
    conditions = [shown] if shown else []
    values: list[str | int] = []
    if words:
        conditions.append("track_search MATCH ?")
        values.append(_match(words))
    if section in _FIRST_OF:
        first = _FIRST_OF[section].format(shown=shown or "true")
        conditions.append(f"track.id IN (SELECT id FROM track WHERE {first} LIMIT ?)")
        values.append(RECENT_TRACKS)
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    order = _order(section, sort, ignore_articles=ignore_articles)
    tables = _tables(section, searched=bool(words))
    return reader.rows(f"SELECT track.id, duration_ms FROM {tables} {where} ORDER BY {order}", values)


def _tables(section: Section, *, searched: bool) -> str:
    """What to read, the shortest list first."""
    if section == "favorites":
        search = " JOIN track_search ON track_search.rowid = track.id" if searched else ""
        return f"favorite CROSS JOIN track ON track.id = favorite.track_id{search}"
    return "track_search CROSS JOIN track ON track.id = track_search.rowid" if searched else "track"


def tracks(reader: Reader, ids: Sequence[int], *, also_removed: bool = False) -> list[Track | None]:
    """The tracks with these ids, in this order; None for one that is gone, or whose folder was removed.

    Args:
        reader: reads them.
        ids: of the tracks.
        also_removed: give those of removed folders, too.
    """
    sql = _ROWS if also_removed else f"{_ROWS} WHERE NOT root.removed"
    found = {row[0]: _track(row) for row in reader.rows(sql, (json.dumps(list(ids)),))}
    return [found.get(track_id) for track_id in ids]


def _track(row: Row) -> Track:
    values = dict(zip(_FIELDS, row, strict=True))
    values["favorite"] = bool(values["favorite"])
    return Track.model_construct(**values)


def counts(reader: Reader) -> tuple[int, int, int]:
    """How many tracks are shown, how many of those are missing, and how many lie in folders that are offline."""
    row = reader.row(
        "SELECT coalesce(sum(n), 0), coalesce(sum(missing), 0),"
        " coalesce(sum(iif(root.offline_reason IS NULL, 0, n)), 0)"
        " FROM (SELECT folder_id, count(*) AS n, count(missing_since) AS missing FROM track GROUP BY folder_id)"
        " JOIN folder ON folder.id = folder_id JOIN folder AS root ON root.id = coalesce(folder.parent_id, folder.id)"
        " WHERE NOT root.removed"
    )
    assert row is not None  # noqa: S101 - an aggregate has one row
    return int(row[0]), int(row[1]), int(row[2])


def _shown(reader: Reader) -> str:
    """The condition that leaves out removed folders; empty when there are none, so that an index alone may answer."""
    hidden = [
        str(row[0])
        for row in reader.rows(
            "SELECT folder.id FROM folder JOIN folder AS root ON root.id = coalesce(folder.parent_id, folder.id)"
            " WHERE root.removed"
        )
    ]
    return f"track.folder_id NOT IN ({', '.join(hidden)})" if hidden else ""


def _match(words: Sequence[str]) -> str:
    """An FTS5 query: every word, each as a prefix. Source: https://sqlite.org/fts5.html#full_text_query_syntax."""
    return " ".join('"' + word.replace('"', '""') + '"*' for word in words)


def _order(section: Section, sort: Sort, *, ignore_articles: bool) -> str:
    first, then = _ORDERS[sort.column]
    if section == "favorites" and sort.column == "added":
        first = "favorite.added_at"
    if section == "recently-played" and sort.column == "added":
        first = "last_played_at"
    key = "_key" if ignore_articles else "_key_plain"
    unknown_last = f"{first} IS NULL, " if sort.column in _NULLABLE else ""
    if sort.descending and first.endswith("{key}"):
        unknown_last = f"{first} = char({_EMPTY_KEY}), "
    direction = " DESC" if sort.descending else ""
    return (unknown_last + first + direction + ", " + then).format(key=key)


_FIELDS = (
    "id",
    "title",
    "artist",
    "album",
    "album_artist",
    "track_no",
    "disc_no",
    "year",
    "duration_ms",
    "added_at",
    "plays",
    "favorite",
    "codec",
    "state",
    "path",
)

_ROWS = (
    "SELECT track.id, title_display, coalesce(artist, ''), coalesce(album, ''), coalesce(album_artist, ''), track_no,"
    " disc_no, year, duration_ms, track.added_at, plays,"
    " EXISTS (SELECT 1 FROM favorite WHERE favorite.track_id = track.id), codec,"
    " CASE WHEN root.removed THEN 'removed' WHEN root.offline_reason IS NOT NULL THEN 'offline'"
    " WHEN missing_since IS NOT NULL THEN 'missing' ELSE 'ok' END, directory.path_text || '/' || name_text"
    " FROM json_each(?) CROSS JOIN track ON track.id = json_each.value"
    " JOIN directory ON directory.id = directory_id"
    " JOIN folder ON folder.id = track.folder_id"
    " JOIN folder AS root ON root.id = coalesce(folder.parent_id, folder.id)"
)
