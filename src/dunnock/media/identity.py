"""Know a file again by its audio, after it was moved, renamed and retagged: `audio_fingerprint`."""

import os
from collections.abc import Callable
from hashlib import blake2b
from typing import BinaryIO, Final, NamedTuple

from dunnock.media import flac, id3, ogg
from dunnock.media.containers import atoms, chunks, flac_blocks
from dunnock.media.formats import Kind, sniff

SAMPLE_SIZE: Final = 64 * 1024
DIGEST_SIZE: Final = 16

_HEAD: Final = 16
_STREAMINFO: Final = 0
_ASF_DATA: Final = bytes.fromhex("3626b2758e66cf11a6d900aa0062ce6c")
_ASF_OBJECT_HEADER: Final = 24
_ASF_DATA_HEADER: Final = 26  # the id of the file (taggers may change it), the count of packets, two bytes
_APE_FOOTER: Final = 32
_APE_HAS_HEADER: Final = 0x8000_0000
_ENHANCED_V1: Final = 227
_LYRICS_V2_END: Final = 15  # six digits of size and LYRICS200
_LYRICS_V1_LONGEST: Final = 5_100 + len("LYRICSBEGIN")
_MOST_TAIL_TAGS: Final = 8


class _Audio(NamedTuple):
    """Where in a file the audio is."""

    start: int
    end: int
    total: int
    """Bytes of audio in the file; more than `end - start` if it lies in several places."""


def audio_fingerprint(path: bytes) -> bytes | None:
    """Return 16 bytes that stay the same when only the tags of a file change.

    For FLAC it is the MD5 of the decoded audio that its header holds. For the others, and for a FLAC without it, it
    is a hash over 64 KiB of the audio and over its length: from the middle, or from the end for Ogg, whose pages
    are numbered anew when the tags grow.

    Returns:
        None if the file cannot be read or no audio is found in it.
    """
    try:
        with open(path, "rb") as file:  # noqa: PTH123  # bytes, not str
            return _fingerprint(file, os.fstat(file.fileno()).st_size)
    except (OSError, ogg.CutOffError):
        return None


def _fingerprint(file: BinaryIO, size: int) -> bytes | None:
    start = id3.tag_end(file.read(id3.HEADER_SIZE))
    file.seek(start)
    kind = sniff(file.read(_HEAD))
    if kind == "flac" and (md5 := _flac_md5(file, start)):
        return md5
    if kind == "ogg":
        return _ogg_fingerprint(file, size)
    locate = _LOCATE.get(kind) if kind else None
    audio = locate(file, size) if locate else _between_tags(file, size, start)
    if audio is None or audio.end <= audio.start:
        return None
    length = audio.end - audio.start
    taken = min(length, SAMPLE_SIZE)
    file.seek(audio.start + (length - taken) // 2)
    return _digest(kind or "mpeg", audio.total, file.read(taken))


def _digest(kind: Kind, total: int, sample: bytes) -> bytes:
    digest = blake2b(digest_size=DIGEST_SIZE, person=kind.encode())
    digest.update(total.to_bytes(8, "big"))
    digest.update(sample)
    return digest.digest()


def _flac_md5(file: BinaryIO, start: int) -> bytes | None:
    for block_type, block in flac_blocks(file, start):
        if block_type == _STREAMINFO:
            file.seek(block.start)
            md5 = flac.parse_stream_info(file.read(block.size)).md5
            return md5 if len(md5) == DIGEST_SIZE and any(md5) else None
    return None


def _ogg_fingerprint(file: BinaryIO, size: int) -> bytes | None:
    """Hash the bodies of the pages at the end: their headers hold a running number and a checksum over it."""
    headers = ogg.read_headers(file)
    if headers is None:
        return None
    offset = max(headers.audio_start, size - SAMPLE_SIZE)
    file.seek(offset)
    tail = file.read(max(size - offset, 0))  # the file may have shrunk since it was measured
    position = tail.find(b"OggS\0")
    bodies: list[bytes] = []
    end = 0
    while position >= 0:
        page = ogg.page_at(tail, position)
        if page is None or page.end > len(tail):
            break
        bodies.append(tail[page.body : page.end])
        position = end = page.end
    if not bodies:
        return None
    return _digest("ogg", offset + end - headers.audio_start, b"".join(bodies))


def _locate_mp4(file: BinaryIO, size: int) -> _Audio | None:
    payloads = [atom for atom in atoms(file, 0, size) if atom.name == b"mdat"]
    if not payloads:
        return None
    largest = max(payloads, key=lambda atom: atom.size)
    return _Audio(largest.start, largest.start + largest.size, sum(atom.size for atom in payloads))


def _locate_wav(file: BinaryIO, size: int) -> _Audio | None:
    return next(
        (_whole(c.start, c.start + c.size) for c in chunks(file, "little", size) if c.name == b"data"), None
    )


def _locate_aiff(file: BinaryIO, size: int) -> _Audio | None:
    return next(
        (_whole(c.start, c.start + c.size) for c in chunks(file, "big", size) if c.name == b"SSND"), None
    )


def _locate_asf(file: BinaryIO, size: int) -> _Audio | None:
    position = 0
    while position + _ASF_OBJECT_HEADER <= size:
        file.seek(position)
        header = file.read(_ASF_OBJECT_HEADER)
        object_size = int.from_bytes(header[16:24], "little")
        if header.startswith(_ASF_DATA):
            start = position + _ASF_OBJECT_HEADER + _ASF_DATA_HEADER
            return _whole(start, min(position + object_size, size) if object_size else size)
        if object_size < _ASF_OBJECT_HEADER:
            return None
        position += object_size
    return None


def _locate_flac(file: BinaryIO, size: int) -> _Audio | None:
    file.seek(0)
    start = id3.tag_end(file.read(id3.HEADER_SIZE))
    end = start
    for _, block in flac_blocks(file, start):
        end = block.start + block.size
    return _whole(end, _end_of_audio(file, size))


_LOCATE: Final[dict[Kind, Callable[[BinaryIO, int], _Audio | None]]] = {
    "mp4": _locate_mp4,
    "wav": _locate_wav,
    "aiff": _locate_aiff,
    "asf": _locate_asf,
    "flac": _locate_flac,
}


def _whole(start: int, end: int) -> _Audio:
    return _Audio(start, end, end - start)


def _between_tags(file: BinaryIO, size: int, start: int) -> _Audio:
    """Take what lies between an ID3v2 tag in front and the tags at the end: MP3, AAC, WavPack, APE and others."""
    return _whole(start, _end_of_audio(file, size))


def _end_of_audio(file: BinaryIO, size: int) -> int:
    """Step back over all tags at the end of a file."""
    end = size
    for _ in range(_MOST_TAIL_TAGS):
        length = _tail_tag_length(file, end)
        if not length or length > end:
            break
        end -= length
    return end


def _tail_tag_length(file: BinaryIO, end: int) -> int:
    """Return the size of the tag that ends at an offset, 0 if there is none."""
    start = max(0, end - id3.V1_SIZE)
    file.seek(start)
    tail = file.read(end - start)
    if len(tail) == id3.V1_SIZE and tail.startswith(b"TAG"):
        return id3.V1_SIZE
    footer = tail[-_APE_FOOTER:]
    if footer.startswith(b"APETAGEX"):
        has_header = int.from_bytes(footer[20:24], "little") & _APE_HAS_HEADER
        return int.from_bytes(footer[12:16], "little") + (_APE_FOOTER if has_header else 0)
    if tail.endswith((b"LYRICS200", b"LYRICSEND")):
        return _lyrics_length(file, tail, end)
    if tail[-10:-7] == b"3DI":
        return id3.synchsafe(tail[-4:]) + 2 * id3.HEADER_SIZE
    if end >= _ENHANCED_V1:
        file.seek(end - _ENHANCED_V1)
        return _ENHANCED_V1 if file.read(4) == b"TAG+" else 0
    return 0


def _lyrics_length(file: BinaryIO, tail: bytes, end: int) -> int:
    """Return the size of a Lyrics3 tag: version 2 says it, version 1 must be searched for its beginning."""
    if tail.endswith(b"LYRICS200"):
        digits = tail[-_LYRICS_V2_END:-9]
        return int(digits) + _LYRICS_V2_END if digits.isdigit() else 0
    start = max(0, end - _LYRICS_V1_LONGEST)
    file.seek(start)
    begin = file.read(end - start).rfind(b"LYRICSBEGIN")
    return end - start - begin if begin >= 0 else 0
