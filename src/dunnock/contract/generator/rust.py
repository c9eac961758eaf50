"""The events as Rust: serde structs for a shell or a tool that listens without Python."""

import json
from collections.abc import Iterator

from pydantic import BaseModel

from dunnock.contract.events import EVENTS, Event
from dunnock.contract.generator.shape import (
    Choice,
    Listing,
    Mapping,
    Nullable,
    Reference,
    Scalar,
    Shape,
    closure,
    doc_of,
    fields_of,
)

_HEADER = """\
// Generated from src/dunnock/contract, do not edit: change the contract, then `dunnock contract --write .`
// at the top of the checkout.
// Needs serde with `derive`, and serde_json with `float_roundtrip`: or some numbers are read inexactly.

use serde::{Deserialize, Serialize};
"""

_SCALARS = {bool: "bool", int: "i64", float: "f64", str: "String"}
_DERIVE = "#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]\n"


def rust() -> str:
    """The whole of `events.rs`: a struct for each event, an enum for each choice, and `Event` over all."""
    parts = [_HEADER]
    for model in closure(EVENTS):
        parts.extend(_enums(model))
        parts.append(_struct(model))
        if issubclass(model, Event):
            parts.append(_name(model))
    parts.extend((_event_enum(), _decode()))
    return "\n".join(parts)


def _type(shape: Shape, choice_name: str) -> str:
    match shape:
        case Scalar(scalar):
            return _SCALARS.get(scalar, "serde_json::Value")
        case Choice():
            return choice_name
        case Nullable(inner):
            return f"Option<{_type(inner, choice_name)}>"
        case Listing(item):
            return f"Vec<{_type(item, choice_name)}>"
        case Mapping(value):
            return f"std::collections::BTreeMap<String, {_type(value, choice_name)}>"
        case Reference(model):
            return model.__name__


def _pascal(text: str) -> str:
    return "".join(word.capitalize() for word in text.replace("-", "_").split("_"))


def _comment(doc: str, indent: str = "") -> str:
    return "".join(f"{indent}/// {line}".rstrip() + "\n" for line in doc.split("\n")) if doc else ""


def _choice_of(shape: Shape) -> Choice | None:
    match shape:
        case Choice():
            return shape
        case Nullable(inner) | Listing(inner) | Mapping(inner):
            return _choice_of(inner)
        case _:
            return None


def _enums(model: type[BaseModel]) -> Iterator[str]:
    for name, _, shape in fields_of(model):
        choice = _choice_of(shape)
        if choice is None:
            continue
        variants = "".join(
            f"    #[serde(rename = {json.dumps(value)})]\n    {_pascal(value)},\n" for value in choice.values
        )
        doc = _comment(f"What `{name}` of [`{model.__name__}`] can be.")
        yield (
            f"{doc}#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]\n"
            f"pub enum {model.__name__}{_pascal(name)} {{\n{variants}}}\n"
        )


def _struct(model: type[BaseModel]) -> str:
    fields = ""
    for name, _, shape in fields_of(model):
        if isinstance(shape, Nullable):
            # serde takes a missing Option for None; on the wire the field is always there
            fields += '    #[serde(deserialize_with = "Option::deserialize")]\n'
        fields += f"    pub {name}: {_type(shape, model.__name__ + _pascal(name))},\n"
    head = f"{_comment(doc_of(model))}{_DERIVE}#[serde(deny_unknown_fields)]\n"
    return f"{head}pub struct {model.__name__} {{\n{fields}}}\n"


def _name(event: type[Event]) -> str:
    return (
        f"impl {event.__name__} {{\n"
        "    /// The name on the wire.\n"
        f"    pub const NAME: &'static str = {json.dumps(event.NAME)};\n"
        "}\n"
    )


def _event_enum() -> str:
    variants = "".join(f"    {event.__name__}({event.__name__}),\n" for event in EVENTS)
    return (
        "/// Any event. It serialises to its payload alone, as on the wire.\n"
        "#[derive(Debug, Clone, PartialEq, Serialize)]\n#[serde(untagged)]\n"
        f"pub enum Event {{\n{variants}}}\n"
    )


def _decode() -> str:
    arms = "".join(
        f"            {event.__name__}::NAME => serde_json::from_str(payload).map(Event::{event.__name__}),\n"
        for event in EVENTS
    )
    names = "".join(
        f"            Event::{event.__name__}(_) => {event.__name__}::NAME,\n" for event in EVENTS
    )
    return f"""\
impl Event {{
    /// Reads the payload of the event called `name`; `None` when there is no such event.
    pub fn decode(name: &str, payload: &str) -> Option<Result<Event, serde_json::Error>> {{
        Some(match name {{
{arms}            _ => return None,
        }})
    }}

    /// The name on the wire.
    pub fn name(&self) -> &'static str {{
        match self {{
{names}        }}
    }}
}}
"""
