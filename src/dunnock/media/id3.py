"""Read ID3v2 tags of MP3 files: text frames, and whether there is a picture.

A tag library would do, but this is the hottest path of a scan: most collections are mostly MP3. Walking the frames
once, without pictures and without objects, takes a third of the fastest library's time, tells the frames that
libraries mix up apart (`TPE1` from `TXXX:ARTISTS`), and sees the tags that are better left to mutagen.

Formats: the ID3v2.2, 2.3.0 and 2.4.0 documents.
"""

from typing import BinaryIO, Final, NamedTuple

from dunnock.media.tag_values import CANONICAL_NAMES, RawTags

HEADER_SIZE: Final = 10
V1_SIZE: Final = 128

_FOOTER: Final = 0x10
_UNSYNCHRONISED: Final = 0x80
_EXTENDED: Final = 0x40
_V22: Final = 2
_V24: Final = 4
_FRAME_HEADER: Final = {2: 6, 3: 10, 4: 10}
_FORMAT_FLAGS: Final = {2: 0, 3: 0xE0, 4: 0x4F}
"""Compression, encryption, grouping, unsynchronisation or a data length: the frame is not its plain text."""

_PICTURES: Final = frozenset({"APIC", "PIC"})
_COMMENTS: Final = frozenset({"COMM", "COM"})
_USER_TEXTS: Final = frozenset({"TXXX", "TXX"})
_FILE_IDS: Final = frozenset({"UFID", "UFI"})
_COMMENT_DESCRIPTIONS: Final = frozenset({"", "comment", "description", "id3v1 comment"})
"""Comments described otherwise are numbers that programs keep for themselves."""

_ENCODINGS: Final = ("latin-1", "utf-16", "utf-16-be", "utf-8")
_UTF16: Final = 1
_LONGEST_FRAME: Final = 64 * 1024
"""Bytes of a text frame that are read; lyrics and garbage may have more."""


class Id3Tag(NamedTuple):
    """What was read from an ID3v2 tag."""

    end: int
    """Offset of the first byte after the tag."""
    raw: RawTags | None
    """The values, or None if the tag is broken or uses what only mutagen knows (unsynchronisation ...)."""
    has_picture: bool


class OddTagError(Exception):
    """The tag is broken, or uses what is not understood here."""


def synchsafe(four: bytes) -> int:
    """Read a number of four bytes with seven bits each."""
    return (four[0] & 0x7F) << 21 | (four[1] & 0x7F) << 14 | (four[2] & 0x7F) << 7 | (four[3] & 0x7F)


def tag_end(header: bytes, start: int = 0) -> int:
    """Return where the ID3v2 tag with these first ten bytes ends, or `start` if it is none."""
    if len(header) < HEADER_SIZE or not header.startswith(b"ID3"):
        return start
    return start + HEADER_SIZE + synchsafe(header[6:10]) + (HEADER_SIZE if header[5] & _FOOTER else 0)


def read(file: BinaryIO, start: int = 0) -> Id3Tag | None:
    """Read the ID3v2 tag at `start`. None if there is none."""
    file.seek(start)
    header = file.read(HEADER_SIZE)
    end = tag_end(header, start)
    if end == start:
        return None
    major = header[3]
    if major not in _FRAME_HEADER or header[5] & (_UNSYNCHRONISED | _EXTENDED):
        return Id3Tag(end, None, has_picture=False)
    raw: RawTags = {}
    try:
        has_picture = _read_frames(file, start + HEADER_SIZE, end, major, raw)
    except (OddTagError, LookupError):
        return Id3Tag(end, None, has_picture=False)
    return Id3Tag(end, raw, has_picture)


def _read_frames(file: BinaryIO, position: int, end: int, major: int, raw: RawTags) -> bool:
    """Collect the frames from `position`, where the file already is. Returns whether one is a picture."""
    header_size = _FRAME_HEADER[major]
    format_flags = _FORMAT_FLAGS[major]
    has_picture = False
    while position + header_size <= end:
        header = file.read(header_size)
        if len(header) < header_size or not header[0]:
            break  # padding
        name = header[: 3 if major == _V22 else 4].decode("latin-1")
        if not name.isalnum() or (format_flags and header[9] & format_flags):
            raise OddTagError
        size = _frame_size(header, major)
        position += header_size + size
        if position > end:
            raise OddTagError
        if name in _PICTURES:
            has_picture = has_picture or size > header_size
        elif name[0] == "T" or name in _COMMENTS or name in _FILE_IDS:
            _read_frame(name, file.read(min(size, _LONGEST_FRAME)), raw)
            if size <= _LONGEST_FRAME:
                continue  # the file is where the next frame starts
        file.seek(position)
    return has_picture


def _frame_size(header: bytes, major: int) -> int:
    if major == _V22:
        return int.from_bytes(header[3:6], "big")
    if major == _V24:
        if max(header[4:8]) > 0x7F:  # noqa: PLR2004  # some taggers write plain sizes into v2.4
            raise OddTagError
        return synchsafe(header[4:8])
    return int.from_bytes(header[4:8], "big")


def _read_frame(name: str, body: bytes, raw: RawTags) -> None:
    """Add the values of one frame."""
    if name in _FILE_IDS:
        raw.setdefault("musicbrainz_trackid", []).append(body.decode("latin-1"))
        return
    if len(body) < 2:  # noqa: PLR2004  # the encoding and one character at least
        return
    encoding = body[0]
    if name in _COMMENTS:
        description, _, text = _decode(encoding, body[4:]).partition("\0")
        if description.lstrip("\ufeff").lower() in _COMMENT_DESCRIPTIONS:
            raw.setdefault("comment", []).append(text)
        return
    text = _decode(encoding, body[1:])
    if name in _USER_TEXTS:
        name, _, text = text.partition("\0")
    canonical = CANONICAL_NAMES.get(name.lower())
    if canonical is None:
        return
    values = text.split("\0") if "\0" in text else [text]
    if canonical in raw:
        raw[canonical] += values
    else:
        raw[canonical] = values


def _decode(encoding: int, text: bytes) -> str:
    if encoding >= len(_ENCODINGS):
        return text.decode("latin-1")
    if encoding == _UTF16 and not text.startswith((b"\xff\xfe", b"\xfe\xff")):
        return text.decode("utf-16-le", "replace")
    return text.decode(_ENCODINGS[encoding], "replace")


def read_v1(tail: bytes) -> RawTags:
    """Read the ID3v1 tag in the last 128 bytes of a file. ID3v1.1 has the track in the last byte of the comment."""
    tag = tail[-V1_SIZE:]
    if len(tag) < V1_SIZE or not tag.startswith(b"TAG"):
        return {}

    def text(start: int, stop: int) -> list[str]:
        return [tag[start:stop].partition(b"\0")[0].decode("latin-1")]

    raw = {
        "title": text(3, 33),
        "artist": text(33, 63),
        "album": text(63, 93),
        "date": text(93, 97),
        "comment": text(97, 127),
        "genre": [str(tag[127])],
    }
    if tag[125] == 0 and tag[126]:
        raw["track"] = [str(tag[126])]
    return raw
