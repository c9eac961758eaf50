"""Dunnock as a person runs it, without a driver at the wheel."""

import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.desktop.harness import Place, Screen, is_painted
from tests.desktop.processes import command, end, is_alive, tree, wait_until

CLOSING_SECONDS = 6.0
"""The app ends itself after three, however its closing goes; the rest is for a busy machine."""

PRELUDE = """
import os, sys
from pathlib import Path
from dunnock.app import App
from dunnock.desktop.shell import run_window
"""
"""The beginning of a program that opens the window after something in it was changed."""


class Running:
    """Dunnock as a person runs it. Its output is read as it comes."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self.lines.append(line.rstrip("\n"))

    def says(self, text: str, *, seconds: float = 20.0) -> bool:
        """Whether a line with a text in it comes in time."""
        return wait_until(lambda: any(text in line for line in self.lines), seconds)

    def web_process(self) -> int | None:
        """The process that draws its window."""
        return next((pid for pid in tree(self.process.pid) if command(pid) == "WebKitWebProces"), None)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal, and return the exit code; it and every process it had must be gone in time."""
        pids = tree(self.process.pid)
        self.process.send_signal(number)
        code = self.process.wait(CLOSING_SECONDS)
        self._reader.join(5)
        assert not self._reader.is_alive(), "a process of the app still holds its output"
        assert end(pids) == [], "a process of the app stayed"
        return code


@contextmanager
def running(place: Place, *arguments: str, program: str = "", **variables: str) -> Iterator[Running]:
    """Dunnock with the given arguments, ended at the end.

    `program` is Python that runs in its place, with a part of it changed; `variables` join its environment.
    """
    if program:
        arguments = ("-c", f"{PRELUDE}{program}\nsys.exit(run_window(Path(os.environ['DUNNOCK_HOME'])))")
    else:
        arguments = ("-m", "dunnock", *arguments)
    app = Running(place.start(*arguments, **variables))
    try:
        yield app
    finally:
        pids = tree(app.process.pid)
        if is_alive(app.process.pid):
            app.process.terminate()
        end(pids)
        app.process.wait(5)


def see_window(app: Running, screen: Screen) -> None:
    """Wait until the window has drawn something."""
    assert wait_until(lambda: is_painted(screen.picture()), 20), f"no window was drawn: {app.lines}"


def see_list(app: Running, screen: Screen) -> None:
    """Wait until the window has drawn a list of tracks."""
    assert wait_until(lambda: is_painted(screen.list_picture()), 20), f"no list was drawn: {app.lines}"
