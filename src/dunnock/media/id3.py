"""Look at an ID3v2 tag without reading its values: where it ends, and whether it has a picture.

Formats: the ID3v2.2, 2.3.0 and 2.4.0 documents.
"""

from typing import BinaryIO, Final, NamedTuple

HEADER_SIZE: Final = 10
V1_SIZE: Final = 128
_FOOTER: Final = 0x10
_UNSYNCHRONISED: Final = 0x80
_EXTENDED: Final = 0x40
_PICTURES: Final = frozenset({b"APIC", b"PIC"})
_V22: Final = 2
_V24: Final = 4
_FRAME_HEADER: Final = {2: 6, 3: 10, 4: 10}
# compression, encryption, grouping, unsynchronisation or a data length: the frame is not its plain text
_FORMAT_FLAGS: Final = {2: 0, 3: 0xE0, 4: 0x4F}


class Id3Facts(NamedTuple):
    """What is known of an ID3v2 tag."""

    end: int
    """Offset of the first byte after the tag."""
    has_picture: bool
    plain: bool
    """Whether the tag uses nothing that a simple reader gets wrong (unsynchronisation, compression ...)."""


def synchsafe(four: bytes) -> int:
    """Read a number of four bytes with seven bits each."""
    return (four[0] & 0x7F) << 21 | (four[1] & 0x7F) << 14 | (four[2] & 0x7F) << 7 | (four[3] & 0x7F)


def tag_end(header: bytes, start: int = 0) -> int:
    """Return where the ID3v2 tag with these first ten bytes ends, or `start` if it is none."""
    if len(header) < HEADER_SIZE or not header.startswith(b"ID3"):
        return start
    return start + HEADER_SIZE + synchsafe(header[6:10]) + (HEADER_SIZE if header[5] & _FOOTER else 0)


def inspect(file: BinaryIO, start: int = 0) -> Id3Facts | None:
    """Walk the frames of the ID3v2 tag at `start`. None if there is none."""
    file.seek(start)
    header = file.read(HEADER_SIZE)
    end = tag_end(header, start)
    if end == start:
        return None
    major = header[3]
    if major not in _FRAME_HEADER or header[5] & (_UNSYNCHRONISED | _EXTENDED):
        return Id3Facts(end, has_picture=False, plain=False)
    try:
        has_picture = _find_picture(file, start + HEADER_SIZE, end, major)
    except _OddTagError:
        return Id3Facts(end, has_picture=False, plain=False)
    return Id3Facts(end, has_picture, plain=True)


class _OddTagError(Exception):
    """The tag is broken, or uses what a simple reader does not know."""


def _find_picture(file: BinaryIO, position: int, end: int, major: int) -> bool:
    """Walk the frames from `position`, where the file already is, up to the first picture."""
    header_size = _FRAME_HEADER[major]
    format_flags = _FORMAT_FLAGS[major]
    while position + header_size <= end:
        frame = file.read(header_size)
        name = frame[:3] if major == _V22 else frame[:4]
        if len(frame) < header_size or not name[0]:
            return False  # padding
        if name in _PICTURES:
            return True
        if not name.isalnum() or (format_flags and frame[9] & format_flags):
            raise _OddTagError
        position += header_size + _frame_size(frame, major)
        if position > end:
            raise _OddTagError
        file.seek(position)
    return False


def _frame_size(frame: bytes, major: int) -> int:
    if major == _V22:
        return int.from_bytes(frame[3:6], "big")
    if major == _V24:
        if max(frame[4:8]) > 0x7F:  # noqa: PLR2004  # some taggers write plain sizes into v2.4
            raise _OddTagError
        return synchsafe(frame[4:8])
    return int.from_bytes(frame[4:8], "big")
