"""Know the audio formats: which file names are music, and what their first bytes say they are.

The extension only decides whether a file is looked at. How it is read is decided by its first bytes, because
files with a wrong extension are common and the readers give nonsense for them.
"""

from typing import Final, Literal

Kind = Literal[
    "mpeg", "adts", "flac", "mp4", "ogg", "wav", "aiff", "asf", "wavpack", "ape", "musepack", "tta"
]  # fmt: skip
"""What a file is by its content. `mpeg` is MP1 to MP3, `adts` bare AAC, `asf` the container of WMA."""

Reader = Literal["own", "tinytag", "mutagen"]

READER_OF_KIND: Final[dict[Kind, Reader]] = {
    # most of a collection, and where both libraries are slow or mistaken
    "mpeg": "own",
    "flac": "own",
    "ogg": "own",
    # tinytag is 6 to 11 times as fast as mutagen
    "mp4": "tinytag",
    "wav": "tinytag",
    "aiff": "tinytag",
    # tinytag reverses the artists of WMA, and does not know the others
    "asf": "mutagen",
    "wavpack": "mutagen",
    "ape": "mutagen",
    "musepack": "mutagen",
    "tta": "mutagen",
    "adts": "mutagen",
}
"""Who reads a kind first: we ourselves, or a library. Where that fails, mutagen is asked."""

KIND_OF_EXTENSION: Final[dict[bytes, Kind]] = {
    b"mp3": "mpeg",
    b"mp2": "mpeg",
    b"flac": "flac",
    b"fla": "flac",
    b"ogg": "ogg",
    b"oga": "ogg",
    b"opus": "ogg",
    b"spx": "ogg",
    b"m4a": "mp4",
    b"m4b": "mp4",
    b"m4r": "mp4",
    b"mp4": "mp4",
    b"aac": "adts",
    b"wav": "wav",
    b"wave": "wav",
    b"aif": "aiff",
    b"aiff": "aiff",
    b"aifc": "aiff",
    b"wma": "asf",
    b"asf": "asf",
    b"wv": "wavpack",
    b"ape": "ape",
    b"mpc": "musepack",
    b"mp+": "musepack",
    b"tta": "tta",
}
"""The supported extensions, lower case, without the dot."""

_ASF_HEADER_GUID: Final = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
_MAGIC: Final[tuple[tuple[bytes, Kind], ...]] = (
    (b"fLaC", "flac"),
    (b"OggS", "ogg"),
    (_ASF_HEADER_GUID, "asf"),
    (b"wvpk", "wavpack"),
    (b"MAC ", "ape"),
    (b"MPCK", "musepack"),
    (b"MP+", "musepack"),
    (b"TTA1", "tta"),
    (b"TTA2", "tta"),
)
_MP4_FIRST_ATOMS: Final = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})
_SYNC_BYTE: Final = 0xFF
_SYNC_AND_LAYER_MASK: Final = 0xF6
_ADTS_SYNC: Final = 0xF0  # twelve bits of sync and a layer of zero
_MPEG_SYNC_MASK: Final = 0xE0


def extension_of(name: bytes) -> bytes:
    """Return the extension of a file name in lower case without its dot, empty if there is none."""
    return name.rpartition(b".")[2].lower() if b"." in name else b""


def is_audio_name(name: bytes) -> bool:
    """Say whether a file of this name is looked at by a scan. Upper and lower case are the same."""
    _, dot, extension = name.rpartition(b".")
    return bool(dot) and extension.lower() in KIND_OF_EXTENSION


def sniff(head: bytes) -> Kind | None:
    """Recognise the format by the first bytes of the file (16 are enough), after any ID3v2 tag.

    Returns:
        The kind, or None when nothing is recognised. `mpeg` and `adts` have a short sync word,
        which text and pictures may contain too: the caller must look for a second frame.
    """
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    form = head[8:12]
    if head.startswith((b"RIFF", b"RF64")) and form == b"WAVE":
        return "wav"
    if head.startswith(b"FORM") and form in {b"AIFF", b"AIFC"}:
        return "aiff"
    if head[4:8] in _MP4_FIRST_ATOMS:
        return "mp4"
    return _sniff_frame(head)


def _sniff_frame(head: bytes) -> Kind | None:
    """Recognise a stream without a container by the sync word of its first frame."""
    if len(head) > 1 and head[0] == _SYNC_BYTE:
        if head[1] & _SYNC_AND_LAYER_MASK == _ADTS_SYNC:
            return "adts"
        if head[1] & _MPEG_SYNC_MASK == _MPEG_SYNC_MASK:
            return "mpeg"
    return None
