"""Build small files byte by byte, for what no encoder or tagger would write on purpose."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

DEMO: Final = Path(__file__).parents[2] / "demo"
DEMO_PIECES: Final = [
    path for path in sorted(DEMO.rglob("*.*")) if path.suffix not in {".jpg", ".json", ".lrc"}
]
"""The files of the demo collection that are music, or pretend to be."""

JPEG: Final = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + bytes(range(256)) * 4
_BITRATES: Final = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
SAMPLE_RATE: Final = 44_100
FRAME_SECONDS: Final = 1152 / SAMPLE_RATE


def demo_file(pattern: str) -> Path:
    """Return the one file of the demo collection that a pattern fits."""
    (found,) = DEMO.glob(pattern)
    return found


def mp3_frames(bitrates: Sequence[int]) -> bytes:
    """Return silent MPEG 1 Layer III frames in stereo at 44.1 kHz, one for each bitrate in kbit/s."""
    frames = []
    for bitrate in bitrates:
        header = bytes([0xFF, 0xFB, _BITRATES.index(bitrate) << 4, 0x00])
        frames.append(header.ljust(144 * bitrate * 1_000 // SAMPLE_RATE, b"\0"))
    return b"".join(frames)


def xing_frame(frames: int, size: int, *, lame: bytes = b"") -> bytes:
    """Return a first frame that says how many frames and bytes follow."""
    header = b"Xing" + (3).to_bytes(4, "big") + frames.to_bytes(4, "big") + size.to_bytes(4, "big")
    frame = bytearray(mp3_frames([64]))
    frame[36 : 36 + len(header)] = header
    frame[36 + 120 : 36 + 120 + len(lame)] = lame
    return bytes(frame)


def synchsafe(number: int) -> bytes:
    return bytes([number >> 21 & 0x7F, number >> 14 & 0x7F, number >> 7 & 0x7F, number & 0x7F])


def id3_frame(name: str, body: bytes, *, version: int = 4) -> bytes:
    """Return an ID3v2 frame: of version 2, 3 or 4 of the format."""
    if version == 2:
        return name.encode() + len(body).to_bytes(3, "big") + body
    size = synchsafe(len(body)) if version == 4 else len(body).to_bytes(4, "big")
    return name.encode() + size + b"\0\0" + body


def id3_tag(
    *frames: bytes, version: int = 4, flags: int = 0, padding: int = 0, size: int | None = None
) -> bytes:
    body = b"".join(frames) + bytes(padding)
    return b"ID3" + bytes([version, 0, flags]) + synchsafe(len(body) if size is None else size) + body


def id3v1_tag(
    title: bytes, artist: bytes, album: bytes, year: bytes, *, track: int = 0, genre: int = 255
) -> bytes:
    comment = b"old comment".ljust(28, b"\0") + bytes([0, track])
    texts = title.ljust(30, b"\0") + artist.ljust(30, b"\0") + album.ljust(30, b"\0") + year.ljust(4, b"\0")
    return b"TAG" + texts + comment + bytes([genre])


def vorbis_comments(*pairs: tuple[str, str]) -> bytes:
    vendor = b"made by hand"
    comments = [f"{key}={value}".encode() for key, value in pairs]
    body = len(vendor).to_bytes(4, "little") + vendor + len(comments).to_bytes(4, "little")
    return body + b"".join(len(comment).to_bytes(4, "little") + comment for comment in comments)


def flac_file(
    *pairs: tuple[str, str], seconds: int = 3, md5: bytes = bytes(16), picture: bool = False
) -> bytes:
    """Return a FLAC file with these Vorbis comments and no audio frames worth the name."""
    packed = SAMPLE_RATE << 44 | 1 << 41 | 15 << 36 | seconds * SAMPLE_RATE
    info = b"\x10\x00\x10\x00" + bytes(6) + packed.to_bytes(8, "big") + md5
    blocks = [(0, info), (4, vorbis_comments(*pairs))]
    if picture:
        blocks.append((6, (3).to_bytes(4, "big") + bytes(28) + JPEG))
    blocks.append((1, bytes(64)))
    parts = [b"fLaC"]
    for number, (kind, block) in enumerate(blocks):
        last = 0x80 if number == len(blocks) - 1 else 0
        parts.append(bytes([kind | last]) + len(block).to_bytes(3, "big") + block)
    return b"".join(parts) + b"\xff\xf8" + bytes(5_000)


def riff_chunk(name: bytes, body: bytes) -> bytes:
    return name + len(body).to_bytes(4, "little") + body + bytes(len(body) % 2)


def wav_file(*chunks: bytes, seconds: int = 1) -> bytes:
    """Return a WAV file of silence, 8 kHz, mono, 8 bits, with more chunks after the audio."""
    form = b"\x01\x00\x01\x00" + (8_000).to_bytes(4, "little") * 2 + b"\x01\x00\x08\x00"
    body = (
        b"WAVE"
        + riff_chunk(b"fmt ", form)
        + riff_chunk(b"data", b"\x80" * 8_000 * seconds)
        + b"".join(chunks)
    )
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def ape_tag(*pairs: tuple[str, str]) -> bytes:
    """Return an APEv2 tag without a header, as it stands at the end of a file."""
    items = b"".join(
        len(value.encode()).to_bytes(4, "little") + bytes(4) + key.encode() + b"\0" + value.encode()
        for key, value in pairs
    )
    size = (len(items) + 32).to_bytes(4, "little")
    return (
        items
        + b"APETAGEX"
        + (2_000).to_bytes(4, "little")
        + size
        + len(pairs).to_bytes(4, "little")
        + bytes(12)
    )
