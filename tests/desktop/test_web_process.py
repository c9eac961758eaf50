"""The watch over the process that draws."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from dunnock.desktop import web_process
from dunnock.desktop.web_process import WebProcessWatch, web_processes
from tests.desktop.processes import wait_until


@contextmanager
def pretended_web_process(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A child of this process with a web process's name."""
    program = folder / "WebKitWebProcess"
    if not program.exists():
        program.symlink_to("/bin/sleep")
    process = subprocess.Popen([program, "60"])
    wait_until(lambda: process.pid in web_processes(os.getpid()), 5)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@dataclass
class Window:
    """A window that answers, or does not, and counts how often its page was loaded anew."""

    label: str = "main"
    answers: bool = False
    asked: int = 0
    revived: int = 0
    fails: bool = False

    def probe(self) -> Callable[[], bool]:
        """Ask for a sign of life."""
        self.asked += 1
        return lambda: self.answers

    def revive(self) -> None:
        """Load the page anew."""
        self.revived += 1
        if self.fails:
            raise OSError("the window is gone")


@contextmanager
def watched(*windows: Window) -> Iterator[WebProcessWatch]:
    """A watch over windows."""
    watch = WebProcessWatch(lambda: windows)
    watch.start()
    try:
        yield watch
    finally:
        watch.close()
        watch._thread.join(5)


def until_known() -> None:
    """The watch looks for new processes five times a second."""
    time.sleep(0.5)


def test_web_processes_are_found_by_name_below_their_ancestor_only(tmp_path: Path) -> None:
    with pretended_web_process(tmp_path) as process:
        assert list(web_processes(os.getpid())) == [process.pid]
        assert list(web_processes(process.pid)) == []
    assert list(web_processes(os.getpid())) == []


def test_the_death_of_the_only_web_process_brings_its_window_back_at_once(tmp_path: Path) -> None:
    window = Window()
    with pretended_web_process(tmp_path) as process, watched(window):
        until_known()
        assert window.revived == 0
        process.kill()
        assert wait_until(lambda: window.revived == 1, 1)


def test_of_several_windows_only_the_one_that_does_not_answer_is_loaded_anew(tmp_path: Path) -> None:
    dead, alive = Window("main"), Window("window-2", answers=True)
    with pretended_web_process(tmp_path) as first, pretended_web_process(tmp_path), watched(dead, alive):
        until_known()
        first.kill()
        assert wait_until(lambda: dead.revived == 1, 1)
        time.sleep(0.3)
        assert (dead.revived, dead.asked, alive.revived, alive.asked) == (1, 1, 0, 1)


def test_a_web_process_that_came_later_is_watched_too(tmp_path: Path) -> None:
    first, second = Window("main", answers=True), Window("window-2")
    with pretended_web_process(tmp_path), watched(first, second) as watch:
        until_known()
        watch._new_until = 0  # long ago
        watch.expect()
        with pretended_web_process(tmp_path) as process:
            until_known()
            process.kill()
            assert wait_until(lambda: second.revived == 1, 1)


def test_a_window_that_is_slow_to_answer_is_waited_for(tmp_path: Path) -> None:
    slow, dead = Window("main"), Window("window-2")
    with pretended_web_process(tmp_path) as first, pretended_web_process(tmp_path), watched(slow, dead):
        until_known()
        first.kill()
        assert wait_until(lambda: slow.asked == 1, 1)
        time.sleep(0.5)
        assert dead.revived == 0
        slow.answers = True
        assert wait_until(lambda: dead.revived == 1, 1)
        assert slow.revived == 0


def test_a_window_that_is_silent_though_enough_processes_live_is_loaded_anew_in_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_process, "_ANSWER_SECONDS", 0.3)
    window = Window()
    with pretended_web_process(tmp_path) as process, pretended_web_process(tmp_path), watched(window):
        until_known()
        process.kill()
        assert wait_until(lambda: window.revived == 1, 2)


def test_another_web_process_in_the_place_of_the_first_is_no_death(tmp_path: Path) -> None:
    window = Window(answers=True)
    with pretended_web_process(tmp_path) as first, watched(window):
        until_known()
        with pretended_web_process(tmp_path):
            first.kill()
            assert wait_until(lambda: window.asked == 1, 2)
            time.sleep(0.5)
            assert window.revived == 0


def test_a_watch_that_was_closed_lets_web_processes_end(tmp_path: Path) -> None:
    window = Window()
    with pretended_web_process(tmp_path) as process, watched(window) as watch:
        until_known()
        process.kill()
        watch.close()
        time.sleep(0.3)
        assert window.revived == 0


def test_a_window_that_cannot_be_brought_back_does_not_end_the_watch(tmp_path: Path) -> None:
    gone = Window(fails=True)
    with watched(gone):
        for times in (1, 2):
            with pretended_web_process(tmp_path) as process:
                until_known()
                process.kill()
                assert wait_until(lambda: gone.revived == times, 2)  # noqa: B023 - called in this turn


def test_a_window_that_dies_again_and_again_is_given_up_and_the_others_are_not(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    windows = [Window("main"), Window("window-2", answers=True)]
    with watched(*windows), pretended_web_process(tmp_path):
        for number in range(1, 7):
            with pretended_web_process(tmp_path) as process:
                until_known()
                process.kill()
                assert wait_until(lambda: windows[0].revived == min(number, 5), 4)  # noqa: B023 - in this turn
        assert wait_until(lambda: "died 6 times in a minute" in caplog.text, 4)
        assert windows[0].revived == 5
        windows[1].answers = False
        with pretended_web_process(tmp_path) as process:
            until_known()
            process.kill()
            # both are silent though one process lives, and so the answers are waited for
            assert wait_until(lambda: windows[1].revived == 1, 9)
