"""Walk the parts of RIFF, IFF, MP4 and FLAC files by their headers, without reading what is in them."""

from collections.abc import Iterator
from typing import BinaryIO, Final, Literal, NamedTuple

_CHUNK_HEADER: Final = 8
_FORM_HEADER: Final = 12
_ATOM_HEADER: Final = 8
_LONG_ATOM_HEADER: Final = 16
_MOST_PARTS: Final = 10_000
"""A broken file may claim an endless row of empty parts."""


class Part(NamedTuple):
    """A chunk, atom or block of a container."""

    name: bytes
    start: int
    """Offset of its content."""
    size: int
    """Bytes of its content, never more than the file has."""


def chunks(file: BinaryIO, byte_order: Literal["little", "big"], file_size: int) -> Iterator[Part]:
    """List the chunks of a RIFF (little endian) or IFF (big endian) file."""
    position = _FORM_HEADER
    for _ in range(_MOST_PARTS):
        file.seek(position)
        header = file.read(_CHUNK_HEADER)
        if len(header) < _CHUNK_HEADER:
            return
        size = int.from_bytes(header[4:], byte_order)
        start = position + _CHUNK_HEADER
        yield Part(header[:4], start, min(size, max(file_size - start, 0)))
        position = start + size + size % 2


def atoms(file: BinaryIO, start: int, end: int) -> Iterator[Part]:
    """List the atoms of an MP4 file between two offsets. ISO 14496-12, section 4.2."""
    position = start
    for _ in range(_MOST_PARTS):
        if position + _ATOM_HEADER > end:
            return
        file.seek(position)
        header = file.read(_LONG_ATOM_HEADER)
        if len(header) < _ATOM_HEADER:
            return
        size = int.from_bytes(header[:4], "big")
        header_size = _ATOM_HEADER
        if size == 1:
            size = int.from_bytes(header[8:16], "big")
            header_size = _LONG_ATOM_HEADER
        elif size == 0:
            size = end - position
        if size < header_size:
            return
        content = position + header_size
        yield Part(header[4:8], content, min(size - header_size, max(end - content, 0)))
        position += size


def find_atom(file: BinaryIO, path: tuple[bytes, ...], start: int, end: int) -> Part | None:
    """Find an atom by the names of the atoms it lies in; of several with one name the first is taken."""
    for name in path:
        found = _find_sibling(file, name, start, end)
        if found is None:
            return None
        start, end = found
        if name == b"meta":
            start += 4  # version and flags come before its atoms
    return Part(path[-1], start, end - start)


def _find_sibling(file: BinaryIO, name: bytes, position: int, end: int) -> tuple[int, int] | None:
    """Do as `atoms` for one name, without objects: this runs for every MP4 file of a scan."""
    for _ in range(_MOST_PARTS):
        if position >= end:
            return None  # a broken size may point further than a file can reach
        file.seek(position)
        header = file.read(_LONG_ATOM_HEADER)
        size = int.from_bytes(header[:4], "big")
        header_size = _ATOM_HEADER
        if size == 1:
            size = int.from_bytes(header[8:16], "big")
            header_size = _LONG_ATOM_HEADER
        elif size == 0:
            size = end - position
        if size < header_size or position + header_size > end:
            return None
        if header[4:8] == name:
            return position + header_size, min(position + size, end)
        position += size
    return None


def flac_blocks(file: BinaryIO, start: int) -> Iterator[tuple[int, Part]]:
    """List the metadata blocks of the FLAC stream at `start` by type. RFC 9639, section 8.1."""
    position = start + 4
    for _ in range(_MOST_PARTS):
        file.seek(position)
        header = file.read(4)
        if len(header) < 4:  # noqa: PLR2004
            return
        size = int.from_bytes(header[1:], "big")
        yield header[0] & 0x7F, Part(b"", position + 4, size)
        if header[0] & 0x80:
            return
        position += 4 + size
