"""Lists of ids as one value: four bytes an id, little-endian."""

import sys
from array import array
from collections.abc import Iterable
from typing import TypeAlias

Ids: TypeAlias = "array[int]"
"""Ids of entries, in an order."""

ID_BYTES = 4


def ids(values: Iterable[int] = ()) -> Ids:
    """A list of ids."""
    return array("I", values)


def pack(values: Ids) -> bytes:
    """The value that is stored for a list."""
    return _little_endian(values).tobytes()


def unpack(value: bytes) -> Ids:
    """The list a stored value stands for."""
    return _little_endian(array("I", value))


def _little_endian(values: Ids) -> Ids:
    if sys.byteorder == "big":
        values = values[:]
        values.byteswap()
    return values
