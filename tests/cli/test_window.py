"""`dunnock` without a command: how it gets to the window."""

import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest

from dunnock.cli import main


class Opened:
    """Stands where the window is opened, and remembers with what."""

    def __init__(self) -> None:
        self.home: Path | None = None
        self.demo: Path | None = None
        self.play: Sequence[str] = ()

    def run_window(self, home: Path, *, demo: Path | None = None, play: Sequence[str] = ()) -> int:
        self.home, self.demo, self.play = home, demo, play
        return 7


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Opened:
    opened = Opened()
    shell = ModuleType("dunnock.desktop.shell")
    vars(shell)["run_window"] = opened.run_window
    monkeypatch.setitem(sys.modules, "dunnock.desktop.shell", shell)
    monkeypatch.setenv("DUNNOCK_HOME", str(tmp_path / "home"))
    return opened


def test_no_command_opens_the_window_on_the_home(opened: Opened, tmp_path: Path) -> None:
    assert main([]) == 7
    assert (opened.home, opened.demo, opened.play) == (tmp_path / "home", None, ())


def test_files_opened_without_a_window_open_one_on_them_wherever_it_starts(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["./song.flac", "/music"]) == 7
    assert opened.play == [str(tmp_path / "song.flac"), "/music"]


def test_the_demo_is_the_collection_that_is_shipped(opened: Opened) -> None:
    assert main(["--demo"]) == 7
    assert opened.demo == Path(__file__).parents[2] / "demo"
    assert list(opened.demo.rglob("*.flac"))


def test_a_window_that_cannot_be_loaded_leads_to_the_doctor(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # what an import ends with when a library of the system's is missing
    monkeypatch.setitem(sys.modules, "dunnock.desktop.shell", None)
    assert main([]) == 1
    err = capsys.readouterr().err
    assert err.startswith("dunnock: The window cannot be opened: ")
    assert "`dunnock doctor`" in err
