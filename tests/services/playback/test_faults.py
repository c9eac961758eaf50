"""Files that cannot be played, drives that go away, no sound, a database that cannot be written: nothing is lost."""

from pathlib import Path

import pytest

from dunnock.contract.errors import PlayerError
from dunnock.media.player import Device, Listener, Player
from dunnock.services.playback.reactions import FAILURES_IN_A_ROW
from dunnock.store.database import Database
from tests.services.desk import of
from tests.services.playback.desk import PlaybackDesk, loaded, playing, queued
from tests.store.sample_library import filled


def test_a_file_that_cannot_be_played_is_passed_over_with_its_name_and_why(desk: PlaybackDesk) -> None:
    entries = queued(desk)
    desk.break_file(0)
    desk.conductor.play()
    desk.pass_time(1)
    assert desk.playing() == ("playing", entries[1], 1)
    assert desk.state().message == "/music/0.flac cannot be played: The file is not audio, or is damaged."
    assert any(event.message and "/music/0.flac" in event.message for event in desk.heard())


def test_the_message_stays_until_something_else_is_asked_for_or_follows(desk: PlaybackDesk) -> None:
    queued(desk, 4)
    desk.break_file(0)
    desk.conductor.play()
    desk.pass_time(20)
    assert desk.state().message
    desk.pass_time(180)
    assert desk.state().message is None
    desk.conductor.play(desk.queue_ids()[0])
    desk.settle()
    assert desk.state().message
    desk.conductor.next()
    assert desk.state().message is None


def test_what_should_follow_and_cannot_be_played_is_passed_over(desk: PlaybackDesk) -> None:
    entries = playing(desk)
    desk.break_file(1)
    desk.pass_time(185)
    assert desk.playing() == ("playing", entries[2], 5)
    assert "/music/1.flac" in (desk.state().message or "")
    assert desk.queue.rows(0, 1).rows[0].played


def test_a_bad_last_track_ends_the_queue_with_its_message(desk: PlaybackDesk) -> None:
    entries = playing(desk)
    desk.break_file(2)
    desk.pass_time(400)
    assert desk.playing() == ("stopped", entries[0], 0)
    assert "/music/2.flac" in (desk.state().message or "")


def test_after_several_bad_files_in_a_row_playing_stops_and_ten_thousand_do_not_race(
    database: Database,
) -> None:
    desk = PlaybackDesk(database)
    desk.tracks = filled(database, ["bad"] * 10_000)
    entries = queued(desk, 10_000)
    desk.queue.repeat("all")
    desk.conductor.play(entries[17])
    desk.pass_time(60)
    assert len(desk.player.loads) == FAILURES_IN_A_ROW
    state, entry, _ = desk.playing()
    assert (state, entry) == ("paused", entries[17])  # the files are gone: it waits where it was
    message = desk.state().message or ""
    assert "5 tracks in a row" in message
    assert "/music/21.flac" in message
    assert "gone" in message
    assert desk.queue_ids() == entries
    desk.conductor.play()
    desk.pass_time(60)
    assert len(desk.player.loads) == 2 * FAILURES_IN_A_ROW


def test_damaged_files_that_are_there_are_not_tried_again_and_again(
    desk: PlaybackDesk, tmp_path: Path
) -> None:
    with desk.database.transaction() as transaction:
        transaction.execute("UPDATE directory SET path = ?", (bytes(tmp_path),))
    for number in range(8):
        (tmp_path / f"{number}.flac").write_text("words")
    entries = queued(desk, 8)
    desk.conductor.play()
    for number in range(8):
        desk.player.break_file(bytes(tmp_path / f"{number}.flac"))
    desk.conductor.play(entries[0])
    desk.pass_time(1)
    assert desk.playing() == ("stopped", entries[4], 0)


def test_files_that_begin_and_break_at_once_are_bad_files_too(desk: PlaybackDesk) -> None:
    desk.queue.add(of(*desk.tracks))
    desk.queue.repeat("all")
    desk.conductor.play()
    for number in range(8):
        desk.player.break_file(desk.path(number))
    desk.pass_time(60)
    assert desk.playing()[0] != "playing"
    assert {loaded(item) for item in desk.player.loads} == {desk.path(number) for number in range(5)}


def test_files_that_each_begin_and_break_a_moment_later_do_not_race_either(desk: PlaybackDesk) -> None:
    playing(desk, 8)
    desk.queue.repeat("all")
    desk.settle()
    broken = 0
    while desk.playing()[0] == "playing":
        item = desk.player.item
        assert item is not None
        desk.player.break_file(item.path)
        desk.pass_time(0.1, step=0.1)
        desk.player.add_file(item.path, 180_000)
        broken += 1
        assert broken <= FAILURES_IN_A_ROW
    assert "in a row" in (desk.state().message or "")


def test_a_good_file_between_bad_ones_begins_the_count_anew(desk: PlaybackDesk) -> None:
    queued(desk, 8)
    for number in (0, 1, 2, 3, 5, 6):
        desk.break_file(number)
    desk.conductor.play()
    desk.pass_time(1)
    assert loaded(desk.player.item) == desk.path(4)
    desk.pass_time(181)
    assert loaded(desk.player.item) == desk.path(7)
    assert desk.playing()[0] == "playing"


def test_bad_files_that_were_asked_for_one_by_one_are_not_in_a_row(desk: PlaybackDesk) -> None:
    entries = queued(desk, 8)
    for number in range(0, 8, 2):
        desk.break_file(number)
    for place in (0, 2, 4, 6, 0, 2):
        desk.conductor.play(entries[place])
        desk.pass_time(1)
        assert desk.playing() == ("playing", entries[place + 1], 1)


def test_a_bad_track_that_is_repeated_alone_stops(desk: PlaybackDesk) -> None:
    entries = queued(desk, 3)
    desk.queue.repeat("one")
    desk.break_file(0)
    desk.conductor.play()
    desk.pass_time(5)
    assert desk.playing() == ("stopped", entries[0], 0)
    assert len(desk.player.loads) == 1


def test_a_drive_that_goes_away_in_the_middle_pauses_where_it_was(desk: PlaybackDesk) -> None:
    entries = playing(desk, count=8, place=2)
    desk.pass_time(100)
    for number in range(8):
        desk.player.break_file(desk.path(number), "The file cannot be read.")
    desk.pass_time(2)
    assert desk.playing() == ("paused", entries[2], 100)
    assert "cannot be read" in (desk.state().message or "")
    assert desk.queue_ids() == entries
    for number in range(8):
        desk.player.add_file(desk.path(number), 180_000)
    desk.conductor.play()
    desk.pass_time(2)
    assert desk.playing() == ("playing", entries[2], 102)
    assert desk.state().message is None


def test_without_sound_it_is_paused_where_it_was_and_says_why(desk: PlaybackDesk) -> None:
    entries = playing(desk)
    desk.pass_time(33)
    desk.player.fail_output("There is no sound device.")
    desk.pass_time(60)
    assert desk.playing() == ("paused", entries[0], 33)
    assert desk.state().message == "There is no sound device."
    desk.conductor.play()
    desk.settle()
    assert desk.playing()[0] == "paused"
    assert desk.state().message == "There is no sound device."
    desk.player.mend_output()
    desk.conductor.play()
    desk.pass_time(2)
    assert desk.playing() == ("playing", entries[0], 35)
    assert desk.state().message is None


def test_a_device_that_is_pulled_out_pauses(desk: PlaybackDesk) -> None:
    playing(desk)
    desk.player.set_devices([Device("usb", "Headphones")])
    desk.settings.set("output_device", "usb")
    desk.settle()
    assert desk.stage.deck.devices()[1].name == "usb"
    desk.pass_time(5)
    desk.player.set_devices([])
    desk.settle()
    assert desk.playing()[0] == "paused"
    assert "gone" in (desk.state().message or "")


def test_where_nothing_can_play_all_else_works(database: Database) -> None:
    def missing(listener: Listener) -> Player:
        raise PlayerError("libmpv is missing.", "Install it.")

    desk = PlaybackDesk(database)
    desk.fill(2)
    entries = queued(desk, 2)
    desk.begin(lambda: missing(print))
    desk.heard()
    desk.pass_time(10)  # it is tried once, and nobody has asked for anything yet
    assert desk.heard() == []
    assert desk.reactions.due() is None
    for act in (desk.conductor.play, desk.conductor.toggle, desk.conductor.play_current):
        with pytest.raises(PlayerError, match="libmpv is missing"):
            act()
    desk.watcher.look()
    desk.conductor.pause()
    desk.conductor.next()
    assert desk.playing() == ("stopped", entries[1], 0)


def test_what_cannot_be_stored_is_not_played(desk: PlaybackDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    entries = playing(desk)
    desk.pass_time(20)

    def full(*_: object) -> None:
        raise OSError("disk full")

    loaded: list[object] = []
    with monkeypatch.context() as patch:
        patch.setattr("dunnock.services.playback.moment.store.write", full)
        patch.setattr(desk.player, "load", lambda *values, **_: loaded.append(values))
        with pytest.raises(OSError, match="disk full"):
            desk.conductor.play(entries[2])
    assert loaded == []  # not for a moment
    assert desk.player.item is None
    desk.pass_time(10)
    assert desk.playing()[:2] == ("paused", entries[0])
    desk.conductor.play()
    desk.pass_time(1)
    assert desk.playing()[:2] == ("playing", entries[0])


def test_a_play_that_cannot_be_stored_is_counted_when_it_can(
    desk: PlaybackDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    playing(desk)
    desk.pass_time(89)

    def full(*_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr("dunnock.services.playback.moment.store.write", full)
        with pytest.raises(OSError, match="disk full"):
            desk.pass_time(5)
    assert desk.counts(desk.tracks[0]) == (0, 0)
    desk.pass_time(5)
    assert desk.counts(desk.tracks[0]) == (1, 0)
