"""The queue: what will be heard, in the order in which it will be heard."""

import random
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Literal

from dunnock.contract.errors import NotFoundError
from dunnock.contract.models import (
    Acted,
    EntryIds,
    EntryPlaces,
    QueueAdded,
    QueueRows,
    QueueState,
    Repeat,
)
from dunnock.services import sequence
from dunnock.services.history import number_of
from dunnock.services.queue import changes
from dunnock.services.sources import Source, Sources
from dunnock.store import queue as store
from dunnock.store.database import Database
from dunnock.store.packed import Ids
from dunnock.store.queue import Queue


class QueueService:
    """Reads and changes the queue. Each act is one transaction, its events, and a place in the history."""

    def __init__(self, database: Database, sources: Sources, chance: random.Random | None = None) -> None:
        """Work on the queue of `database`; `chance` shuffles."""
        self._database = database
        self._sources = sources
        self._chance = chance or random.Random()  # noqa: S311 - the order of songs is no secret

    def state(self) -> QueueState:
        """What plays, what follows, and the modes."""
        with self._database.read() as reader:
            queue = store.read(reader)
            return QueueState(
                total=len(queue.order),
                current_entry_id=queue.current,
                current_place=None if queue.current is None else queue.order.index(queue.current),
                shuffle=queue.unshuffled is not None,
                repeat=queue.repeat,
                stop_after_current=queue.stop_after_current,
                **reader.stamp(),
            )

    def rows(self, start: int, count: int) -> QueueRows:
        """Entries by place."""
        with self._database.read() as reader:
            total, entry_ids = store.piece(reader, start, count)
            return QueueRows.model_construct(
                total=total, start=start, rows=store.entries(reader, entry_ids), **reader.stamp()
            )

    def entry_ids(self, start: int, count: int) -> EntryIds:
        """Entries' ids by place."""
        with self._database.read() as reader:
            _, entry_ids = store.piece(reader, start, count)
            return EntryIds(start=start, entry_ids=list(entry_ids), **reader.stamp())

    def locate(self, entry_ids: Sequence[int]) -> EntryPlaces:
        """The places of entries."""
        with self._database.read() as reader:
            places = sequence.places_of(store.read(reader).order, entry_ids)
            return EntryPlaces(places=places, **reader.stamp())

    def add(
        self, source: Source, at: Literal["end", "next"] = "end", before_entry_id: int | None = None
    ) -> QueueAdded:
        """Add tracks at the end, after the current entry, or before an entry.

        Raises:
            NotFoundError: what the source names, or the entry to add before, does not exist.
        """
        found = self._sources.find(source)
        with self._database.transaction() as transaction:
            queue = store.read(transaction)
            new = store.add(transaction, found.track_ids)

            def with_new(order: Ids) -> Ids:
                return sequence.insert(order, _place(order, queue.current, at, before_entry_id), new)

            changed = replace(
                queue,
                order=with_new(queue.order),
                unshuffled=None if queue.unshuffled is None else with_new(queue.unshuffled),
            )
            act = changes.act(transaction, queue, changed, f"Added {number_of(len(new))} to the queue")
        return QueueAdded(**act.model_dump(), added=len(new), unknown=found.unknown)

    def replace(self, source: Source, place: int = 0) -> Acted:
        """Put tracks in the place of all that is in the queue, and make the one at `place` current: one act.

        A shuffled queue stays shuffled: that track comes first, then the others in an order of chance.

        Raises:
            NotFoundError: what the source names does not exist, or has nothing at that place.
        """
        track_ids = self._sources.find(source).track_ids
        place = self._sources.place_among_tracks(source, place)
        with self._database.transaction() as transaction:
            queue = store.read(transaction)
            new = store.add(transaction, track_ids)
            chosen = _at(new, store.tracks_of(transaction, new), track_ids, place)
            shuffled = queue.unshuffled is not None
            changed = replace(
                queue,
                order=sequence.shuffle_behind(chosen, new, self._chance) if shuffled else new,
                unshuffled=new if shuffled else None,
                current=chosen,
                position_ms=0,
            )
            label = f"Replaced the queue with {number_of(len(new))}"
            return changes.act(transaction, queue, changed, label, "replaced")

    def remove(self, entry_ids: Collection[int]) -> Acted:
        """Remove entries; those that are gone already do not matter. The next one that stays becomes current."""
        with self._database.transaction() as transaction:
            queue = store.read(transaction)
            changed = _without(queue, set(entry_ids))
            count = len(queue.order) - len(changed.order)
            return changes.act(transaction, queue, changed, f"Removed {number_of(count)} from the queue")

    def move(self, entry_ids: Collection[int], before_entry_id: int | None) -> Acted:
        """Move entries, keeping their order, before another one or to the end.

        Raises:
            NotFoundError: the entry to move before is not in the queue.
        """
        with self._database.transaction() as transaction:
            queue = store.read(transaction)
            _require(queue, before_entry_id)
            moved = set(entry_ids).intersection(queue.order)
            changed = replace(queue, order=sequence.move(queue.order, moved, before_entry_id))
            return changes.act(transaction, queue, changed, f"Moved {number_of(len(moved))} in the queue")

    def clear(self) -> Acted:
        """Remove all entries."""
        with self._database.transaction() as transaction:
            queue = store.read(transaction)
            changed = _without(queue, set(queue.order))
            return changes.act(transaction, queue, changed, "Cleared the queue", "cleared")

    def keep_current(self) -> Acted:
        """Remove all entries but the current one.

        Raises:
            NotFoundError: there is no current entry.
        """
        with self._database.transaction() as transaction:
            queue = store.read(transaction)
            if queue.current is None:
                raise NotFoundError("No entry of the queue is current.", "Play one, or clear the queue.")
            changed = _without(queue, set(queue.order) - {queue.current})
            return changes.act(
                transaction, queue, changed, "Removed all but the current track from the queue"
            )

    def shuffle(self, *, on: bool) -> Acted:
        """Shuffle, also when it is shuffled, leaving the current entry in its place; or bring the order before back."""
        with self._database.transaction() as transaction:
            queue = store.read(transaction)
            if on:
                order = sequence.shuffle(queue.order, queue.current, store.played(transaction), self._chance)
                before = queue.order if queue.unshuffled is None else queue.unshuffled
                changed = replace(queue, order=order, unshuffled=before)
                label = "Shuffled the queue"
            else:
                order = queue.order if queue.unshuffled is None else queue.unshuffled
                changed = replace(queue, order=order, unshuffled=None)
                label = "Put the queue back in order"
            return changes.act(transaction, queue, changed, label, "shuffled")

    def repeat(self, mode: Repeat) -> None:
        """Choose what follows the last entry."""
        with self._database.transaction() as transaction:
            queue = store.read(transaction)
            changes.write(transaction, queue, replace(queue, repeat=mode))

    def stop_after_current(self, *, on: bool) -> None:
        """Stop, or do not stop, when the current entry has ended."""
        with self._database.transaction() as transaction:
            queue = store.read(transaction)
            changes.write(transaction, queue, replace(queue, stop_after_current=on))

    def jump(self, entry_id: int) -> None:
        """Make an entry the current one, from its beginning. The one that was current counts as played.

        Raises:
            NotFoundError: the entry is not in the queue.
        """
        with self._database.transaction() as transaction:
            queue = store.read(transaction)
            _require(queue, entry_id)
            if queue.current is not None and queue.current != entry_id:
                store.set_played(transaction, queue.current, played=True)
            elif queue.current == entry_id and entry_id in store.played(transaction):
                # Nothing else of the state changes, and the rows would go on saying that it has played.
                changes.tell_state(transaction, queue)
            store.set_played(transaction, entry_id, played=False)
            changes.write(transaction, queue, replace(queue, current=entry_id, position_ms=0))


def _at(new: Ids, added: Sequence[int], wanted: Sequence[int], place: int) -> int:
    """The entry of what is wanted at a place. Tracks that left the library meanwhile have no entry."""
    if not 0 <= place < len(wanted):
        raise NotFoundError("There is nothing to play at that place.", "The list may have changed meanwhile.")
    entry = 0
    for each in wanted[:place]:
        entry += entry < len(added) and added[entry] == each
    if entry == len(added) or added[entry] != wanted[place]:
        raise NotFoundError("That track is not in the library.", "It may have been removed meanwhile.")
    return new[entry]


def _place(order: Ids, current: int | None, at: Literal["end", "next"], before: int | None) -> int:
    if before is not None:
        if before not in order:
            raise _gone()
        return order.index(before)
    if at == "next" and current is not None:
        return order.index(current) + 1
    return 0 if at == "next" else len(order)


def _without(queue: Queue, gone: set[int]) -> Queue:
    current = sequence.next_staying(queue.order, queue.current, gone)
    return replace(
        queue,
        order=sequence.without(queue.order, gone),
        unshuffled=None if queue.unshuffled is None else sequence.without(queue.unshuffled, gone),
        current=current,
        position_ms=queue.position_ms if current == queue.current else 0,
    )


def _require(queue: Queue, entry_id: int | None) -> None:
    if entry_id is not None and entry_id not in queue.order:
        raise _gone()


def _gone() -> NotFoundError:
    return NotFoundError("That entry is not in the queue.", "It may have been removed meanwhile.")
