"""Which function answers which request, and how errors are told."""

import json
import logging
import threading
from functools import partial
from typing import Any

import anyio
import anyio.lowlevel
import pytest

from dunnock.app import App
from dunnock.commands import COMMANDS, CommandError, Context, dispatch, registry, turns
from dunnock.contract.errors import ErrorReply
from dunnock.contract.requests import REQUESTS
from tests.commands.conftest import FakeWindow


def ask(context: Context, name: str, /, **fields: Any) -> Any:
    """The reply to a request, as the page gets it."""
    return json.loads(anyio.run(partial(dispatch, context, name, json.dumps(fields).encode())))


def refusal(context: Context, name: str, body: bytes) -> ErrorReply:
    """The error a request is answered with, as the page gets it."""
    with pytest.raises(CommandError) as caught:
        anyio.run(partial(dispatch, context, name, body))
    return ErrorReply.model_validate_json(caught.value.reply)


def test_every_request_has_exactly_one_handler() -> None:
    handled = [request for request, _ in registry._HANDLERS]
    assert len(handled) == len(set(handled))
    assert set(handled) == set(REQUESTS)
    assert set(COMMANDS) == {request.NAME for request in REQUESTS}
    handlers = list(COMMANDS.values())
    assert len(handlers) == len(set(handlers)), "one function answers two requests"


def test_an_unknown_request_is_refused_by_its_name(context: Context) -> None:
    error = refusal(context, "queue_explode", b"{}")
    assert error.code == "invalid_request"
    assert "queue_explode" in error.message
    assert error.hint


@pytest.mark.parametrize(
    ("name", "body", "named"),
    [
        ("library_rows", b'{"view_id": 1, "start": -1, "count": 5}', "start"),
        ("library_rows", b'{"view_id": 1, "start": 0, "count": 5000}', "count"),
        ("library_rows", b'{"view_id": 1, "start": 0}', "count"),
        ("library_open_view", b'{"section": "attic", "query": "", "sort": {}}', "section"),
        ("library_open_view", b'{"section": "library", "query": "", "sort": {"column": "x"}}', "sort.column"),
        ("folders_add", b'{"path": ""}', "path"),
        ("folders_list", b'{"colour": 1}', "colour"),
        ("scan_cancel", b'{"job_id": 7}', "job_id"),
        ("folders_list", b"not json", "folders_list"),
        ("folders_list", b"", "folders_list"),
        ("settings_set", b'{"key": "\\ud800", "value": 1}', "settings_set"),
    ],
)
def test_a_malformed_request_is_refused_and_its_field_named(
    context: Context, name: str, body: bytes, named: str
) -> None:
    error = refusal(context, name, body)
    assert error.code == "invalid_request"
    assert f"“{named}”" in error.message


def test_an_error_of_the_library_reaches_the_page_with_its_words(context: Context) -> None:
    error = refusal(context, "folders_add", b'{"path": "/does/not/exist"}')
    assert error.code == "folder"
    assert "/does/not/exist" in error.message
    assert error.hint


def test_a_fault_is_answered_without_its_details_and_logged_with_them(
    context: Context, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise ZeroDivisionError("the secret")

    monkeypatch.setattr(context.app.folders, "list", fail)
    with caplog.at_level(logging.ERROR):
        error = refusal(context, "folders_list", b"{}")
    assert error.code == "internal"
    assert "secret" not in error.message + error.hint
    assert "ZeroDivisionError: the secret" in caplog.text


def test_a_slow_request_does_not_hold_up_the_next_one(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = threading.Event()
    folders = context.app.folders.list

    def wait() -> Any:
        assert release.wait(10)
        return folders()

    monkeypatch.setattr(context.app.folders, "list", wait)
    answered: list[str] = []

    async def request(name: str) -> None:
        await dispatch(context, name, b"{}")
        answered.append(name)

    async def both() -> None:
        async with anyio.create_task_group() as group:
            group.start_soon(request, "folders_list")
            await anyio.sleep(0.05)
            await request("settings_list")
            release.set()

    anyio.run(both)
    assert answered == ["settings_list", "folders_list"]


def test_a_read_asked_for_right_behind_an_act_sees_what_it_did_and_is_answered_before_it(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    started, release = threading.Event(), threading.Event()
    set_value = context.app.settings.set

    def slowly(*args: Any) -> Any:
        started.set()
        assert release.wait(10)
        return set_value(*args)

    monkeypatch.setattr(context.app.settings, "set", slowly)
    monkeypatch.setattr(turns, "WAIT_SECONDS", 10)
    seen: list[str] = []

    async def read() -> None:
        seen.append(json.loads(await dispatch(context, "settings_list", b"{}"))["values"]["theme"])

    async def act() -> None:
        await dispatch(context, "settings_set", b'{"key": "theme", "value": "dark"}')
        seen.append("done")

    async def act_and_read() -> None:
        async with anyio.create_task_group() as group:
            group.start_soon(act)
            group.start_soon(read)
            await anyio.to_thread.run_sync(started.wait)
            await anyio.sleep(0.05)
            assert seen == []
            release.set()

    anyio.run(act_and_read)
    assert seen == ["dark", "done"]


def test_a_read_does_not_wait_long_for_an_act_nor_at_all_for_a_dialog_or_another_window(
    context: Context, app: App, window: FakeWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = threading.Event()
    set_value = context.app.settings.set

    def slowly(*args: Any) -> Any:
        assert release.wait(10)
        return set_value(*args)

    monkeypatch.setattr(app.settings, "set", slowly)
    other = Context(app, FakeWindow("other"))

    async def pick() -> None:
        await anyio.sleep_forever()

    monkeypatch.setattr(window, "pick_folder", pick)

    async def reads() -> None:
        async with anyio.create_task_group() as group:
            group.start_soon(dispatch, context, "folders_pick", b"{}")
            await anyio.lowlevel.checkpoint()
            monkeypatch.setattr(turns, "WAIT_SECONDS", 3600)
            await dispatch(context, "settings_list", b"{}")
            group.start_soon(dispatch, context, "settings_set", b'{"key": "theme", "value": "dark"}')
            await anyio.lowlevel.checkpoint()
            await dispatch(other, "settings_list", b"{}")
            monkeypatch.setattr(turns, "WAIT_SECONDS", 0.05)
            reply = json.loads(await dispatch(context, "settings_list", b"{}"))
            assert reply["values"]["theme"] == "system"
            release.set()
            group.cancel_scope.cancel()

    anyio.run(reads)
    other.close()
