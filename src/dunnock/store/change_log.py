"""The change log, read and pruned. It is written by `Transaction.write_log` alone."""

from dataclasses import dataclass

from dunnock.store.database import Database, Reader

KEPT_MS = 10 * 60 * 1000
"""Rows younger than this are never pruned."""

KEPT_ROWS = 20_000
"""So many of the newest rows are kept however old they are, for `dunnock events --since`."""

_PRUNE_BATCH = 2_000


@dataclass(frozen=True, slots=True)
class LogRow:
    """One event as it was committed. `at` is in milliseconds since the Unix epoch, `payload` compact JSON."""

    seq: int
    at: int
    name: str
    payload: str


def last_seq(reader: Reader) -> int:
    """The number of the newest event ever committed; 0 when there was none."""
    return int(reader.stamp()["as_of"])


def oldest_seq(reader: Reader) -> int:
    """The number of the oldest event still in the log; one past the newest when the log is empty."""
    oldest = reader.value("SELECT min(seq) FROM change_log")
    return last_seq(reader) + 1 if oldest is None else int(oldest)


def read_after(reader: Reader, seq: int, limit: int) -> list[LogRow]:
    """Events after `seq`, in the order of their commits."""
    rows = reader.rows(
        "SELECT seq, at, name, payload FROM change_log WHERE seq > ? ORDER BY seq LIMIT ?", (seq, limit)
    )
    return [LogRow(*row) for row in rows]


def prune(database: Database, now: int, *, kept_rows: int = KEPT_ROWS) -> int:
    """Delete rows that are both old and many, a short transaction at a time, and return how many went.

    Args:
        database: whose log.
        now: milliseconds since the Unix epoch.
        kept_rows: so many of the newest stay however old they are.
    """
    with database.read() as reader:
        # The clock may have been set back: the boundary is a seq, so that a row is never kept behind a younger gap.
        boundary = reader.value("SELECT min(seq) FROM change_log WHERE at >= ?", (now - KEPT_MS,))
        newest = last_seq(reader)
        keep_from = min(newest - kept_rows + 1, newest + 1 if boundary is None else boundary)
    pruned = 0
    while True:
        with database.transaction(background=True) as transaction:
            count = transaction.execute(
                "DELETE FROM change_log WHERE seq IN (SELECT seq FROM change_log WHERE seq < ? ORDER BY seq LIMIT ?)",
                (keep_from, _PRUNE_BATCH),
            )
        pruned += count
        if count < _PRUNE_BATCH:
            return pruned
