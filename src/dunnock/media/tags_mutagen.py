"""Read tags with mutagen: the formats tinytag does not know or gets wrong.

Imported late and only by those who need it: it costs a reader process 10 ms to start.
"""

import struct
from collections.abc import Iterable
from importlib import import_module
from typing import Any, BinaryIO, Final, cast

import mutagen
from mutagen import MutagenError
from mutagen.apev2 import APEv2, APEv2File
from mutagen.id3 import ID3, ID3FileType
from mutagen.mp4 import MP4

from dunnock.media.formats import Kind
from dunnock.media.tag_values import CANONICAL_NAMES, RawTags, Stream

_READERS: Final[dict[Kind, tuple[str, str]]] = {
    "mpeg": ("mutagen.mp3", "MP3"),
    "flac": ("mutagen.flac", "FLAC"),
    "mp4": ("mutagen.mp4", "MP4"),
    "asf": ("mutagen.asf", "ASF"),
    "wav": ("mutagen.wave", "WAVE"),
    "aiff": ("mutagen.aiff", "AIFF"),
    "adts": ("mutagen.aac", "AAC"),
    "wavpack": ("mutagen.wavpack", "WavPack"),
    "ape": ("mutagen.monkeysaudio", "MonkeysAudio"),
    "musepack": ("mutagen.musepack", "Musepack"),
    "tta": ("mutagen.trueaudio", "TrueAudio"),
}
_OGG_READERS: Final = (
    # by the first packet of the stream
    (b"OpusHead", "mutagen.oggopus", "OggOpus"),
    (b"\x7fFLAC", "mutagen.oggflac", "OggFLAC"),
    (b"Speex   ", "mutagen.oggspeex", "OggSpeex"),
    (b"\x01vorbis", "mutagen.oggvorbis", "OggVorbis"),
)
_FIRST_OGG_PACKET: Final = 64
_CODEC_OF_KIND: Final[dict[Kind, str]] = {"adts": "aac", "asf": "wma", "wav": "pcm", "aiff": "pcm"}


def open_file(file: BinaryIO, kind: Kind) -> mutagen.FileType | None:
    """Let mutagen read a file of a known kind, None if it fails."""
    file.seek(0)
    try:
        module, reader = _ogg_reader(file) if kind == "ogg" else _READERS[kind]
        return cast("mutagen.FileType", getattr(import_module(module), reader)(file))
    except (MutagenError, ValueError, LookupError, ArithmeticError, EOFError, struct.error):
        # mutagen means to raise only its own errors; on crafted files the others slip through
        return None


def _ogg_reader(file: BinaryIO) -> tuple[str, str]:
    head = file.read(_FIRST_OGG_PACKET)
    file.seek(0)
    for magic, module, reader in _OGG_READERS:
        if magic in head:
            return module, reader
    raise LookupError("no known codec in this Ogg file")


def raw_tags(audio: mutagen.FileType) -> RawTags:
    """Return all values of a file's tags under their canonical names."""
    tags: Any = audio.tags
    if tags is None:
        return {}
    if isinstance(tags, ID3):
        return id3_raw_tags(tags)
    if isinstance(audio, MP4):
        return _collect(_mp4_items(tags))
    if isinstance(tags, APEv2):
        return ape_raw_tags(tags)
    return _collect((key, str(value)) for key, value in list(tags) if not isinstance(value, bytes))


def _collect(items: Iterable[tuple[str, str]]) -> RawTags:
    raw: RawTags = {}
    for key, value in items:
        canonical = CANONICAL_NAMES.get(key.lower())
        if canonical is not None:
            raw.setdefault(canonical, []).append(value)
    return raw


def read_id3(file: BinaryIO) -> ID3 | None:
    """Read the ID3v2 tag, and ID3v1 where that is all there is; None if there is none or it is broken."""
    file.seek(0)
    try:
        return ID3(file)
    except (MutagenError, ValueError, IndexError):
        return None


def id3_raw_tags(tags: ID3) -> RawTags:
    """Return the values of ID3 frames. mutagen has turned every version into 2.4 by now."""
    items: list[tuple[str, str]] = []
    comments: list[str] = []
    described: list[str] = []
    for frame in tags.values():
        frame_id = frame.FrameID
        if frame_id == "TCON":
            items += (("genre", genre) for genre in frame.genres)
        elif frame_id == "TXXX":
            items += ((frame.desc, str(text)) for text in frame.text)
        elif frame_id == "UFID":
            items.append(("ufid", f"{frame.owner}\0{frame.data.decode('ascii', 'replace')}"))
        elif frame_id == "COMM":
            # iTunes keeps numbers for its own use in comments with a description
            (described if frame.desc else comments).extend(str(text) for text in frame.text)
        elif frame_id.startswith("T"):
            items += ((frame_id, str(text)) for text in frame.text)
    items += (("comment", text) for text in comments)
    return _collect(items)


def _mp4_items(tags: Any) -> Iterable[tuple[str, str]]:
    for key, values in tags.items():
        if key in {"trkn", "disk"}:
            for number, total in values:
                yield key, f"{number}/{total}"
        elif key == "covr":
            continue
        elif isinstance(values, bool):
            yield key, "1" if values else "0"
        elif isinstance(values, list):
            name = key.rpartition(":")[2] if key.startswith("----") else key
            for value in values:
                yield name, value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def ape_raw_tags(tags: APEv2) -> RawTags:
    """Return the text values of an APEv2 tag, each part of a list by itself."""
    text_kind = 0
    return _collect(
        (key, part)
        for key, value in tags.items()
        if value.kind == text_kind
        for part in str(value).split("\0")
    )


def read_ape(file: BinaryIO) -> APEv2 | None:
    """Read the APEv2 tag at the end of a file, as MP3Gain and others write it; None if there is none."""
    file.seek(0)
    try:
        return APEv2(file)
    except (MutagenError, ValueError):
        return None


def has_cover(audio: mutagen.FileType) -> bool:
    """Say whether a picture is embedded."""
    if getattr(audio, "pictures", None):
        return True
    tags: Any = audio.tags
    if tags is None:
        return False
    if isinstance(tags, ID3):
        return bool(tags.getall("APIC"))
    return any(
        key.lower() in {"covr", "wm/picture", "metadata_block_picture", "coverart"}
        or key.lower().startswith("cover art")
        for key in tags.keys()  # noqa: SIM118  # iterating a Vorbis comment gives pairs
    )


def stream_of(audio: mutagen.FileType, kind: Kind, size: int) -> Stream | None:
    """Return the properties of the audio, None if it has no length.

    Args:
        audio: what mutagen read.
        kind: the format.
        size: bytes of the file, to work out the bitrate where mutagen does not.
    """
    info: Any = audio.info
    length = getattr(info, "length", 0)
    if not length:
        return None
    bitrate = (getattr(info, "bitrate", 0) or size * 8 / length) / 1_000
    channels = getattr(info, "channels", None)
    if isinstance(audio, APEv2File | ID3FileType) and channels is True:
        channels = 1  # mutagen says `True` for a WavPack file in mono
    sample_rate = getattr(info, "sample_rate", None)
    if kind == "ogg" and type(audio).__name__ == "OggOpus":
        sample_rate = 48_000  # Opus always decodes to it
    return Stream(length, bitrate, sample_rate, channels, _codec_of(audio, kind))


def _codec_of(audio: mutagen.FileType, kind: Kind) -> str:
    info: Any = audio.info
    if kind == "mpeg":
        return f"mp{info.layer}"
    if kind == "mp4":
        return "aac" if info.codec.startswith("mp4a") else info.codec.replace("-", "").lower()
    if kind == "ogg":
        return type(audio).__name__.removeprefix("Ogg").lower()
    return _CODEC_OF_KIND.get(kind, kind)
