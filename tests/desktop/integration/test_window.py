"""The real window, the real player without a sound card, and a desktop that has its hand on them."""

import wave
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.harness import DrivenWindow, Place, Screen
from tests.desktop.integration.bus import SessionBus
from tests.desktop.integration.program import NotificationDaemon, Program, Tray
from tests.desktop.processes import is_alive, wait_until
from tests.desktop.running import running, see_window
from tests.desktop.x11 import connect

MINI = "Dunnock player"
ROOT = ("org.mpris.MediaPlayer2.dunnock", "/org/mpris/MediaPlayer2", "org.mpris.MediaPlayer2")

TITLE = """return document.querySelector('[data-testid="player-title"]').textContent.trim()"""
FOCUSED = "return document.hasFocus()"


@pytest.fixture
def music(place: Place, bus: SessionBus) -> Path:
    """An album in the library of a home on that bus, whose windows make no sound."""
    place.variables = {"DBUS_SESSION_BUS_ADDRESS": bus.address, "DUNNOCK_AUDIO_OUTPUT": "null"}
    music = place.folder / "music"
    music.mkdir()
    for number in range(4):
        _write_silence(music / f"Song {number}.wav")
    assert place.cli("scan", str(music)).returncode == 0
    return music


@pytest.fixture
def playing(music: Path, place: Place, bus: SessionBus) -> Iterator[DrivenWindow]:
    """The window, with the first track of the album played by the desktop."""
    with DrivenWindow(place) as window:
        window.settle()
        assert _ctl(bus, "open", (music / "Song 0.wav").as_uri()) == ""
        yield window


def _write_silence(path: Path) -> None:
    """Write a minute of nothing to be heard."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8_000)
        file.writeframes(b"\x80" * 60 * 8_000)


def _ctl(bus: SessionBus, *arguments: str) -> str:
    done = bus.run("playerctl", "--player=dunnock", *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_window_shows_what_the_desktop_plays_and_pauses(playing: DrivenWindow, bus: SessionBus) -> None:
    assert (_ctl(bus, "status"), _ctl(bus, "metadata", "title")) == ("Playing", "Song 0")
    playing.see("player-title")
    playing.driver.until(lambda: playing.driver.run(TITLE) == "Song 0", what="the title is shown")
    tray = Tray()
    with Program(bus.address) as program:
        program.own(tray.NAME, tray.PATH, tray)
        assert wait_until(lambda: bool(tray.items), 10)
        item = (tray.items[0], "/StatusNotifierItem", "org.kde.StatusNotifierItem")
        program.call(*item, "SecondaryActivate", "ii", 0, 0)
    assert _ctl(bus, "status") == "Paused"
    assert playing.place.cli("player", "status").stdout.split()[:2] == ["state", "paused"]
    playing.driver.until(
        lambda: playing.stores()["player"]["state"]["state"] == "paused", what="it is paused"
    )


def test_the_mini_player_is_one_small_window_and_leads_back_to_a_whole_one(
    playing: DrivenWindow, screen: Screen, bus: SessionBus
) -> None:
    with Program(bus.address) as program, connect(screen.display) as display:
        (main,) = display.windows("Dunnock")
        playing.driver.find("player-mini").click()
        assert wait_until(lambda: len(display.windows(MINI)) == 1, 10)
        (mini,) = display.windows(MINI)
        assert display.size(mini) == (340, 120)
        display.focus_nothing()
        program.call(*ROOT, "Raise")
        assert wait_until(lambda: display.is_focused(main), 5), "the whole window did not come to the front"
        playing.driver.find("player-mini").click()
        assert wait_until(lambda: display.is_focused(mini), 5), "the mini-player did not come to the front"
        assert display.windows(MINI) == [mini]
        display.close(main)
        assert wait_until(lambda: display.windows("Dunnock") == [], 5)
        assert _ctl(bus, "status") == "Playing"
        program.call(*ROOT, "Raise")
        assert wait_until(lambda: len(display.windows("Dunnock")) == 1, 10)


def test_a_new_track_is_told_of_while_no_window_has_the_focus(
    playing: DrivenWindow, screen: Screen, bus: SessionBus
) -> None:
    daemon = NotificationDaemon("body")
    with Program(bus.address) as program, connect(screen.display) as display:
        program.own(daemon.NAME, daemon.PATH, daemon)
        assert playing.place.cli("settings", "set", "notifications", "true").returncode == 0
        assert playing.place.cli("queue", "add", str(playing.place.folder / "music")).returncode == 0
        program.call(*ROOT, "Raise")
        playing.driver.until(lambda: playing.driver.run(FOCUSED), what="the window has the focus")
        _ctl(bus, "next")
        assert _ctl(bus, "metadata", "title") == "Song 0"
        display.focus_nothing()
        playing.driver.until(lambda: not playing.driver.run(FOCUSED), what="the window has no focus")
        _ctl(bus, "next")
        assert wait_until(lambda: bool(daemon.shown), 10)
        assert [title for _, title, _ in daemon.shown] == ["Song 1"]


def test_quit_ends_the_app_and_leaves_the_bus(
    music: Path, place: Place, screen: Screen, bus: SessionBus
) -> None:
    with running(place) as app:
        see_window(app, screen)
        assert wait_until(lambda: "org.mpris.MediaPlayer2.dunnock" in bus.names(), 15)
        with Program(bus.address) as program:
            program.call(*ROOT, "Quit")
        assert app.process.wait(6) == 0
        assert not is_alive(app.process.pid)
        assert {name for name in bus.names() if not name.startswith(":")} == {"org.freedesktop.DBus"}
