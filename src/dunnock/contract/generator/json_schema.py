"""The contract as one JSON Schema document: events, requests, replies, settings and the error reply."""

import json
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from dunnock.contract.errors import ErrorReply
from dunnock.contract.events import EVENTS
from dunnock.contract.requests import REQUESTS, reply_models
from dunnock.contract.settings import Settings


def json_schema() -> str:
    """The whole of `contract.schema.json`: events and requests by name, and all definitions under `$defs`."""
    replies = set(reply_models())
    # no model differs between reading and writing, so the schemas of one mode say it all
    everything = _unique(
        [*EVENTS, *REQUESTS, *sorted(replies, key=lambda model: model.__name__), Settings, ErrorReply]
    )
    _, definitions = models_json_schema([(model, "validation") for model in everything])
    document: dict[str, Any] = {
        "$schema": GenerateJsonSchema.schema_dialect,
        "title": "Dunnock",
        "description": "Generated from src/dunnock/contract, do not edit: change the contract, then "
        "`dunnock contract --write .` at the top of the checkout.",
        "events": {event.NAME: _reference(event) for event in EVENTS},
        "requests": {
            request.NAME: {"request": _reference(request), "reply": _reply(request.REPLY)}
            for request in REQUESTS
        },
        "settings": _reference(Settings),
        "error": _reference(ErrorReply),
        "$defs": definitions["$defs"],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _unique(models: Iterable[type[BaseModel]]) -> list[type[BaseModel]]:
    return list(dict.fromkeys(models))


def _reply(reply: type[BaseModel] | type[bytes]) -> dict[str, str]:
    return _reference(reply) if issubclass(reply, BaseModel) else {"type": "string", "format": "binary"}


def _reference(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": f"#/$defs/{model.__name__}"}
