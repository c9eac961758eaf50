"""The watch over the process that draws."""

import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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


def test_web_processes_are_found_by_name_below_their_ancestor_only(tmp_path: Path) -> None:
    with pretended_web_process(tmp_path) as process:
        assert list(web_processes(os.getpid())) == [process.pid]
        assert list(web_processes(process.pid)) == []
    assert list(web_processes(os.getpid())) == []


def test_the_death_of_the_web_process_is_told_at_once(tmp_path: Path) -> None:
    died = threading.Event()
    watch = WebProcessWatch(died.set)
    with pretended_web_process(tmp_path) as process:
        watch.start()
        assert not died.wait(0.3)
        process.kill()
        assert died.wait(2)
    watch.close()


def test_another_web_process_in_the_place_of_the_first_is_no_death(tmp_path: Path) -> None:
    died = threading.Event()
    watch = WebProcessWatch(died.set)
    with pretended_web_process(tmp_path) as first:
        watch.start()
        assert not died.wait(0.3)
        with pretended_web_process(tmp_path):
            first.kill()
            assert not died.wait(0.5)
            watch.close()


def test_a_page_that_dies_again_and_again_is_given_up(tmp_path: Path) -> None:
    deaths: list[int] = []
    watch = WebProcessWatch(lambda: deaths.append(1))
    watch.start()
    for number in range(1, 8):
        with pretended_web_process(tmp_path) as process:
            # the watch looks for a new process five times a second
            threading.Event().wait(0.3)
            process.kill()
            assert wait_until(lambda: len(deaths) == min(number, 5), 2)  # noqa: B023 - called in this turn
    watch.close()
    assert len(deaths) == 5
