"""The real window plays real files, without a sound."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.desktop import x11
from tests.desktop.harness import ROOT, DrivenWindow, Place, Screen
from tests.desktop.processes import wait_until
from tests.desktop.running import running

TWICE = "arguments[0].dispatchEvent(new MouseEvent('dblclick', {bubbles: true}))"
COVER = """
const picture = document.querySelector('[data-testid="player-artwork"] img');
return picture !== null && picture.complete && picture.naturalWidth
"""
MARKED = "return document.querySelector('[data-testid=\"track-row\"][aria-current]')?.dataset.trackId ?? null"


@pytest.fixture
def window(open_window: Callable[[], DrivenWindow]) -> DrivenWindow:
    """Overrides the window of the other tests: the home is filled by the test."""
    return open_window()


def row(window: DrivenWindow, title: str) -> Any:
    return window.driver.until(
        lambda: window.driver.run(
            "return [...document.querySelectorAll('[data-testid=\"track-row\"]')].find("
            "each => each.querySelector('.title').textContent.trim() === arguments[0]) ?? null",
            title,
        ),
        what=f"{title} is in the list",
        seconds=30,
    )


def state(window: DrivenWindow) -> str:
    return str(window.driver.find("player-toggle").attribute("data-state"))


def test_what_is_clicked_twice_is_heard_shown_with_its_cover_and_obeys_the_command_line(
    window: DrivenWindow, place: Place
) -> None:
    with window:
        driver = window.driver
        window.add_folder(ROOT / "demo" / "Wren & Weather")
        heron = row(window, "Heron on the Ring Road")
        window.settle()
        driver.run(TWICE, heron)
        driver.until(lambda: state(window) == "playing", what="it plays")
        assert driver.find("player-title").text() == "Heron on the Ring Road"
        driver.until(lambda: driver.run(COVER), what="its cover is shown")
        driver.until(lambda: driver.find("player-position").text() != "0:00", what="the clock runs")
        assert driver.run(MARKED) == driver.run("return arguments[0].dataset.trackId", heron)
        done = place.cli("player", "pause")
        assert done.returncode == 0, done.stderr
        driver.until(lambda: state(window) == "paused", what="it is paused")
        stands = driver.find("player-position").text()
        window.settle()
        assert driver.find("player-position").text() == stands


def test_a_file_that_is_opened_without_a_window_opens_one_and_plays_in_it(place: Place) -> None:
    song = next((ROOT / "demo").rglob("*Heron on the Ring Road*"))
    assert place.cli("scan", str(song.parent)).returncode == 0
    with running(place, str(song)) as app:

        def plays() -> bool:
            told = place.cli("player", "status").stdout
            return "state\tplaying\n" in told and "Heron on the Ring Road" in told

        assert wait_until(plays, 20), app.lines
        assert app.stop() == 0


def test_the_small_window_opens_once_and_shows_what_is_heard(window: DrivenWindow, screen: Screen) -> None:
    with window, x11.connect(screen.display) as display:
        window.settle()
        for _ in range(2):
            window.driver.find("player-mini").click()
            window.driver.until(lambda: display.window("Dunnock player") is not None, what="it is open")
        small = display.window("Dunnock player")
        assert small is not None
        assert display.is_visible(small)
        display.close(small)
        window.driver.until(lambda: display.window("Dunnock player") is None, what="it is closed")
        assert window.driver.has("player-mini")
