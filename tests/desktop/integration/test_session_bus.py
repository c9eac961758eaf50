"""Buses that are not there, die, hang or are shared: the app goes on, and so do the controls where they can."""

import os
import socket
import threading
from pathlib import Path

import pytest

from dunnock.app import App
from dunnock.desktop.integration import MediaControls, NoMediaControls, media_controls
from dunnock.desktop.integration.player import DesktopPlayer
from dunnock.desktop.integration.session_bus import SessionBusControls, session_bus_address
from tests.desktop.integration.bus import SessionBus
from tests.desktop.integration.conftest import Desktop, FakeShell

NAME = "org.mpris.MediaPlayer2.dunnock"


def test_a_second_player_gets_a_name_of_its_own(desktop: Desktop) -> None:
    second = SessionBusControls(DesktopPlayer(desktop.app), FakeShell(), desktop.bus.address)
    second.start()
    own = f"{NAME}.instance{os.getpid()}"
    desktop.comes_true(lambda: own in desktop.bus.names())
    second.close()
    desktop.comes_true(lambda: own not in desktop.bus.names())
    assert desktop.ctl("status") == "Stopped"


def test_closing_leaves_the_bus(desktop: Desktop) -> None:
    desktop.controls.close()
    desktop.comes_true(lambda: NAME not in desktop.bus.names())
    desktop.play()
    assert desktop.state() == "playing"


def test_the_controls_come_back_with_a_bus_that_died(desktop: Desktop) -> None:
    desktop.play()
    desktop.bus.end()
    desktop.app.playback.next()
    assert desktop.state() == "playing"
    desktop.bus.start()
    desktop.comes_true(lambda: NAME in desktop.bus.names(), seconds=20)
    assert desktop.ctl("metadata", "title") == "Song 1 🎉"
    desktop.ctl("next")
    assert desktop.entry() == 2


def test_a_bus_that_hangs_holds_up_neither_the_player_nor_the_end(desktop: Desktop) -> None:
    desktop.bus.hang()
    desktop.play()
    desktop.app.playback.next()
    assert (desktop.state(), desktop.entry()) == ("playing", 1)
    ended = threading.Thread(target=desktop.controls.close)
    ended.start()
    ended.join(10)
    assert not ended.is_alive()
    desktop.bus.go_on()
    desktop.comes_true(lambda: NAME not in desktop.bus.names())


def test_news_from_the_time_of_a_hanging_bus_arrive_when_it_goes_on(desktop: Desktop) -> None:
    desktop.bus.hang()
    desktop.play(3)
    desktop.bus.go_on()
    desktop.comes_true(lambda: desktop.ctl("status") == "Playing")
    assert desktop.ctl("metadata", "title") == "Song 3 🎉"


def test_an_act_that_takes_long_keeps_nobody_from_reading(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    desktop.play()
    desktop.comes_true(lambda: desktop.ctl("status") == "Playing")
    begun, done = threading.Event(), threading.Event()

    def slow_pause() -> None:
        begun.set()
        done.wait(20)

    monkeypatch.setattr(desktop.app.playback, "pause", slow_pause)
    asking = threading.Thread(target=desktop.ctl, args=("pause",))
    asking.start()
    try:
        assert begun.wait(10)
        assert desktop.ctl("status") == "Playing"
        assert asking.is_alive()
    finally:
        done.set()
        asking.join(10)


def test_an_address_at_which_nobody_answers_harms_nothing(home: Path, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(tmp_path / "silent"))
        silent.listen()  # it lets everybody in, and says nothing
        for place in ("nothing", "silent"):
            with App(home) as app:
                app.start()
                controls = SessionBusControls(
                    DesktopPlayer(app), FakeShell(), f"unix:path={tmp_path}/{place}"
                )
                controls.start()
                app.settings.set("volume", 17 + len(place))
                controls.close()
                assert app.settings.get("volume") == 17 + len(place)
    assert [each for each in threading.enumerate() if each.name == "session-bus"] == []


def test_controls_that_were_never_started_can_be_closed(home: Path) -> None:
    with App(home) as app:
        SessionBusControls(DesktopPlayer(app), FakeShell(), "unix:path=/nowhere").close()


def test_without_a_session_bus_there_is_nothing_to_start(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(home))
    with App(home) as app:
        controls = media_controls(app, FakeShell())
        assert isinstance(controls, NoMediaControls)
        _use(controls)


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_other_systems_have_no_controls_yet(home: Path, monkeypatch: pytest.MonkeyPatch, system: str) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    monkeypatch.setattr("dunnock.desktop.integration.sys.platform", system)
    with App(home) as app:
        controls = media_controls(app, FakeShell())
        assert isinstance(controls, NoMediaControls)
        _use(controls)


def test_the_bus_is_where_the_variable_says_or_else_in_the_runtime_folder(bus: SessionBus) -> None:
    folder = str(bus.socket.parent)
    assert session_bus_address({"XDG_RUNTIME_DIR": folder}) == bus.address
    assert session_bus_address(
        {"DBUS_SESSION_BUS_ADDRESS": "unix:abstract=x", "XDG_RUNTIME_DIR": folder}
    ) == ("unix:abstract=x")
    bus.end()
    assert session_bus_address({"DBUS_SESSION_BUS_ADDRESS": "", "XDG_RUNTIME_DIR": folder}) is None
    assert session_bus_address({}) is None


def _use(controls: MediaControls) -> None:
    controls.start()
    controls.close()


def test_news_after_the_end_are_nobodys_fault(desktop: Desktop, caplog: pytest.LogCaptureFixture) -> None:
    desktop.controls.close()
    looked = threading.Event()
    desktop.app.feed.on_look(looked.set)
    desktop.app.settings.set("volume", 12)
    assert looked.wait(5)
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []
