"""Large folders of music, made in a moment: files with true headers and tags, and no sound."""

import hashlib
import struct
from pathlib import Path

_RATE = 44_100
_CHANNELS = 2
_BITS = 16


def write_flac(path: Path, *, seconds: int = 180, **tags: str) -> None:
    """Write a FLAC file with the given tags (title, artist, …), a length, and a fingerprint of its own.

    Source: the FLAC format, RFC 9639: a marker, metadata blocks, and frames, of which this file has none.
    """
    samples = seconds * _RATE
    # 20 bits of sample rate, 3 of channels less one, 5 of bits a sample less one, 36 of samples
    packed = (_RATE << 44) | ((_CHANNELS - 1) << 41) | ((_BITS - 1) << 36) | samples
    info = struct.pack(">HH", 4096, 4096) + bytes(6) + packed.to_bytes(8, "big")
    info += hashlib.md5(str(path).encode("utf-8", "surrogateescape"), usedforsecurity=False).digest()
    fields = [f"{name.upper()}={value}".encode() for name, value in tags.items()]
    comments = struct.pack("<I", 0) + struct.pack("<I", len(fields))
    comments += b"".join(struct.pack("<I", len(field)) + field for field in fields)
    path.write_bytes(b"fLaC" + _block(0, info) + _block(4, comments, last=True))


def write_collection(folder: Path, tracks: int) -> None:
    """Write a folder of albums of ten tracks: “Artist 0007”, “Album 0007”, “Song 00071”, and so on."""
    for album in range((tracks + 9) // 10):
        place = folder / f"Artist {album:04}" / f"Album {album:04}"
        place.mkdir(parents=True)
        for number in range(1, min(10, tracks - album * 10) + 1):
            write_flac(
                place / f"{number:02}.flac",
                title=f"Song {album:04}{number}",
                artist=f"Artist {album:04}",
                album=f"Album {album:04}",
                tracknumber=str(number),
                date=str(1950 + album % 70),
            )


def _block(kind: int, content: bytes, *, last: bool = False) -> bytes:
    head = kind | (0x80 if last else 0)
    return bytes([head]) + len(content).to_bytes(3, "big") + content
