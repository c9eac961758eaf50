"""A notification for each new track, on a desktop that only remembers what it was to show."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from PIL import Image

from tests.desktop.integration.conftest import Desktop
from tests.desktop.integration.program import NotificationDaemon, Program


@pytest.fixture
def daemon() -> NotificationDaemon:
    """What shows notifications, with all abilities."""
    return NotificationDaemon("actions", "body", "body-markup")


@pytest.fixture
def program(desktop: Desktop, daemon: NotificationDaemon) -> Iterator[Program]:
    """It, on the bus, with notifications asked for."""
    with Program(desktop.bus.address) as program:
        program.own(daemon.NAME, daemon.PATH, daemon)
        desktop.app.settings.set("notifications", True)
        yield program


def test_each_new_track_takes_the_place_of_the_one_before(
    desktop: Desktop, daemon: NotificationDaemon, program: Program
) -> None:
    desktop.play()
    desktop.comes_true(lambda: len(daemon.shown) == 1)
    desktop.ctl("next")
    desktop.comes_true(lambda: len(daemon.shown) == 2)
    text = "Ann &amp; Bob, Çelik\nThe &lt;Album&gt;"
    assert daemon.shown == [(0, "Song 0 🎉", text), (41, "Song 1 🎉", text)]
    assert daemon.hints[0]["desktop-entry"].value == "dunnock"


def test_a_pause_and_a_jump_are_no_new_track(
    desktop: Desktop, daemon: NotificationDaemon, program: Program
) -> None:
    desktop.play()
    desktop.comes_true(lambda: len(daemon.shown) == 1)
    for verb in ("pause", "play", "stop", "play"):
        desktop.ctl(verb)
    desktop.ctl("position", "30")
    desktop.ctl("next")
    desktop.comes_true(lambda: len(daemon.shown) == 2)
    assert [title for _, title, _ in daemon.shown] == ["Song 0 🎉", "Song 1 🎉"]


def test_whoever_looks_at_a_window_is_not_told(
    desktop: Desktop, daemon: NotificationDaemon, program: Program
) -> None:
    desktop.shell.focused = True
    desktop.play()
    desktop.comes_true(lambda: desktop.ctl("status") == "Playing")
    desktop.shell.focused = False
    desktop.ctl("next")
    desktop.comes_true(lambda: bool(daemon.shown))
    assert [title for _, title, _ in daemon.shown] == ["Song 1 🎉"]


def test_nothing_is_told_unless_the_setting_asks_for_it(
    desktop: Desktop, daemon: NotificationDaemon, program: Program
) -> None:
    desktop.app.settings.set("notifications", False)
    desktop.play()
    desktop.comes_true(lambda: desktop.ctl("status") == "Playing")
    desktop.app.settings.set("notifications", True)
    desktop.ctl("next")
    desktop.comes_true(lambda: bool(daemon.shown))
    assert [title for _, title, _ in daemon.shown] == ["Song 1 🎉"]


def test_the_cover_is_shown(desktop: Desktop, daemon: NotificationDaemon, program: Program) -> None:
    Image.new("RGB", (200, 200), "teal").save(desktop.music / "cover.png")
    desktop.play()
    desktop.comes_true(lambda: bool(daemon.shown))
    uri = daemon.hints[0]["image-path"].value
    assert Path(unquote(uri.removeprefix("file://"))).is_file()


def test_its_buttons_do_what_they_say(desktop: Desktop, daemon: NotificationDaemon, program: Program) -> None:
    desktop.play()
    desktop.comes_true(lambda: bool(daemon.shown))
    assert daemon.buttons[0] == ["default", "Show", "toggle", "Pause", "next", "Next"]
    program.do(lambda: daemon.action_invoked(7, "next"))  # of another program's notification
    program.do(lambda: daemon.action_invoked(41, "toggle"))
    desktop.comes_true(lambda: desktop.state() == "paused")
    assert desktop.entry() == 0
    program.do(lambda: daemon.action_invoked(41, "next"))
    desktop.comes_true(lambda: desktop.entry() == 1)
    program.do(lambda: daemon.action_invoked(41, "default"))
    desktop.comes_true(lambda: desktop.shell.asked == ["focus"])


def test_one_that_was_closed_is_not_replaced(
    desktop: Desktop, daemon: NotificationDaemon, program: Program
) -> None:
    desktop.play()
    desktop.comes_true(lambda: bool(daemon.shown))
    program.do(lambda: daemon.notification_closed(41))
    desktop.ctl("next")
    desktop.comes_true(lambda: len(daemon.shown) == 2)
    assert daemon.shown[1][0] == 0


def test_a_desktop_that_knows_no_markup_and_no_buttons_gets_neither(desktop: Desktop) -> None:
    daemon = NotificationDaemon("body")
    with Program(desktop.bus.address) as program:
        program.own(daemon.NAME, daemon.PATH, daemon)
        desktop.app.settings.set("notifications", True)
        desktop.play()
        desktop.comes_true(lambda: bool(daemon.shown))
        assert daemon.shown == [(0, "Song 0 🎉", "Ann & Bob, Çelik\nThe <Album>")]
        assert daemon.buttons == [[]]


def test_what_shows_them_may_come_later(desktop: Desktop, daemon: NotificationDaemon) -> None:
    desktop.app.settings.set("notifications", True)
    desktop.play()
    desktop.comes_true(lambda: desktop.ctl("status") == "Playing")
    with Program(desktop.bus.address) as program:
        program.own(daemon.NAME, daemon.PATH, daemon)
        desktop.ctl("next")
        desktop.comes_true(lambda: bool(daemon.shown))
        assert [title for _, title, _ in daemon.shown] == ["Song 1 🎉"]
