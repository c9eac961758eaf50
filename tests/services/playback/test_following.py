"""Whoever changes the queue or a setting, the player follows."""

from collections.abc import Iterator

import pytest

from dunnock.contract.events import PlayerUpdated
from dunnock.media.player import Device
from dunnock.services.settings import SettingsService
from dunnock.store import tracks as track_store
from dunnock.store.database import Database
from tests.services.desk import Desk, of
from tests.services.playback.desk import PlaybackDesk, loaded, playing, queued
from tests.store.sample_library import retag_track


@pytest.fixture
def other(desk: PlaybackDesk) -> Iterator[Desk]:
    """The same library in another process."""
    database = Database(desk.database.path)
    yield Desk(database, tracks=desk.tracks)
    database.close()


def test_what_is_added_next_is_heard_next(desk: PlaybackDesk, other: Desk) -> None:
    playing(desk)
    other.queue.add(of(desk.tracks[5]), "next")
    desk.settle()
    assert loaded(desk.player.follower) == desk.path(5)
    desk.pass_time(181)
    assert loaded(desk.player.item) == desk.path(5)


@pytest.mark.parametrize("act", ["remove", "move", "repeat", "stop", "undo"])
def test_what_follows_is_planned_anew_when_the_queue_changes(
    desk: PlaybackDesk, other: Desk, act: str
) -> None:
    entries = playing(desk)
    expected: bytes | None
    match act:
        case "remove":
            other.queue.remove([entries[1]])
            expected = desk.path(2)
        case "move":
            other.queue.move([entries[2]], entries[1])
            expected = desk.path(2)
        case "repeat":
            other.queue.repeat("one")
            expected = desk.path(0)
        case "stop":
            other.queue.stop_after_current(on=True)
            expected = None
        case _:
            other.queue.add(of(desk.tracks[5]), "next")
            desk.settle()
            other.history.undo()
            expected = desk.path(1)
    desk.settle()
    assert loaded(desk.player.follower) == expected
    assert loaded(desk.player.item) == desk.path(0)
    assert len(desk.player.loads) == 1


def test_when_what_plays_is_removed_the_next_that_stays_is_played(desk: PlaybackDesk, other: Desk) -> None:
    entries = playing(desk)
    desk.pass_time(30)
    other.queue.remove(entries[:2])
    desk.pass_time(5)
    assert desk.playing() == ("playing", entries[2], 5)
    assert loaded(desk.player.item) == desk.path(2)


def test_when_the_last_entries_are_removed_playing_stops(desk: PlaybackDesk, other: Desk) -> None:
    entries = playing(desk, place=2)
    desk.pass_time(30)
    other.queue.remove([entries[2]])
    desk.settle()
    assert desk.playing() == ("stopped", entries[0], 0)
    assert desk.player.item is None


def test_when_the_queue_is_cleared_playing_stops_and_undo_brings_it_back_at_its_place(
    desk: PlaybackDesk, other: Desk
) -> None:
    entries = playing(desk, place=1)
    desk.pass_time(30)
    other.queue.clear()
    desk.settle()
    assert desk.playing() == ("stopped", None, 0)
    assert desk.player.item is None
    other.history.undo()
    desk.settle()
    assert desk.playing() == ("stopped", entries[1], 30)
    desk.conductor.play()
    desk.pass_time(1)
    assert desk.playing() == ("playing", entries[1], 31)


def test_an_entry_that_others_make_current_is_played(desk: PlaybackDesk, other: Desk) -> None:
    entries = playing(desk)
    desk.pass_time(30)
    other.queue.jump(entries[2])
    desk.pass_time(1)
    assert desk.playing() == ("playing", entries[2], 1)


def test_while_paused_an_entry_that_others_make_current_is_only_shown(
    desk: PlaybackDesk, other: Desk
) -> None:
    entries = playing(desk)
    desk.pass_time(30)
    desk.conductor.pause()
    other.queue.jump(entries[2])
    desk.settle()
    assert desk.playing() == ("paused", entries[2], 0)
    assert desk.player.item is None
    assert [event.entry_id for event in desk.heard()][-1] == entries[2]


def test_before_anything_has_played_the_first_entry_is_shown(desk: PlaybackDesk, other: Desk) -> None:
    other.queue.add(of(*desk.tracks[:2]))
    desk.settle()
    (told,) = desk.heard()
    assert (told.state, told.track_id, told.duration_ms) == ("stopped", desk.tracks[0], 180_000)


def test_two_jumps_at_once_end_at_the_newer_one_with_one_file_loaded(desk: PlaybackDesk, other: Desk) -> None:
    entries = playing(desk)
    other.queue.jump(entries[1])
    other.queue.jump(entries[2])
    desk.settle()
    assert [loaded(item) for item in desk.player.loads] == [desk.path(0), desk.path(2)]


def test_a_track_that_begins_just_when_another_was_made_current_gives_way(
    desk: PlaybackDesk, other: Desk
) -> None:
    entries = playing(desk, count=4)
    desk.player.advance(181_000)  # its news waits
    other.queue.jump(entries[3])
    desk.settle()
    assert loaded(desk.player.item) == desk.path(3)
    assert desk.queue.state().current_entry_id == entries[3]


def test_a_track_that_begins_just_when_it_was_removed_gives_way_to_the_next(
    desk: PlaybackDesk, other: Desk
) -> None:
    entries = playing(desk, count=4)
    desk.player.advance(181_000)
    other.queue.remove([entries[0], entries[1]])
    desk.settle()
    assert loaded(desk.player.item) == desk.path(2)
    assert desk.playing()[:2] == ("playing", entries[2])


def test_an_end_that_comes_while_the_next_is_being_chosen_is_not_waited_for(
    desk: PlaybackDesk, other: Desk
) -> None:
    entries = playing(desk, count=1)
    desk.player.advance(181_000)  # nothing is loaded any more
    other.queue.add(of(desk.tracks[1]))
    desk.watcher.look()  # plans a follower, which the player cannot take
    desk.pass_time(2)
    assert desk.playing() == ("playing", desk.queue_ids()[1], 2)
    assert desk.queue_ids()[0] == entries[0]


def test_settings_reach_the_player_and_are_told_whoever_sets_them(desk: PlaybackDesk, other: Desk) -> None:
    playing(desk)
    desk.player.set_devices([Device("alsa", "Speakers")])
    desk.pass_time(7)
    settings = SettingsService(other.database)
    for key, value in (
        ("volume", 30),
        ("muted", True),
        ("speed", 1.5),
        ("crossfade_ms", 3000),
        ("output_device", "alsa"),
        ("replaygain", "album"),
        ("replaygain_preamp_db", 2.5),
        ("replaygain_prevent_clipping", False),
    ):
        settings.set(key, value)
    desk.settle()
    output = desk.player.output
    assert (output.volume, output.muted, output.speed) == (30, True, 1.5)
    assert (output.crossfade_ms, output.device) == (3000, "alsa")
    assert (output.replaygain, output.preamp_db, output.prevent_clipping) == ("album", 2.5, False)
    told = desk.heard()[-1]
    assert (told.volume, told.muted, told.speed) == (30, True, 1.5)
    assert (told.position_ms, told.position_at) == (7_000, desk.clock.ms)
    desk.pass_time(2)
    assert desk.playing() == ("playing", told.entry_id, 10)


def test_settings_that_windows_do_not_see_in_it_are_not_told(desk: PlaybackDesk) -> None:
    playing(desk)
    desk.settings.set("crossfade_ms", 3000)
    desk.settings.set("theme", "dark")
    desk.settle()
    assert desk.heard() == []
    assert desk.player.output.crossfade_ms == 3000


def test_a_change_of_volume_is_told_before_anything_plays(desk: PlaybackDesk) -> None:
    desk.settings.set("volume", 12)
    desk.settle()
    assert [event.volume for event in desk.heard()] == [12]
    assert not desk.made
    queued(desk)
    desk.conductor.play()
    assert desk.player.output.volume == 12


def album(desk: PlaybackDesk, *numbers: tuple[int, str, int]) -> None:
    """Give tracks an album and a number on it."""
    with desk.database.transaction() as transaction:
        for place, name, number in numbers:
            retag_track(
                transaction,
                desk.tracks[place],
                b"%d.flac" % place,
                album=name,
                artists=("A",),
                track_no=number,
            )


def test_gain_is_of_the_album_while_neighbours_are_of_it_in_order(desk: PlaybackDesk) -> None:
    album(desk, (0, "One", 1), (1, "One", 2), (2, "Two", 1), (3, "Two", 2), (4, "Three", 5), (5, "Three", 4))
    playing(desk, count=6)
    found = [desk.player.output.replaygain]
    for _ in range(5):
        desk.pass_time(180)
        found.append(desk.player.output.replaygain)
    assert found == ["album", "album", "album", "album", "track", "track"]


def test_gain_is_of_the_track_while_shuffled_and_follows_the_setting(desk: PlaybackDesk) -> None:
    album(desk, (0, "One", 1), (1, "One", 2))
    playing(desk, count=2)
    found = [desk.player.output.replaygain]
    desk.queue.shuffle(on=True)
    desk.settle()
    found.append(desk.player.output.replaygain)
    desk.settings.set("replaygain", "off")
    desk.settle()
    found.append(desk.player.output.replaygain)
    assert found == ["album", "track", "off"]


def test_tracks_without_an_album_are_no_album(desk: PlaybackDesk) -> None:
    playing(desk)
    assert desk.player.output.replaygain == "track"


def test_a_file_that_was_moved_is_followed_to_its_new_place(desk: PlaybackDesk) -> None:
    playing(desk)
    desk.player.add_file(b"/music/new.flac", 180_000)
    with desk.database.transaction() as transaction:
        place = track_store.place(transaction, desk.tracks[1])
        assert place is not None
        moved = type(place)(place.directory_id, place.folder_id, b"new.flac", 1, 1, 1)
        track_store.move(transaction, desk.tracks[1], moved)
    desk.settle()
    assert loaded(desk.player.follower) == b"/music/new.flac"


def test_looking_at_what_is_right_writes_nothing(desk: PlaybackDesk, other: Desk) -> None:
    playing(desk)
    desk.told()
    with other.database.transaction():  # who wrote would have to wait for this one
        desk.watcher.look()
    assert [event for event in desk.told() if isinstance(event, PlayerUpdated)] == []
