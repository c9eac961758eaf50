"""Read the tags of a file: `read_tags`.

No tag library is right about every file. What most collections are made of (MP3, FLAC, Ogg) is read by small readers
of our own, twice to six times as fast as the fastest library and without the mistakes the libraries make there; MP4,
WAV and AIFF by tinytag; all other formats and every oddity by mutagen. The first bytes decide, not the extension, and
what none can make sense of is an `UnreadableFile`, never an empty result.
"""

import errno
import os
from typing import BinaryIO, Final

from dunnock.media import flac, id3, mpeg, ogg, riff_info, tags_tinytag
from dunnock.media.containers import atoms, find_atom
from dunnock.media.failures import reason_of
from dunnock.media.formats import READER_OF_KIND, Kind, sniff
from dunnock.media.tag_model import Tags, UnreadableFile
from dunnock.media.tag_values import RawTags, Stream, build_tags

__all__ = ["Tags", "UnreadableFile", "read_tags"]

EMPTY: Final = "The file is empty."
NOT_AUDIO: Final = "This is not an audio file."
DAMAGED: Final = "The file is damaged."
CUT_OFF: Final = "The file is cut off: its end is missing."
VIDEO: Final = "This is a video, not music."

_HEAD: Final = 16
_APE_FOOTER: Final = 32
_SLOWEST_KBITS: Final = 6.0  # less than MPEG audio can be encoded with
_FASTEST_KBITS: Final = 460.0


def read_tags(path: bytes) -> Tags:
    """Read the tags and audio properties of a file.

    Raises:
        UnreadableFile: it is empty, gone, damaged, not audio, or there is no permission.
    """
    try:
        with open(path, "rb") as file:  # noqa: PTH123  # bytes, not str
            return _read_open_file(file, path)
    except OSError as error:
        # a broken size sends a reader to where no file reaches
        raise UnreadableFile(DAMAGED if error.errno == errno.EINVAL else reason_of(error)) from error


def _read_open_file(file: BinaryIO, path: bytes) -> Tags:
    head = file.read(_HEAD)
    if not head:
        raise UnreadableFile(EMPTY)
    size = os.fstat(file.fileno()).st_size
    start = 0
    tag = None
    if head.startswith(b"ID3"):
        tag = id3.read(file)
        # an end behind the end of the file is a lie: look for the audio right behind the header
        start = tag.end if tag and tag.end < size else id3.HEADER_SIZE
        file.seek(start)
        head = file.read(_HEAD)
    kind = sniff(head)
    if kind is None or kind == "mpeg":
        return _read_mpeg(file, size, start, tag)
    if kind == "mp4" and path.lower().endswith(b".mp4") and _is_video(file, size):
        raise UnreadableFile(VIDEO)
    reader = READER_OF_KIND[kind]
    tags = None
    if reader == "own":
        tags = _read_ourselves(file, kind, size, start)
    elif reader == "tinytag" and start == 0:
        tags = _read_with_tinytag(file, kind, size)
    return tags or _read_with_mutagen(file, kind, size)


def _read_ourselves(file: BinaryIO, kind: Kind, size: int, start: int) -> Tags | None:
    try:
        found = ogg.read(file, size) if kind == "ogg" else flac.read(file, start, size)
    except ogg.CutOffError as error:
        raise UnreadableFile(CUT_OFF) from error
    if found is None:
        return None
    raw, stream, has_cover = found
    return build_tags(raw, stream, has_cover=has_cover)


def _read_with_tinytag(file: BinaryIO, kind: Kind, size: int) -> Tags | None:
    tag = tags_tinytag.read(file)
    if tag is None:
        return None
    stream = tags_tinytag.stream_of(tag, kind)
    if stream is None:
        return None
    if stream.codec == "aac":
        stream = stream._replace(channels=tags_tinytag.aac_channels(file, size) or stream.channels)
    elif stream.codec == "alac" and (payload := find_atom(file, (b"mdat",), 0, size)):
        # encoders write the bitrate of the uncompressed audio
        stream = stream._replace(bitrate=payload.size * 8 / 1_000 / stream.duration)
    raw = tags_tinytag.raw_tags(tag)
    if kind == "wav":
        raw = _with_riff_info(raw, riff_info.read(file, size))
    return build_tags(raw, stream, has_cover=tags_tinytag.has_cover(file, kind, size))


def _with_riff_info(raw: RawTags, info: RawTags) -> RawTags:
    """Put the INFO list where tinytag read nothing or letters it could not decode; an ID3 chunk goes before it."""
    garbled = {name for name, values in raw.items() if any("\ufffd" in value for value in values)}
    return info | {name: values for name, values in raw.items() if name not in garbled or name not in info}


def _read_with_mutagen(file: BinaryIO, kind: Kind, size: int) -> Tags:
    from dunnock.media import tags_mutagen

    audio = tags_mutagen.open_file(file, kind)
    stream = None if audio is None else tags_mutagen.stream_of(audio, kind, size)
    if audio is None or stream is None:
        raise UnreadableFile(CUT_OFF if kind == "mp4" and not _has_movie(file, size) else DAMAGED)
    return build_tags(tags_mutagen.raw_tags(audio), stream, has_cover=tags_mutagen.has_cover(audio))


def _read_mpeg(file: BinaryIO, size: int, start: int, tag: id3.Id3Tag | None) -> Tags:
    """Read an MP3 with any of its tags: ID3v2, ID3v1, APEv2."""
    offset = start
    frame = mpeg.frame_at(file, start)
    if frame is None:
        found = mpeg.find_audio(file, start)
        if found is None:
            raise UnreadableFile(NOT_AUDIO)
        offset, frame = found
    stream = mpeg.read_stream(file, offset, frame) or _estimate_mpeg_stream(file, offset, start, frame)
    stream = _believable(stream, size - offset)

    raw: RawTags = {}
    has_cover = False
    if tag is not None:
        if tag.raw is None:
            raw, has_cover = _id3_by_mutagen(file)
        else:
            raw, has_cover = tag.raw, tag.has_picture
    return build_tags(_with_tail_tags(file, size, raw), stream, has_cover=has_cover)


def _estimate_mpeg_stream(file: BinaryIO, offset: int, start: int, frame: mpeg.FrameHeader) -> Stream:
    """Estimate the length of an MP3 without a VBR header; tinytag comes closest when the bitrate varies."""
    codec = f"mp{frame.layer}"
    if offset == start:
        tag = tags_tinytag.read(file, tags=False)
        stream = tags_tinytag.stream_of(tag, "mpeg") if tag else None
        if stream is not None:
            return stream._replace(codec=codec)
    return _mpeg_stream_by_mutagen(file, offset)._replace(codec=codec)


def _mpeg_stream_by_mutagen(file: BinaryIO, offset: int) -> Stream:
    from mutagen.mp3 import HeaderNotFoundError, MPEGInfo

    try:
        info = MPEGInfo(file, offset)
    except HeaderNotFoundError as error:
        raise UnreadableFile(NOT_AUDIO) from error
    return Stream(info.length, info.bitrate / 1_000, info.sample_rate, info.channels, "mp3")


def _believable(stream: Stream, audio_size: int) -> Stream:
    """Correct a length that does not go with the size of the file, as a foreign VBR header gives it."""
    kbits = audio_size * 8 / 1_000 / stream.duration if stream.duration else 0.0
    if _SLOWEST_KBITS <= kbits <= _FASTEST_KBITS:
        return stream
    bitrate = stream.bitrate
    if bitrate is None or not _SLOWEST_KBITS <= bitrate <= _FASTEST_KBITS:
        bitrate = 128.0  # nothing in the file can be believed: assume the most common one
    return stream._replace(duration=audio_size * 8 / 1_000 / bitrate, bitrate=bitrate)


def _id3_by_mutagen(file: BinaryIO) -> tuple[RawTags, bool]:
    """Read an ID3 tag that uses what is rarely used."""
    from dunnock.media import tags_mutagen

    tags = tags_mutagen.read_id3(file)
    return ({}, False) if tags is None else (tags_mutagen.id3_raw_tags(tags), bool(tags.getall("APIC")))


def _with_tail_tags(file: BinaryIO, size: int, raw: RawTags) -> RawTags:
    """Add what only the tags at the end of an MP3 say: APEv2, often with ReplayGain, and then ID3v1."""
    tail_size = min(size, _APE_FOOTER + id3.V1_SIZE)
    file.seek(size - tail_size)
    tail = file.read(tail_size)
    if b"APETAGEX" in tail:
        from dunnock.media import tags_mutagen

        ape = tags_mutagen.read_ape(file)
        if ape is not None:
            raw = tags_mutagen.ape_raw_tags(ape) | raw
    if tail[-id3.V1_SIZE :].startswith(b"TAG"):
        old = id3.read_v1(tail)
        if "year" in raw:
            del old["date"]
        raw = old | raw
    return raw


def _has_movie(file: BinaryIO, size: int) -> bool:
    return find_atom(file, (b"moov",), 0, size) is not None


def _is_video(file: BinaryIO, size: int) -> bool:
    movie = find_atom(file, (b"moov",), 0, size)
    if movie is None:
        return False
    for track in atoms(file, movie.start, movie.start + movie.size):
        handler = find_atom(file, (b"mdia", b"hdlr"), track.start, track.start + track.size)
        if track.name == b"trak" and handler is not None:
            file.seek(handler.start + 8)
            if file.read(4) == b"vide":
                return True
    return False
