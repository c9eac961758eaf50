"""Read the INFO list of WAV files, where tinytag loses `3/12` and every letter that is not UTF-8.

Format: Multimedia Programming Interface and Data Specifications 1.0, chapter 2 (INFO list chunk). It names no
encoding; Windows programs write their code page.
"""

from typing import BinaryIO, Final

from dunnock.media.containers import chunks
from dunnock.media.tag_values import RawTags

_FIELDS: Final = {
    b"INAM": "title",
    b"IART": "artist",
    b"IPRD": "album",
    b"ICMT": "comment",
    b"ICRD": "date",
    b"IGNR": "genre",
    b"IMUS": "composer",
    b"IPRT": "track",
    b"ITRK": "track",
    b"TRCK": "track",
}
_LARGEST_LIST: Final = 1024 * 1024


def read(file: BinaryIO, size: int) -> RawTags:
    """Return the values of the INFO list, empty if there is none."""
    for chunk in chunks(file, "little", size):
        if chunk.name == b"LIST":
            file.seek(chunk.start)
            data = file.read(min(chunk.size, _LARGEST_LIST))
            if data.startswith(b"INFO"):
                return _parse(data)
    return {}


def _parse(data: bytes) -> RawTags:
    raw: RawTags = {}
    position = 4
    while position + 8 <= len(data):
        name = data[position : position + 4]
        length = int.from_bytes(data[position + 4 : position + 8], "little")
        value = data[position + 8 : position + 8 + length].rstrip(b"\0")
        if name in _FIELDS and value:
            raw.setdefault(_FIELDS[name], []).append(_decode(value))
        position += 8 + length + length % 2
    return raw


def _decode(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace")
