"""Starts the real program with its real window, and everything that needs: a screen, a driver, a home."""

import os
import shlex
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from PIL import Image

from dunnock.media.screenshot import decode
from tests.desktop.processes import end, is_alive, tree, wait_until
from tests.desktop.webdriver import WebDriver

ROOT = Path(__file__).parent.parent.parent
START_SECONDS = 30.0

LIST_AREA = (240, 100, 1260, 760)
"""Left, top, right and bottom of the list of tracks in a window of the usual size."""

_ROW_COUNT = """
const list = document.querySelector('[data-testid="track-list"]');
const grid = list?.closest('[aria-rowcount]') ?? list?.querySelector('[aria-rowcount]');
return grid ? grid.getAttribute('aria-rowcount') : 0
"""
_SCAN_LINE = """const line = document.querySelector('[data-testid="scan-progress"]');"""

_MOVING = """document.getAnimations().filter(
  each => each.playState === 'running' && each.effect.getComputedTiming().endTime < 3000
).length"""

_TWO_FRAMES = (
    "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done(true)))"
)


class Screen:
    """An X server without a monitor."""

    def __init__(self) -> None:
        read, write = os.pipe()
        self._folder = tempfile.TemporaryDirectory(prefix="dunnock-test-screen-", ignore_cleanup_errors=True)
        command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
        command += ["-noreset", "-fbdir", self._folder.name]
        self._process = subprocess.Popen(
            command,
            pass_fds=(write,),
            stderr=subprocess.DEVNULL,
        )
        os.close(write)
        with os.fdopen(read) as file:
            number = file.readline().strip()
        assert number, "Xvfb did not start"
        self.display = f":{number}"

    def picture(self) -> Image.Image:
        """What is on it now."""
        return decode((Path(self._folder.name) / "Xvfb_screen0").read_bytes())

    def list_picture(self) -> Image.Image:
        """The part of it where the window has its list of tracks."""
        return self.picture().crop(LIST_AREA)

    def close(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait(5)
        self._folder.cleanup()


def is_painted(picture: Image.Image) -> bool:
    """Whether there is anything in a picture, text for instance, and not one colour only."""
    colours = picture.getcolors(picture.width * picture.height)
    return colours is not None and len(colours) > 8


@dataclass
class Place:
    """A home of Dunnock in a person's home folder, and the environment of a process that uses them."""

    folder: Path
    display: str | None
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def home(self) -> Path:
        """DUNNOCK_HOME."""
        return self.folder / "dunnock"

    def environment(self, **more: str) -> dict[str, str]:
        """What a program sees: nothing of the desktop the tests may be running in."""
        kept = {
            name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "TMPDIR") if name in os.environ
        }
        screen = {} if self.display is None else {"DISPLAY": self.display, "GDK_BACKEND": "x11"}
        return {
            **kept,
            **screen,
            "HOME": str(self.folder),
            "XDG_RUNTIME_DIR": str(self.folder),
            "DUNNOCK_HOME": str(self.home),
            "PYTHONPATH": str(ROOT / "src"),
            "LANG": "C.UTF-8",
            "DUNNOCK_AUDIO_OUTPUT": "null",  # a test is not to be heard, and needs no device
            "NO_AT_BRIDGE": "1",  # there is no session bus to look for screen readers on
            **self.variables,
            **more,
        }

    def cli(self, *arguments: str, seconds: float = 60.0) -> subprocess.CompletedProcess[str]:
        """Run a command of Dunnock to its end."""
        return subprocess.run(
            [sys.executable, "-m", "dunnock", *arguments],
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=seconds,
        )

    def start(self, *arguments: str, **variables: str) -> "subprocess.Popen[str]":
        """Start Python with the given arguments, without a driver. Its output is one stream."""
        return subprocess.Popen(
            [sys.executable, *arguments],
            env=self.environment(**variables),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,  # so that a test can send a signal to all of it, as a terminal does
        )


class DrivenWindow:
    """Dunnock's window with WebKitWebDriver at the wheel."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self._pid_file = place.folder / "dunnock.pid"
        self.log = place.folder / "dunnock.out"
        binary = place.folder / "dunnock.sh"
        binary.write_text(
            f"#!/bin/sh\necho $$ > {shlex.quote(str(self._pid_file))}\n"
            f"exec {shlex.quote(sys.executable)} -m dunnock > {shlex.quote(str(self.log))} 2>&1\n"
        )
        binary.chmod(0o755)
        port = _free_port()
        self._driver_process = subprocess.Popen(
            ["WebKitWebDriver", "--host=127.0.0.1", f"--port={port}"],
            env=place.environment(TAURI_AUTOMATION="true", TAURI_WEBVIEW_AUTOMATION="true"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_for_port(port)
            self.driver = WebDriver(f"http://127.0.0.1:{port}", str(binary))
            self.pid = int(self._pid_file.read_text())
        except BaseException:
            self._end_all()
            raise

    def __enter__(self) -> Self:
        """The window is open already."""
        return self

    def __exit__(self, *exception: object) -> None:
        """Close it. Raises when a process of it stays."""
        pids = tree(self.pid)
        self.driver.close()
        left = end(pids)
        self._end_all()
        assert not left, f"processes of the window had to be killed: {left}"

    # What a person sees

    def see(self, testid: str, *, seconds: float = 15.0) -> None:
        """Wait until an element is there."""
        self.driver.until(lambda: self.driver.has(testid), what=f"{testid} is shown", seconds=seconds)

    def row_count(self) -> int:
        """How many tracks the list has, as it tells a screen reader (which counts the header, too)."""
        return max(0, int(self.driver.run(_ROW_COUNT)) - 1)

    def scan_status(self) -> str | None:
        """What the scan line says: scanning, completed, …; None when there is no scan line."""
        status = self.driver.run(f"{_SCAN_LINE} return line ? line.dataset.status : null")
        return None if status is None else str(status)

    def titles(self) -> list[str]:
        """The text of each row that is drawn, from the top."""
        texts: list[str] = self.driver.run(
            "return [...document.querySelectorAll('[data-testid=\"track-row\"]')]"
            ".sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)"
            ".map(row => row.textContent.trim())"
        )
        return texts

    def stores(self) -> dict[str, Any]:
        """The page's stores, as data."""
        found: dict[str, Any] = self.driver.run("return window.__dunnock.stores.dump()")
        return found

    def settle(self, *, seconds: float = 15.0) -> None:
        """Wait until the page has nothing under way."""
        self.driver.until(
            lambda: self.driver.run("return window.__dunnock?.idle() === true"), what="idle", seconds=seconds
        )

    def rest(self) -> None:
        """Wait until nothing on the page is arriving or leaving any more, and that has been drawn."""
        self.driver.run_async(_TWO_FRAMES)
        self.driver.until(lambda: self.driver.run(f"return {_MOVING} === 0"), what="nothing moves", seconds=5)
        self.driver.run_async(_TWO_FRAMES)

    def add_folder(self, folder: Path) -> None:
        """Add a music folder through the dialog."""
        self.see("add-folder")
        self.driver.find("add-folder").click()
        self.see("add-folder-path")
        self.driver.find("add-folder-path").type(str(folder))
        self.driver.find("add-folder-submit").click()

    def _end_all(self) -> None:
        if self._pid_file.exists():
            pid = int(self._pid_file.read_text())
            if is_alive(pid):
                end(tree(pid), seconds=0)
        self._driver_process.terminate()
        self._driver_process.wait(5)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for_port(port: int) -> None:
    def answers() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    assert wait_until(answers, START_SECONDS), "WebKitWebDriver does not answer"
