"""A library that changes at random beside a plain list of what it should hold, and the order in which to show it."""

import time
from dataclasses import dataclass, field
from typing import Any

from dunnock.contract.events import FoldersUpdated, LibraryUpdated, ViewUpdated
from dunnock.contract.models import Section
from dunnock.contract.settings import Sort
from dunnock.feed import Feed
from dunnock.media.fold import search_tokens
from dunnock.media.rows import TrackRow, build_row
from dunnock.media.tag_model import Tags
from dunnock.services.settings import SettingsService
from dunnock.store import folders, tracks
from dunnock.store.database import Database
from dunnock.store.track_lists import RECENT_TRACKS
from dunnock.views import Views
from tests.store.sample_library import add_folder, add_track, retag_track


@dataclass
class ModelTrack:
    """What is known of a track without asking the database."""

    id: int
    row: TrackRow
    path: bytes
    name: bytes
    added_at: int
    plays: int = 0


@dataclass
class Shelf:
    """Acts as a scan and a person do: each a transaction with its event. The feed looks when it is told to."""

    database: Database
    shown: dict[int, ModelTrack] = field(default_factory=dict)
    folders: dict[bytes, int] = field(default_factory=dict)
    removed: set[bytes] = field(default_factory=set)
    ignore_articles: bool = True
    published: list[ViewUpdated] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.feed = Feed(self.database)
        self.views = Views(self.database, self.published.append)
        self.feed.before_delivery(self.views.take)
        self._count = 0

    def start(self) -> None:
        """Have the views follow, as in the window; without it each read builds its list, as in the command line."""
        self.views.start()

    def close(self) -> None:
        self.views.close()
        self.feed.close()

    def add_folder(self, path: bytes) -> None:
        with self.database.transaction() as transaction:
            self.folders[path] = add_folder(transaction, path)
            transaction.emit(FoldersUpdated(action="added", folder_id=self.folders[path]))

    def toggle_folder(self, path: bytes) -> None:
        """Remove a folder from the library, or bring it back."""
        folder_id = self.folders[path]
        with self.database.transaction() as transaction:
            if path in self.removed:
                self.removed.discard(path)
                folders.restore(transaction, folder_id)
                transaction.emit(FoldersUpdated(action="added", folder_id=folder_id))
            else:
                self.removed.add(path)
                folders.set_removed(transaction, folder_id)
                transaction.emit(FoldersUpdated(action="removed", folder_id=folder_id))

    def add(self, path: bytes = b"/music", *, added_at: int = 0, plays: int = 0, **tags: Any) -> int:
        self._count += 1
        name = b"%d.flac" % self._count
        with self.database.transaction() as transaction:
            track_id = add_track(transaction, name, path=path, added_at=added_at, **tags)
            transaction.execute("UPDATE track SET plays = ? WHERE id = ?", (plays, track_id))
            transaction.emit(LibraryUpdated(action="added", track_ids=[track_id]))
        self.shown[track_id] = ModelTrack(track_id, _row(path, name, tags), path, name, added_at, plays)
        return track_id

    def retag(self, track_id: int, **tags: Any) -> None:
        track = self.shown[track_id]
        with self.database.transaction() as transaction:
            retag_track(transaction, track_id, track.name, path=track.path, **tags)
            transaction.emit(LibraryUpdated(action="updated", track_ids=[track_id]))
        track.row = _row(track.path, track.name, tags)

    def remove(self, track_id: int) -> None:
        with self.database.transaction() as transaction:
            tracks.remove(transaction, track_id)
            transaction.emit(LibraryUpdated(action="removed", track_ids=[track_id]))
        del self.shown[track_id]

    def set_ignore_articles(self, *, ignore: bool) -> None:
        SettingsService(self.database).set("sort_ignores_articles", ignore)
        self.ignore_articles = ignore

    def rest(self) -> None:
        """Look at the log, and wait until every view that is kept right is right."""
        self.feed.look()
        deadline = time.monotonic() + 10
        while not self._at_rest():
            assert time.monotonic() < deadline, "the views never come to rest"
            time.sleep(0.0005)

    def _at_rest(self) -> bool:
        if self.views._thread is None:
            return True
        with self.views._changed:
            return all(
                view.abandoned or view.seen >= self.views._stale_from for view in self.views._views.values()
            )

    def expected(self, section: Section, query: str, sort: Sort) -> list[int]:
        """The ids such a view must hold, in its order."""
        visible = [track for track in self.shown.values() if track.path not in self.removed]
        if section == "recently-added":
            visible = sorted(visible, key=lambda each: (-each.added_at, -each.id))[:RECENT_TRACKS]
        words = search_tokens(query)
        found = [
            track
            for track in visible
            if all(any(each.startswith(word) for each in track.row.search_text.split()) for word in words)
        ]
        found.sort(key=self._order_of_equals(sort))
        self._sort_by_column(found, sort)
        return [track.id for track in found]

    def expected_duration(self, ids: list[int]) -> int:
        return sum(self.shown[track_id].row.duration_ms for track_id in ids)

    def key(self, track: ModelTrack, name: str) -> str:
        """A folded key of a track, with or without its article as the setting says."""
        suffix = "_key" if self.ignore_articles else "_key_plain"
        return str(getattr(track.row, name + suffix))

    def _order_of_equals(self, sort: Sort) -> Any:
        by_album = sort.column == "album"

        def key(track: ModelTrack) -> tuple[Any, ...]:
            first = "album_artist" if by_album else "artist"
            between = [] if by_album else [self.key(track, "album")]
            row = track.row
            numbers = [_nulls_first(row.disc_no), _nulls_first(row.track_no)]
            return (self.key(track, first), *between, *numbers, self.key(track, "title"), track.id)

        return key

    def _sort_by_column(self, found: list[ModelTrack], sort: Sort) -> None:
        """Stable, and what has no value comes last in both directions."""

        def value(track: ModelTrack) -> Any:
            row = track.row
            return {
                "number": row.track_no,
                "title": self.key(track, "title"),
                "artist": self.key(track, "artist"),
                "album": self.key(track, "album"),
                "year": row.year,
                "length": row.duration_ms,
                "added": track.added_at,
                "plays": track.plays,
            }[sort.column]

        def is_unknown(track: ModelTrack) -> bool:
            return value(track) in {None, "\U0010ffff"}

        known = [track for track in found if not is_unknown(track)]
        known.sort(key=value, reverse=sort.descending)  # also in reverse, equals keep their order
        found[:] = known + [track for track in found if is_unknown(track)]


def _nulls_first(number: int | None) -> tuple[bool, int]:
    return (number is not None, number or 0)


def _row(path: bytes, name: bytes, tags: dict[str, Any]) -> TrackRow:
    return build_row(path + b"/" + name, Tags(**{"duration_ms": 180_000, "codec": "flac", **tags}))
