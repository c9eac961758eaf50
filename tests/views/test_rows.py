"""What can be read of a view: its rows by their places, and the places of tracks."""

import pytest

from dunnock.contract.errors import ViewGoneError
from dunnock.store.database import Database
from dunnock.views import VIEWS_KEPT
from tests.views.reading import BY_ARTIST, BY_TITLE, add_all
from tests.views.shelf import Shelf


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


def test_who_shows_a_forgotten_view_is_told(shelf: Shelf) -> None:
    shown = shelf.views.open("library", "", BY_TITLE)
    for number in range(VIEWS_KEPT):
        shelf.views.open("library", f"word{number}", BY_TITLE)
    assert [(each.view_id, each.revision) for each in shelf.published] == [
        (shown.view_id, shown.revision + 1)
    ]


def test_without_being_started_every_read_is_of_the_moment(database: Database) -> None:
    shelf = Shelf(database)
    shelf.add_folder(b"/music")
    view = shelf.views.open("library", "", BY_TITLE)
    shelf.add(title="a")
    assert shelf.views.rows(view.view_id, 0, 9).total == 1
    shelf.close()
