"""Playlists: made, named, filled, put in order and deleted."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Literal

from dunnock.contract.errors import NotFoundError
from dunnock.contract.models import (
    NOTHING_DONE,
    Acted,
    EntryIds,
    EntryPlaces,
    PlaylistAdded,
    PlaylistCreated,
    PlaylistRows,
    Playlists,
)
from dunnock.media.fold import sort_key
from dunnock.services import sequence
from dunnock.services.history import number_of
from dunnock.services.playlists import changes
from dunnock.services.playlists.changes import checked_description, checked_name, quoted
from dunnock.services.sources import Source, Sources
from dunnock.store import playlists as store
from dunnock.store import settings
from dunnock.store.database import Database, Reader
from dunnock.store.packed import Ids
from dunnock.store.playlists import NewEntry, PlaylistRow


class PlaylistsService:
    """Reads and changes playlists. Each act is one transaction, its events, and a place in the history."""

    def __init__(self, database: Database, sources: Sources) -> None:
        self._database = database
        self._sources = sources

    def list(self) -> Playlists:
        """All playlists, by name."""
        with self._database.read() as reader:
            ignore = settings.current(reader).sort_ignores_articles
            found = sorted(
                store.every(reader), key=lambda each: (sort_key(each.name, ignore_articles=ignore), each.id)
            )
            return Playlists(playlists=found, **reader.stamp())

    def rows(self, playlist_id: int, start: int, count: int) -> PlaylistRows:
        """Entries by place.

        Raises:
            NotFoundError: there is no such playlist.
        """
        with self._database.read() as reader:
            total, entry_ids = _piece(reader, playlist_id, start, count)
            return PlaylistRows.model_construct(
                playlist_id=playlist_id,
                total=total,
                start=start,
                rows=store.entries(reader, entry_ids),
                **reader.stamp(),
            )

    def entry_ids(self, playlist_id: int, start: int, count: int) -> EntryIds:
        """Entries' ids by place.

        Raises:
            NotFoundError: there is no such playlist.
        """
        with self._database.read() as reader:
            _, entry_ids = _piece(reader, playlist_id, start, count)
            return EntryIds(start=start, entry_ids=entry_ids.tolist(), **reader.stamp())

    def locate(self, playlist_id: int, entry_ids: Sequence[int]) -> EntryPlaces:
        """The places of entries.

        Raises:
            NotFoundError: there is no such playlist.
        """
        with self._database.read() as reader:
            places = sequence.places_of(_require(reader, playlist_id).order, entry_ids)
            return EntryPlaces(places=places, **reader.stamp())

    def create(self, name: str, source: Source | None = None) -> PlaylistCreated:
        """Make a playlist, empty or with tracks.

        Raises:
            PlaylistError: a playlist cannot have that name.
            NotFoundError: what the source names does not exist.
        """
        found = None if source is None else self._sources.find(source)
        verb = "Saved the queue as" if source is not None and source.queue else "Created"
        with self._database.transaction() as transaction:
            new = store.existing(transaction, () if found is None else found.track_ids)
            entries = [NewEntry(track_id) for track_id in new]
            playlist_id, act = changes.create(transaction, name, entries, verb)
        return PlaylistCreated(
            **act.model_dump(),
            playlist_id=playlist_id,
            added=len(new),
            unknown=0 if found is None else found.unknown,
        )

    def update(self, playlist_id: int, *, name: str | None = None, description: str | None = None) -> Acted:
        """Give a playlist another name, another description, or both.

        Raises:
            NotFoundError: there is no such playlist.
            PlaylistError: a playlist cannot have that name or description.
        """
        with self._database.transaction() as transaction:
            playlist = _require(transaction, playlist_id)
            changed = playlist
            label = f"Changed the description of the playlist {quoted(playlist.name)}"
            if description is not None:
                changed = replace(changed, description=checked_description(description))
            if name is not None and (name := checked_name(name)) != playlist.name:
                changed = replace(changed, name=name)
                label = f"Renamed the playlist {quoted(playlist.name)} to {quoted(name)}"
            return changes.act(transaction, playlist, changed, label)

    def delete(self, playlist_id: int) -> Acted:
        """Delete a playlist.

        Raises:
            NotFoundError: there is no such playlist.
        """
        with self._database.transaction() as transaction:
            playlist = _require(transaction, playlist_id)
            label = f"Deleted the playlist {quoted(playlist.name)}"
            return changes.act(transaction, playlist, replace(playlist, removed=True), label)

    def add(
        self,
        playlist_id: int,
        source: Source,
        before_entry_id: int | None = None,
        duplicates: Literal["ask", "add", "skip"] = "ask",
    ) -> PlaylistAdded:
        """Add tracks before an entry or at the end.

        Args:
            playlist_id: the playlist.
            source: the tracks.
            before_entry_id: the entry they go before; None for the end.
            duplicates: with "ask" nothing is added when a track is in the playlist already.

        Raises:
            NotFoundError: the playlist, the entry, or what the source names does not exist.
        """
        found = self._sources.find(source)
        with self._database.transaction() as transaction:
            playlist = _require(transaction, playlist_id)
            place = _place(playlist, before_entry_id)
            wanted = store.existing(transaction, found.track_ids)
            fresh = _fresh(transaction, playlist, wanted)
            repeated = len(wanted) - len(fresh)
            act, new = NOTHING_DONE, fresh if duplicates == "skip" else wanted
            if duplicates == "ask" and repeated:
                new = []
            if new:
                entry_ids = store.add(transaction, playlist_id, [NewEntry(track_id) for track_id in new])
                changed = replace(playlist, order=sequence.insert(playlist.order, place, entry_ids))
                label = f"Added {number_of(len(new))} to the playlist {quoted(playlist.name)}"
                act = changes.act(transaction, playlist, changed, label)
        return PlaylistAdded(**act.model_dump(), added=len(new), duplicates=repeated, unknown=found.unknown)

    def remove(self, playlist_id: int, entry_ids: Collection[int]) -> Acted:
        """Remove entries; those that are gone already do not matter.

        Raises:
            NotFoundError: there is no such playlist.
        """
        with self._database.transaction() as transaction:
            playlist = _require(transaction, playlist_id)
            changed = replace(playlist, order=sequence.without(playlist.order, set(entry_ids)))
            count = number_of(len(playlist.order) - len(changed.order))
            label = f"Removed {count} from the playlist {quoted(playlist.name)}"
            return changes.act(transaction, playlist, changed, label)

    def move(self, playlist_id: int, entry_ids: Collection[int], before_entry_id: int | None) -> Acted:
        """Move entries, keeping their order, before another one or to the end.

        Raises:
            NotFoundError: the playlist or the entry to move before does not exist.
        """
        with self._database.transaction() as transaction:
            playlist = _require(transaction, playlist_id)
            _place(playlist, before_entry_id)
            moved = set(entry_ids).intersection(playlist.order)
            changed = replace(playlist, order=sequence.move(playlist.order, moved, before_entry_id))
            label = f"Moved {number_of(len(moved))} in the playlist {quoted(playlist.name)}"
            return changes.act(transaction, playlist, changed, label)


def _fresh(reader: Reader, playlist: PlaylistRow, track_ids: Sequence[int]) -> list[int]:
    """Those of the tracks that are not in the playlist yet, each once, in their order."""
    held = store.holding(reader, playlist.id, track_ids)
    order = set(playlist.order) if held else set()
    known = {track_id for entry_id, track_id in held if entry_id in order}
    return [each for each in dict.fromkeys(track_ids) if each not in known]


def _piece(reader: Reader, playlist_id: int, start: int, count: int) -> tuple[int, Ids]:
    found = store.piece(reader, playlist_id, start, count)
    if found is None:
        raise _no_playlist()
    return found


def _require(reader: Reader, playlist_id: int) -> PlaylistRow:
    found = store.read(reader, playlist_id)
    if found is None:
        raise _no_playlist()
    return found


def _no_playlist() -> NotFoundError:
    return NotFoundError("That playlist does not exist.", "It may have been deleted in another window.")


def _place(playlist: PlaylistRow, before: int | None) -> int:
    if before is None:
        return len(playlist.order)
    if before not in playlist.order:
        raise NotFoundError(
            "That entry is not in the playlist.", "It may have been removed in another window."
        )
    return playlist.order.index(before)
