"""The events: held literally where others depend on them, complete, and legal on the wire."""

import re
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel, ValidationError

from dunnock.contract.events import BY_NAME, EVENTS, UNLOGGED, Event, ScanStats

THE_SEVEN: dict[str, dict[str, Any]] = {
    "library:updated": {
        "action": ["added", "updated", "removed"],
        "track_ids": list[int],
    },
    "queue:updated": {
        "action": ["added", "removed", "reordered", "cleared", "shuffled"],
        "positions": list[int] | None,
        "queue_length": int,
    },
    "favorites:updated": {
        "action": ["added", "removed"],
        "track_id": int,
    },
    "playlists:updated": {
        "action": ["created", "updated", "deleted", "track_added", "track_removed", "reordered"],
        "playlist_id": int,
        "track_ids": list[int] | None,
    },
    "settings:updated": {
        "key": str,
        "value": Any,
        "previous_value": Any,
    },
    "library:scan-progress": {
        "job_id": str,
        "status": ["scanning", "completed", "failed", "cancelled"],
        "scanned": int,
        "found": int,
        "errors": int,
        "current_path": str | None,
    },
    "library:scan-complete": {
        "job_id": str,
        "stats": {
            "added": int,
            "updated": int,
            "removed": int,
            "skipped": int,
            "errors": int,
            "duration_ms": int,
        },
    },
}
"""What programs outside rely on. A list is a choice of texts, in order; a dict is an object."""


def described(model: type[BaseModel]) -> dict[str, Any]:
    """A model in the notation of `THE_SEVEN`."""

    def of(annotation: Any) -> Any:
        if get_origin(annotation) is Literal:
            return list(get_args(annotation))
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            return described(annotation)
        return annotation

    return {name: of(field.annotation) for name, field in model.model_fields.items()}


def all_subclasses(base: type[Any]) -> Iterator[type[Any]]:
    for child in base.__subclasses__():
        yield child
        yield from all_subclasses(child)


@pytest.mark.parametrize("name", THE_SEVEN)
def test_the_seven_events_keep_their_names_and_fields(name: str) -> None:
    assert described(BY_NAME[name]) == THE_SEVEN[name]
    assert list(BY_NAME[name].model_fields) == list(THE_SEVEN[name])


def test_there_is_no_heartbeat() -> None:
    assert not [event.NAME for event in EVENTS if "heartbeat" in event.NAME]


def test_every_declared_event_is_in_the_list_once() -> None:
    assert set(EVENTS) == set(all_subclasses(Event))
    assert len(set(EVENTS)) == len(EVENTS)


def test_events_have_names_of_their_own_that_tauri_takes() -> None:
    names = [event.NAME for event in EVENTS]
    assert len(set(names)) == len(names)
    # Tauri refuses to emit or listen to anything else
    assert [name for name in names if not re.fullmatch(r"[A-Za-z0-9/:_-]+", name)] == []


def test_names_lead_to_their_events() -> None:
    assert {event.NAME: event for event in EVENTS} == BY_NAME


def test_only_events_about_delivery_stay_out_of_the_log() -> None:
    assert {event.NAME for event in UNLOGGED} == {"view:updated", "feed:reset", "feed:flushed"}


@pytest.mark.parametrize("model", [*EVENTS, ScanStats], ids=lambda model: model.__name__)
def test_events_are_frozen_and_closed(model: type[BaseModel]) -> None:
    assert model.model_config.get("frozen") is True
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        model.model_validate({"a_field_nobody_declared": 1})


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_every_event_says_when_it_is_sent(event: type[Event]) -> None:
    assert (event.__doc__ or "").startswith("Sent ")
