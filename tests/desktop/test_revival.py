"""A window that was dead or hidden ends up with what a window shows that never was."""

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest
from PIL import Image, ImageChops

from tests.desktop import x11
from tests.desktop.collection import write_collection, write_flac
from tests.desktop.harness import DrivenWindow, Place, Screen, is_painted
from tests.desktop.processes import is_alive, wait_until
from tests.desktop.running import Running, running, see_list

# two windows, one of which may take five seconds to be given up on
pytestmark = pytest.mark.timeout(120)


@dataclass
class Twin:
    """A second window, on a screen and a home of its own and the same music, to which nothing happens."""

    app: Running
    place: Place
    screen: Screen


@pytest.fixture
def library(place: Place, tmp_path: Path) -> Path:
    """A scanned folder of 200 tracks."""
    write_collection(tmp_path / "music", 200)
    scan(place, str(tmp_path / "music"))
    return tmp_path / "music"


@pytest.fixture
def twin(library: Path, tmp_path: Path) -> Iterator[Twin]:
    """The window to compare with."""
    (tmp_path / "twin").mkdir()
    screen = Screen()
    place = Place(tmp_path / "twin", screen.display)
    scan(place, str(library))
    try:
        with running(place) as app:
            see_list(app, screen)
            yield Twin(app, place, screen)
            assert app.stop() == 0
    finally:
        screen.close()


def scan(place: Place, *folders: str) -> None:
    """Scan from outside the window."""
    done = place.cli("scan", *folders)
    assert done.returncode == 0, done.stderr


def add_a_track(library: Path, place: Place, twin: Twin) -> None:
    """Bring a track that is first in the list into both libraries, and wait until the twin shows it."""
    before = twin.screen.list_picture()
    write_flac(library / "late.flac", title="Latecomer", artist="Aaa")
    scan(twin.place)
    scan(place)
    assert wait_until(lambda: difference(twin.screen.list_picture(), before) > SAME, 20), (
        "no change was drawn"
    )


SAME = 64
"""The edges of letters may be a shade apart, of 255."""


def difference(one: Image.Image, other: Image.Image) -> int:
    """How far apart the two most different points of two pictures are."""
    return max(
        high for _, high in cast("list[tuple[int, int]]", ImageChops.difference(one, other).getextrema())
    )


def assert_alike(app: Running, screen: Screen, twin: Twin) -> None:
    """Wait until both windows show the same list."""

    def alike() -> bool:
        pictures = screen.list_picture(), twin.screen.list_picture()
        return all(map(is_painted, pictures)) and difference(*pictures) < SAME

    if not wait_until(alike, 20):
        screen.picture().save(twin.place.folder / "seen.png")
        twin.screen.picture().save(twin.place.folder / "wanted.png")
        raise AssertionError(f"not alike: see the pictures in {twin.place.folder}; it said {app.lines}")


def kill_web_process(app: Running) -> None:
    """Kill the process that draws the window, and wait until it is gone."""
    killed = app.web_process()
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    assert wait_until(lambda: app.web_process() != killed, 5)


def test_a_window_whose_web_process_was_killed_comes_back_with_its_rows_and_live(
    place: Place, screen: Screen, library: Path, twin: Twin
) -> None:
    with running(place) as app:
        see_list(app, screen)
        assert_alike(app, screen, twin)
        kill_web_process(app)
        assert wait_until(lambda: app.web_process() is not None, 10), f"no new web process came: {app.lines}"
        add_a_track(library, place, twin)
        assert_alike(app, screen, twin)
        assert app.stop() == 0


WITHOUT_THE_WATCH = """
from dunnock.desktop.web_process import WebProcessWatch
WebProcessWatch.start = lambda watch: None
"""


def test_the_feed_brings_back_a_dead_window_where_nothing_else_notices(
    place: Place, screen: Screen, library: Path, twin: Twin
) -> None:
    with running(place, program=WITHOUT_THE_WATCH) as app:
        see_list(app, screen)
        assert_alike(app, screen, twin)
        kill_web_process(app)
        add_a_track(library, place, twin)
        assert wait_until(lambda: app.web_process() is not None, 15), f"it stayed dead: {app.lines}"
        assert_alike(app, screen, twin)
        assert app.stop() == 0


def test_a_hidden_window_shows_what_changed_once_it_is_shown(
    place: Place, screen: Screen, library: Path, twin: Twin
) -> None:
    with running(place) as app, x11.connect(screen.display) as display:
        see_list(app, screen)
        assert_alike(app, screen, twin)
        window = display.window("Dunnock")
        assert window is not None
        display.park_pointer()
        display.hide(window)
        assert wait_until(lambda: not is_painted(screen.list_picture()), 5)
        add_a_track(library, place, twin)
        display.show(window)
        assert_alike(app, screen, twin)
        assert app.stop() == 0


def test_of_two_windows_the_dead_one_comes_back_and_the_other_stays_as_it_is_while_nothing_changes(
    place: Place, library: Path
) -> None:
    with DrivenWindow(place) as window:
        window.settle()
        window.open_second()
        for handle in window.handles():
            window.switch(handle)
            window.driver.run("window.sameAsEver = true")
        (first, *_) = window.web_processes()
        os.kill(first, signal.SIGKILL)
        assert wait_until(lambda: not is_alive(first), 5)
        window.attach_again()
        window.driver.until(lambda: len(window.handles()) == 2, what="the dead window is back", seconds=30)
        same = []
        for handle in window.handles():
            window.switch(handle)
            window.settle()
            assert window.row_count() == 200
            same.append(window.driver.run("return window.sameAsEver === true"))
        assert sorted(same) == [False, True]
