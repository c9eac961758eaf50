"""Asking the running app from another process: it is done, refused with its words, or not done at all."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dunnock.app import App
from dunnock.contract.errors import InternalError, NotFoundError, PlayerError
from dunnock.services.app_requests import FOCUS
from dunnock.services.instance import InstanceLock, is_open
from dunnock.services.sources import Source
from tests.services.playback.test_service import Players
from tests.store.sample_library import filled


@pytest.fixture
def running(home: Path) -> Iterator[App]:
    """The app as the window's process has it, with its lock."""
    lock = InstanceLock(home)
    assert lock.take()
    with App(home, Players()) as app:
        app.queue.add(Source(track_ids=filled(app.database, ["One", "Two"])))
        app.start()
        yield app
    lock.close()


@pytest.fixture
def other(home: Path, running: App) -> Iterator[App]:
    """Another process on its home."""
    with App(home) as app:
        yield app


def test_what_is_asked_for_is_done_when_the_answer_comes(running: App, other: App) -> None:
    other.requests.ask("player:play", {})
    assert running.playback.state().state == "playing"
    assert other.playback.state().state == "playing"
    other.requests.ask("player:seek", {"position_ms": 5_000})
    other.requests.ask("player:pause", {})
    assert (running.playback.state().state, running.playback.state().position_ms) == ("paused", 5_000)
    other.requests.ask("player:toggle", {})
    other.requests.ask("player:next", {})
    track = running.playback.state().track
    assert track is not None
    assert track.title == "Two"
    other.requests.ask("player:previous", {})
    other.requests.ask("player:sleep", {"minutes": 9, "end_of_track": False})
    assert running.playback.state().sleep is not None
    other.requests.ask("player:stop", {})
    assert other.playback.state().state == "stopped"


def test_files_are_played_whatever_bytes_they_are_of(running: App, other: App) -> None:
    with running.database.transaction() as transaction:
        transaction.execute("UPDATE track SET name = x'e92e6d7033' WHERE id = 2")
    other.requests.ask("player:open", {"paths": ["/music/\udce9.mp3"]})
    track = running.playback.state().track
    assert track is not None
    assert track.title == "Two"
    assert running.queue.state().total == 1


def test_what_cannot_be_done_is_refused_with_its_words(running: App, other: App) -> None:
    with pytest.raises(NotFoundError, match="holds no music that is in the library") as caught:
        other.requests.ask("player:open", {"paths": ["/nowhere"]})
    assert caught.value.hint
    with pytest.raises(InternalError, match="player:dance"):
        other.requests.ask("player:dance", {})
    with pytest.raises(InternalError, match="KeyError"):
        other.requests.ask("player:open", {"no": "paths"})


def test_where_no_window_is_open_it_is_said_at_once(home: Path) -> None:
    with App(home) as app, pytest.raises(PlayerError, match="No window of Dunnock is open"):
        app.requests.ask("player:play", {}, seconds=3_600)


def test_what_is_not_answered_in_time_is_not_done_later(home: Path) -> None:
    lock = InstanceLock(home)
    assert lock.take()
    free = threading.Event()

    def busy(name: str, payload: dict[str, Any]) -> None:
        if name == FOCUS:
            assert free.wait(20)

    with App(home) as other, App(home, Players()) as app:
        app.queue.add(Source(track_ids=filled(app.database, ["One"])))
        app.requests.listen(busy)
        app.start()
        other.requests.post(FOCUS, {})
        with pytest.raises(PlayerError, match="not answered"):
            other.requests.ask("player:play", {}, seconds=0.2)
        free.set()
        other.requests.ask("player:pause", {})
        assert app.playback.state().state == "stopped"
    lock.close()


def test_a_home_is_open_as_long_as_its_lock_is_held(home: Path) -> None:
    assert not is_open(home)
    lock = InstanceLock(home)
    assert not is_open(home)
    assert lock.take()
    assert is_open(home)
    lock.close()
    assert not is_open(home)
    assert list(home.iterdir()) == [home / "app.lock"]


def test_looking_whether_a_home_is_open_keeps_no_app_from_starting(home: Path) -> None:
    lock = InstanceLock(home)
    assert not is_open(home)
    assert lock.take()
    lock.close()
