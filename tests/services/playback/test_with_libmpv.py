"""The same with real files and the real libmpv, on an output that is not heard."""

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from dunnock.app import App
from dunnock.contract.models import PlayerState
from dunnock.feed import Feed
from dunnock.media.mpv_player import AUDIO_OUTPUT_VARIABLE, make_player
from dunnock.services.sources import Source
from tests.media import sounds
from tests.services.playback.test_service import until

SILENT = {AUDIO_OUTPUT_VARIABLE: "null"}


@pytest.fixture
def music(tmp_path: Path) -> Path:
    """Three files of a second and a half, and one of a minute."""
    folder = tmp_path / "Music"
    folder.mkdir()
    for number in range(3):
        sounds.silence(folder / f"{number}.wav", 1.5 + number / 100)
    sounds.silence(folder / "long.wav", 60)
    return folder


@pytest.fixture
def app(home: Path, music: Path) -> Iterator[App]:
    """An app with these files in its queue, the long one last."""
    with App(home, partial(make_player, environment=SILENT)) as app:
        folder = app.folders.add(bytes(music))
        app.scans.wait(app.scans.start([folder]).job_id, 30)
        app.queue.add(Source(paths=[bytes(music / name) for name in ("0.wav", "1.wav", "2.wav", "long.wav")]))
        app.start()
        yield app


def state(app: App) -> PlayerState:
    return app.playback.state()


def file_of(app: App) -> str:
    track = state(app).track
    assert track is not None
    return Path(track.path).name


def test_a_queue_plays_to_its_long_track_and_each_short_one_counts(app: App) -> None:
    app.playback.play()
    until(lambda: file_of(app) == "long.wav")
    plays = app.playback.history(0, 9).rows
    counted = [(Path(play.track.path).name, play.track.plays) for play in plays if play.counted]
    assert counted == [("2.wav", 1), ("1.wav", 1), ("0.wav", 1)]
    assert all(1_400 < play.listened_ms < 1_700 for play in plays if play.counted)
    assert state(app).state == "playing"
    assert 59_000 < state(app).duration_ms < 61_000


def test_the_place_is_kept_over_pause_seek_and_quit(app: App, home: Path) -> None:
    entries = app.queue.entry_ids(0, 9).entry_ids
    app.playback.play(entries[3])
    app.playback.seek(20_000)
    app.playback.pause()
    assert 19_900 <= state(app).position_ms <= 20_500
    app.playback.play()
    app.playback.close()
    with App(home, partial(make_player, environment=SILENT)) as again:
        again.start()
        kept = state(again).position_ms
        assert (state(again).state, state(again).entry_id) == ("paused", entries[3])
        assert 19_900 <= kept <= 22_000
        again.playback.play()
        until(lambda: again.playback.ask(again.playback._stage.deck.position_ms).result() > kept + 200)


def test_a_file_that_was_deleted_is_passed_over_with_its_name(app: App, music: Path) -> None:
    (music / "0.wav").unlink()
    app.playback.play()
    until(lambda: file_of(app) != "0.wav")
    assert file_of(app) == "1.wav"
    message = state(app).message or ""
    assert "0.wav cannot be played" in message


def test_a_file_deleted_while_it_plays_keeps_neither_it_nor_the_next_from_being_heard(
    app: App, music: Path
) -> None:
    app.playback.play()
    (music / "0.wav").unlink()
    until(lambda: file_of(app) == "1.wav")
    assert state(app).state == "playing"


def test_when_the_whole_folder_is_gone_it_waits_where_it_was(app: App, music: Path) -> None:
    entries = app.queue.entry_ids(0, 9).entry_ids
    app.queue.add(Source(track_ids=[row.track.id for row in app.queue.rows(0, 9).rows]))
    gone = music.with_name("Unplugged")
    music.rename(gone)
    app.playback.play(entries[1])
    until(lambda: state(app).state != "playing")
    assert (state(app).state, state(app).entry_id) == ("paused", entries[1])
    assert "5 tracks in a row" in (state(app).message or "")
    assert app.queue.state().total == 8
    gone.rename(music)
    app.playback.play()
    until(lambda: file_of(app) == "2.wav")
    assert state(app).message is None


def test_a_damaged_file_is_passed_over(app: App, music: Path) -> None:
    (music / "1.wav").write_text("words " * 1_000)
    app.playback.play()
    until(lambda: file_of(app) == "2.wav")
    assert "1.wav cannot be played" in (state(app).message or "")


def test_a_list_of_files_that_are_all_gone_ends_with_a_message(app: App, music: Path) -> None:
    shutil.rmtree(music)
    tracks = [row.track.id for row in app.queue.rows(0, 2).rows]
    app.playback.play_source(Source(track_ids=tracks), 0)
    until(lambda: state(app).state == "stopped")
    assert "cannot be played" in (state(app).message or "")
    assert app.queue.state().total == 2


def test_a_device_that_is_not_there_pauses_with_a_message_and_another_goes_on(
    home: Path, music: Path
) -> None:
    with App(home, partial(make_player, environment={})) as app:
        app.scans.wait(app.scans.start([app.folders.add(bytes(music))]).job_id, 30)
        app.queue.add(Source(paths=[bytes(music / "long.wav")]))
        app.settings.set("output_device", "null")
        app.start()
        app.playback.play()
        until(lambda: app.playback._stage.deck.position_ms() > 200)
        app.settings.set("output_device", "alsa/dunnock-has-no-such-device")
        until(lambda: state(app).state == "paused" and bool(state(app).message))
        kept = state(app).position_ms
        assert kept > 0
        app.settings.set("output_device", "null")
        app.playback.play()
        until(lambda: app.playback._stage.deck.position_ms() > kept + 200)
        assert (state(app).state, state(app).message) == ("playing", None)


def test_what_follows_an_act_makes_way_for_the_answer_to_a_window(
    home: Path, music: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting: set[str] = set()
    real = Feed.make_way

    def make_way(feed: Feed) -> None:
        waiting.add(threading.current_thread().name)
        real(feed)

    monkeypatch.setenv(AUDIO_OUTPUT_VARIABLE, "null")
    monkeypatch.setattr(Feed, "make_way", make_way)
    with App(home) as app:
        app.scans.wait(app.scans.start([app.folders.add(bytes(music))]).job_id, 30)
        app.start()
        app.playback.play_source(Source(paths=[bytes(music / "long.wav")]))
        until(lambda: waiting >= {"feed", "commit-watch", "dunnock-player"})
