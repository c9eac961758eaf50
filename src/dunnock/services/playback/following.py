"""What follows what in the queue, and how loud. Pure functions: whoever reads the queue finds the same."""

import random
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Literal

from dunnock.media.player import ReplayGain
from dunnock.services import sequence
from dunnock.store.player import Song
from dunnock.store.queue import Queue


def by_itself(queue: Queue, entry_id: int, unplayable: Collection[int] = ()) -> int | None:
    """The entry that is heard when this one has ended; None when playing stops there.

    Args:
        queue: the queue.
        entry_id: an entry of it.
        unplayable: entries that were tried and are passed over.
    """
    if queue.stop_after_current:
        return None
    if queue.repeat == "one":
        return None if entry_id in unplayable else entry_id
    return after(queue, entry_id, unplayable)


def after(queue: Queue, entry_id: int, unplayable: Collection[int] = ()) -> int | None:
    """The entry behind this one, around the end when all is repeated; None behind the last."""
    place = queue.order.index(entry_id)
    behind = next((each for each in queue.order[place + 1 :] if each not in unplayable), None)
    if behind is not None or queue.repeat != "all":
        return behind
    again = [each for each in queue.order[: place + 1] if each not in unplayable]
    if queue.unshuffled is None or len(again) < 2:  # noqa: PLR2004 - one alone follows itself
        return next(iter(again), None)
    others = [each for each in again if each != entry_id]
    # Another one than last time, and the same for everybody who asks: the window shows it before it is heard.
    return random.Random(f"{entry_id} {len(others)}").choice(others)  # noqa: S311 - the order of songs is no secret


def before(queue: Queue, entry_id: int) -> int | None:
    """The entry before this one, around the beginning when all is repeated; None before the first."""
    place = queue.order.index(entry_id)
    if place > 0:
        return queue.order[place - 1]
    return queue.order[-1] if queue.repeat == "all" else None


def begins_again(queue: Queue, entry_id: int, following: int) -> bool:
    """Whether going on from an entry to the one that follows it goes around the end."""
    return queue.repeat == "all" and queue.order.index(following) <= queue.order.index(entry_id)


def next_round(queue: Queue, first: int, chance: random.Random) -> Queue:
    """The queue of another round: shuffled anew if it is shuffled, so that no round is like the one before."""
    if queue.unshuffled is None:
        return queue
    return replace(queue, order=sequence.shuffle_behind(first, queue.order, chance))


def gain(
    mode: Literal["off", "track", "album", "auto"], queue: Queue, entry_id: int, songs: Mapping[int, Song]
) -> ReplayGain:
    """The gain to apply to an entry: of its album, by itself, while a neighbour in the queue is of that album in order.

    Args:
        mode: the setting `replaygain`.
        queue: the queue.
        entry_id: an entry of it.
        songs: what is known of the entry and its neighbours.
    """
    if mode != "auto":
        return mode
    song = songs.get(entry_id)
    if song is None or song.album is None or queue.unshuffled is not None:
        return "track"
    left, right = (songs.get(each) if each is not None else None for each in neighbours(queue, entry_id))
    if left is not None and left.album == song.album and left.number < song.number:
        return "album"
    if right is not None and right.album == song.album and right.number > song.number:
        return "album"
    return "track"


def neighbours(queue: Queue, entry_id: int) -> tuple[int | None, int | None]:
    """The entries on both sides of one."""
    place = queue.order.index(entry_id)
    return (
        queue.order[place - 1] if place > 0 else None,
        queue.order[place + 1] if place + 1 < len(queue.order) else None,
    )
