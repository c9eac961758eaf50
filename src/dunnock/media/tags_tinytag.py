"""Read tags with tinytag, the fast reader, and know where it must not be believed."""

from typing import BinaryIO, Final

from tinytag import TinyTag, TinyTagException

from dunnock.media import containers, id3
from dunnock.media.formats import Kind
from dunnock.media.tag_values import CANONICAL_NAMES, RawTags, Stream

_MAIN_NAMES: Final = ("title", "artist", "album", "albumartist", "genre", "composer", "comment")
_SAMPLE_DESCRIPTION_PATH: Final = (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd")
_SAMPLE_DESCRIPTION: Final = 512
_DECODER_CONFIG: Final = 0x04
_DECODER_CONFIG_SIZE: Final = 13
_SPECIFIC_INFO: Final = 0x05
_COVER_PATH: Final = (b"moov", b"udta", b"meta", b"ilst", b"covr")
_EMPTY_COVER: Final = 16  # the headers of a cover atom without a picture
_PCM_FORMATS: Final = frozenset({"1", "3", "6", "7", "FFFE"})  # integer, float, A-law, µ-law
_MP3_IN_WAV: Final = frozenset({"50", "55"})
_COMPRESSED_AIFF: Final = frozenset({"ima4", "MAC3", "MAC6", "QDMC", "QDM2"})
_MP3_IN_MP4: Final = frozenset({"mp4a.69", "mp4a.6B"})


def read(file: BinaryIO, *, tags: bool = True) -> TinyTag | None:
    """Let tinytag read a file, None if it fails.

    Args:
        file: the open file; tinytag recognises the format by the first bytes.
        tags: False to read the properties of the audio only.
    """
    file.seek(0)
    try:
        return TinyTag.get(file_obj=file, tags=tags, image=False)
    except TinyTagException:
        return None


def raw_tags(tag: TinyTag) -> RawTags:
    """Return all values of a tag under their canonical names."""
    other: dict[str, list[str]] = tag.other
    raw: RawTags = {}
    for name in _MAIN_NAMES:
        value = getattr(tag, name)
        if value is not None:
            # what is tagged more than once goes on in `other`
            raw[name] = [value, *other[name]] if name in other else [value]
    if tag.year is not None:
        raw["date"] = [tag.year]
    for name in ("track", "track_total", "disc", "disc_total"):
        number = getattr(tag, name)
        if number is not None:
            raw[name] = [str(number)]
    for key, values in other.items():
        canonical = CANONICAL_NAMES.get(key)
        if canonical is not None and key not in _MAIN_NAMES:
            raw[canonical] = raw[canonical] + values if canonical in raw else values
    return raw


def stream_of(tag: TinyTag, kind: Kind) -> Stream | None:
    """Return the properties of the audio, None if tinytag found no length or no codec it is sure of."""
    codec = _codec_of(kind, (tag.mime_type or "").partition('codecs="')[2].rstrip('"'))
    if not tag.duration or codec is None:
        return None
    return Stream(tag.duration, tag.bitrate, tag.samplerate, tag.channels, codec)


def _codec_of(kind: Kind, codecs: str) -> str | None:
    if kind == "mp4":
        if codecs in _MP3_IN_MP4:
            return "mp3"
        return "aac" if codecs.startswith("mp4a") else codecs or None
    if kind == "wav":
        if codecs in _MP3_IN_WAV:
            return "mp3"
        return "pcm" if codecs in _PCM_FORMATS else "adpcm"
    if kind == "aiff":
        return "adpcm" if codecs in _COMPRESSED_AIFF else "pcm"
    return "mp3" if kind == "mpeg" else kind


def has_cover(file: BinaryIO, kind: Kind, size: int) -> bool:
    """Say whether a picture is embedded, by the headers alone: covers are large and not wanted here."""
    if kind == "mp4":
        cover = containers.find_atom(file, _COVER_PATH, 0, size)
        return cover is not None and cover.size > _EMPTY_COVER
    for chunk in containers.chunks(file, "little" if kind == "wav" else "big", size):
        if chunk.name in {b"id3 ", b"ID3 "}:
            tag = id3.read(file, chunk.start)
            return tag is not None and tag.has_picture
    return False


def aac_channels(file: BinaryIO, size: int) -> int | None:
    """Return the channels of AAC in MP4, which encoders always call two where tinytag looks.

    The truth is in the AudioSpecificConfig: ISO 14496-3, section 1.6.2.1, within the descriptors of ISO 14496-1,
    section 7.2.6. None if it is not found or says nothing.
    """
    description = containers.find_atom(file, _SAMPLE_DESCRIPTION_PATH, 0, size)
    if description is None:
        return None
    file.seek(description.start)
    data = file.read(min(description.size, _SAMPLE_DESCRIPTION))
    position = data.find(b"esds")
    position = data.find(_DECODER_CONFIG, position + 8) if position >= 0 else -1
    if position < 0:
        return None
    position = _behind_descriptor_size(data, position + 1) + _DECODER_CONFIG_SIZE
    if data[position : position + 1] != bytes([_SPECIFIC_INFO]):
        return None
    position = _behind_descriptor_size(data, position + 1)
    # five bits of object type, four of sample rate, four of channels; the long forms of both are left alone
    config = int.from_bytes(data[position : position + 2], "big")
    if config >> 11 == 0x1F or config >> 7 & 0xF == 0xF:  # noqa: PLR2004
        return None
    channels = config >> 3 & 0xF
    return {7: 8}.get(channels, channels) or None


def _behind_descriptor_size(data: bytes, position: int) -> int:
    """Step over the size of a descriptor: up to four bytes, of which all but the last have the high bit set."""
    while data[position : position + 1] and data[position] & 0x80:
        position += 1
    return position + 1
