"""Starts the real program with its real window, and everything that needs: a screen, a driver, a home."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from PIL import Image

from dunnock.media.screenshot import decode
from tests.desktop.processes import command, end, is_alive, tree, wait_until
from tests.desktop.webdriver import WebDriver, WebDriverError

ROOT = Path(__file__).parent.parent.parent
START_SECONDS = 60.0
CLOSING_SECONDS = 15.0
"""The app ends itself after three; the rest is for a busy machine."""

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

_REQUEST = """
window.__TAURI_INTERNALS__.invoke(
  'plugin:pytauri|pyfunc',
  new TextEncoder().encode(JSON.stringify(arguments[1])),
  {headers: {pyfunc: arguments[0]}}
)
"""

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
    """Dunnock's windows with WebKitWebDriver at the wheel."""

    def __init__(self, place: Place, *arguments: str) -> None:
        """Start Python with `arguments`, by default Dunnock, and take the wheel."""
        self.place = place
        self.log = place.folder / "dunnock.out"
        inspector, port = _free_port(), _free_port()
        # The driver is told where Dunnock listens, instead of starting it: so it can attach a second time.
        with self.log.open("wb") as log:
            self._app = subprocess.Popen(
                [sys.executable, *(arguments or ("-m", "dunnock"))],
                env=place.environment(
                    TAURI_AUTOMATION="true",
                    TAURI_WEBVIEW_AUTOMATION="true",
                    WEBKIT_INSPECTOR_SERVER=f"127.0.0.1:{inspector}",
                ),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.pid = self._app.pid
        self._driver_process = subprocess.Popen(
            ["WebKitWebDriver", "--host=127.0.0.1", f"--port={port}", f"--target=127.0.0.1:{inspector}"],
            env=place.environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._address = f"http://127.0.0.1:{port}"
        try:
            _wait_for_port(port)
            _wait_for_port(inspector)
            self.driver = self._session()
        except BaseException:
            self._end_all()
            raise

    def __enter__(self) -> Self:
        """The window is open already."""
        return self

    def __exit__(self, *exception: object) -> None:
        """Close it. Raises when a process of it stays."""
        pids = tree(self.pid)
        self._app.terminate()
        left = end(pids, seconds=CLOSING_SECONDS)
        self._end_all()
        assert not left, f"processes of the window had to be killed: {left}"

    def web_processes(self) -> list[int]:
        """The processes that draw the windows, one for each that lives."""
        return [pid for pid in tree(self.pid) if command(pid) == "WebKitWebProces"]

    def attach_again(self) -> None:
        """Take the wheel once more: a session ends with the first web process that dies, Dunnock does not."""
        # The driver finds out by the next command; before, it has a session and gives no second one.
        assert wait_until(self.driver.is_over, START_SECONDS), "the session goes on"
        self.driver = self._session()

    def _session(self) -> WebDriver:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                return WebDriver(self._address)
            except WebDriverError:
                # There is no window yet.
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    # Several windows

    def handles(self) -> list[str]:
        """The windows whose web process lives, as the driver knows them; other names after `attach_again`."""
        handles: list[str] = self.driver.command("GET", "/window/handles")
        return sorted(handles)

    def switch(self, handle: str) -> None:
        """Drive this window from here on."""
        self.driver.command("POST", "/window", {"handle": handle})

    def open_second(self) -> None:
        """Open another window, and wait until both are loaded."""
        self.driver.run(_REQUEST, "window_open", {})
        self.driver.until(lambda: len(self.handles()) == 2, what="two windows", seconds=START_SECONDS)
        for handle in self.handles():
            self.switch(handle)
            self.settle(seconds=START_SECONDS)

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
        if is_alive(self.pid):
            end(tree(self.pid), seconds=0)
        self._app.wait(5)
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
