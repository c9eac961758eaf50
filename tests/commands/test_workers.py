"""On which threads requests are answered."""

import json
import queue
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from dunnock.commands import Context, Workers
from dunnock.commands.registry import TOGETHER
from dunnock.contract.errors import ErrorReply
from dunnock.contract.models import Artwork
from tests.commands.conftest import FakeWindow


class Asking:
    """One request that waits for its answer."""

    def __init__(self, name: str, answers: "queue.SimpleQueue[tuple[str, Any]]") -> None:
        self._name = name
        self._answers = answers

    def resolve(self, reply: str | bytes) -> None:
        self._answers.put((self._name, reply))

    def reject(self, error: str) -> None:
        self._answers.put((self._name, ErrorReply.model_validate_json(error).message))


class Page:
    """Asks, and gathers the answers in the order in which they come."""

    def __init__(self, workers: Workers, context: Context) -> None:
        self._workers = workers
        self._context = context
        self._answers: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()

    def ask(self, name: str, /, **fields: Any) -> None:
        """Ask, and go on."""
        self.send(name, json.dumps(fields).encode())

    def send(self, name: str, body: bytes) -> None:
        """Ask with the text of a request."""
        self._workers.answer(self._context, name, body, Asking(name, self._answers))

    def next(self) -> tuple[str, Any]:
        """The name of the request that was answered next, and its answer."""
        return self._answers.get(timeout=20)


@pytest.fixture
def workers() -> Iterator[Workers]:
    """Workers that end with the test."""
    workers = Workers()
    yield workers
    workers.close()


@pytest.fixture
def page(workers: Workers, context: Context) -> Page:
    """A page that asks them."""
    return Page(workers, context)


def test_a_slow_request_does_not_hold_up_the_next_one(
    page: Page, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = threading.Event()
    folders = context.app.folders.list

    def wait() -> Any:
        assert release.wait(20)
        return folders()

    monkeypatch.setattr(context.app.folders, "list", wait)
    page.ask("folders_list")
    page.ask("settings_list")
    assert page.next()[0] == "settings_list"
    release.set()
    assert page.next()[0] == "folders_list"


def test_pictures_on_a_drive_that_sleeps_hold_up_no_other_request_nor_pictures_in_the_cache(
    page: Page, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    awake = threading.Event()

    def wait(track_id: int) -> Artwork:
        assert awake.wait(20)
        return Artwork(artwork_id=None, accent=None)

    monkeypatch.setattr(context.app.artwork, "artwork", wait)
    monkeypatch.setattr(context.app.artwork, "image", lambda artwork_id, size: b"a picture")
    try:
        for _ in range(100):
            page.ask("artwork", track_id=1)
        page.ask("settings_list")
        assert page.next()[0] == "settings_list"
        page.ask("artwork_image", artwork_id="0" * 64, size="640")
        assert page.next() == ("artwork_image", b"a picture")
    finally:
        awake.set()
    assert {page.next()[0] for _ in range(100)} == {"artwork"}


def test_dialogs_that_stay_open_hold_up_nothing(
    page: Page, window: FakeWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = threading.Event()

    def pick() -> None:
        assert chosen.wait(20)

    monkeypatch.setattr(window, "pick_folder", pick)
    for _ in range(40):
        page.ask("folders_pick")
    page.ask("settings_list")
    assert page.next()[0] == "settings_list"
    chosen.set()
    assert {page.next()[0] for _ in range(40)} == {"folders_pick"}


def test_requests_made_at_once_are_answered_as_one_message(page: Page) -> None:
    page.send(TOGETHER, b'[{"name": "queue_state", "body": "{}"}, {"name": "settings_list", "body": "{}"}]')
    name, reply = page.next()
    assert name == TOGETHER
    assert [set(each) for each in json.loads(reply)] == [{"reply"}, {"reply"}]
    page.send(TOGETHER, b"{}")
    assert "together" in page.next()[1]


def test_an_error_is_answered_with_its_words(page: Page) -> None:
    page.ask("folders_add", path="/does/not/exist")
    assert "/does/not/exist" in page.next()[1]


def test_what_is_asked_for_while_the_app_closes_is_refused(page: Page, workers: Workers) -> None:
    workers.close()
    page.ask("settings_list")
    assert page.next() == ("settings_list", "Dunnock is closing.")


def test_an_answer_that_cannot_be_handed_over_is_logged(
    workers: Workers, context: Context, caplog: pytest.LogCaptureFixture
) -> None:
    tried = threading.Event()

    class Gone(Asking):
        def resolve(self, reply: str | bytes) -> None:
            tried.set()
            raise RuntimeError("the page is gone")

    workers.answer(context, "settings_list", b"{}", Gone("settings_list", queue.SimpleQueue()))
    assert tried.wait(20)
    workers._pools[""].shutdown(wait=True)
    assert "the page is gone" in caplog.text
