"""Which function answers which request, and how errors are told."""

import json
import logging
import time
from typing import Any

import pytest

from dunnock import feed
from dunnock.commands import COMMANDS, CommandError, Context, dispatch, registry
from dunnock.contract.errors import ErrorReply
from dunnock.contract.requests import REQUESTS
from tests.commands.conftest import FakeWindow


def refusal(context: Context, name: str, body: bytes) -> ErrorReply:
    """The error a request is answered with, as the page gets it."""
    with pytest.raises(CommandError) as caught:
        dispatch(context, name, body)
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


def together(context: Context, *asked: tuple[str, dict[str, Any]]) -> Any:
    """The answers to requests that a page makes at once."""
    answers: list[str] = []
    body = json.dumps([{"name": name, "body": json.dumps(fields)} for name, fields in asked])
    registry.together(context, body.encode(), answers.append)
    (answer,) = answers
    return json.loads(answer)


def test_a_read_that_is_asked_for_together_with_an_act_sees_what_it_did(context: Context) -> None:
    before, done, after = together(
        context,
        ("settings_list", {}),
        ("settings_set", {"key": "theme", "value": "dark"}),
        ("settings_list", {}),
    )
    assert before["reply"]["values"]["theme"] == "system"
    assert done == {"reply": {}}
    assert after["reply"]["values"]["theme"] == "dark"


def test_of_requests_that_are_made_at_once_each_fails_for_itself(context: Context) -> None:
    answers = together(
        context,
        ("settings_set", {"key": "theme", "value": "plaid"}),
        ("queue_explode", {}),
        ("queue_rows", {"start": -1, "count": 5}),
        ("queue_state", {}),
    )
    errors = [ErrorReply.model_validate(each["error"]) for each in answers[:3]]
    assert [error.code for error in errors] == ["setting", "invalid_request", "invalid_request"]
    assert answers[3]["reply"]["total"] == 0


@pytest.mark.parametrize("name", ["artwork_image", "folders_pick", "library_open_view", "feed_subscribe"])
def test_what_waits_for_more_than_the_database_is_not_asked_for_with_others(
    context: Context, name: str
) -> None:
    (answer,) = together(context, (name, {}))
    assert ErrorReply.model_validate(answer["error"]).code == "invalid_request"
    assert name in answer["error"]["message"]


@pytest.mark.parametrize("body", [b"{}", b'[{"name": "queue_state"}]', b"[", b'[{"name": 1, "body": "{}"}]'])
def test_a_message_of_another_form_is_refused(context: Context, body: bytes) -> None:
    with pytest.raises(CommandError) as caught:
        registry.together(context, body, lambda _: None)
    assert ErrorReply.model_validate_json(caught.value.reply).code == "invalid_request"


def test_an_act_with_its_reads_is_answered_before_its_event_and_the_window_rests_before_it(
    context: Context, window: FakeWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "_HOLD_SECONDS", 20)
    dispatch(context, "feed_subscribe", b"{}")
    subscription = context._subscription
    assert subscription is not None
    rests: list[None] = []
    monkeypatch.setattr(subscription, "rest", lambda: rests.append(None))
    told: list[list[str]] = []

    def answer(_reply: str) -> None:
        time.sleep(0.1)  # more than the feed takes when nothing holds it
        told.append(window.payloads("settings:updated"))

    body = json.dumps(
        [
            {"name": "settings_set", "body": '{"key": "theme", "value": "dark"}'},
            {"name": "settings_list", "body": "{}"},
        ]
    )
    registry.together(context, body.encode(), answer)
    assert window.wait_for("settings:updated")
    assert (told, len(rests)) == ([[]], 1)


def test_reads_alone_give_no_window_a_rest(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    rests: list[None] = []
    monkeypatch.setattr(context, "rest", lambda: rests.append(None))
    together(context, ("settings_list", {}), ("feed_ack", {"seq": 0}))
    assert rests == []
