"""Recognise MPEG audio frames, to tell music from text and pictures with a music file's name, and read their length.

Formats: ISO 11172-3 and 13818-3, section 2.4.1.3 (frame header), and the common 2.5 extension; the Xing and VBRI
headers of encoders for variable bitrate, with the delay and padding that LAME writes behind the former.
"""

from os import SEEK_END
from typing import BinaryIO, Final, NamedTuple

from dunnock.media.tag_values import Stream

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
_MONO: Final = 3
_SAMPLES: Final = {1: 384, 2: 1152, 3: 1152}
_SHORT_SAMPLES: Final = 576
_XING_PLACES: Final = {(3, 2): 36, (3, 1): 21, (2, 2): 21, (2, 1): 13, (0, 2): 21, (0, 1): 13}
"""Offset of the Xing header in the first frame, by version and channels: behind the side information."""
_VBRI_PLACE: Final = 36
_HAS_FRAMES: Final = 1
_HAS_BYTES: Final = 2
_LAME_PLACE: Final = 120
_LAME_ENCODERS: Final = (b"LAME", b"Lavf", b"Lavc", b"L3.99")
_FIRST_FRAME: Final = 200
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
    channels: int

    @property
    def samples(self) -> int:
        """Samples a channel in one frame."""
        return _SHORT_SAMPLES if self.layer == _LAYER_3 and self.version != _MPEG1 else _SAMPLES[self.layer]


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
        samples = _SHORT_SAMPLES if layer == _LAYER_3 and version != _MPEG1 else _SAMPLES[layer]
        length = samples // 8 * bitrate // rate + padding
    return FrameHeader(length, layer, version, rate, 1 if header[3] >> 6 == _MONO else 2)


def frame_at(file: BinaryIO, offset: int) -> FrameHeader | None:
    """Return the frame at an offset, if it is followed by another of its kind or by the end of the file."""
    file.seek(offset)
    first = parse_frame_header(file.read(_HEADER_SIZE))
    if first is None:
        return None
    file.seek(first.length - _HEADER_SIZE, 1)
    following = file.read(_HEADER_SIZE)
    if following.startswith((b"TAG", b"APET", b"ID3")) or (
        not following and file.seek(0, SEEK_END) >= offset + first.length
    ):
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


def read_stream(file: BinaryIO, offset: int, frame: FrameHeader) -> Stream | None:
    """Read the properties of the audio from the VBR header in its first frame.

    Args:
        file: the open file.
        offset: where the first frame is.
        frame: the header of that frame.

    Returns:
        None if there is no such header: the length must be estimated then.
    """
    file.seek(offset)
    head = file.read(min(frame.length, _FIRST_FRAME))
    place = _XING_PLACES[frame.version, frame.channels]
    unheard = 0
    if head[place : place + 4] in {b"Xing", b"Info"}:
        frames, size = _parse_xing(head, place)
        unheard = _delay_and_padding(head, place)
    elif head[_VBRI_PLACE : _VBRI_PLACE + 4] == b"VBRI":
        size = int.from_bytes(head[_VBRI_PLACE + 10 : _VBRI_PLACE + 14], "big")
        frames = int.from_bytes(head[_VBRI_PLACE + 14 : _VBRI_PLACE + 18], "big")
    else:
        return None
    if not frames or not size:
        return None
    samples = frames * frame.samples
    duration = (samples - unheard if samples > unheard else samples) / frame.sample_rate
    bitrate = size * 8 * frame.sample_rate / samples / 1_000
    return Stream(duration, bitrate, frame.sample_rate, frame.channels, f"mp{frame.layer}")


def _parse_xing(head: bytes, place: int) -> tuple[int, int]:
    """Return the number of frames and of bytes, 0 for what is not said."""
    flags = head[place + 7] if len(head) > place + 7 else 0
    position = place + 8
    frames = size = 0
    if flags & _HAS_FRAMES:
        frames = int.from_bytes(head[position : position + 4], "big")
        position += 4
    if flags & _HAS_BYTES:
        size = int.from_bytes(head[position : position + 4], "big")
    return frames, size


def _delay_and_padding(head: bytes, place: int) -> int:
    """Return the samples that the encoder added at both ends, and that a player leaves out."""
    lame = head[place + _LAME_PLACE :]
    if not lame.startswith(_LAME_ENCODERS):
        return 0
    both = int.from_bytes(lame[21:24], "big")
    return (both >> 12) + (both & 0xFFF)
