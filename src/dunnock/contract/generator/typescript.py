"""The contract as TypeScript: what the window imports."""

import json
from collections.abc import Iterable, Iterator, Sequence
from types import ModuleType

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from dunnock.contract import errors, events, requests, settings
from dunnock.contract.generator.shape import (
    Choice,
    Listing,
    Mapping,
    Nullable,
    Reference,
    Scalar,
    Shape,
    choices_named_in,
    closure,
    doc_of,
    docs_of_names,
    fields_of,
)
from dunnock.contract.models import library, player, playlists, queue, scan
from dunnock.contract.requests import base
from dunnock.contract.requests import playlists as requested_playlists

_HEADER = """\
// Generated from src/dunnock/contract, do not edit: change the contract, then `dunnock contract --write .`
// at the top of the checkout.

/** Any JSON value. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };
"""

_SCALARS = {bool: "boolean", int: "number", float: "number", str: "string"}
_CHOICES = choices_named_in(library, scan, queue, playlists, player, requested_playlists, settings, errors)
_CONSTANTS = (
    (events, "PAYLOAD_LIMIT"),
    (settings, "VALUE_LIMIT"),
    (base, "ROWS_LIMIT"),
    (base, "IDS_LIMIT"),
    (requested_playlists, "NAME_LIMIT"),
    (requested_playlists, "DESCRIPTION_LIMIT"),
)


def typescript() -> str:
    """The whole of `contract.gen.ts`."""
    replies = requests.reply_models()
    roots: list[type[BaseModel]] = [
        *events.EVENTS,
        *requests.REQUESTS,
        *replies,
        settings.Settings,
        errors.ErrorReply,
    ]
    sections = [
        _HEADER,
        *(_constant(module, name) for module, name in _CONSTANTS),
        *(_alias(choice, name, doc) for choice, (name, doc) in _CHOICES.items()),
        *(_interface(model) for model in closure(roots)),
        _map("EventMap", "Every event: its name, and what it carries.", _event_entries()),
        "/** The name of an event. */\nexport type EventName = keyof EventMap;\n",
        _names("EVENT_NAMES", "EventName", "All events' names.", (event.NAME for event in events.EVENTS)),
        _names(
            "UNLOGGED_EVENT_NAMES",
            "EventName",
            "Events about delivery itself, which never enter the change log.",
            (event.NAME for event in events.UNLOGGED),
        ),
        _map(
            "RequestMap",
            "Every request: its name, what it takes, what it is answered with.",
            _request_entries(),
        ),
        "/** The name of a request. */\nexport type RequestName = keyof RequestMap;\n",
        _names("REQUEST_NAMES", "RequestName", "All requests' names.", (r.NAME for r in requests.REQUESTS)),
        _names(
            "BRIEF_REQUEST_NAMES",
            "RequestName",
            "Requests that wait for nothing but the database.",
            (r.NAME for r in requests.REQUESTS if issubclass(r, requests.Brief)),
        ),
        _defaults(),
    ]
    return "\n".join(sections)


def _type(shape: Shape) -> str:
    match shape:
        case Scalar(scalar):
            return _SCALARS.get(scalar, "JsonValue")
        case Choice(values):
            return _CHOICES[shape][0] if shape in _CHOICES else _union(values)
        case Nullable(inner):
            return f"{_type(inner)} | null"
        case Listing(item):
            text = _type(item)
            return f"readonly ({text})[]" if "|" in text else f"readonly {text}[]"
        case Mapping(value):
            return f"Readonly<Record<string, {_type(value)}>>"
        case Reference(model):
            return model.__name__


def _union(values: Sequence[str]) -> str:
    return " | ".join(json.dumps(value) for value in values)


def _jsdoc(doc: str, indent: str = "") -> str:
    if not doc:
        return ""
    lines = doc.replace("*/", "*\\/").split("\n")
    if len(lines) == 1:
        return f"{indent}/** {lines[0]} */\n"
    body = "".join(f"{indent} * {line}".rstrip() + "\n" for line in lines)
    return f"{indent}/**\n{body}{indent} */\n"


def _constant(module: ModuleType, name: str) -> str:
    value = getattr(module, name)
    doc = docs_of_names(module).get(name, "")
    return f"{_jsdoc(doc)}export const {name} = {value};\n"


def _alias(choice: Choice, name: str, doc: str) -> str:
    return f"{_jsdoc(doc)}export type {name} = {_union(choice.values)};\n"


def _interface(model: type[BaseModel]) -> str:
    doc = _jsdoc(doc_of(model))
    fields = "".join(_field(name, field, shape, model) for name, field, shape in fields_of(model))
    if not fields:
        return f"{doc}export type {model.__name__} = Record<string, never>;\n"
    return f"{doc}export interface {model.__name__} {{\n{fields}}}\n"


def _field(name: str, field: FieldInfo, shape: Shape, model: type[BaseModel]) -> str:
    # a default makes a field optional where a window writes it, never where it reads it
    mark = "?" if issubclass(model, requests.Part) and not field.is_required() else ""
    return f"{_jsdoc(field.description or '', '  ')}  readonly {name}{mark}: {_type(shape)};\n"


def _event_entries() -> Iterator[str]:
    for event in events.EVENTS:
        yield f"readonly {json.dumps(event.NAME)}: {event.__name__};"


def _request_entries() -> Iterator[str]:
    for request in requests.REQUESTS:
        reply = request.REPLY.__name__ if issubclass(request.REPLY, BaseModel) else "ArrayBuffer"
        pair = f"readonly request: {request.__name__}; readonly reply: {reply}"
        yield f"readonly {request.NAME}: {{ {pair} }};"


def _map(name: str, doc: str, entries: Iterable[str]) -> str:
    body = "".join(f"  {entry}\n" for entry in entries)
    return f"{_jsdoc(doc)}export interface {name} {{\n{body}}}\n"


def _names(name: str, of: str, doc: str, values: Iterable[str]) -> str:
    body = "".join(f"  {json.dumps(value)},\n" for value in values)
    return f"{_jsdoc(doc)}export const {name}: readonly {of}[] = [\n{body}];\n"


def _defaults() -> str:
    values = json.dumps(settings.Settings().model_dump(mode="json"), indent=2, ensure_ascii=False)
    doc = _jsdoc("What every setting is until it is set.")
    return f"{doc}export const DEFAULT_SETTINGS: Settings = {values};\n"
