"""Playlists: what each act makes of them, and exactly what is told."""

from collections.abc import Callable

import pytest

from dunnock.contract.errors import NotFoundError, PlaylistError
from dunnock.contract.events import Event, HistoryUpdated, PlaylistsUpdated
from dunnock.services.playlists import changes
from dunnock.services.sources import Source
from dunnock.store.playlists import NewEntry
from tests.services.desk import Desk, of


def made(desk: Desk, count: int = 3, name: str = "Rain") -> tuple[int, list[int]]:
    """A playlist, its entries, and nothing told of it."""
    playlist_id = desk.playlists.create(name, of(*desk.tracks[:count])).playlist_id
    desk.told()
    return playlist_id, desk.playlist_ids(playlist_id)


def told_of_playlists(desk: Desk) -> list[Event]:
    return [event for event in desk.told() if isinstance(event, PlaylistsUpdated)]


def test_a_playlist_is_created_and_filled_in_one_act(desk: Desk) -> None:
    one, two = desk.tracks[:2]
    reply = desk.playlists.create("  Rain \n music ", of(one, two, one))
    assert desk.told() == [
        PlaylistsUpdated(action="created", playlist_id=reply.playlist_id, track_ids=None),
        PlaylistsUpdated(action="track_added", playlist_id=reply.playlist_id, track_ids=[one, two, one]),
        HistoryUpdated(undo="Created the playlist “Rain music”", redo=None),
    ]
    (found,) = desk.playlists.list().playlists
    assert (found.name, found.length, found.description) == ("Rain music", 3, "")


def test_an_empty_playlist_tells_of_no_tracks(desk: Desk) -> None:
    reply = desk.playlists.create("Rain")
    assert told_of_playlists(desk) == [
        PlaylistsUpdated(action="created", playlist_id=reply.playlist_id, track_ids=None)
    ]


@pytest.mark.parametrize("name", ["", "  ", "\n", "x" * 201])
def test_a_playlist_needs_a_name_of_a_sensible_length(desk: Desk, name: str) -> None:
    with pytest.raises(PlaylistError, match="name"):
        desk.playlists.create(name)
    playlist_id, _ = made(desk)
    with pytest.raises(PlaylistError, match="name"):
        desk.playlists.update(playlist_id, name=name)
    with pytest.raises(PlaylistError, match="description"):
        desk.playlists.update(playlist_id, description="x" * 4001)


def test_playlists_are_listed_by_name_as_people_sort(desk: Desk) -> None:
    for name in ("Zen", "The Autumn", "åse 10", "åse 9", "beat"):
        desk.playlists.create(name)
    assert [each.name for each in desk.playlists.list().playlists] == [
        "åse 9",
        "åse 10",
        "The Autumn",
        "beat",
        "Zen",
    ]


def test_renaming_and_describing_are_told_once(desk: Desk) -> None:
    playlist_id, _ = made(desk)
    desk.playlists.update(playlist_id, name="Sun", description="For noon.")
    assert desk.told() == [
        PlaylistsUpdated(action="updated", playlist_id=playlist_id, track_ids=None),
        HistoryUpdated(undo="Renamed the playlist “Rain” to “Sun”", redo=None),
    ]
    assert desk.playlists.update(playlist_id, name="Sun").label is None
    assert desk.playlists.update(playlist_id, description="").label == (
        "Changed the description of the playlist “Sun”"
    )


def test_tracks_are_added_before_an_entry_and_removed(desk: Desk) -> None:
    playlist_id, entries = made(desk)
    desk.playlists.add(playlist_id, of(desk.tracks[5]), entries[1])
    desk.playlists.remove(playlist_id, [entries[0], entries[2]])
    assert desk.told() == [
        PlaylistsUpdated(action="track_added", playlist_id=playlist_id, track_ids=[desk.tracks[5]]),
        HistoryUpdated(undo="Added 1 track to the playlist “Rain”", redo=None),
        PlaylistsUpdated(
            action="track_removed", playlist_id=playlist_id, track_ids=[desk.tracks[0], desk.tracks[2]]
        ),
        HistoryUpdated(undo="Removed 2 tracks from the playlist “Rain”", redo=None),
    ]
    rows = desk.playlists.rows(playlist_id, 0, 10).rows
    assert [row.track.id for row in rows if row.track] == [desk.tracks[5], desk.tracks[1]]


def test_duplicates_are_asked_about_once(desk: Desk) -> None:
    playlist_id, _ = made(desk)
    wanted = of(desk.tracks[2], desk.tracks[3], desk.tracks[3])
    reply = desk.playlists.add(playlist_id, wanted)
    assert (reply.label, reply.added, reply.duplicates) == (None, 0, 2)
    assert desk.told() == []
    assert desk.playlists.add(playlist_id, wanted, duplicates="skip").added == 1
    assert desk.playlists.add(playlist_id, wanted, duplicates="add").added == 3
    assert len(desk.playlist_ids(playlist_id)) == 7


def test_a_track_that_was_removed_is_no_duplicate(desk: Desk) -> None:
    playlist_id, entries = made(desk)
    desk.playlists.remove(playlist_id, entries[:1])
    assert desk.playlists.add(playlist_id, of(desk.tracks[0])).duplicates == 0


def test_moving_is_told_as_a_new_order(desk: Desk) -> None:
    playlist_id, entries = made(desk)
    desk.playlists.move(playlist_id, entries[1:], entries[0])
    assert told_of_playlists(desk) == [
        PlaylistsUpdated(action="reordered", playlist_id=playlist_id, track_ids=None)
    ]
    assert desk.playlist_ids(playlist_id) == [*entries[1:], entries[0]]
    assert desk.playlists.locate(playlist_id, [entries[0], 99]).places == [2, None]


def test_a_deleted_playlist_is_gone_until_undo_brings_back_its_entries(desk: Desk) -> None:
    playlist_id, entries = made(desk)
    desk.playlists.delete(playlist_id)
    assert told_of_playlists(desk) == [
        PlaylistsUpdated(action="deleted", playlist_id=playlist_id, track_ids=None)
    ]
    assert desk.playlists.list().playlists == []
    acts: list[Callable[[], object]] = [
        lambda: desk.playlists.rows(playlist_id, 0, 1),
        lambda: desk.playlists.entry_ids(playlist_id, 0, 1),
        lambda: desk.playlists.locate(playlist_id, []),
        lambda: desk.playlists.update(playlist_id, name="x"),
        lambda: desk.playlists.delete(playlist_id),
        lambda: desk.playlists.add(playlist_id, of(1)),
        lambda: desk.playlists.remove(playlist_id, entries),
        lambda: desk.playlists.move(playlist_id, entries, None),
        lambda: desk.playlists.create("Copy", Source(playlist_id=playlist_id)),
    ]
    for act in acts:
        with pytest.raises(NotFoundError, match="does not exist"):
            act()
    desk.history.undo()
    assert desk.playlist_ids(playlist_id) == entries
    assert told_of_playlists(desk) == [
        PlaylistsUpdated(action="created", playlist_id=playlist_id, track_ids=None),
        PlaylistsUpdated(action="track_added", playlist_id=playlist_id, track_ids=desk.tracks[:3]),
    ]


def test_an_entry_that_is_gone_is_nothing_to_go_before(desk: Desk) -> None:
    playlist_id, entries = made(desk)
    desk.playlists.remove(playlist_id, entries[:1])
    acts: list[Callable[[], object]] = [
        lambda: desk.playlists.add(playlist_id, of(desk.tracks[7]), entries[0]),
        lambda: desk.playlists.move(playlist_id, entries[1:2], entries[0]),
    ]
    for act in acts:
        with pytest.raises(NotFoundError, match="not in the playlist"):
            act()


def test_the_queue_is_saved_in_its_order_under_a_name(desk: Desk) -> None:
    desk.queue.add(of(*desk.tracks[:4]))
    desk.queue.shuffle(on=True)
    reply = desk.playlists.create("Evening", Source(queue=True))
    assert reply.label == "Saved the queue as the playlist “Evening”"
    rows = desk.playlists.rows(reply.playlist_id, 0, 10).rows
    assert [row.track.id for row in rows if row.track] == desk.queue_tracks()


def waiting(desk: Desk, path: bytes) -> int:
    """A playlist with one entry that waits for a file."""
    with desk.database.transaction() as transaction:
        playlist_id, _ = changes.create(
            transaction, "Imported", [NewEntry(None, path, "Gone", "Ada Vale", 5)]
        )
    desk.told()
    return playlist_id


def test_an_entry_resolves_when_its_file_is_found(desk: Desk) -> None:
    playlist_id = waiting(desk, b"/music/late.flac")
    (row,) = desk.playlists.rows(playlist_id, 0, 1).rows
    assert row.track is None
    assert row.imported is not None
    assert row.imported.model_dump() == {
        "path": "/music/late.flac",
        "title": "Gone",
        "artist": "Ada Vale",
        "duration_ms": 5,
    }
    with desk.database.transaction() as transaction:
        changes.resolve(
            transaction, [(b"/music/other.flac", desk.tracks[0]), (b"/music/late.flac", desk.tracks[1])]
        )
    assert desk.told() == [
        PlaylistsUpdated(action="track_added", playlist_id=playlist_id, track_ids=[desk.tracks[1]])
    ]
    (resolved,) = desk.playlists.rows(playlist_id, 0, 1).rows
    assert (resolved.entry_id, resolved.imported) == (row.entry_id, None)
    assert resolved.track is not None
    assert resolved.track.id == desk.tracks[1]


def test_an_entry_of_a_deleted_playlist_resolves_silently_and_comes_back_resolved(desk: Desk) -> None:
    playlist_id = waiting(desk, b"/music/late.flac")
    desk.playlists.delete(playlist_id)
    desk.told()
    with desk.database.transaction() as transaction:
        changes.resolve(transaction, [(b"/music/late.flac", desk.tracks[1])])
    assert desk.told() == []
    desk.history.undo()
    assert desk.playlists.rows(playlist_id, 0, 1).rows[0].track is not None


def test_entries_follow_a_track_that_takes_the_place_of_another(desk: Desk) -> None:
    playlist_id, _ = made(desk, 1)
    old, new = desk.tracks[0], desk.tracks[7]
    with desk.database.transaction() as transaction:
        changes.follow_track(transaction, old, new)
    assert desk.told() == [
        PlaylistsUpdated(action="track_removed", playlist_id=playlist_id, track_ids=[old]),
        PlaylistsUpdated(action="track_added", playlist_id=playlist_id, track_ids=[new]),
    ]
