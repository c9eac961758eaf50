import threading
from collections.abc import Iterator
from typing import Any

import pytest

from dunnock.contract.errors import ViewGoneError
from dunnock.contract.events import LibraryUpdated, SettingsUpdated, ViewUpdated
from dunnock.contract.models import Section
from dunnock.contract.settings import Sort
from dunnock.store import track_lists
from dunnock.store.database import Database
from dunnock.views import VIEWS_KEPT, Views
from tests.feed.window import Window
from tests.views.shelf import Shelf

BY_ARTIST = Sort(column="artist", descending=False)
BY_TITLE = Sort(column="title", descending=False)


@pytest.fixture
def shelf(database: Database) -> Iterator[Shelf]:
    """A library with one empty folder, and views that follow it."""
    shelf = Shelf(database)
    shelf.add_folder(b"/music")
    shelf.feed.look()
    shelf.start()
    yield shelf
    shelf.close()


def titles(
    shelf: Shelf, query: str = "", sort: Sort = BY_TITLE, section: Section = "library"
) -> list[str | None]:
    """What a list shows, with None where a row is empty."""
    view = shelf.views.open(section, query, sort)
    return [row.title if row else None for row in shelf.views.rows(view.view_id, 0, 100).rows]


def add_all(shelf: Shelf, *names: str) -> None:
    for name in names:
        shelf.add(title=name)


def test_a_view_tells_how_much_it_holds(shelf: Shelf) -> None:
    shelf.add(title="One", duration_ms=1_000)
    shelf.add(title="Two", duration_ms=500)
    view = shelf.views.open("library", "", BY_TITLE)
    assert (view.total, view.duration_ms, view.revision) == (2, 1_500, 1)


def test_rows_are_read_by_place(shelf: Shelf) -> None:
    add_all(shelf, "c", "a", "d", "b")
    view = shelf.views.open("library", "", BY_TITLE)
    reply = shelf.views.rows(view.view_id, 1, 2)
    assert [row.title for row in reply.rows if row] == ["b", "c"]
    assert (reply.start, reply.total, reply.revision) == (1, 4, 1)
    assert shelf.views.rows(view.view_id, 3, 10).rows[0] is not None
    assert shelf.views.rows(view.view_id, 4, 10).rows == []
    assert shelf.views.rows(view.view_id, 400, 10).rows == []


def test_a_row_has_all_that_a_list_shows(shelf: Shelf) -> None:
    track_id = shelf.add(
        title="Sólo",
        artists=("Åse", "Ole"),
        album="Fjord",
        album_artists=("Various",),
        track_no=3,
        disc_no=2,
        year=1999,
        duration_ms=61_000,
        added_at=77,
        plays=4,
        codec="opus",
    )
    view = shelf.views.open("library", "", BY_TITLE)
    assert shelf.views.rows(view.view_id, 0, 1).model_dump(mode="json")["rows"] == [
        {
            "id": track_id,
            "title": "Sólo",
            "artist": "Åse, Ole",
            "album": "Fjord",
            "album_artist": "Various",
            "track_no": 3,
            "disc_no": 2,
            "year": 1999,
            "duration_ms": 61_000,
            "added_at": 77,
            "plays": 4,
            "favorite": False,
            "codec": "opus",
            "state": "ok",
            "path": "/music/1.flac",
        }
    ]


def test_a_missing_track_and_one_in_an_offline_folder_say_so(shelf: Shelf, database: Database) -> None:
    shelf.add_folder(b"/stick")
    missing = shelf.add(title="a")
    shelf.add(b"/stick", title="b")
    with database.transaction() as transaction:
        transaction.execute("UPDATE track SET missing_since = 1 WHERE id = ?", (missing,))
        transaction.execute("UPDATE folder SET offline_reason = 'gone' WHERE path = ?", (b"/stick",))
    view = shelf.views.open("library", "", BY_TITLE)
    assert [row.state for row in shelf.views.rows(view.view_id, 0, 9).rows if row] == ["missing", "offline"]


def test_names_are_sorted_without_their_article_unless_the_setting_says_so(shelf: Shelf) -> None:
    add_all(shelf, "The Zephyr", "A Moth", "Nest", "Der Berg")
    assert titles(shelf) == ["Der Berg", "A Moth", "Nest", "The Zephyr"]
    shelf.set_ignore_articles(ignore=False)
    shelf.rest()
    assert titles(shelf) == ["A Moth", "Der Berg", "Nest", "The Zephyr"]


def test_names_are_sorted_without_case_and_accents_and_with_their_numbers(shelf: Shelf) -> None:
    add_all(shelf, "track 10", "Track 2", "Écume", "echo", "Zen", "éclair")
    assert titles(shelf) == ["echo", "éclair", "Écume", "track 2".capitalize(), "track 10", "Zen"]


@pytest.mark.parametrize("descending", [False, True])
def test_what_is_unknown_comes_last_in_both_directions(shelf: Shelf, *, descending: bool) -> None:
    shelf.add(title="unknown")
    shelf.add(title="known", artists=("Åse",), album="Fjord", year=1999, track_no=3)
    for column in ("artist", "album", "year", "number"):
        sort = Sort.model_validate({"column": column, "descending": descending})
        assert titles(shelf, sort=sort) == ["known", "unknown"], column


def test_equals_keep_one_order_in_both_directions(shelf: Shelf) -> None:
    for number in (2, 1, 3):
        shelf.add(
            title=f"Song {number}", artists=("Åse",), album="Fjord", disc_no=1, track_no=number, year=1999
        )
    for descending in (False, True):
        assert titles(shelf, sort=Sort(column="year", descending=descending)) == [
            "Song 1",
            "Song 2",
            "Song 3",
        ]


def test_every_word_typed_must_begin_a_word_of_the_track(shelf: Shelf) -> None:
    shelf.add(title="Nightfall", artists=("Motörhead",))
    shelf.add(title="Night Train", artists=("Wren",))
    assert titles(shelf, "night") == ["Night Train", "Nightfall"]
    assert titles(shelf, "moto nig") == ["Nightfall"]
    assert titles(shelf, "TRAIN  wr") == ["Night Train"]
    assert titles(shelf, "fall") == []  # not the middle of a word
    assert titles(shelf, '"night" OR train* NOT (') == []  # words like others, and signs
    shelf.add(title="Night or Not a Train")
    shelf.rest()
    assert titles(shelf, '"night" OR train* NOT (') == ["Night or Not a Train"]


def test_the_recently_added_are_the_newest_five_hundred(shelf: Shelf) -> None:
    for number in range(510):
        shelf.add(title=f"{number:03}", added_at=number)
    newest = Sort(column="added", descending=True)
    found = shelf.views.open("recently-added", "", newest)
    assert found.total == 500
    assert titles(shelf, sort=newest, section="recently-added")[:2] == ["509", "508"]
    # A search within looks among those alone.
    assert titles(shelf, "009", newest, "recently-added") == []
    assert titles(shelf, "010", newest, "recently-added") == ["010"]


def played(shelf: Shelf, track_id: int, plays: int, at: int) -> None:
    with shelf.database.transaction() as transaction:
        transaction.execute(
            "UPDATE track SET plays = ?, last_played_at = ? WHERE id = ?", (plays, at, track_id)
        )
        transaction.emit(LibraryUpdated(action="updated", track_ids=[track_id]))


def test_the_played_are_the_last_and_the_most_played_and_follow_each_play(shelf: Shelf) -> None:
    add_all(shelf, "a", "b", "c", "d")
    by_time = Sort(column="added", descending=True)
    by_plays = Sort(column="plays", descending=True)
    first, second, third, _ = sorted(shelf.shown)
    played(shelf, first, 9, at=100)
    played(shelf, second, 1, at=300)
    played(shelf, third, 4, at=200)
    shelf.rest()
    assert titles(shelf, "", by_time, "recently-played") == ["b", "c", "a"]
    assert titles(shelf, "", by_plays, "most-played") == ["a", "c", "b"]
    played(shelf, third, 10, at=400)
    shelf.rest()
    assert titles(shelf, "", by_time, "recently-played") == ["c", "b", "a"]
    assert titles(shelf, "", by_plays, "most-played") == ["c", "a", "b"]
    assert titles(shelf, "a", by_time, "recently-played") == ["a"]


def test_the_played_are_the_first_five_hundred_of_their_order(shelf: Shelf) -> None:
    for number in range(510):
        played(shelf, shelf.add(title=f"{number:03}"), plays=number + 1, at=1000 - number)
    shelf.rest()
    sections: list[tuple[Section, str]] = [("recently-played", "505"), ("most-played", "005")]
    for section, missing in sections:
        assert shelf.views.open(section, "", BY_TITLE).total == 500, section
        assert titles(shelf, missing, BY_TITLE, section) == []


def test_what_lies_in_a_removed_folder_is_not_among_the_played(shelf: Shelf) -> None:
    add_all(shelf, "a")
    played(shelf, next(iter(shelf.shown)), 3, at=1)
    shelf.toggle_folder(b"/music")
    shelf.rest()
    assert titles(shelf, section="most-played") == []
    assert titles(shelf, section="recently-played") == []


def test_a_removed_folder_is_hidden_at_once_and_shown_again_when_it_is_back(shelf: Shelf) -> None:
    shelf.add_folder(b"/other")
    shelf.add(title="here")
    shelf.add(b"/other", title="there")
    assert titles(shelf) == ["here", "there"]
    shelf.toggle_folder(b"/other")
    shelf.rest()
    assert titles(shelf) == ["here"]
    assert titles(shelf, "the") == []
    shelf.toggle_folder(b"/other")
    shelf.rest()
    assert titles(shelf) == ["here", "there"]


def test_the_same_list_opened_twice_is_one_view(shelf: Shelf) -> None:
    one = shelf.views.open("library", "a  B", BY_TITLE)
    assert shelf.views.open("library", "A b", BY_TITLE).view_id == one.view_id
    assert shelf.views.open("library", "b a", BY_ARTIST).view_id != one.view_id


def test_tracks_are_found_by_their_ids(shelf: Shelf) -> None:
    c, a, b = (shelf.add(title=name) for name in "cab")
    view = shelf.views.open("library", "", BY_TITLE)
    assert shelf.views.locate(view.view_id, [b, 999, c, a, b]).places == [1, None, 2, 0, 1]
    assert shelf.views.locate(view.view_id, []).places == []
    assert shelf.views.track_ids(view.view_id, 1, 5).track_ids == [b, c]


def test_a_track_that_left_since_the_list_was_built_is_an_empty_row(database: Database) -> None:
    shelf = Shelf(database)
    shelf.add_folder(b"/music")
    a, _ = shelf.add(title="a"), shelf.add(title="b")
    shelf.feed.look()
    shelf.start()
    view = shelf.views.open("library", "", BY_TITLE)
    shelf.remove(a)  # nobody has looked at the log yet
    rows = shelf.views.rows(view.view_id, 0, 9).rows
    assert [row and row.title for row in rows] == [None, "b"]
    shelf.close()


def test_a_changed_list_is_told_of_after_it_can_be_read(shelf: Shelf) -> None:
    view = shelf.views.open("library", "", BY_TITLE)
    read: list[int] = []
    told = threading.Event()

    def publish(event: ViewUpdated) -> None:
        # What the event says is there: a window that hears it reads no older list.
        reply = shelf.views.rows(event.view_id, 0, 9)
        read.append(len(reply.rows) if (reply.revision, reply.total) >= (event.revision, event.total) else -1)
        told.set()

    shelf.views._publish = publish
    shelf.add(title="a")
    shelf.feed.look()
    assert told.wait(10)
    assert read == [1]
    assert shelf.views.open("library", "", BY_TITLE).revision == view.revision + 1


def test_a_list_that_has_not_changed_is_not_told_of(shelf: Shelf) -> None:
    track_id = shelf.add(title="a")
    view = shelf.views.open("library", "", BY_TITLE)
    shelf.retag(track_id, title="a", comment="new")
    shelf.rest()
    assert shelf.published == []
    assert shelf.views.open("library", "", BY_TITLE).revision == view.revision


def test_an_event_of_another_concern_rebuilds_nothing(shelf: Shelf, database: Database) -> None:
    view = shelf.views.open("library", "", BY_TITLE)
    before = shelf.views._views[view.view_id].seen
    with database.transaction() as transaction:
        transaction.execute("REPLACE INTO setting VALUES ('theme', '\"dark\"')")
        transaction.emit(_setting("theme", "dark"))
    shelf.rest()
    assert shelf.views._views[view.view_id].seen == before


def test_a_view_nobody_reads_costs_nothing_after_two_changes_and_is_right_when_it_is_read(
    shelf: Shelf,
) -> None:
    view = shelf.views.open("library", "", BY_TITLE)
    for number in range(10):
        shelf.add(title=f"{number}")
        shelf.rest()
    assert [event.total for event in shelf.published] == [1, 2]
    rows = shelf.views.rows(view.view_id, 0, 100)
    assert (len(rows.rows), rows.total) == (10, 10)
    # It is read again, so it is followed again.
    shelf.add(title="x")
    shelf.rest()
    assert [event.total for event in shelf.published] == [1, 2, 11]


def test_a_window_that_reads_an_abandoned_view_when_it_hears_of_a_change_gets_the_change(
    shelf: Shelf,
) -> None:
    # Views take an event before any window hears of it: without that order this read would find the old list.
    view = shelf.views.open("library", "", BY_TITLE)
    for number in range(3):
        shelf.add(title=f"{number}")
        shelf.rest()
    totals: list[int] = []
    window = Window(shelf.feed)
    window.on_event = lambda _: totals.append(shelf.views.rows(view.view_id, 0, 1).total)
    shelf.add(title="x")
    shelf.feed.look()
    assert totals == [4]


def test_a_view_read_while_it_could_not_be_built_is_built_at_the_next_read(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = shelf.views.open("library", "", BY_TITLE)
    for number in range(3):
        shelf.add(title=f"{number}")
        shelf.rest()
    with monkeypatch.context() as patch:
        patch.setattr("dunnock.views.track_lists.ids_and_durations", _broken)
        with pytest.raises(OSError, match="disk"):
            shelf.views.rows(view.view_id, 0, 9)
    assert shelf.views.rows(view.view_id, 0, 9).total == 3


def test_a_change_that_comes_while_an_abandoned_view_is_built_is_not_missed(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = shelf.views.open("library", "", BY_TITLE)
    for number in range(3):
        shelf.add(title=f"{number}")
        shelf.rest()
    real = track_lists.ids_and_durations

    def change_meanwhile(*values: Any, **options: Any) -> Any:
        found = list(real(*values, **options))
        monkeypatch.undo()
        shelf.add(title="x")
        shelf.feed.look()
        return found

    monkeypatch.setattr("dunnock.views.track_lists.ids_and_durations", change_meanwhile)
    assert shelf.views.rows(view.view_id, 0, 9).total == 3
    shelf.rest()
    assert shelf.published[-1].total == 4
    assert shelf.views.rows(view.view_id, 0, 9).total == 4


def test_one_view_that_cannot_be_built_ends_no_other(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real = track_lists.ids_and_durations
    one, two = shelf.views.open("library", "", BY_TITLE), shelf.views.open("library", "", BY_ARTIST)

    def sometimes(reader: Any, section: Any, words: Any, sort: Sort, **options: Any) -> Any:
        return _broken() if sort == BY_TITLE else real(reader, section, words, sort, **options)

    told = threading.Event()
    shelf.views._publish = lambda event: told.set() if event.view_id == two.view_id else None
    monkeypatch.setattr("dunnock.views.track_lists.ids_and_durations", sometimes)
    shelf.add(title="a")
    shelf.feed.look()
    assert told.wait(10)
    assert shelf.views.rows(two.view_id, 0, 9).total == 1
    assert one.view_id != two.view_id


def test_a_forgotten_view_says_so_and_the_one_unused_for_longest_is_forgotten_first(shelf: Shelf) -> None:
    first = shelf.views.open("library", "first", BY_TITLE)
    second = shelf.views.open("library", "second", BY_TITLE)
    for number in range(VIEWS_KEPT - 2):
        shelf.views.open("library", f"word{number}", BY_TITLE)
    shelf.views.rows(first.view_id, 0, 1)
    shelf.views.open("library", "one more", BY_TITLE)
    shelf.views.rows(first.view_id, 0, 1)
    for read in (
        lambda: shelf.views.rows(second.view_id, 0, 1),
        lambda: shelf.views.locate(second.view_id, [1]),
        lambda: shelf.views.track_ids(second.view_id, 0, 1),
    ):
        with pytest.raises(ViewGoneError, match=r"closed\. Open it again"):
            read()
    assert shelf.views.open("library", "second", BY_TITLE).view_id != second.view_id


def test_pruned_rows_make_every_list_be_built_again(shelf: Shelf, database: Database) -> None:
    view = shelf.views.open("library", "", BY_TITLE)
    shelf.add(title="a")
    with database.transaction() as transaction:
        transaction.execute("DELETE FROM change_log")  # before the feed has looked
        transaction.emit(_setting("theme", "dark"))
    shelf.rest()
    assert [event.total for event in shelf.published] == [1]
    assert shelf.views.rows(view.view_id, 0, 9).total == 1


def test_without_being_started_every_read_is_of_the_moment(database: Database) -> None:
    shelf = Shelf(database)
    shelf.add_folder(b"/music")
    view = shelf.views.open("library", "", BY_TITLE)
    shelf.add(title="a")
    assert shelf.views.rows(view.view_id, 0, 9).total == 1
    shelf.close()


def test_closed_views_leave_no_thread(database: Database) -> None:
    before = set(threading.enumerate())
    views = Views(database, lambda _: None)
    views.start()
    views.close()
    views.close()
    assert set(threading.enumerate()) == before


def _setting(key: str, value: object) -> SettingsUpdated:
    return SettingsUpdated(key=key, value=value, previous_value=None)


def _broken(*_: Any, **__: Any) -> Any:
    raise OSError("the disk is broken")
