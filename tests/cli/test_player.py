"""`dunnock player`, `dunnock open` and `dunnock plays`, with an app that runs beside them and without one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dunnock.app import App
from dunnock.media.player import Listener
from dunnock.services.instance import InstanceLock
from tests.cli.conftest import CommandLine
from tests.cli.test_docs import documented, same_form
from tests.fake_player import FakePlayer


@pytest.fixture
def scanned(dunnock: CommandLine, music: Path) -> list[int]:
    """A home with three tracks in its queue."""
    dunnock.run("scan", music)
    dunnock.run("queue", "add", music)
    return [each["id"] for each in dunnock.json("tracks")]


class Player:
    """Makes the player without sound, whose tracks last a tenth of a second, and keeps it."""

    def __init__(self) -> None:
        self.fake: FakePlayer

    def __call__(self, listener: Listener) -> FakePlayer:
        self.fake = FakePlayer(listener, default_length_ms=100)
        return self.fake


@pytest.fixture
def player() -> Player:
    return Player()


@pytest.fixture
def app(dunnock: CommandLine, scanned: list[int], player: Player) -> Iterator[App]:
    """The app of an open window on that home."""
    lock = InstanceLock(dunnock.home)
    assert lock.take()
    with App(dunnock.home, player) as app:
        app.start()
        yield app
    lock.close()


def test_every_key_reaches_the_open_window(dunnock: CommandLine, app: App) -> None:
    (state,) = dunnock.json("player", "play")
    assert (state["state"], state["running"], state["message"]) == ("playing", True, None)
    first, second = state["track"]["title"], state["next"]["title"]
    (state,) = dunnock.json("player", "next")
    assert state["track"]["title"] == second
    (state,) = dunnock.json("player", "pause")
    assert state["state"] == "paused"
    (state,) = dunnock.json("player", "seek", "0.08")
    assert state["position_ms"] == 80
    (state,) = dunnock.json("player", "seek", "-0.05")
    assert state["position_ms"] == 30
    dunnock.run("player", "previous")
    (state,) = dunnock.json("player", "status")
    assert (state["state"], state["track"]["title"]) == ("paused", first)
    (state,) = dunnock.json("player", "toggle")
    assert state["state"] == "playing"
    (state,) = dunnock.json("player", "sleep", "20")
    assert state["sleep"]["at"] > 0
    (state,) = dunnock.json("player", "sleep", "end")
    assert state["sleep"] == {"at": None, "end_of_track": True}
    (state,) = dunnock.json("player", "sleep", "off")
    assert state["sleep"] is None
    (state,) = dunnock.json("player", "stop")
    assert (state["state"], state["position_ms"]) == ("stopped", 0)
    assert same_form(state, documented("player status")[0])


def test_volume_and_mute_are_settings_the_window_follows(dunnock: CommandLine, app: App) -> None:
    (state,) = dunnock.json("player", "volume", "35")
    assert state["volume"] == 35
    (state,) = dunnock.json("player", "mute", "on")
    assert state["muted"] is True
    dunnock.run("player", "mute", "off")
    assert (app.settings.get("volume"), app.settings.get("muted")) == (35, False)


def test_files_open_in_the_window(dunnock: CommandLine, app: App, music: Path) -> None:
    dunnock.run("open", music / "Tides")
    assert app.queue.state().total == 2
    assert app.playback.state().state == "playing"
    dunnock.run(music / "Été/01.wav")
    track = app.playback.state().track
    assert track is not None
    assert track.title == "Déjà vu 事変 🎵"
    assert dunnock.run("undo").out == "Undone: Replaced the queue with 1 track.\n"
    done = dunnock.run("open", music / "Tides/notes.mp3", code=1)
    assert "holds no music that is in the library" in done.err
    assert app.queue.state().total == 2


def test_what_the_window_refuses_is_said_with_its_words(dunnock: CommandLine, app: App) -> None:
    app.queue.clear()
    done = dunnock.run("player", "play", code=1)
    assert done.err == "dunnock: The queue is empty. Play a list, or add tracks to the queue.\n"


@pytest.mark.parametrize("act", [["play"], ["next"], ["seek", "10"], ["seek", "+10"], ["sleep", "5"]])
def test_without_a_window_nothing_is_played_and_it_is_said(
    dunnock: CommandLine, scanned: list[int], act: list[str]
) -> None:
    done = dunnock.run("player", *act, code=1)
    assert done.err == "dunnock: No window of Dunnock is open. Open one with `dunnock`.\n"


def test_without_a_window_the_status_is_what_would_be_heard(dunnock: CommandLine, scanned: list[int]) -> None:
    (state,) = dunnock.json("player", "status")
    assert (state["state"], state["running"], state["position_ms"]) == ("stopped", False, 0)
    assert state["track"]["id"] in scanned
    out = dunnock.run("player", "status").out
    assert out.startswith("state\tstopped\nartist\t")
    assert "window\tnot open\n" in out


def test_what_a_killed_window_has_left_is_not_told_as_playing(
    dunnock: CommandLine, scanned: list[int]
) -> None:
    lock = InstanceLock(dunnock.home)
    assert lock.take()
    app = App(dunnock.home, FakePlayer)
    app.start()
    dunnock.run("player", "play")
    assert dunnock.json("player", "status")[0]["state"] == "playing"
    lock.close()  # as the system does when the process is killed
    assert dunnock.json("player", "status")[0]["state"] == "paused"
    assert "paused" in dunnock.run("player", "status").out
    app.close()


def test_what_was_heard_is_listed_the_newest_first(dunnock: CommandLine, app: App, player: Player) -> None:
    dunnock.run("player", "play")
    for _ in range(3):
        player.fake.advance(60)
        dunnock.run("player", "next")
    plays = dunnock.json("plays")
    assert [each["listened_ms"] for each in plays] == [60, 60, 60]
    assert {each["counted"] for each in plays} == {True}
    assert same_form(plays[0], documented("plays")[0])
    assert dunnock.json("plays", "--limit", "1") == plays[:1]
    assert dunnock.run("plays", "--limit", "2").out.count("\n") == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["player"],
        ["player", "seek", "soon"],
        ["player", "seek"],
        ["player", "volume", "101"],
        ["player", "volume", "loud"],
        ["player", "mute", "maybe"],
        ["player", "sleep", "0"],
        ["player", "sleep", "never"],
        ["open"],
        ["plays", "--limit", "0"],
    ],
)
def test_wrong_usage_is_told_apart(dunnock: CommandLine, arguments: list[str]) -> None:
    assert "usage:" in dunnock.run(*arguments, code=2).err
