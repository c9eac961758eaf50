"""The icon in the tray, as a tray sees it."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from dbus_fast import Variant
from PIL import Image

from dunnock.desktop.integration.tray import ICON
from dunnock.media.icon import argb_icon
from tests.desktop.integration.conftest import Desktop
from tests.desktop.integration.program import Program, Tray

ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"


class Host:
    """What a tray does with the icon: shows it, and passes clicks on."""

    def __init__(self, desktop: Desktop, program: Program, tray: Tray) -> None:
        self.desktop = desktop
        self.program = program
        self.tray = tray
        desktop.comes_true(lambda: bool(tray.items))
        self.name = tray.items[-1]
        self.menu_path = self.property("Menu")

    def property(self, name: str) -> Any:
        return self.program.get(self.name, "/StatusNotifierItem", ITEM, name)

    def item(self, member: str, signature: str, *body: Any) -> None:
        self.program.call(self.name, "/StatusNotifierItem", ITEM, member, signature, *body)

    def menu(self) -> dict[str, tuple[int, bool]]:
        """The lines by their labels: the number, and whether it can be chosen."""
        _, root = self.program.call(self.name, self.menu_path, MENU, "GetLayout", "iias", 0, -1, [])
        lines = [variant.value for variant in root[2]]
        return {
            properties["label"].value: (number, properties["enabled"].value)
            for number, properties, _ in lines
            if "label" in properties
        }

    def choose(self, label: str) -> None:
        number, enabled = self.menu()[label]
        assert enabled
        arguments = (number, "clicked", Variant("s", ""), 0)
        self.program.call(self.name, self.menu_path, MENU, "Event", "isvu", *arguments)


@pytest.fixture
def host(desktop: Desktop) -> Iterator[Host]:
    """A tray with the icon in it."""
    tray = Tray()
    with Program(desktop.bus.address) as program:
        program.own(tray.NAME, tray.PATH, tray)
        yield Host(desktop, program, tray)


def test_the_icon_is_a_picture_with_a_name(host: Host) -> None:
    described = [host.property(name) for name in ("Id", "Title", "Category", "Status")]
    assert described == ["dunnock", "Dunnock", "ApplicationStatus", "Active"]
    assert [(width, height, len(data)) for width, height, data in host.property("IconPixmap")] == [
        (size, size, size * size * 4) for size in (22, 32, 48)
    ]


def test_the_picture_is_alpha_first() -> None:
    with Image.open(ICON) as image:
        small = image.convert("RGBA").resize((32, 32), Image.Resampling.LANCZOS)
    red, green, blue, alpha = (small.getchannel(each).tobytes()[16 * 32 + 16] for each in "RGBA")
    at = (16 * 32 + 16) * 4
    assert tuple(argb_icon(ICON, 32)[at : at + 4]) == (alpha, red, green, blue)


def test_the_menu_says_what_plays_and_what_can_be_done(host: Host) -> None:
    enabled = {label: enabled for label, (_, enabled) in host.menu().items()}
    assert enabled == {
        "Dunnock": False,
        "Play": False,
        "Next": False,
        "Previous": False,
        "Stop": False,
        "Show window": True,
        "Mini-player": True,
        "Quit": True,
    }
    host.desktop.play(4)
    host.desktop.comes_true(lambda: "Pause" in host.menu())
    enabled = {label: enabled for label, (_, enabled) in host.menu().items()}
    assert enabled["Song 4 🎉 · Ann & Bob, Çelik"] is False
    assert [enabled[each] for each in ("Pause", "Next", "Previous", "Stop")] == [True, False, True, True]


def test_the_menu_does_what_it_says(host: Host) -> None:
    host.desktop.play(1)
    host.desktop.comes_true(lambda: "Pause" in host.menu())
    host.choose("Pause")
    assert host.desktop.state() == "paused"
    host.choose("Play")
    assert host.desktop.state() == "playing"
    host.choose("Next")
    assert host.desktop.entry() == 2
    host.choose("Previous")
    assert host.desktop.entry() == 1
    host.choose("Stop")
    assert host.desktop.state() == "stopped"
    for label in ("Show window", "Mini-player", "Quit"):
        host.choose(label)
    assert host.desktop.shell.asked == ["focus", "mini", "quit"]


def test_the_tray_is_told_when_the_menu_or_the_tip_is_another(host: Host) -> None:
    host.program.hear(f"type='signal',sender='{host.name}'")
    host.desktop.play()
    host.desktop.comes_true(
        lambda: bool(host.program.heard("LayoutUpdated") and host.program.heard("NewToolTip"))
    )
    assert list(host.property("ToolTip")[2:]) == ["Song 0 🎉", "Ann & Bob, Çelik"]
    told = len(host.program.heard("LayoutUpdated"))
    host.desktop.app.settings.set("volume", 20)  # which the menu does not show
    host.desktop.ctl("next")
    host.desktop.comes_true(lambda: len(host.program.heard("LayoutUpdated")) > told)
    revisions = [revision for revision, _ in host.program.heard("LayoutUpdated")]
    assert revisions == sorted(set(revisions))
    assert (
        host.program.call(host.name, host.menu_path, MENU, "GetLayout", "iias", 0, -1, [])[0] == revisions[-1]
    )


def test_clicks_and_the_wheel_do_what_people_expect(host: Host) -> None:
    host.item("Activate", "ii", 0, 0)
    assert host.desktop.shell.asked == ["focus"]
    host.desktop.play()
    host.item("SecondaryActivate", "ii", 0, 0)
    assert host.desktop.state() == "paused"
    volume = host.desktop.app.settings.get
    host.item("Scroll", "is", 120, "vertical")
    assert volume("volume") == 85
    host.item("Scroll", "is", -120, "Vertical")
    assert volume("volume") == 80
    host.item("Scroll", "is", -120, "horizontal")
    assert volume("volume") == 80


def test_several_lines_are_read_and_chosen_at_once(host: Host) -> None:
    number, _ = host.menu()["Show window"]
    ask = partial(host.program.call, host.name, host.menu_path, MENU)
    assert [each[0] for each in ask("GetGroupProperties", "aias", [number, 99], [])[0]] == [number]
    assert ask("GetProperty", "is", number, "label")[0].value == "Show window"
    assert ask("AboutToShow", "i", 0) == [False]
    assert ask("AboutToShowGroup", "ai", [0, 99]) == [[], [99]]
    events = [[number, "clicked", Variant("s", ""), 0], [99, "clicked", Variant("s", ""), 0]]
    assert ask("EventGroup", "a(isvu)", events) == [[99]]
    assert host.desktop.shell.asked == ["focus"]


def test_the_setting_takes_the_icon_away_and_brings_it_back(host: Host) -> None:
    host.desktop.app.settings.set("tray_icon", False)
    host.desktop.comes_true(lambda: host.name not in host.desktop.bus.names())
    host.desktop.app.settings.set("tray_icon", True)
    host.desktop.comes_true(lambda: len(host.tray.items) == 2)
    assert host.tray.items[1] in host.desktop.bus.names()


def test_a_tray_that_starts_later_gets_the_icon(desktop: Desktop) -> None:
    for _ in range(2):  # and one that starts again
        tray = Tray()
        with Program(desktop.bus.address) as program:
            program.own(tray.NAME, tray.PATH, tray)
            desktop.comes_true(partial(bool, tray.items))
            assert tray.items[0] in desktop.bus.names()
