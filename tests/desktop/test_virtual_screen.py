"""The screen for machines without one."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image

from dunnock.contract.errors import NotFoundError
from dunnock.desktop.virtual_screen import SCREEN_SIZE, LivePicture, VirtualScreen
from dunnock.media.screenshot import decode, save_screen
from tests.desktop import x11
from tests.desktop.harness import ROOT
from tests.desktop.processes import command, is_alive, tree, wait_until


@pytest.fixture(autouse=True)
def _no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)


@contextmanager
def virtual_screen() -> Iterator[VirtualScreen]:
    """A virtual screen that is ended by hand, as this process goes on."""
    screen = VirtualScreen()
    screen.start()
    try:
        yield screen
    finally:
        screen.stop()


def servers(above: int | None = None) -> list[int]:
    """The X servers started by a process, by default this one."""
    return [pid for pid in tree(above or os.getpid()) if command(pid) == "Xvfb"]


def paint(display: str, colour: int) -> None:
    """Fill the screen with a colour (0xRRGGBB)."""
    with x11.connect(display) as connection:
        connection.paint(colour)


def test_a_virtual_screen_can_be_drawn_on_and_leaves_nothing_behind() -> None:
    before = servers()
    with virtual_screen() as screen:
        folder = screen.dump.parent
        paint(os.environ["DISPLAY"], 0x3366CC)
        assert decode(screen.dump.read_bytes()).getpixel((10, 10)) == (0x33, 0x66, 0xCC)
        assert decode(screen.dump.read_bytes()).size == SCREEN_SIZE
        assert len(servers()) == len(before) + 1
    assert servers() == before
    assert not folder.exists()
    assert "DISPLAY" not in os.environ


def test_the_picture_of_the_screen_follows_what_is_on_it(tmp_path: Path) -> None:
    picture = tmp_path / "screen.png"

    def shows(colour: tuple[int, int, int]) -> bool:
        if not picture.exists():
            return False
        with Image.open(picture) as image:
            return image.convert("RGB").getpixel((600, 400)) == colour

    with virtual_screen() as screen, LivePicture(screen, picture):
        paint(os.environ["DISPLAY"], 0x112233)
        assert wait_until(lambda: shows((0x11, 0x22, 0x33)), 5)
        paint(os.environ["DISPLAY"], 0xAABBCC)
        assert wait_until(lambda: shows((0xAA, 0xBB, 0xCC)), 5)
        written = picture.stat().st_mtime_ns
        time.sleep(2.2)
        assert picture.stat().st_mtime_ns == written, "an unchanged screen was written again"
    assert [each.name for each in tmp_path.iterdir()] == ["screen.png"]


def test_the_virtual_screen_ends_when_its_program_is_killed() -> None:
    program = (
        "import sys, time\n"
        "from dunnock.desktop.virtual_screen import VirtualScreen\n"
        "VirtualScreen().start()\n"
        "print('ready', flush=True)\n"
        "time.sleep(60)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    process = subprocess.Popen(
        [sys.executable, "-c", program], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    with process.stdout as lines:
        assert lines.readline() == "ready\n"
        (server,) = servers(process.pid)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert wait_until(lambda: not is_alive(server), 2)


def test_without_xvfb_the_error_names_the_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotFoundError, match="Install the package xvfb"):
        VirtualScreen().start()


def test_a_screen_that_does_not_start_is_an_error_and_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "Xvfb").symlink_to("/bin/false")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotFoundError, match="Xvfb does not start"):
        VirtualScreen().start()
    assert "DISPLAY" not in os.environ


@pytest.mark.parametrize("length", [0, 50, 99, 1000])
def test_half_a_dump_is_refused_and_leaves_no_picture(length: int, tmp_path: Path) -> None:
    with virtual_screen() as screen:
        paint(os.environ["DISPLAY"], 0)
        dump = screen.dump.read_bytes()
    with pytest.raises(ValueError, match="dump"):
        save_screen(dump[:length], tmp_path / "picture.png")
    assert list(tmp_path.iterdir()) == []
