"""A real screen and a real window for the tests of this folder."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.desktop.harness import DrivenWindow, Place, Screen


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a screen, so that `./test --quick` leaves it out."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("desktop")


@pytest.fixture(scope="session")
def screen() -> Iterator[Screen]:
    """One virtual screen for all tests."""
    for program in ("Xvfb", "WebKitWebDriver"):
        assert shutil.which(program), f"{program} is missing; ./test installs it"
    screen = Screen()
    yield screen
    screen.close()


@pytest.fixture
def place(screen: Screen, tmp_path: Path) -> Place:
    """An empty home on that screen."""
    return Place(tmp_path, screen.display)


@pytest.fixture
def window(place: Place) -> Iterator[DrivenWindow]:
    """The window on an empty home, loaded."""
    with DrivenWindow(place) as window:
        window.settle()
        yield window


@pytest.fixture
def open_window(place: Place) -> Callable[[], DrivenWindow]:
    """Opens the window, for tests that first fill the home."""
    return lambda: DrivenWindow(place)
