"""The service with its thread: what windows and other processes ask is done, and it ends whatever it was doing."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from dunnock.app import App
from dunnock.contract.errors import NotFoundError, PlayerError
from dunnock.contract.events import LibraryUpdated, PlayerUpdated
from dunnock.media.player import Listener, Player
from dunnock.services.sources import Source
from tests.fake_player import FakePlayer
from tests.feed.window import Window
from tests.store.sample_library import ROOT, filled


class Players:
    """Makes players without sound, and keeps them."""

    def __init__(self) -> None:
        self.made: list[FakePlayer] = []

    def __call__(self, listener: Listener) -> Player:
        player = FakePlayer(listener)
        for number in range(9):
            player.add_file(ROOT + b"/%d.flac" % number, 180_000)
        self.made.append(player)
        return player


@pytest.fixture
def players() -> Players:
    return Players()


@pytest.fixture
def app(home: Path, players: Players) -> Iterator[App]:
    """A running app with three tracks in its queue."""
    with App(home, players) as app:
        tracks = filled(app.database, ["One", "Two", "Three"])
        app.queue.add(Source(track_ids=tracks))
        app.start()
        yield app


def until(condition: Callable[[], bool]) -> None:
    """Wait for what another thread does."""
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.002)


def test_what_a_window_asks_for_is_done_when_the_call_returns(app: App, players: Players) -> None:
    playback = app.playback
    playback.play()
    assert playback.state().state == "playing"
    playback.next()
    playback.seek(30_000)
    playback.pause()
    state = playback.state()
    assert (state.state, state.position_ms) == ("paused", 30_000)
    assert state.track is not None
    assert state.track.title == "Two"
    playback.toggle()
    playback.previous()
    assert playback.state().position_ms == 0
    playback.sleep(3)
    assert playback.state().sleep is not None
    playback.stop()
    assert playback.state().state == "stopped"
    assert [each.name for each in playback.devices().devices] == ["auto"]
    assert len(players.made) == 1


def test_errors_are_raised_where_it_was_asked_for(app: App) -> None:
    with pytest.raises(NotFoundError, match="not in the queue"):
        app.playback.play(999)
    app.playback.play()


def test_a_list_is_played_as_one_act(app: App) -> None:
    tracks = [row.track.id for row in app.queue.rows(0, 9).rows]
    act = app.playback.play_source(Source(track_ids=tracks[::-1]), 1)
    assert act.label == "Replaced the queue with 3 tracks"
    state = app.playback.state()
    assert state.track is not None
    assert (state.state, state.track.title) == ("playing", "Two")


def test_a_window_hears_what_plays_and_what_counts(app: App, players: Players) -> None:
    window = Window(app.feed)
    app.playback.play()
    window.wait_for_event(PlayerUpdated.NAME)
    players.made[0].advance(185_000)
    window.wait_for_event(LibraryUpdated.NAME)
    until(lambda: app.playback.history(0, 9).total >= 1)
    assert app.playback.history(0, 1).rows[0].track.plays == 1


def test_what_another_process_does_to_the_queue_is_followed(app: App, players: Players, home: Path) -> None:
    app.playback.play()
    entries = app.queue.entry_ids(0, 9).entry_ids
    with App(home) as other:
        other.queue.jump(entries[2])
        until(lambda: app.playback.state().entry_id == entries[2])
        other.settings.set("volume", 3)
        until(lambda: players.made[0].output.volume == 3)
        other.queue.clear()
        until(lambda: app.playback.state().state == "stopped")


def test_of_many_seeks_that_wait_the_last_is_made(
    app: App, players: Players, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.playback.play()
    held = threading.Event()
    sought: list[int] = []
    seek = players.made[0].seek

    def noting(position_ms: int) -> None:
        sought.append(position_ms)
        seek(position_ms)

    monkeypatch.setattr(players.made[0], "seek", noting)
    app.playback.ask(held.wait, 20)
    waiting: list[Future[None]] = [app.playback.ask_to_seek(each * 1000) for each in range(1, 40)]
    held.set()
    for each in waiting:
        each.result(20)
    assert sought == [39_000]
    assert app.playback.state().position_ms == 39_000


def test_a_process_that_does_not_play_reads_but_plays_nothing(home: Path, app: App) -> None:
    app.playback.play()
    with App(home) as other:
        # nobody holds the lock of this home: what was stored is not believed
        assert other.playback.state().state == "paused"
        for act in (other.playback.play, other.playback.next, other.playback.stop):
            with pytest.raises(PlayerError, match="No window"):
                act()


def test_closing_keeps_the_place_and_ends_the_player_and_its_thread(home: Path, players: Players) -> None:
    before = set(threading.enumerate())
    with App(home, players) as app:
        app.queue.add(Source(track_ids=filled(app.database, ["One"])))
        app.start()
        app.playback.play()
        until(lambda: len(players.made[0].loads) == 1)
        app.playback.ask(lambda: None).result(20)
        players.made[0].advance(12_345)
        app.playback.close()
        with pytest.raises(PlayerError, match="No window"):
            app.playback.play()
    assert players.made[0].closed
    assert set(threading.enumerate()) == before
    with App(home) as again:
        state = again.playback.state()
    assert (state.state, state.position_ms) == ("paused", 12_345)


def test_closing_in_the_middle_of_everything_answers_whoever_waits(home: Path, players: Players) -> None:
    with App(home, players) as app:
        app.queue.add(Source(track_ids=filled(app.database, ["One", "Two"])))
        app.start()
        ended: list[str] = []

        def press() -> None:
            try:
                while True:
                    app.playback.toggle()
                    app.playback.next()
            except PlayerError as error:
                ended.append(error.message)

        threads = [threading.Thread(target=press) for _ in range(3)]
        for thread in threads:
            thread.start()
        until(lambda: bool(players.made))
        app.playback.close()
        for thread in threads:
            thread.join(20)
    assert ended == ["No window of Dunnock is open."] * 3


def test_a_fault_ends_neither_the_thread_nor_the_music(
    app: App, players: Players, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("dunnock.services.playback._RETRY_SECONDS", 0.01)
    app.playback.play()

    def fail() -> None:
        raise OSError("disk full")

    look = app.playback._watcher.look
    monkeypatch.setattr(app.playback._watcher, "look", fail)
    app.settings.set("volume", 4)
    until(lambda: "could not be carried out" in caplog.text)
    monkeypatch.setattr(app.playback._watcher, "look", look)
    app.settings.set("volume", 5)
    until(lambda: players.made[0].output.volume == 5)
    assert app.playback.state().state == "playing"
