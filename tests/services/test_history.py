"""Undo and redo: the newest act whoever did it, kept, named, and never over what was done since."""

from pathlib import Path
from typing import Any

import pytest

from dunnock.contract.errors import NotFoundError
from dunnock.contract.events import (
    FavoritesUpdated,
    FoldersUpdated,
    HistoryUpdated,
    QueueStateChanged,
    QueueUpdated,
    SettingsUpdated,
)
from dunnock.services import history
from dunnock.store.database import Database
from tests.services.desk import Desk, of
from tests.store.quick_database import quick_home


def test_undo_takes_back_the_newest_act_and_names_it(desk: Desk) -> None:
    desk.queue.add(of(*desk.tracks[:2]))
    desk.favorites.set(desk.tracks[:1], favorite=True)
    assert desk.history.undo().model_dump() == {
        "label": "Added 1 track to the liked songs",
        "not_restored": None,
    }
    assert desk.history.undo().label == "Added 2 tracks to the queue"
    assert desk.history.undo().model_dump() == {"label": None, "not_restored": None}
    assert (desk.queue_ids(), desk.liked()) == ([], set())
    assert desk.history.redo().label == "Added 2 tracks to the queue"
    assert desk.history.redo().label == "Added 1 track to the liked songs"
    assert desk.history.redo().label is None


def test_an_act_that_is_not_the_newest_is_not_taken_back_by_its_id(desk: Desk) -> None:
    first = desk.queue.add(of(desk.tracks[0]))
    second = desk.queue.add(of(desk.tracks[0]))
    assert first.label == second.label
    assert first.act_id != second.act_id == desk.history.state().undo_id
    with pytest.raises(NotFoundError, match="not what was done last"):
        desk.history.undo(first.act_id)
    assert len(desk.queue_ids()) == 2
    assert desk.history.undo(second.act_id).label == second.label
    assert desk.history.state().undo_id == first.act_id
    with pytest.raises(NotFoundError, match="undone already"):
        desk.history.undo(second.act_id)
    assert len(desk.queue_ids()) == 1


def test_undo_and_redo_tell_what_changes_and_what_comes_next(desk: Desk) -> None:
    desk.queue.add(of(*desk.tracks[:3]))
    entries = desk.queue_ids()
    desk.queue.jump(entries[1])
    desk.queue.remove(entries[:2])
    desk.told()
    desk.history.undo()
    assert desk.told() == [
        QueueUpdated(action="added", positions=[0, 1], queue_length=3),
        QueueStateChanged(current_entry_id=entries[1], shuffle=False, repeat="off", stop_after_current=False),
        HistoryUpdated(undo="Added 3 tracks to the queue", redo="Removed 2 tracks from the queue"),
    ]
    assert desk.queue_ids() == entries
    desk.history.redo()
    assert desk.told() == [
        QueueUpdated(action="removed", positions=[0, 1], queue_length=1),
        QueueStateChanged(current_entry_id=entries[2], shuffle=False, repeat="off", stop_after_current=False),
        HistoryUpdated(undo="Removed 2 tracks from the queue", redo=None),
    ]


def test_what_was_removed_from_a_shuffled_queue_comes_back_to_its_place_in_both_orders(desk: Desk) -> None:
    desk.queue.add(of(*desk.tracks))
    entries = desk.queue_ids()
    desk.queue.shuffle(on=True)
    shuffled = desk.queue_ids()
    desk.queue.remove(entries[2:5])
    desk.history.undo()
    assert desk.queue_ids() == shuffled
    desk.queue.shuffle(on=False)
    assert desk.queue_ids() == entries


def test_several_acts_are_redone_in_the_order_they_were_done(desk: Desk) -> None:
    for count in (1, 2, 3):
        desk.queue.add(of(*desk.tracks[:count]))
    for _ in range(3):
        desk.history.undo()
    labels = [desk.history.redo().label for _ in range(4)]
    assert labels == [
        "Added 1 track to the queue",
        "Added 2 tracks to the queue",
        "Added 3 tracks to the queue",
        None,
    ]


def test_a_new_act_clears_redo(desk: Desk) -> None:
    desk.queue.add(of(*desk.tracks[:2]))
    desk.history.undo()
    desk.favorites.set(desk.tracks[:1], favorite=True)
    assert desk.history.state().redo is None
    assert desk.history.redo().label is None
    assert desk.queue_ids() == []


def test_moves_of_playback_are_no_acts_and_outlast_an_undo(desk: Desk) -> None:
    desk.queue.add(of(*desk.tracks[:4]))
    entries = desk.queue_ids()
    desk.queue.jump(entries[0])
    desk.queue.remove(entries[:1])
    desk.queue.jump(entries[3])
    desk.queue.repeat("all")
    desk.history.undo()
    state = desk.queue.state()
    assert (desk.queue_ids(), state.current_entry_id, state.repeat) == (entries, entries[3], "all")


def test_the_history_is_kept_across_a_restart_and_is_one_for_all_processes() -> None:
    with quick_home() as home:
        first = Desk(Database(home / "dunnock.db"))
        first.fill(3)
        first.queue.add(of(*first.tracks))
        second = Desk(Database(home / "dunnock.db"))
        second.queue.clear()
        assert first.history.undo().label == "Cleared the queue"
        first.database.close()
        second.database.close()
        third = Desk(Database(home / "dunnock.db"))
        assert len(third.queue_ids()) == 3
        assert third.history.redo().label == "Cleared the queue"
        assert third.queue_ids() == []
        third.database.close()


def test_an_act_of_any_size_is_undone(desk: Desk) -> None:
    desk.queue.add(of(*desk.tracks * 2500))
    entries = desk.queue_ids()
    desk.queue.shuffle(on=True)
    shuffled = desk.queue_ids()
    desk.queue.clear()
    assert desk.queue_ids() == []
    desk.history.undo()
    assert desk.queue_ids() == shuffled
    desk.history.undo()
    assert desk.queue_ids() == entries
    assert len(entries) == 20_000


def test_a_setting_that_was_set_since_is_left_alone_and_said(desk: Desk) -> None:
    desk.settings.set("theme", "dark")
    assert desk.settings.reset("theme").label == "Reset the setting theme"
    desk.settings.set("theme", "light")
    desk.told()
    moved = desk.history.undo()
    assert moved.not_restored == "The setting theme was changed since and stayed as it is."
    assert desk.settings.get("theme") == "light"
    assert desk.told() == [HistoryUpdated(undo=None, redo="Reset the setting theme")]


def test_a_reset_setting_is_given_back_with_its_true_previous_value(desk: Desk) -> None:
    desk.settings.set("sidebar_width", 300)
    desk.settings.reset("sidebar_width")
    desk.told()
    assert desk.history.undo().not_restored is None
    assert desk.told()[0] == SettingsUpdated(key="sidebar_width", value=300, previous_value=220)
    desk.history.redo()
    assert desk.settings.get("sidebar_width") == 220


def test_setting_is_no_act_and_resetting_what_is_default_neither(desk: Desk) -> None:
    desk.settings.set("theme", "dark")
    assert desk.settings.reset("volume").label is None
    assert desk.history.state().undo is None


def test_a_removed_folder_comes_back(desk: Desk) -> None:
    (folder,) = desk.folders.list().folders
    assert desk.folders.remove(folder.id).label == "Removed the folder /music"
    desk.told()
    assert desk.history.undo().not_restored is None
    assert [each.id for each in desk.folders.list().folders] == [folder.id]
    desk.history.redo()
    assert desk.folders.list().folders == []
    assert desk.told() == [
        FoldersUpdated(action="added", folder_id=folder.id),
        HistoryUpdated(undo=None, redo="Removed the folder /music"),
        FoldersUpdated(action="removed", folder_id=folder.id),
        HistoryUpdated(undo="Removed the folder /music", redo=None),
    ]


@pytest.mark.parametrize("again", [".", ".."])
def test_a_folder_that_was_added_again_or_with_its_parent_is_left_alone(
    desk: Desk, tmp_path: Path, again: str
) -> None:
    inner = tmp_path / "Music"
    inner.mkdir()
    folder_id = desk.folders.add(bytes(inner))
    desk.folders.remove(folder_id)
    desk.folders.add(bytes((inner / again).resolve()))
    before = desk.folders.list().folders
    assert desk.history.undo().not_restored == "The folder was added or removed since and stayed as it is."
    assert desk.folders.list().folders == before


def test_a_favorite_that_is_gone_or_as_it_was_is_left_alone_and_counted(desk: Desk) -> None:
    desk.favorites.set(desk.tracks[:3], favorite=True)
    with desk.database.transaction() as transaction:
        transaction.execute("DELETE FROM favorite WHERE track_id = ?", (desk.tracks[0],))
    desk.told()
    moved = desk.history.undo()
    assert moved.not_restored == "Left alone, because they changed since or left the library: 1 track."
    assert desk.told()[:-1] == [
        FavoritesUpdated(action="removed", track_id=each) for each in desk.tracks[1:3]
    ]


def test_a_name_that_was_changed_behind_the_history_is_left_alone_and_said(desk: Desk) -> None:
    playlist_id = desk.playlists.create("Rain").playlist_id
    desk.playlists.update(playlist_id, name="Sun", description="For noon.")
    with desk.database.transaction() as transaction:
        transaction.execute("UPDATE playlist SET name = 'Fog'")
    moved = desk.history.undo()
    assert moved.not_restored == "The name of the playlist “Fog” changed since and stayed as it is."
    (found,) = desk.playlists.list().playlists
    assert (found.name, found.description) == ("Fog", "")


def test_a_list_that_changed_behind_the_history_gets_its_entries_near_their_neighbours(desk: Desk) -> None:
    desk.queue.add(of(*desk.tracks[:6]))
    entries = desk.queue_ids()
    desk.queue.remove(entries[2:4])
    with desk.database.transaction() as transaction:
        # 5, 1, 0: two of the four that stayed changed places, one is gone
        order = b"".join(entries[place].to_bytes(4, "little") for place in (5, 1, 0))
        transaction.execute("UPDATE queue_order SET entries = ?", (order,))
    desk.history.undo()
    assert desk.queue_ids() == [entries[place] for place in (5, 1, 2, 3, 0)]


def test_an_undo_that_fails_changes_nothing_and_is_not_told(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.queue.add(of(*desk.tracks[:2]))
    desk.told()

    def fail(*arguments: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("dunnock.store.history.set_state", fail)
    with pytest.raises(ZeroDivisionError):
        desk.history.undo()
    assert len(desk.queue_ids()) == 2
    assert desk.told() == []
    assert desk.history.state().undo == "Added 2 tracks to the queue"


def test_a_long_name_does_not_make_a_long_label(desk: Desk) -> None:
    label = desk.playlists.create("x" * 200).label
    assert label is not None
    assert len(label) < 100
    assert label.endswith("…”")


def entry_rows(desk: Desk) -> tuple[int, int, int]:
    """How many rows there are of queue entries, playlist entries and playlists, in lists or only kept."""
    with desk.database.read() as reader:
        counted = reader.row(
            "SELECT (SELECT count(*) FROM queue_entry), (SELECT count(*) FROM playlist_entry),"
            " (SELECT count(*) FROM playlist)"
        )
    assert counted is not None
    return counted[0], counted[1], counted[2]


def test_what_undo_and_redo_may_need_outlasts_tidying(desk: Desk) -> None:
    desk.queue.add(of(*desk.tracks[:4]))
    desk.queue.clear()
    playlist_id = desk.playlists.create("Rain", of(*desk.tracks[:2])).playlist_id
    desk.playlists.delete(playlist_id)
    desk.playlists.create("Sun", of(*desk.tracks[:3]))
    desk.history.undo()
    desk.history.tidy()
    assert entry_rows(desk) == (4, 5, 2)
    for _ in range(3):
        desk.history.undo()
    assert len(desk.queue_ids()) == 4


def test_tidying_deletes_what_nothing_can_bring_back(desk: Desk) -> None:
    desk.queue.add(of(*desk.tracks[:4]))
    desk.history.undo()
    desk.playlists.create("Rain", of(*desk.tracks[:2]))
    desk.history.undo()
    desk.queue.add(of(*desk.tracks[:1]))
    assert entry_rows(desk) == (5, 2, 1)
    desk.history.tidy()
    assert entry_rows(desk) == (1, 0, 0)


def test_what_is_in_a_list_stays_when_its_act_is_forgotten(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "KEPT_ACTS", 0)
    desk.queue.add(of(*desk.tracks))
    desk.queue.shuffle(on=True)
    playlist_id = desk.playlists.create("Rain", of(*desk.tracks[:3])).playlist_id
    desk.history.tidy()
    assert desk.history.state().undo is None
    assert len(desk.queue_tracks()) == 8
    assert len(desk.playlists.rows(playlist_id, 0, 10).rows) == 3


def test_acts_beyond_the_kept_ones_are_forgotten(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "KEPT_ACTS", 2)
    for count in (1, 2, 3):
        desk.queue.add(of(*desk.tracks[:count]))
    desk.queue.clear()
    desk.history.tidy()
    assert entry_rows(desk) == (6, 0, 0)
    assert [desk.history.undo().label for _ in range(3)] == [
        "Cleared the queue",
        "Added 3 tracks to the queue",
        None,
    ]
    assert len(desk.queue_ids()) == 3
