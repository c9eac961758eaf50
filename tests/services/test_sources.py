"""What can be put into a list: named one by one, or by what holds it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from dunnock.contract.errors import InvalidRequestError, NotFoundError
from dunnock.services.sources import Source, Sources
from dunnock.store.database import Database
from tests.services.desk import Desk, of
from tests.store.sample_library import add_folder, add_track


class Shelf:
    """A library of two albums of one artist, one of another, and a track without tags."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.ids: dict[str, int] = {}
        with database.transaction() as transaction:
            add_folder(transaction, b"/music")
            for name, tags in self.files().items():
                self.ids[name] = add_track(transaction, name.encode(), path=b"/music", **tags)
        self.sources = Sources(database, self.view)

    @staticmethod
    def files() -> dict[str, dict[str, Any]]:
        ada = {"artists": ("Ada Vale",)}
        return {
            "b2": {**ada, "title": "B two", "album": "Borealis", "track_no": 2},
            "a1": {**ada, "title": "A one", "album": "Aurora", "track_no": 1},
            "b1": {**ada, "title": "B one", "album": "Borealis", "track_no": 1},
            "other": {"artists": ("Zoë",), "title": "Z", "album": "Aurora", "album_artists": ("Zoë",)},
            "plain": {},
        }

    @staticmethod
    def view(view_id: int, start: int, count: int) -> Sequence[int]:
        return [view_id, start, count]

    def names(self, source: Source) -> list[str]:
        by_id = {track_id: name for name, track_id in self.ids.items()}
        return [by_id[each] for each in self.sources.find(source).track_ids]


@pytest.fixture
def shelf(database: Database) -> Shelf:
    return Shelf(database)


def test_an_album_is_named_by_one_of_its_tracks_and_comes_in_its_order(shelf: Shelf) -> None:
    assert shelf.names(Source(album_of=shelf.ids["b2"])) == ["b1", "b2"]
    assert shelf.names(Source(album_of=shelf.ids["other"])) == ["other"]
    assert shelf.names(Source(album_of=shelf.ids["plain"])) == ["plain"]


def test_an_artist_comes_album_after_album(shelf: Shelf) -> None:
    assert shelf.names(Source(artist_of=shelf.ids["b2"])) == ["a1", "b1", "b2"]
    assert shelf.names(Source(artist_of=shelf.ids["plain"])) == ["plain"]


def test_files_and_folders_stand_for_what_is_known_there(shelf: Shelf) -> None:
    found = shelf.sources.find(Source(paths=[b"/music/b1", b"/music/nothing", b"/music"]))
    assert found.unknown == 1
    by_id = {track_id: name for name, track_id in shelf.ids.items()}
    # the folder in the order of its numbers, those without one first
    assert [by_id[each] for each in found.track_ids] == ["b1", "other", "plain", "a1", "b1", "b2"]


def test_a_folder_whose_name_begins_like_another_is_another(shelf: Shelf) -> None:
    with shelf.database.transaction() as transaction:
        add_folder(transaction, b"/music2")
        add_track(transaction, b"else", path=b"/music2")
    assert len(shelf.names(Source(paths=[b"/music"]))) == 5


def test_a_path_through_a_link_leads_to_the_real_one(database: Database, tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.mkdir()
    (tmp_path / "link").symlink_to(real)
    with database.transaction() as transaction:
        add_folder(transaction, bytes(real))
        track_id = add_track(transaction, b"1.flac", path=bytes(real))
    sources = Sources(database, Shelf.view)
    for spelling in ("link/1.flac", "link", "real/../link/./1.flac"):
        assert sources.find(Source(paths=[bytes(tmp_path / spelling)])).track_ids == [track_id]


def test_paths_without_any_known_music_are_refused(shelf: Shelf) -> None:
    with pytest.raises(NotFoundError, match="/nowhere holds no music"):
        shelf.sources.find(Source(paths=[b"/nowhere", b"/music/none"]))


def test_missing_files_are_left_out_of_what_holds_them_but_not_where_they_are_named(shelf: Shelf) -> None:
    with shelf.database.transaction() as transaction:
        transaction.execute("UPDATE track SET missing_since = 1 WHERE id = ?", (shelf.ids["b1"],))
    assert shelf.names(Source(album_of=shelf.ids["b2"])) == ["b2"]
    assert shelf.names(Source(album_of=shelf.ids["b1"])) == ["b1", "b2"]
    assert shelf.names(Source(paths=[b"/music/b1"])) == ["b1"]
    assert "b1" not in shelf.names(Source(paths=[b"/music"]))


def test_a_range_of_a_view_is_what_the_view_says(shelf: Shelf) -> None:
    assert shelf.sources.find(Source(view=(7, 3, 2))).track_ids == [7, 3, 2]


def test_entries_stand_for_their_tracks(desk: Desk) -> None:
    desk.queue.add(of(*desk.tracks[:3]))
    playlist_id = desk.playlists.create("Rain", of(*desk.tracks[3:6])).playlist_id
    queued, listed = desk.queue_ids(), desk.playlist_ids(playlist_id)

    def found(source: Source) -> list[int]:
        return list(desk.sources.find(source).track_ids)

    assert found(Source(queue_entry_ids=[queued[2], queued[0]])) == [desk.tracks[2], desk.tracks[0]]
    assert found(Source(playlist_entry_ids=listed[1:])) == desk.tracks[4:6]
    assert found(Source(playlist_id=playlist_id)) == desk.tracks[3:6]
    assert found(Source(queue=True)) == desk.tracks[:3]


@pytest.mark.parametrize("source", [Source(), Source(track_ids=[1], album_of=1)])
def test_a_source_names_tracks_in_exactly_one_way(desk: Desk, source: Source) -> None:
    with pytest.raises(InvalidRequestError, match="exactly one way"):
        desk.queue.add(source)


@pytest.mark.parametrize("source", [Source(album_of=999), Source(artist_of=999), Source(playlist_id=999)])
def test_what_does_not_exist_is_refused(desk: Desk, source: Source) -> None:
    with pytest.raises(NotFoundError):
        desk.queue.add(source)
