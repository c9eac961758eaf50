"""Recognise MPEG audio frames, to tell music from text and pictures with a music file's name.

Format: ISO 11172-3 and 13818-3, section 2.4.1.3 (frame header), and the common 2.5 extension.
"""

from typing import BinaryIO, Final, NamedTuple

_RATES: Final = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_V1_BITRATES: Final = {
    1: (0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    2: (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
}
_V2_BITRATES: Final = {
    1: (0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    3: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_HEADER_SIZE: Final = 4
_MPEG1: Final = 3
_LAYER_1: Final = 1
_LAYER_3: Final = 3
_SEARCH_WINDOW: Final = 256 * 1024
"""How far audio is looked for behind padding or garbage, in bytes."""


class FrameHeader(NamedTuple):
    """The header of one frame."""

    length: int
    """Bytes from this header to the next."""
    layer: int
    version: int
    sample_rate: int


def parse_frame_header(header: bytes) -> FrameHeader | None:
    """Read four bytes as a frame header, None if they are none. Free-format frames are not recognised."""
    if len(header) < _HEADER_SIZE or header[0] != 0xFF or header[1] & 0xE0 != 0xE0:  # noqa: PLR2004
        return None
    version = header[1] >> 3 & 3
    layer = 4 - (header[1] >> 1 & 3)
    bitrate_index = header[2] >> 4
    rate_index = header[2] >> 2 & 3
    if version not in _RATES or layer > _LAYER_3 or bitrate_index in {0, 15} or rate_index > 2:  # noqa: PLR2004
        return None
    rate = _RATES[version][rate_index]
    bitrate = (_V1_BITRATES if version == _MPEG1 else _V2_BITRATES)[layer][bitrate_index] * 1_000
    padding = header[2] >> 1 & 1
    if layer == _LAYER_1:
        length = (12 * bitrate // rate + padding) * 4
    else:
        samples = 576 if layer == _LAYER_3 and version != _MPEG1 else 1152
        length = samples // 8 * bitrate // rate + padding
    return FrameHeader(length, layer, version, rate)


def frame_at(file: BinaryIO, offset: int) -> FrameHeader | None:
    """Return the frame at an offset, if it is followed by another of its kind or by the end of the file."""
    file.seek(offset)
    first = parse_frame_header(file.read(_HEADER_SIZE))
    if first is None:
        return None
    file.seek(first.length - _HEADER_SIZE, 1)
    following = file.read(_HEADER_SIZE)
    if not following or following.startswith((b"TAG", b"APET", b"ID3")):
        return first  # one frame only: short, but music
    second = parse_frame_header(following)
    return first if second and second[1:] == first[1:] else None


def find_audio(file: BinaryIO, offset: int) -> tuple[int, FrameHeader] | None:
    """Find the first frame at or behind an offset, past padding and garbage, within 256 KiB."""
    file.seek(offset)
    window = file.read(_SEARCH_WINDOW)
    position = window.find(b"\xff")
    while position >= 0:
        header = parse_frame_header(window[position : position + _HEADER_SIZE])
        if header and (frame := frame_at(file, offset + position)):
            return offset + position, frame
        position = window.find(b"\xff", position + 1)
    return None
