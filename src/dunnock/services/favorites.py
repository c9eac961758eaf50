"""Favorites: the tracks a person likes."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from dunnock.contract.errors import NotFoundError
from dunnock.contract.events import FavoritesUpdated
from dunnock.contract.models import NOTHING_DONE, Acted
from dunnock.services import history
from dunnock.services.history import number_of
from dunnock.store import favorites as store
from dunnock.store import track_lists
from dunnock.store.database import Database, Transaction, now_ms

DOMAIN = "favorites"


class FavoritesService:
    """Makes tracks favorites, and favorites no more. Their list is a view."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def set(self, track_ids: Sequence[int], *, favorite: bool) -> Acted:
        """Make tracks favorites, or favorites no more: one act. Tracks that are so already are left as they are.

        Raises:
            NotFoundError: one track is named, and it is not in the library.
        """
        with self._database.transaction() as transaction:
            if favorite:
                at = now_ms()
                since = dict.fromkeys(store.not_yet(transaction, track_ids), at)
            else:
                since = store.among(transaction, track_ids)
            if not since and not any(track_lists.tracks(transaction, track_ids[:1], also_removed=True)):
                raise NotFoundError(
                    "That track is not in the library.", "It may have been removed meanwhile."
                )
            return _act(transaction, since, favorite=favorite)

    def toggle(self, track_ids: Sequence[int]) -> Acted:
        """Make tracks favorites; when all of them are, favorites no more."""
        with self._database.read() as reader:
            liked = len(store.among(reader, track_ids)) == len(set(track_ids))
        return self.set(track_ids, favorite=not liked)


def restore(transaction: Transaction, content: dict[str, Any], forward: bool) -> str | None:  # noqa: FBT001 - `Restore`
    """Take an act back, or do it again, for the tracks that are still as it left them."""
    since = {int(track_id): int(at) for track_id, at in content["since"]}
    favorite = content["favorite"] == forward
    if favorite:
        possible = store.not_yet(transaction, list(since))
        store.add(transaction, {track_id: since[track_id] for track_id in possible})
    else:
        possible = list(store.among(transaction, list(since)))
        store.remove(transaction, possible)
    _tell(transaction, possible, "added" if favorite else "removed")
    left = len(since) - len(possible)
    if not left:
        return None
    return f"Left alone, because they changed since or left the library: {number_of(left)}."


def follow_track(transaction: Transaction, from_id: int, to_id: int) -> None:
    """Let a track that takes the place of another be a favorite if either was, since the earlier of both times."""
    since = store.among(transaction, (from_id, to_id))
    if from_id not in since:
        return
    store.remove(transaction, list(since))
    store.add(transaction, {to_id: min(since.values())})
    _tell(transaction, [from_id], "removed")
    if to_id not in since:
        _tell(transaction, [to_id], "added")


def _act(transaction: Transaction, since: dict[int, int], *, favorite: bool) -> Acted:
    if not since:
        return NOTHING_DONE
    if favorite:
        store.add(transaction, since)
        label = f"Added {number_of(len(since))} to the liked songs"
    else:
        store.remove(transaction, list(since))
        label = f"Removed {number_of(len(since))} from the liked songs"
    _tell(transaction, since, "added" if favorite else "removed")
    content = {"favorite": favorite, "since": list(since.items())}
    return history.record(transaction, DOMAIN, label, content)


def _tell(transaction: Transaction, track_ids: Iterable[int], action: Literal["added", "removed"]) -> None:
    for track_id in track_ids:
        transaction.emit(FavoritesUpdated(action=action, track_id=track_id))
