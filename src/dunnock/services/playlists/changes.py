"""What an act makes of a playlist: stored, told, written into the history, and taken back."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Literal

from dunnock.contract.errors import PlaylistError
from dunnock.contract.events import PlaylistsUpdated
from dunnock.contract.models import NOTHING_DONE, Acted
from dunnock.contract.requests import DESCRIPTION_LIMIT, NAME_LIMIT
from dunnock.services import history
from dunnock.services.sequence import Change
from dunnock.store import playlists as store
from dunnock.store.database import Reader, Transaction, now_ms
from dunnock.store.packed import Ids, ids
from dunnock.store.playlists import NewEntry, PlaylistRow

DOMAIN = "playlists"

_LABEL_NAME = 60
"""Characters of a playlist's name that are shown in the name of an act."""


def create(
    transaction: Transaction, name: str, entries: Sequence[NewEntry], verb: str = "Created"
) -> tuple[int, Acted]:
    """Make a playlist in a transaction; return its id and the act.

    Raises:
        PlaylistError: a playlist cannot have that name.
    """
    name = checked_name(name)
    playlist_id = store.create(transaction, name, now_ms())
    unborn = PlaylistRow(playlist_id, name, "", removed=True, order=ids())
    filled = replace(unborn, order=store.add(transaction, playlist_id, entries))
    # The act is the playlist's being there, its entries included: undone and redone they stay with it.
    store.write(transaction, replace(filled, removed=False), now_ms())
    label = f"{verb} the playlist {quoted(name)}"
    transaction.emit(PlaylistsUpdated(action="created", playlist_id=playlist_id, track_ids=None))
    _tell_tracks(transaction, playlist_id, "track_added", filled.order)
    act = history.record(transaction, DOMAIN, label, _content(filled, replace(filled, removed=False)))
    return playlist_id, act


def restore(transaction: Transaction, content: dict[str, Any], forward: bool) -> str | None:  # noqa: FBT001 - `Restore`
    """Take an act on a playlist back, or do it again, as far as nothing else has changed the same since."""
    playlist = store.read(transaction, content["playlist_id"], also_removed=True)
    if playlist is None:
        return "The playlist is gone for good."
    change = Change.from_json(content["entries"])
    order = (change if forward else change.reversed()).applied(playlist.order)
    changed = replace(playlist, order=order)
    left: list[str] = []
    for name, (before, after) in content["properties"].items():
        was, becomes = (before, after) if forward else (after, before)
        if getattr(playlist, name) == was:
            changed = replace(changed, **{name: becomes})
        else:
            left.append(name)
    _write(transaction, playlist, changed)
    if not left:
        return None
    return f"The {' and the '.join(left)} of the playlist {quoted(playlist.name)} changed since and stayed as it is."


def resolve(transaction: Transaction, found: Iterable[tuple[bytes, int]]) -> None:
    """Give imported entries that wait for files their tracks, now that a scan has found them.

    Args:
        transaction: the one that adds or moves the tracks.
        found: paths and tracks.
    """
    if not store.any_unresolved(transaction):
        return
    for path, track_id in found:
        for playlist_id in _shown(transaction, store.resolve(transaction, path, track_id)):
            _tell(transaction, "track_added", playlist_id, [track_id])


def follow_track(transaction: Transaction, from_id: int, to_id: int) -> None:
    """Give the entries of one track to another that takes its place."""
    for playlist_id in _shown(transaction, store.follow_track(transaction, from_id, to_id)):
        _tell(transaction, "track_removed", playlist_id, [from_id])
        _tell(transaction, "track_added", playlist_id, [to_id])


def act(transaction: Transaction, playlist: PlaylistRow, changed: PlaylistRow, label: str) -> Acted:
    """Carry an act out and write it down."""
    if changed == playlist:
        return NOTHING_DONE
    _write(transaction, playlist, changed)
    return history.record(transaction, DOMAIN, label, _content(playlist, changed))


def _content(playlist: PlaylistRow, changed: PlaylistRow) -> dict[str, Any]:
    """What `restore` needs to know of an act."""
    pairs = {
        name: [getattr(playlist, name), getattr(changed, name)] for name in ("name", "description", "removed")
    }
    return {
        "playlist_id": playlist.id,
        "entries": Change.between(playlist.order, changed.order).to_json(),
        "properties": {name: pair for name, pair in pairs.items() if pair[0] != pair[1]},
    }


def _write(transaction: Transaction, playlist: PlaylistRow, changed: PlaylistRow) -> None:
    """Store a playlist, and tell what has changed."""
    if changed == playlist:
        return
    store.write(transaction, changed, now_ms())
    if changed.removed:
        if not playlist.removed:
            _tell(transaction, "deleted", playlist.id, None)
        return
    if playlist.removed:
        _tell(transaction, "created", playlist.id, None)
        _tell_tracks(transaction, playlist.id, "track_added", changed.order)
        return
    if (playlist.name, playlist.description) != (changed.name, changed.description):
        _tell(transaction, "updated", playlist.id, None)
    places = Change.between(playlist.order, changed.order).places()
    gone = ids(playlist.order[place] for place in places.removed)
    _tell_tracks(transaction, playlist.id, "track_removed", gone)
    if places.reordered:
        _tell(transaction, "reordered", playlist.id, None)
    new = ids(changed.order[place] for place in places.added)
    _tell_tracks(transaction, playlist.id, "track_added", new)


def _tell_tracks(
    transaction: Transaction,
    playlist_id: int,
    action: Literal["track_added", "track_removed"],
    entry_ids: Ids,
) -> None:
    if entry_ids:
        _tell(transaction, action, playlist_id, store.tracks_of(transaction, entry_ids))


def _tell(
    transaction: Transaction,
    action: Literal["created", "updated", "deleted", "track_added", "track_removed", "reordered"],
    playlist_id: int,
    track_ids: Sequence[int] | None,
) -> None:
    event = PlaylistsUpdated(
        action=action, playlist_id=playlist_id, track_ids=None if track_ids is None else [*track_ids]
    )
    transaction.emit(event)


def _shown(reader: Reader, entries: Iterable[tuple[int, int]]) -> list[int]:
    """The playlists that show one of these entries, each once."""
    by_playlist: dict[int, set[int]] = {}
    for playlist_id, entry_id in entries:
        by_playlist.setdefault(playlist_id, set()).add(entry_id)
    found = ((playlist_id, store.read(reader, playlist_id)) for playlist_id in by_playlist)
    return [
        each.id for _, each in found if each is not None and by_playlist[each.id].intersection(each.order)
    ]


def quoted(name: str) -> str:
    """A playlist's name as a label has it."""
    return f"“{name if len(name) <= _LABEL_NAME else name[: _LABEL_NAME - 1] + '…'}”"


def checked_name(name: str) -> str:
    """A playlist's name as it is stored.

    Raises:
        PlaylistError: a playlist cannot have that name.
    """
    name = " ".join(name.split())
    if not name:
        raise PlaylistError("A playlist needs a name.", "Give it at least one letter.")
    if len(name) > NAME_LIMIT:
        raise PlaylistError("That name is too long.", f"It may have {NAME_LIMIT} characters.")
    return name


def checked_description(description: str) -> str:
    """A playlist's description as it is stored.

    Raises:
        PlaylistError: it is too long.
    """
    if len(description) > DESCRIPTION_LIMIT:
        raise PlaylistError("That description is too long.", f"It may have {DESCRIPTION_LIMIT:,} characters.")
    return description.strip()
