"""Hypothesis strategies for the contract's models, made from their fields."""

from typing import Any

import annotated_types
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from pydantic import BaseModel

from dunnock.contract.generator.shape import (
    Choice,
    Listing,
    Mapping,
    Nullable,
    Reference,
    Scalar,
    Shape,
    fields_of,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
"""Any text that JSON can carry: half a surrogate pair cannot."""

_FLOATS = st.floats(allow_nan=False, allow_infinity=False)

JSON: SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | _FLOATS | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


def instances(model: type[BaseModel]) -> SearchStrategy[BaseModel]:
    """Every valid instance of the model."""
    fields = {name: _values(shape, field.metadata) for name, field, shape in fields_of(model)}
    return st.fixed_dictionaries(fields).map(lambda values: model(**values))


def _values(shape: Shape, limits: list[Any] | None = None) -> SearchStrategy[Any]:
    match shape:
        case Scalar(scalar):
            return _scalars(scalar, limits or [])
        case Choice(values):
            return st.sampled_from(values)
        case Nullable(inner):
            return st.none() | _values(inner, limits)
        case Listing(item):
            return st.lists(
                _values(item),
                min_size=max(_limits(limits or [], annotated_types.MinLen, "min_length"), default=0),
                max_size=5,
            )
        case Mapping(value):
            return st.dictionaries(TEXT, _values(value), max_size=5)
        case Reference(model):
            return instances(model)


def _scalars(scalar: Any, limits: list[Any]) -> SearchStrategy[Any]:
    if scalar is int:
        low: int = max(_limits(limits, annotated_types.Ge, "ge"), default=-(2**63))
        high: int = min(_limits(limits, annotated_types.Le, "le"), default=2**63 - 1)
        return st.integers(low, high)
    if scalar is str:
        pattern = next((each.pattern for each in limits if getattr(each, "pattern", None)), None)
        if pattern is not None:
            return st.from_regex(pattern.removesuffix("$") + r"\Z")
        shortest: int = max(_limits(limits, annotated_types.MinLen, "min_length"), default=0)
        return st.text(st.characters(exclude_categories=["Cs"]), min_size=shortest, max_size=40)
    if scalar is float:
        least: float | None = max(_limits(limits, annotated_types.Ge, "ge"), default=None)
        most: float | None = min(_limits(limits, annotated_types.Le, "le"), default=None)
        return st.floats(least, most, allow_nan=False, allow_infinity=False)
    return st.booleans() if scalar is bool else JSON


def _limits(limits: list[Any], kind: type, name: str) -> list[int]:
    return [getattr(limit, name) for limit in limits if isinstance(limit, kind)]
