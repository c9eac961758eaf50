"""Views follow the library, and tell of what has changed."""

import threading
from typing import Any

import pytest

from dunnock.contract.events import SettingsUpdated, ViewUpdated
from dunnock.contract.settings import Sort
from dunnock.services.favorites import FavoritesService
from dunnock.store import track_lists
from dunnock.store.database import Database
from dunnock.views import Views
from tests.feed.window import Window
from tests.views.reading import BY_ARTIST, BY_TITLE, add_all
from tests.views.shelf import Shelf


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


def test_a_list_is_built_at_leisure_unless_a_person_waits_for_it(
    shelf: Shelf, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    rests: list[str] = []
    monkeypatch.setattr("dunnock.views._STRETCH", 2)
    monkeypatch.setattr(database, "make_way", lambda: rests.append(threading.current_thread().name))
    add_all(shelf, "a", "b", "c")
    shelf.views.open("library", "", BY_TITLE)
    shelf.rest()
    assert rests == []  # who opens a list waits for it
    add_all(shelf, "d", "e")
    shelf.rest()
    assert rests == ["views"] * 3
    liked = shelf.views.open("favorites", "", BY_TITLE)
    told = threading.Event()
    shelf.views._publish = lambda event: told.set() if event.view_id == liked.view_id else None
    rests.clear()
    FavoritesService(database).set(list(shelf.shown), favorite=True)
    shelf.feed.look()
    assert told.wait(10)
    assert shelf.views.rows(liked.view_id, 0, 9).total == 5
    assert rests == []  # a heart is missed in that list at once


def test_pruned_rows_make_every_list_be_built_again(shelf: Shelf, database: Database) -> None:
    view = shelf.views.open("library", "", BY_TITLE)
    shelf.add(title="a")
    with database.transaction() as transaction:
        transaction.execute("DELETE FROM change_log")  # before the feed has looked
        transaction.emit(_setting("theme", "dark"))
    shelf.rest()
    assert [event.total for event in shelf.published] == [1]
    assert shelf.views.rows(view.view_id, 0, 9).total == 1


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
