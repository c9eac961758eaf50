"""Whatever happens to the library, a view at rest is what a plain sorted list of the same tracks would be."""

import contextlib
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from dunnock.contract.errors import ViewGoneError
from dunnock.contract.models import View
from dunnock.contract.settings import Sort
from tests.store.quick_database import quick_database
from tests.views.shelf import Shelf

_WORDS = [
    "The",
    "A",
    "Der",
    "Night",
    "night",
    "Åse",
    "ase",
    "Train 2",
    "Train 10",
    "東京",
    "!!!",
    "L'Arc",
    "Zen",
]
_NAMES = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=2).map(" ".join)
_MAYBE = st.none() | _NAMES

_TAGS = st.fixed_dictionaries(
    {
        "title": _MAYBE,
        "artists": st.lists(_NAMES, max_size=2).map(tuple),
        "album": _MAYBE,
        "album_artists": st.lists(_NAMES, max_size=1).map(tuple),
        "compilation": st.booleans(),
        "track_no": st.none() | st.integers(1, 3),
        "disc_no": st.none() | st.integers(1, 2),
        "year": st.none() | st.integers(1999, 2001),
        "duration_ms": st.integers(1, 3),
    }
)
_LISTS = st.tuples(
    st.sampled_from(["library", "library", "recently-added"]),
    st.sampled_from(["", "", "n", "nig", "ase", "t tr", "the night", "東", "京", "u21", "nothing"]),
    st.builds(
        Sort,
        column=st.sampled_from(["number", "title", "artist", "album", "year", "length", "added", "plays"]),
        descending=st.booleans(),
    ),
)

FOLDERS = (b"/music", b"/stick")


class Browsing(RuleBasedStateMachine):
    """A library that changes, and windows that open lists and read some of them, sometimes."""

    def __init__(self) -> None:
        super().__init__()
        self._stack = contextlib.ExitStack()
        self.shelf = Shelf(self._stack.enter_context(quick_database()))
        self._stack.callback(self.shelf.close)
        self.views: dict[int, tuple[View, Any]] = {}

    @initialize(following=st.sampled_from([True, True, False]), tags=st.lists(_TAGS, max_size=4))
    def begin(self, *, following: bool, tags: list[dict[str, Any]]) -> None:
        for path in FOLDERS:
            self.shelf.add_folder(path)
            for each in tags:
                self.shelf.add(path, **each)
        self.shelf.feed.look()
        if following:
            self.shelf.start()

    @rule(path=st.sampled_from(FOLDERS), added_at=st.integers(0, 3), plays=st.integers(0, 2), tags=_TAGS)
    def add(self, path: bytes, added_at: int, plays: int, tags: dict[str, Any]) -> None:
        self.shelf.add(path, added_at=added_at, plays=plays, **tags)

    @rule(which=st.integers(0, 99), tags=_TAGS)
    @precondition(lambda self: self.shelf.shown)
    def retag(self, which: int, tags: dict[str, Any]) -> None:
        self.shelf.retag(self._some_track(which), **tags)

    @rule(which=st.integers(0, 99))
    @precondition(lambda self: self.shelf.shown)
    def remove(self, which: int) -> None:
        self.shelf.remove(self._some_track(which))

    @rule(path=st.sampled_from(FOLDERS))
    def toggle_folder(self, path: bytes) -> None:
        self.shelf.toggle_folder(path)

    @rule(ignore=st.booleans())
    def set_ignore_articles(self, *, ignore: bool) -> None:
        self.shelf.set_ignore_articles(ignore=ignore)

    @rule(which=_LISTS)
    @precondition(lambda self: len(self.views) < 5)
    def open_view(self, which: Any) -> None:
        view = self.shelf.views.open(*which)
        self.views[view.view_id] = (view, which)

    @rule()
    def look(self) -> None:
        """The feed takes what there is; nobody waits for the views."""
        self.shelf.feed.look()

    @rule(which=st.integers(0, 99))
    @precondition(lambda self: self.views)
    def read(self, which: int) -> None:
        """A window reads a list at rest. Lists for which this happens seldom are not kept right meanwhile."""
        self.shelf.rest()
        self._check(list(self.views)[which % len(self.views)])

    @invariant()
    def a_view_that_was_told_of_is_never_older_than_that(self) -> None:
        for event in self.shelf.published[-3:]:
            with contextlib.suppress(ViewGoneError):
                assert self.shelf.views._views[event.view_id].revision >= event.revision

    def teardown(self) -> None:
        """At rest every list is right, whether it was kept so or is only now read again."""
        try:
            self.shelf.rest()
            for view_id in self.views:
                self._check(view_id)
        finally:
            self._stack.close()

    def _check(self, view_id: int) -> None:
        section, query, sort = self.views[view_id][1]
        expected = self.shelf.expected(section, query, sort)
        views = self.shelf.views
        assert views.track_ids(view_id, 0, 1_000).track_ids == expected
        middle = len(expected) // 2
        rows = views.rows(view_id, middle, 5)
        assert [row and row.id for row in rows.rows] == expected[middle : middle + 5]
        assert (rows.total, rows.duration_ms) == (len(expected), self.shelf.expected_duration(expected))
        asked = [*sorted(expected), 10_000]
        places = {track_id: place for place, track_id in enumerate(expected)}
        assert views.locate(view_id, asked).places == [places.get(each) for each in asked]
        opened = views.open(section, query, sort)
        assert (opened.view_id, opened.total, opened.revision) == (view_id, len(expected), rows.revision)

    def _some_track(self, which: int) -> int:
        return sorted(self.shelf.shown)[which % len(self.shelf.shown)]


@pytest.mark.slow
@pytest.mark.timeout(600)  # when it fails, a short example is looked for, for up to five minutes
def test_a_view_at_rest_is_the_sorted_list_of_what_it_should_hold() -> None:
    run_state_machine_as_test(Browsing, settings=settings(max_examples=50, stateful_step_count=25))
