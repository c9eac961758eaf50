"""One history of what can be undone, for all windows and the command line, kept in the database."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from dunnock.contract.errors import NotFoundError
from dunnock.contract.events import HistoryUpdated
from dunnock.contract.models import Acted, HistoryMoved, HistoryState
from dunnock.services.sequence import Change
from dunnock.store import history as store
from dunnock.store import playlists, queue
from dunnock.store.database import Database, Reader, Transaction, now_ms

_log = logging.getLogger(__name__)

KEPT_ACTS = 1_000
"""Acts that can be undone; older ones are forgotten when the history is tidied."""

_BATCH = 500

Restore = Callable[[Transaction, dict[str, Any], bool], str | None]
"""Brings a domain back to before one of its acts, or with True to after it again, with the events of what changes.

It gets what the domain wrote of the act, and returns a sentence about what has changed since and was left alone.
"""


def record(transaction: Transaction, domain: str, label: str, content: dict[str, Any]) -> Acted:
    """Write an act down in the transaction that carries it out, and return its name and id.

    Args:
        transaction: the act's own.
        domain: whose `Restore` will take it back.
        label: a sentence about what was done, in the past tense.
        content: all that the domain needs to undo and redo it, as JSON.
    """
    act_id = store.record(transaction, now_ms(), domain, label, content)
    transaction.emit(HistoryUpdated(undo=label, redo=None))
    return Acted(label=label, act_id=act_id)


def number_of(count: int, noun: str = "track") -> str:
    """A count with its noun: 1 track, 2 tracks."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


class HistoryService:
    """Takes acts back and does them again, the newest first, whoever did them."""

    def __init__(self, database: Database, domains: Mapping[str, Restore]) -> None:
        self._database = database
        self._domains = domains

    def state(self) -> HistoryState:
        """What undo would take back, and redo do again."""
        with self._database.read() as reader:
            undo, redo = store.labels(reader)
            newest = store.newest_id(reader)
            return HistoryState(undo=undo, undo_id=newest, redo=redo, **reader.stamp())

    def undo(self, act_id: int | None = None) -> HistoryMoved:
        """Take back the newest act.

        Args:
            act_id: the act that is meant.

        Raises:
            NotFoundError: the act that is meant is not the newest.
        """
        return self._move(forward=False, act_id=act_id)

    def redo(self) -> HistoryMoved:
        """Do again the act that was taken back last."""
        return self._move(forward=True)

    def tidy(self) -> None:
        """Forget acts beyond the newest `KEPT_ACTS`, and entries and playlists that nothing can bring back any more."""
        with self._database.read() as reader:
            old = store.beyond(reader, KEPT_ACTS)
        self._delete(old, store.delete)
        with self._database.read() as reader:
            # Nothing leads back to what is garbage now: it stays garbage, and may be deleted later.
            of_queue = queue.read(reader)
            kept = set(of_queue.order)
            for content in store.contents(reader, "queue"):
                kept.update(*(_ids_in(content[name]) for name in ("order", "unshuffled")))
            queue_entries = [each for each in queue.all_ids(reader) if each not in kept]
            reachable = {content["playlist_id"] for content in store.contents(reader, "playlists")}
            lost = [each for each in playlists.removed_ids(reader) if each not in reachable]
            kept = _kept_in_playlists(reader, lost)
            playlist_entries = [each for each in playlists.all_ids(reader) if each not in kept]
        self._delete(queue_entries, queue.delete)
        self._delete(playlist_entries, playlists.delete_entries)
        for playlist_id in lost:
            with self._database.transaction(background=True) as transaction:
                playlists.delete(transaction, playlist_id)

    def _move(self, *, forward: bool, act_id: int | None = None) -> HistoryMoved:
        with self._database.transaction() as transaction:
            act = store.oldest_undone(transaction) if forward else store.newest_done(transaction)
            if act_id is not None and (act is None or act.id != act_id):
                raise NotFoundError(
                    "That is not what was done last, or it was undone already.",
                    "Undo what was done since first.",
                )
            if act is None:
                return HistoryMoved(label=None, not_restored=None)
            not_restored = self._domains[act.domain](transaction, act.content, forward)
            store.set_state(transaction, act.id, "done" if forward else "undone")
            undo, redo = store.labels(transaction)
            transaction.emit(HistoryUpdated(undo=undo, redo=redo))
        return HistoryMoved(label=act.label, not_restored=not_restored)

    def _delete(self, found: list[int], delete: Callable[[Transaction, list[int]], None]) -> None:
        for start in range(0, len(found), _BATCH):
            with self._database.transaction(background=True) as transaction:
                delete(transaction, found[start : start + _BATCH])


def _ids_in(change: dict[str, Any] | None) -> set[int]:
    if change is None:
        return set()
    parsed = Change.from_json(change)
    return {*parsed.before, *parsed.after}


def _kept_in_playlists(reader: Reader, lost: list[int]) -> set[int]:
    """Ids of the entries that are in a playlist, or that an act could bring back into one."""
    kept = {
        each for playlist_id, order in playlists.orders(reader) if playlist_id not in lost for each in order
    }
    for content in store.contents(reader, "playlists"):
        kept.update(_ids_in(content["entries"]))
    return kept
