"""A screen for machines that have none: Xvfb, a picture of what is on it, and the events as lines."""

import ctypes
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from pathlib import Path
from typing import Self

from dunnock.contract.errors import NotFoundError
from dunnock.feed import Feed
from dunnock.media.screenshot import save_screen

SCREEN_SIZE = (1280, 800)
_PICTURE_SECONDS = 1.0
_START_SECONDS = 15.0
_STOP_SECONDS = 2.0
_PR_SET_PDEATHSIG = 1


class VirtualScreen:
    """An Xvfb of our own, on a free display, that ends with us however we end."""

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def dump(self) -> Path:
        """The file that holds the screen's pixels as an X window dump."""
        assert self._folder is not None  # noqa: S101 - only after start
        return Path(self._folder.name) / "Xvfb_screen0"

    def start(self) -> None:
        """Start it, and name it in DISPLAY.

        Raises:
            NotFoundError: Xvfb is not installed, or does not start.
        """
        program = shutil.which("Xvfb")
        if program is None:
            raise NotFoundError(
                "There is no screen, and no Xvfb to make a virtual one.",
                "Install the package xvfb, or set DISPLAY to a screen.",
            )
        self._folder = tempfile.TemporaryDirectory(prefix="dunnock-screen-", ignore_cleanup_errors=True)
        read, write = os.pipe()
        width, height = SCREEN_SIZE
        command = [program, "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24"]
        command += ["-fbdir", self._folder.name, "-nolisten", "tcp", "-noreset"]
        self._process = subprocess.Popen(
            command,
            pass_fds=(write,),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # a Ctrl-C is for us: the screen must outlive the window
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - this process has no other thread yet
        )
        os.close(write)
        number = _read_line(read, _START_SECONDS)
        os.close(read)
        if not number:
            self.stop()
            raise NotFoundError(
                "Xvfb does not start.", "Run “Xvfb -displayfd 1” to see why, or set DISPLAY to a screen."
            )
        os.environ["DISPLAY"] = f":{number}"

    def leave(self) -> None:
        """Remove its files. The server itself ends right after this process: GTK ends a process that loses its."""
        if self._folder is not None:
            self._folder.cleanup()

    def stop(self) -> None:
        """End it, while nothing of this process is connected to it."""
        os.environ.pop("DISPLAY", None)
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self.leave()


class LivePicture:
    """Keeps a PNG of a virtual screen, written anew when something on it has changed."""

    def __init__(self, screen: VirtualScreen, target: Path) -> None:
        self._dump = screen.dump
        self._target = target
        self._last = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="picture", daemon=True)

    def __enter__(self) -> Self:
        """Begin to keep the picture."""
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        """Take no more pictures."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(_PICTURE_SECONDS):
            try:
                dump = self._dump.read_bytes()
                check = zlib.adler32(dump)
                if check != self._last:
                    save_screen(dump, self._target)
                    self._last = check
            except OSError as error:
                sys.stderr.write(f"dunnock: the picture {self._target} cannot be written: {error}\n")
                return


class LiveEvents:
    """Prints each event as a line, from now on, on a thread of its own."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._stop = threading.Event()
        self._since = feed.last_seq()
        self._thread = threading.Thread(target=self._run, name="live events", daemon=True)

    def __enter__(self) -> Self:
        """Begin to print."""
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        """Print no more."""
        self._stop.set()
        self._feed.wake()
        self._thread.join()

    def _run(self) -> None:
        try:
            for row in self._feed.follow(self._since, self._stop):
                sys.stdout.write(f"{row.name} {row.payload}\n")
                sys.stdout.flush()
        except BrokenPipeError:
            return  # whoever read the lines has gone; the window stays


def _read_line(descriptor: int, seconds: float) -> str:
    """What is written to a pipe up to the end of the line; nothing when its writer ends or takes too long."""
    deadline = time.monotonic() + seconds
    line = b""
    while not line.endswith(b"\n"):
        ready, _, _ = select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))
        part = os.read(descriptor, 64) if ready else b""
        if not part:
            return ""
        line += part
    return line.decode().strip()


def _die_with_parent() -> None:
    # The kernel's doing: it works even when this process is killed outright.
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
