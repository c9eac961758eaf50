"""Read FLAC files: properties, tags, and whether there is a picture. Format: RFC 9639, section 8."""

from typing import BinaryIO, Final, NamedTuple

from dunnock.media import vorbis_comment
from dunnock.media.containers import flac_blocks
from dunnock.media.tag_values import RawTags, Stream

_STREAMINFO: Final = 0
_VORBIS_COMMENT: Final = 4
_PICTURE: Final = 6
_STREAMINFO_SIZE: Final = 34
_LARGEST_COMMENT: Final = 4 * 1024 * 1024


class StreamInfo(NamedTuple):
    """The block that every FLAC file starts with."""

    sample_rate: int
    channels: int
    samples: int
    md5: bytes
    """Of the decoded audio; zeros if the encoder did not work it out."""


def parse_stream_info(block: bytes) -> StreamInfo:
    """Read a STREAMINFO block of 34 bytes (section 8.2)."""
    packed = int.from_bytes(block[10:18], "big")
    return StreamInfo(
        sample_rate=packed >> 44,
        channels=(packed >> 41 & 0x7) + 1,
        samples=packed & 0xF_FFFF_FFFF,
        md5=block[18:34],
    )


def read(file: BinaryIO, start: int, size: int) -> tuple[RawTags, Stream, bool] | None:
    """Read the FLAC stream at `start` of a file, behind an ID3 tag that has no say then.

    Returns:
        Tags, audio and whether there is a picture; None if it has no length: a case for the libraries.
    """
    info: StreamInfo | None = None
    raw: RawTags = {}
    has_picture = False
    end = start
    for block_type, block in flac_blocks(file, start):
        end = block.start + block.size
        if block_type == _STREAMINFO and info is None and block.size >= _STREAMINFO_SIZE:
            info = parse_stream_info(file.read(_STREAMINFO_SIZE))
        elif block_type == _VORBIS_COMMENT and block.size <= _LARGEST_COMMENT:
            raw, _ = vorbis_comment.parse(file.read(block.size))
        elif block_type == _PICTURE:
            has_picture = True
    if info is None or not info.sample_rate or not info.samples or end > size:
        return None
    duration = info.samples / info.sample_rate
    bitrate = (size - end) * 8 / duration / 1_000
    return raw, Stream(duration, bitrate, info.sample_rate, info.channels, "flac"), has_picture
