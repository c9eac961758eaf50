"""Favorites: one event a track, one act however many."""

import pytest

from dunnock.contract.errors import NotFoundError
from dunnock.contract.events import FavoritesUpdated, HistoryUpdated
from dunnock.contract.settings import Sort
from dunnock.feed import LogRow
from dunnock.services import favorites
from dunnock.services.library import LibraryService
from dunnock.views import Views
from tests.services.desk import Desk


def test_several_tracks_are_one_act_and_an_event_each(desk: Desk) -> None:
    one, two, three = desk.tracks[:3]
    desk.favorites.set([two, one, two], favorite=True)
    assert desk.told() == [
        FavoritesUpdated(action="added", track_id=two),
        FavoritesUpdated(action="added", track_id=one),
        HistoryUpdated(undo="Added 2 tracks to the liked songs", redo=None),
    ]
    desk.favorites.set([one, three], favorite=False)
    assert desk.told() == [
        FavoritesUpdated(action="removed", track_id=one),
        HistoryUpdated(undo="Removed 1 track from the liked songs", redo=None),
    ]


def test_what_is_so_already_is_no_act(desk: Desk) -> None:
    desk.favorites.set(desk.tracks[:2], favorite=True)
    desk.told()
    assert desk.favorites.set(desk.tracks[:2], favorite=True).label is None
    assert desk.favorites.set(desk.tracks[2:], favorite=False).label is None
    assert desk.told() == []


def test_a_track_that_is_not_there_is_refused(desk: Desk) -> None:
    with pytest.raises(NotFoundError, match="not in the library"):
        desk.favorites.set([999], favorite=True)


def test_toggling_likes_all_unless_all_are_liked(desk: Desk) -> None:
    one, two = desk.tracks[:2]
    desk.favorites.set([one], favorite=True)
    desk.favorites.toggle([one, two])
    assert desk.liked() == {one, two}
    desk.favorites.toggle([one, two])
    assert desk.liked() == set()


def test_undo_brings_back_the_day_a_track_became_a_favorite(desk: Desk) -> None:
    one, two = desk.tracks[:2]
    with desk.database.transaction() as transaction:
        transaction.execute("INSERT INTO favorite VALUES (?, 1000), (?, 2000)", (one, two))
    desk.favorites.set([one, two], favorite=False)
    desk.history.undo()
    library = LibraryService(desk.database)
    assert [track.id for track in library.favorites(10)] == [two, one]
    with desk.database.read() as reader:
        assert list(reader.rows("SELECT * FROM favorite")) == [(one, 1000), (two, 2000)]


def test_rows_say_whether_a_track_is_a_favorite(desk: Desk) -> None:
    desk.favorites.set([desk.tracks[0]], favorite=True)
    liked = {track.id: track.favorite for track in LibraryService(desk.database).tracks("", 100)}
    assert liked == {each: each == desk.tracks[0] for each in desk.tracks}


def test_a_track_that_takes_the_place_of_a_favorite_is_one_since_the_same_day(desk: Desk) -> None:
    one, two = desk.tracks[:2]
    with desk.database.transaction() as transaction:
        transaction.execute("INSERT INTO favorite VALUES (?, 1000)", (one,))
        favorites.follow_track(transaction, one, two)
    assert desk.told() == [
        FavoritesUpdated(action="removed", track_id=one),
        FavoritesUpdated(action="added", track_id=two),
    ]
    with desk.database.read() as reader:
        assert list(reader.rows("SELECT * FROM favorite")) == [(two, 1000)]


def test_the_list_of_favorites_follows_hearts_and_other_lists_do_not(desk: Desk) -> None:
    changed: list[int] = []
    views = Views(desk.database, lambda event: changed.append(event.view_id))
    newest = Sort(column="added", descending=True)
    liked = views.open("favorites", "", newest)
    everything = views.open("library", "", newest)
    assert (liked.total, everything.total) == (0, 8)
    for number, track_id in enumerate(desk.tracks[:3]):
        with desk.database.transaction() as transaction:
            transaction.execute("INSERT INTO favorite VALUES (?, ?)", (track_id, number))
            transaction.emit(FavoritesUpdated(action="added", track_id=track_id))
    rows = [
        LogRow(100 + number, 0, event.NAME, event.model_dump_json())
        for number, event in enumerate(desk.told())
    ]
    views.take(rows)
    assert [view.view_id for view in views._views.values() if views._is_stale(view)] == [liked.view_id]
    assert views.track_ids(liked.view_id, 0, 10).track_ids == desk.tracks[2::-1]
    assert views.open("favorites", "title 1", newest).total == 1
