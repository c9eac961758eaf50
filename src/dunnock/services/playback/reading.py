"""What is heard, and what was heard, as any process can read it from the database."""

from dunnock.contract.models import PlayerState, Playing, Plays, Sleep, Track
from dunnock.services.playback import following
from dunnock.store import player as store
from dunnock.store import plays, queue, settings, track_lists
from dunnock.store.database import Reader, now_ms
from dunnock.store.player import Song
from dunnock.store.queue import Queue

STALE_MS = 30_000
"""What plays is confirmed every five seconds; an app that just starts has not put right yet what a crash has left."""


def state(reader: Reader, *, alive: bool, confirmed: bool) -> PlayerState:
    """What is heard.

    Args:
        reader: reads it.
        alive: whether an app runs that plays. What one that was killed has left is never told as playing.
        confirmed: whether that is this process, which knows that what is stored is true.
    """
    heard, current, wanted = store.read(reader), queue.read(reader), settings.current(reader)
    recent = confirmed or now_ms() - heard.position_at < STALE_MS
    playing = alive and recent and heard.state == "playing"
    entry = heard.entry_id if playing else _waiting(current)
    behind = None if entry is None or heard.sleep_at_end else _behind(current, entry)
    songs = store.songs(reader, [each for each in (entry, behind) if each is not None])
    tracks = _tracks(reader, songs)
    song = None if entry is None else songs.get(entry)
    told = song is not None and song.entry_id == heard.entry_id
    sleeping = alive and (heard.sleep_at is not None or heard.sleep_at_end)
    position = heard.position_ms if playing else 0 if entry != current.current else current.position_ms
    return PlayerState(
        state=_state(heard.state, playing=playing, waiting=song is not None),
        entry_id=None if song is None else song.entry_id,
        track=None if entry is None else tracks.get(entry),
        next=None if behind is None else tracks.get(behind),
        duration_ms=0 if song is None else heard.duration_ms if told else song.duration_ms,
        position_ms=position,
        position_at=heard.position_at,
        volume=wanted.volume,
        muted=wanted.muted,
        speed=wanted.speed,
        output_device=wanted.output_device,
        sleep=Sleep(at=heard.sleep_at, end_of_track=heard.sleep_at_end) if sleeping else None,
        message=heard.message,
        **reader.stamp(),
    )


def history(reader: Reader, start: int, count: int) -> Plays:
    """What was heard, the newest first."""
    total, rows = plays.page(reader, start, count)
    return Plays.model_construct(total=total, start=start, rows=rows, **reader.stamp())


def _waiting(current: Queue) -> int | None:
    if current.current is not None:
        return current.current
    return current.order[0] if current.order else None


def _state(told: Playing, *, playing: bool, waiting: bool) -> Playing:
    if playing:
        return "playing"
    return "stopped" if told == "stopped" or not waiting else "paused"


def _behind(current: Queue, entry: int) -> int | None:
    return following.by_itself(current, entry) if entry in current.order else None


def _tracks(reader: Reader, songs: dict[int, Song]) -> dict[int, Track | None]:
    ids = [song.track_id for song in songs.values()]
    return dict(zip(songs, track_lists.tracks(reader, ids, also_removed=True), strict=True))
