"""Favorites: which tracks, and since when."""

import json
from collections.abc import Sequence

from dunnock.store.database import Reader, Transaction


def not_yet(reader: Reader, track_ids: Sequence[int]) -> list[int]:
    """Those of these tracks that are in the library and no favorites, each once, in this order."""
    rows = reader.rows(
        "SELECT track.id FROM json_each(?) CROSS JOIN track ON track.id = json_each.value"
        " WHERE NOT EXISTS (SELECT 1 FROM favorite WHERE track_id = track.id) ORDER BY json_each.key",
        (json.dumps(list(track_ids)),),
    )
    return list(dict.fromkeys(int(row[0]) for row in rows))


def among(reader: Reader, track_ids: Sequence[int]) -> dict[int, int]:
    """Those of these tracks that are favorites, in this order, and since when, in ms since the Unix epoch."""
    rows = reader.rows(
        "SELECT track_id, added_at FROM json_each(?) CROSS JOIN favorite ON track_id = json_each.value"
        " ORDER BY json_each.key",
        (json.dumps(list(track_ids)),),
    )
    return dict(rows)


def add(transaction: Transaction, since: dict[int, int]) -> None:
    """Make tracks favorites, each since a time in ms since the Unix epoch."""
    transaction.executemany("INSERT INTO favorite (track_id, added_at) VALUES (?, ?)", since.items())


def remove(transaction: Transaction, track_ids: Sequence[int]) -> None:
    """Make tracks favorites no more."""
    transaction.execute(
        "DELETE FROM favorite WHERE track_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(track_ids)),),
    )
