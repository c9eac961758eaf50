"""Processes and pages that are asked by name."""

import json
import os
import sys
import threading
from collections.abc import Iterator

import pytest
from websockets.sync.client import ClientConnection, connect

from benchmarks.events.pages import Page, PageError, Pages
from benchmarks.events.remote import Remote, RemoteError
from tests.desktop.harness import ROOT
from tests.desktop.processes import is_alive

PROGRAM = """
from benchmarks.events.remote import serve

def divide(number, by):
    return number / by

serve({"divide": divide, "pid": lambda: __import__("os").getpid(), "end": lambda: __import__("os")._exit(3)})
"""


@pytest.fixture
def remote() -> Iterator[Remote]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])}
    with Remote("the calculator", [sys.executable, "-c", PROGRAM], environment) as remote:
        yield remote


def test_a_process_answers_what_it_is_asked_by_name(remote: Remote) -> None:
    assert remote.call("divide", number=9, by=2) == 4.5
    assert remote.call("pid") == remote.pid


def test_what_fails_in_a_process_fails_for_who_has_asked_and_the_process_goes_on(remote: Remote) -> None:
    with pytest.raises(RemoteError, match="the calculator could not do divide: ZeroDivisionError"):
        remote.call("divide", number=1, by=0)
    assert remote.call("divide", number=1, by=1) == 1


def test_a_process_that_has_ended_is_no_riddle(remote: Remote) -> None:
    with pytest.raises(RemoteError, match="it has ended"):
        remote.call("end")


def test_a_process_ends_with_its_input(remote: Remote) -> None:
    pid = remote.call("pid")
    remote.close()
    assert not is_alive(pid)


@pytest.fixture
def pages() -> Iterator[Pages]:
    with Pages() as pages:
        yield pages


@pytest.fixture
def line(pages: Pages) -> Iterator[ClientConnection]:
    """The side of a page."""
    with connect(f"ws://127.0.0.1:{pages.port}/ours-1", compression=None, proxy=None) as line:
        yield line


def answered(line: ClientConnection, page: Page, name: str, **answer: object) -> object:
    """Ask a page for something, and answer in its place."""

    def answer_once() -> None:
        asked = json.loads(line.recv(timeout=10))
        line.send(json.dumps({"id": asked["id"], **answer}))

    thread = threading.Thread(target=answer_once)
    thread.start()
    try:
        return page.call(name)
    finally:
        thread.join(10)


def test_a_page_is_known_by_its_name_and_answers(pages: Pages, line: ClientConnection) -> None:
    page = pages.wait_for("ours-1")
    assert page.name == "ours-1"
    assert answered(line, page, "hidden", value=True) is True


def test_what_fails_in_a_page_fails_for_who_has_asked(pages: Pages, line: ClientConnection) -> None:
    page = pages.wait_for("ours-1")
    with pytest.raises(PageError, match="the page ours-1: no such row"):
        answered(line, page, "watch", error="no such row")


def test_answers_find_their_questions_in_whatever_order_they_come(
    pages: Pages, line: ClientConnection
) -> None:
    page = pages.wait_for("ours-1")
    first, second = page.start("end", seq=1), page.start("end", seq=2)
    asked = [json.loads(line.recv(timeout=10)) for _ in range(2)]
    for each in reversed(asked):
        line.send(json.dumps({"id": each["id"], "value": each["with"]["seq"]}))
    assert (first.result(10), second.result(10)) == (1, 2)


def test_a_page_that_goes_away_leaves_nobody_waiting(pages: Pages, line: ClientConnection) -> None:
    page = pages.wait_for("ours-1")
    waiting = page.start("end", seq=1)
    line.close()
    with pytest.raises(PageError, match="the page ours-1 is gone"):
        waiting.result(10)
