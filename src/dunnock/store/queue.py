"""The queue: its entries, their order, and what plays."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from dunnock.contract.models import QueueEntry, Repeat
from dunnock.store import track_lists
from dunnock.store.database import Reader, Transaction
from dunnock.store.packed import ID_BYTES, Ids, ids, pack, unpack


@dataclass(frozen=True, slots=True)
class Queue:
    """The whole queue at one moment. `unshuffled` is the order to go back to; None while it is not shuffled."""

    order: Ids = field(default_factory=ids)
    unshuffled: "Ids | None" = None
    current: int | None = None
    position_ms: int = 0
    repeat: Repeat = "off"
    stop_after_current: bool = False


def read(reader: Reader) -> Queue:
    """The queue."""
    row = reader.row(
        "SELECT entries, unshuffled, current_entry_id, position_ms, repeat, stop_after_current"
        " FROM queue_state CROSS JOIN queue_order"
    )
    assert row is not None  # noqa: S101 - the migrations that make the tables make their one row
    unshuffled = None if row[1] is None else unpack(row[1])
    return Queue(unpack(row[0]), unshuffled, row[2], row[3], row[4], bool(row[5]))


def write(transaction: Transaction, queue: Queue) -> None:
    """Store the queue."""
    transaction.execute(
        "UPDATE queue_order SET entries = ?, unshuffled = ?",
        (pack(queue.order), None if queue.unshuffled is None else pack(queue.unshuffled)),
    )
    write_state(transaction, queue)


def write_state(transaction: Transaction, queue: Queue) -> None:
    """Store all of the queue but its order: while a track plays its place is stored again and again."""
    transaction.execute(
        "UPDATE queue_state SET current_entry_id = ?, position_ms = ?, repeat = ?, stop_after_current = ?",
        (queue.current, queue.position_ms, queue.repeat, int(queue.stop_after_current)),
    )


def piece(reader: Reader, start: int, count: int) -> tuple[int, Ids]:
    """The queue's length, and the ids of the entries `start` and after."""
    row = reader.row(
        "SELECT length(entries), coalesce(substr(entries, ?, ?), x'') FROM queue_order",
        (start * ID_BYTES + 1, count * ID_BYTES),
    )
    assert row is not None  # noqa: S101 - the migration that makes the table makes its one row
    return row[0] // ID_BYTES, unpack(row[1])


def entries(reader: Reader, entry_ids: Sequence[int]) -> list[QueueEntry]:
    """The entries with these ids, in this order."""
    rows = {
        entry_id: (track_id, bool(played))
        for entry_id, track_id, played in reader.rows(
            "SELECT queue_entry.id, track_id, played FROM json_each(?)"
            " CROSS JOIN queue_entry ON queue_entry.id = json_each.value",
            (json.dumps(list(entry_ids)),),
        )
    }
    known = [(entry_id, *rows[entry_id]) for entry_id in entry_ids if entry_id in rows]
    tracks = track_lists.tracks(reader, [track_id for _, track_id, _ in known], also_removed=True)
    return [
        QueueEntry.model_construct(entry_id=entry_id, played=played, track=track)
        for (entry_id, _, played), track in zip(known, tracks, strict=True)
        if track is not None
    ]


def add(transaction: Transaction, track_ids: Sequence[int]) -> Ids:
    """Make entries of tracks, in this order, and return their ids. Tracks that are not in the library are left out."""
    count = transaction.execute(
        "INSERT INTO queue_entry (track_id) SELECT track.id FROM json_each(?)"
        " CROSS JOIN track ON track.id = json_each.value ORDER BY json_each.key",
        (json.dumps(list(track_ids)),),
    )
    # Ids of one statement are consecutive: nobody else writes meanwhile.
    newest = int(transaction.value("SELECT coalesce(max(id), 0) FROM queue_entry"))
    return ids(range(newest - count + 1, newest + 1))


def played(reader: Reader) -> set[int]:
    """Ids of the entries that have played."""
    return {int(row[0]) for row in reader.rows("SELECT id FROM queue_entry WHERE played")}


def set_played(transaction: Transaction, entry_id: int, *, played: bool) -> None:
    """Record whether an entry has played."""
    transaction.execute("UPDATE queue_entry SET played = ? WHERE id = ?", (int(played), entry_id))


def clear_played(transaction: Transaction, entry_ids: Sequence[int]) -> None:
    """Record that none of these entries has played."""
    transaction.execute(
        "UPDATE queue_entry SET played = 0 WHERE played AND id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(entry_ids)),),
    )


def tracks_of(reader: Reader, entry_ids: Sequence[int]) -> list[int]:
    """The tracks of entries, in this order."""
    rows = reader.rows(
        "SELECT track_id FROM json_each(?) CROSS JOIN queue_entry ON queue_entry.id = json_each.value"
        " ORDER BY json_each.key",
        (json.dumps(list(entry_ids)),),
    )
    return [int(row[0]) for row in rows]


def follow_track(transaction: Transaction, from_id: int, to_id: int) -> None:
    """Give the entries of one track to another."""
    transaction.execute("UPDATE queue_entry SET track_id = ? WHERE track_id = ?", (to_id, from_id))


def all_ids(reader: Reader) -> list[int]:
    """Ids of all entries, also of those that are only kept for the history."""
    return [int(row[0]) for row in reader.rows("SELECT id FROM queue_entry")]


def delete(transaction: Transaction, entry_ids: Sequence[int]) -> None:
    """Delete entries for good."""
    transaction.execute(
        "DELETE FROM queue_entry WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(entry_ids)),)
    )
