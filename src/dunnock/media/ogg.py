"""Read Ogg files: pages, header packets, tags and length.

Formats: RFC 3533 (pages), the Vorbis I specification, RFC 7845 (Opus). mutagen reads a picture-laden Ogg in five
times the time: it decodes the picture and copies the pages.
"""

from struct import Struct
from typing import BinaryIO, Final, NamedTuple

from dunnock.media import vorbis_comment
from dunnock.media.tag_values import RawTags, Stream

PAGE_HEADER: Final = 27
_LARGEST_PAGE: Final = PAGE_HEADER + 255 + 255 * 255
_LARGEST_HEADERS: Final = 64 * 1024 * 1024
_FIRST_READ: Final = 8 * 1024
_NEXT_READ: Final = 128 * 1024
_CAPTURE: Final = b"OggS\0"
_CONTINUES: Final = 255  # a segment of 255 bytes goes on in the next
_OPUS_RATE: Final = 48_000
_NO_PACKET_ENDS: Final = 2**64 - 1
_GRANULE_AND_SERIAL: Final = Struct("<QL")
_NEAR_END: Final = 16 * 1024


class CutOffError(Exception):
    """The file ends in the middle of a page."""


class Page(NamedTuple):
    """The header of a page."""

    granule: int
    """The position in the audio at its end, in samples."""
    serial: int
    segments: bytes
    """The sizes of the segments in its body."""
    body: int
    """Offset of the first byte of its body."""
    end: int
    """Offset of the first byte behind it."""


def page_at(data: bytes | bytearray, position: int, offset: int = 0) -> Page | None:
    """Read the page header at a position of `data`, which lies at `offset` in the file.

    None if there is none or not all of it.
    """
    table_start = position + PAGE_HEADER
    if len(data) < table_start or not data.startswith(_CAPTURE, position):
        return None
    table = bytes(data[table_start : table_start + data[table_start - 1]])
    if len(table) < data[table_start - 1]:
        return None
    granule, serial = _GRANULE_AND_SERIAL.unpack_from(data, position + 6)
    body = offset + table_start + len(table)
    return Page(granule, serial, table, body, body + sum(table))


class Headers(NamedTuple):
    """The packets in front of the audio."""

    packets: list[bytes]
    serial: int
    audio_start: int
    """Offset of the first page of audio."""


def read_headers(file: BinaryIO) -> Headers | None:
    """Read the header packets of the first stream, None if they are broken or of no known codec.

    Raises:
        CutOffError: the file ends before they do.
    """
    file.seek(0)
    data = bytearray(file.read(_FIRST_READ))
    position = 0
    serial: int | None = None
    packets: list[bytes] = []
    unfinished = bytearray()
    while position < _LARGEST_HEADERS:
        page = page_at(data, position)
        if not _CAPTURE.startswith(data[position : position + len(_CAPTURE)]):
            return None
        if page is None or page.end > len(data):
            more = file.read(_NEXT_READ)
            if not more:
                raise CutOffError
            data += more
            continue
        position = page.end
        serial = page.serial if serial is None else serial
        if page.serial != serial:
            continue  # another stream lies in between
        if page.segments.count(_CONTINUES) == len(page.segments):
            unfinished += data[page.body : page.end]  # a picture takes many pages
            continue
        _take_packets(data[page.body : page.end], page.segments, unfinished, packets)
        wanted = _headers_wanted(packets[0])
        if len(packets) >= wanted:
            return Headers(packets[:wanted], serial, position) if wanted else None
    return None


def _take_packets(body: bytearray, segments: bytes, unfinished: bytearray, packets: list[bytes]) -> None:
    """Add the packets that end in a page to `packets`; what goes on in the next page stays in `unfinished`."""
    taken = size = 0
    for segment in segments:
        size += segment
        if segment < _CONTINUES:
            packets.append(bytes(unfinished + body[taken : taken + size]))
            unfinished.clear()
            taken += size
            size = 0
    unfinished += body[taken:]


def _headers_wanted(first: bytes) -> int:
    """Return how many header packets a stream has by its first, 0 if its codec is not known."""
    if first.startswith(b"\x01vorbis"):
        return 3
    if first.startswith(b"OpusHead"):
        return 2
    if first.startswith(b"Speex   "):
        return 2
    if first.startswith(b"\x7fFLAC"):
        return 1 + int.from_bytes(first[7:9], "big")
    return 0


def read(file: BinaryIO, size: int) -> tuple[RawTags, Stream, bool] | None:
    """Read an Ogg Vorbis or Opus file: its tags, its audio, and whether it has a picture.

    Returns:
        None if it is something else in Ogg, or interleaved with other streams: a case for mutagen.

    Raises:
        CutOffError: the last page is not whole.
    """
    headers = read_headers(file)
    if headers is None:
        return None
    first, comments = headers.packets[0], headers.packets[1] if len(headers.packets) > 1 else b""
    if first.startswith(b"\x01vorbis"):
        codec, channels, skipped, rate = "vorbis", first[11], 0, int.from_bytes(first[12:16], "little")
        raw, has_picture = vorbis_comment.parse(comments, 7)
    elif first.startswith(b"OpusHead"):
        codec, channels, rate = "opus", first[9], _OPUS_RATE
        skipped = int.from_bytes(first[10:12], "little")
        raw, has_picture = vorbis_comment.parse(comments, 8)
    else:
        return None
    last = _last_page(file, size, headers)
    if last is None or not rate:
        return None
    duration = (last.granule - skipped) / rate
    if duration <= 0:
        return None
    bitrate = (size - headers.audio_start) * 8 / duration / 1_000
    return raw, Stream(duration, bitrate, rate, channels, codec), has_picture


def _last_page(file: BinaryIO, size: int, headers: Headers) -> Page | None:
    """Find the last page, None if it belongs to another stream or ends no packet."""
    page = None
    for reach in (_NEAR_END, _LARGEST_PAGE):
        offset = max(headers.audio_start, size - reach)
        file.seek(offset)
        tail = file.read(max(size - offset, 0))  # the file may have shrunk since it was measured
        start = tail.rfind(_CAPTURE)
        if start >= 0:
            page = page_at(tail, start, offset)
            break
    if page is None or page.end > size:
        raise CutOffError
    if page.serial != headers.serial or page.granule == _NO_PACKET_ENDS:
        return None
    return page
