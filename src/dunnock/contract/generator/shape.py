"""What the generators know of a type: a small algebra between pydantic's fields and another language."""

import ast
import inspect
import itertools
import types
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo


@dataclass(frozen=True)
class Scalar:
    """A type without parts: `bool`, `int`, `float`, `str`, or `Any` (any JSON value)."""

    type: Any


@dataclass(frozen=True)
class Choice:
    """One of a few strings."""

    values: tuple[str, ...]


@dataclass(frozen=True)
class Nullable:
    """Another shape, or null."""

    inner: "Shape"


@dataclass(frozen=True)
class Listing:
    """A list of another shape."""

    item: "Shape"


@dataclass(frozen=True)
class Mapping:
    """An object with any keys, and values of another shape."""

    value: "Shape"


@dataclass(frozen=True)
class Reference:
    """Another model."""

    model: type[BaseModel]


Shape = Scalar | Choice | Nullable | Listing | Mapping | Reference


def shape_of(annotation: Any) -> Shape:
    """The shape of a field's annotation.

    Raises:
        TypeError: the annotation is of a kind the generators cannot express.
    """
    origin, arguments = get_origin(annotation), get_args(annotation)
    result: Shape | None = None
    if annotation is Any or annotation in (bool, int, float, str):
        result = Scalar(annotation)
    elif origin is Literal and all(isinstance(value, str) for value in arguments):
        result = Choice(arguments)
    elif origin in (Union, types.UnionType) and len(arguments) == 2 and type(None) in arguments:  # noqa: PLR2004 - X | None
        result = Nullable(shape_of(next(part for part in arguments if part is not type(None))))
    elif origin is list or (origin is tuple and arguments[1:] == (Ellipsis,)):
        result = Listing(shape_of(arguments[0]))
    elif origin is dict and arguments[0] is str:
        result = Mapping(shape_of(arguments[1]))
    elif inspect.isclass(annotation) and issubclass(annotation, BaseModel):
        result = Reference(annotation)
    if result is None:
        message = f"The generators cannot express {annotation!r}: teach shape_of, or choose another type."
        raise TypeError(message)
    return result


def fields_of(model: type[BaseModel]) -> Iterator[tuple[str, FieldInfo, Shape]]:
    """The fields of a model in the order they are written, with their shapes."""
    for name, field in model.model_fields.items():
        yield name, field, shape_of(field.annotation)


def _references(shape: Shape) -> Iterator[type[BaseModel]]:
    match shape:
        case Reference(model):
            yield model
        case Nullable(inner) | Listing(inner) | Mapping(inner):
            yield from _references(inner)
        case Scalar() | Choice():
            return


def closure(models: Sequence[type[BaseModel]]) -> list[type[BaseModel]]:
    """The models and all that their fields name, each once, what is named before what names it."""
    found: list[type[BaseModel]] = []

    def visit(model: type[BaseModel]) -> None:
        if model in found:
            return
        for _, _, shape in fields_of(model):
            for named in _references(shape):
                visit(named)
        found.append(model)

    for model in models:
        visit(model)
    return found


def doc_of(model: type[BaseModel]) -> str:
    """The docstring of a model itself; an inherited one says nothing about it."""
    return inspect.cleandoc(model.__doc__ or "")


def docs_of_names(module: types.ModuleType) -> dict[str, str]:
    """What is said about each constant and alias of a module: the string that stands after its assignment."""
    docs: dict[str, str] = {}
    statements = ast.parse(inspect.getsource(module)).body
    for statement, following in itertools.pairwise(statements):
        match statement, following:
            case (
                ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                docs[name] = inspect.cleandoc(text)
            case _:
                pass
    return docs


def choices_named_in(*modules: types.ModuleType) -> dict[Choice, tuple[str, str]]:
    """The `Literal` aliases of the modules: the name and the doc of each choice that has a name."""
    named: dict[Choice, tuple[str, str]] = {}
    for module in modules:
        docs = docs_of_names(module)
        for name, value in vars(module).items():
            if get_origin(value) is Literal:
                named.setdefault(Choice(get_args(value)), (name, docs.get(name, "")))
    return named
