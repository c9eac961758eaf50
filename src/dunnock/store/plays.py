"""What was heard: one row each time, and the counts of the tracks."""

from dunnock.contract.models import Play
from dunnock.store import track_lists
from dunnock.store.database import Reader, Transaction


def insert(transaction: Transaction, track_id: int, started_at: int) -> int | None:
    """Record that a track begins to be heard, and return the play's id; None when the track is gone."""
    if not transaction.execute(
        "INSERT INTO play (track_id, started_at, listened_ms) SELECT id, ?, 0 FROM track WHERE id = ?",
        (started_at, track_id),
    ):
        return None
    return int(transaction.value("SELECT last_insert_rowid()"))


def set_listened(transaction: Transaction, play_id: int, listened_ms: int) -> None:
    """Record how much of it was heard, in milliseconds."""
    transaction.execute("UPDATE play SET listened_ms = ? WHERE id = ?", (listened_ms, play_id))


def count(transaction: Transaction, play_id: int, at: int) -> int:
    """Let a play count, at `at` in milliseconds since the Unix epoch, and return the track's id."""
    transaction.execute("UPDATE play SET counted = 1 WHERE id = ?", (play_id,))
    track_id = int(transaction.value("SELECT track_id FROM play WHERE id = ?", (play_id,)))
    transaction.execute("UPDATE track SET plays = plays + 1, last_played_at = ? WHERE id = ?", (at, track_id))
    return track_id


def skip(transaction: Transaction, play_id: int) -> None:
    """Record that a track was left before it counted, because the person wanted another one."""
    transaction.execute("UPDATE play SET skipped = 1 WHERE id = ?", (play_id,))
    transaction.execute(
        "UPDATE track SET skips = skips + 1 WHERE id = (SELECT track_id FROM play WHERE id = ?)", (play_id,)
    )


def page(reader: Reader, start: int, count: int) -> tuple[int, list[Play]]:
    """How many plays there are, and those `start` and after, the newest first. A place is found by its id."""
    newest = int(reader.value("SELECT coalesce(max(id), 0) FROM play"))
    rows = list(
        reader.rows(
            "SELECT id, track_id, started_at, listened_ms, counted FROM play WHERE id <= ? ORDER BY id DESC LIMIT ?",
            (newest - start, count),
        )
    )
    tracks = track_lists.tracks(reader, [row[1] for row in rows], also_removed=True)
    return newest, [
        Play.model_construct(
            play_id=play_id,
            started_at=started_at,
            listened_ms=listened_ms,
            counted=bool(counted),
            track=track,
        )
        for (play_id, _, started_at, listened_ms, counted), track in zip(rows, tracks, strict=True)
        if track is not None
    ]


def follow_track(transaction: Transaction, from_id: int, to_id: int) -> None:
    """Give the plays of one track to another, which takes its place; the counts are added by `tracks.take_plays`."""
    transaction.execute("UPDATE play SET track_id = ? WHERE track_id = ?", (to_id, from_id))
    transaction.execute("UPDATE player_state SET track_id = ? WHERE track_id = ?", (to_id, from_id))
