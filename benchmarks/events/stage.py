"""Both sides, set up beside each other: one process with the windows, one with the server that was replaced."""

import os
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from benchmarks.events.home import make_homes, quick_folder
from benchmarks.events.pages import Page, Pages
from benchmarks.events.processes import busiest, cpu_seconds
from benchmarks.events.remote import Remote
from tests.desktop.harness import ROOT, Place, Screen
from tests.desktop.processes import command, tree

SideName = Literal["ours", "baseline"]
SIDES: tuple[SideName, SideName] = ("ours", "baseline")

_SPIN_MS = 300
_WEB_PROCESS = "WebKitWebProces"
"""The kernel cuts a command's name to 15 characters."""


@dataclass
class Side:
    """One of the two: the process that holds the library, and its windows' pages."""

    name: SideName
    backend: Remote
    window: Remote
    address: str
    """What a window of this side opens."""
    pages: list[Page] = field(default_factory=list)

    @property
    def page(self) -> Page:
        """Its first window's page."""
        return self.pages[0]

    def do(self, name: str, **arguments: Any) -> dict[str, Any]:
        """Have its backend do something to the library."""
        answer: dict[str, Any] = self.backend.call(name, **arguments)
        return answer

    def cpu_seconds(self) -> float:
        """Seconds of a core used so far by every process it needs: backend, window, web and network processes."""
        return sum(map(cpu_seconds, {self.backend.pid, *tree(self.window.pid)}))

    def settle(self) -> None:
        """Wait until its windows are at rest."""
        for page in self.pages:
            page.wait_until_ready()


class Stage:
    """Everything that is needed to compare them; all of it ends with it.

    Args:
        page: the folder of the benchmark's built page.
        tracks: the size of the library.
        apart: give each side a window process of its own, so that what they use at rest can be told apart.
    """

    def __init__(self, page: Path, tracks: int, *, apart: bool = False) -> None:
        self._stack = ExitStack()
        try:
            self._set_up(page, tracks, apart=apart)
        except BaseException:
            self._stack.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def __getitem__(self, name: SideName) -> Side:
        return self._sides[name]

    def open(self, name: SideName) -> Page:
        """Open one more window of a side, and wait until it is at rest."""
        side = self._sides[name]
        label = f"{name}-{len(side.pages) + 1}"
        query = f"control={self._pages.port}&name={label}"
        side.window.call("open", label=label, address=f"{side.address}?{query}")
        page = self._pages.wait_for(label)
        page.wait_until_ready()
        page.align()
        side.pages.append(page)
        return page

    def close_last(self, name: SideName) -> None:
        """Close the window of a side that was opened last."""
        side = self._sides[name]
        side.window.call("close", label=side.pages.pop().name)

    def web_process(self, name: SideName, page: Page) -> int:
        """The process that draws a page: the one that works when the page does."""
        pids = [pid for pid in tree(self._sides[name].window.pid) if command(pid) == _WEB_PROCESS]
        before = {pid: cpu_seconds(pid) for pid in pids}
        page.call("spin", ms=_SPIN_MS)
        return busiest(before, pids)

    def align(self) -> None:
        """Align the clock of every page."""
        for side in self._sides.values():
            for page in side.pages:
                page.align()

    def _set_up(self, page: Path, tracks: int, *, apart: bool) -> None:
        enter = self._stack.enter_context
        folder = Path(enter(tempfile.TemporaryDirectory(prefix="dunnock-events-", dir=quick_folder())))
        ours, theirs, shell_home = make_homes(folder, tracks, "ours", "baseline", "shell")
        self.screen = Screen()
        self._stack.callback(self.screen.close)
        self._pages = enter(Pages())
        environment = Place(folder, self.screen.display).environment()
        environment["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])

        def start(name: str, module: str, home: Path) -> Remote:
            own = {**environment, "DUNNOCK_HOME": str(home)}
            return enter(Remote(name, [sys.executable, "-m", module, str(home), str(page)], own))

        server = start("the server", "benchmarks.events.baseline", theirs)
        window = start("the window", "benchmarks.events.window", ours)
        shell = start("the baseline's window", "benchmarks.events.window", shell_home) if apart else window
        server_page = f"http://127.0.0.1:{server.call('port')}/baseline.html"
        self._sides: dict[SideName, Side] = {
            "ours": Side("ours", window, window, "ours.html"),
            "baseline": Side("baseline", server, shell, server_page),
        }
        for name in SIDES:
            self.open(name)
