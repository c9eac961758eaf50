"""Sorted, filtered lists of track ids, which windows read piece by piece and which follow the library."""

import logging
import threading
import time
from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from dunnock.contract.errors import ViewGoneError
from dunnock.contract.events import (
    FavoritesUpdated,
    FeedReset,
    FoldersUpdated,
    LibraryUpdated,
    SettingsUpdated,
    ViewUpdated,
)
from dunnock.contract.models import Places, Rows, Section, TrackIds, View
from dunnock.contract.settings import Sort
from dunnock.media.fold import search_tokens
from dunnock.store import settings, track_lists
from dunnock.store.change_log import LogRow
from dunnock.store.database import Database

_log = logging.getLogger(__name__)

VIEWS_KEPT = 32
"""Views beyond this many are forgotten, the one unused for longest first; its window is told, and opens it again."""

_STALE_NAMES = frozenset({LibraryUpdated.NAME, FoldersUpdated.NAME, FeedReset.NAME})

_UNREAD = 2
"""A view that has changed so often without being read is shown by no window."""

_REST = 4
"""A view rests for so many times as long as its last rebuild took, so that rebuilding takes a fifth of one core."""

_STRETCH = 1_000
"""Rows that are read before looking whether a person acts: half a millisecond's work."""


@dataclass(slots=True)
class _List:
    """One view. `unread` counts its changes since a window last read it."""

    view_id: int
    section: Section
    words: tuple[str, ...]
    sort: Sort
    ids: "array[int]" = field(default_factory=lambda: array("I"))
    duration_ms: int = 0
    revision: int = 0
    seen: int = -1
    unread: int = 0
    rest_until: float = 0.0
    building: threading.Lock = field(default_factory=threading.Lock)

    @property
    def abandoned(self) -> bool:
        """Whether nobody reads it: such a view is not kept right until somebody does."""
        return self.unread >= _UNREAD


class Views:
    """All open views. Each is rebuilt on a thread of its own when the library changes, never on the way of an event."""

    def __init__(self, database: Database, publish: Callable[[ViewUpdated], None]) -> None:
        """Read lists from `database`; tell of changed ones through `publish`."""
        self._database = database
        self._publish = publish
        self._changed = threading.Condition()
        self._views: OrderedDict[int, _List] = OrderedDict()
        self._next_id = 1
        self._stale_from = 0
        self._favorites_stale_from = 0
        self._stopping = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to follow the library."""
        self._thread = threading.Thread(target=self._run, name="views", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop and wait for the thread to end."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def take(self, rows: Sequence[LogRow]) -> None:
        """Take events before any window hears of them."""
        relevant = [
            row.seq
            for row in rows
            if row.name in _STALE_NAMES
            or (row.name == SettingsUpdated.NAME and '"key":"sort_ignores_articles"' in row.payload)
        ]
        liked = [row.seq for row in rows if row.name == FavoritesUpdated.NAME]
        if relevant or liked:
            with self._changed:
                self._stale_from = max(self._stale_from, *relevant, 0)
                self._favorites_stale_from = max(self._favorites_stale_from, *liked, 0)
                self._changed.notify_all()

    def open(self, section: Section, query: str, sort: Sort) -> View:
        """Open a list; the same list opened twice is one view."""
        words = tuple(search_tokens(query))
        with self._changed:
            view = next(
                (
                    each
                    for each in self._views.values()
                    if (each.section, each.words, each.sort) == (section, words, sort)
                ),
                None,
            )
            if view is None:
                view = _List(self._next_id, section, words, sort)
                self._next_id += 1
                self._views[view.view_id] = view
            forgotten = [self._views.popitem(last=False)[1] for _ in range(len(self._views) - VIEWS_KEPT)]
        for each in forgotten:
            self._publish(ViewUpdated(view_id=each.view_id, revision=each.revision + 1, total=0))
        self._freshen(view)
        with self._database.read() as reader, self._changed:
            return View(
                view_id=view.view_id,
                revision=view.revision,
                total=len(view.ids),
                duration_ms=view.duration_ms,
                **reader.stamp(),
            )

    def rows(self, view_id: int, start: int, count: int) -> Rows:
        """Read rows by place.

        Raises:
            ViewGoneError: the view has been forgotten.
        """
        view = self._find(view_id)
        with self._database.read() as reader:
            with self._changed:
                ids, revision, duration_ms = view.ids, view.revision, view.duration_ms
            stamp = reader.stamp()
            return Rows.model_construct(
                view_id=view_id,
                revision=revision,
                total=len(ids),
                duration_ms=duration_ms,
                start=start,
                rows=track_lists.tracks(reader, ids[start : start + count]),
                **stamp,
            )

    def locate(self, view_id: int, track_ids: Sequence[int]) -> Places:
        """Find the places of tracks.

        Raises:
            ViewGoneError: the view has been forgotten.
        """
        view = self._find(view_id)
        with self._database.read() as reader:
            with self._changed:
                ids, revision = view.ids, view.revision
            wanted = set(track_ids)
            places = (
                {track_id: place for place, track_id in enumerate(ids) if track_id in wanted}
                if wanted
                else {}
            )
            return Places(
                view_id=view_id,
                revision=revision,
                places=[places.get(each) for each in track_ids],
                **reader.stamp(),
            )

    def track_ids(self, view_id: int, start: int, count: int) -> TrackIds:
        """Read ids by place.

        Raises:
            ViewGoneError: the view has been forgotten.
        """
        view = self._find(view_id)
        with self._database.read() as reader:
            with self._changed:
                ids, revision = view.ids, view.revision
            return TrackIds(
                view_id=view_id,
                revision=revision,
                start=start,
                track_ids=list(ids[start : start + count]),
                **reader.stamp(),
            )

    def _is_stale(self, view: _List) -> bool:
        """Whether a change has been taken that the view has not seen. A heart concerns the list of favorites alone."""
        if view.section == "favorites" and view.seen < self._favorites_stale_from:
            return True
        return view.seen < self._stale_from

    def _find(self, view_id: int) -> _List:
        with self._changed:
            view = self._views.get(view_id)
            if view is None:
                raise ViewGoneError("This list was closed.", "Open it again.")
        self._freshen(view)
        return view

    def _freshen(self, view: _List) -> None:
        """Note that a window reads the view. One that was abandoned has missed changes: it is rebuilt here and now."""
        with self._changed:
            if view.view_id in self._views:
                self._views.move_to_end(view.view_id)
            missed = view.abandoned or view.seen < 0
        if missed or self._thread is None:
            self._rebuild(view)
        with self._changed:
            view.unread = 0
            if missed:
                # What came during the rebuild has woken the thread while the view still counted as abandoned.
                self._changed.notify_all()

    def _rebuild(self, view: _List, *, background: bool = False) -> bool:
        """Read the list anew; return whether it differs.

        Args:
            view: the list.
            background: no person waits for it, and whoever acts meanwhile goes first.
        """
        with view.building:
            with self._changed:
                if view.seen >= 0 and not self._is_stale(view) and self._thread is not None:
                    return False
            spent, began = 0.0, time.monotonic()
            ids, duration_ms = array("I"), 0
            with self._database.read() as reader:
                seen = int(reader.stamp()["as_of"])
                ignore_articles = settings.current(reader).sort_ignores_articles
                found = track_lists.ids_and_durations(
                    reader, view.section, view.words, view.sort, ignore_articles=ignore_articles
                )
                for track_id, duration in found:
                    if background and len(ids) % _STRETCH == 0:
                        spent += time.monotonic() - began
                        self._database.make_way()
                        began = time.monotonic()
                    ids.append(track_id)
                    duration_ms += duration
            now = time.monotonic()
            with self._changed:
                view.seen = seen
                view.rest_until = now + (spent + now - began) * _REST
                if ids == view.ids and duration_ms == view.duration_ms and view.revision:
                    return False
                view.ids, view.duration_ms = ids, duration_ms
                view.revision += 1
                return True

    def _run(self) -> None:
        while True:
            with self._changed:
                stale = [
                    each
                    for each in self._views.values()
                    if not each.abandoned and each.seen >= 0 and self._is_stale(each)
                ]
                if self._stopping:
                    return
                now = time.monotonic()
                due = min((each.rest_until for each in stale), default=None)
                if due is None or due > now:
                    self._changed.wait(None if due is None else due - now)
                    continue
                view = min(stale, key=lambda each: each.rest_until)
                # The list of favorites is not as a person has just left it: that is shown at once.
                liked = view.section == "favorites" and view.seen < self._favorites_stale_from
            try:
                changed = self._rebuild(view, background=not liked)
            except Exception:  # noqa: BLE001 - as the next line says
                # One list that cannot be read now must not end the thread that keeps all lists right.
                _log.exception("View %s could not be rebuilt; trying again.", view.view_id)
                view.rest_until = time.monotonic() + 1
                continue
            if changed:
                with self._changed:
                    view.unread += 1
                    event = ViewUpdated(view_id=view.view_id, revision=view.revision, total=len(view.ids))
                self._publish(event)
