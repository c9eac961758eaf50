"""Music files of a few hundred bytes, made in a moment: silence with tags."""

import os
import struct
from pathlib import Path

FRAME = 2
"""Bytes of one moment of sound."""


def write_song(path: Path, title: str, *, frames: int = 800) -> None:
    """Write a WAV file with a title in an ID3v2.4 tag. `frames` at 8,000 a second say how long and large it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(song(title, frames=frames))


def song(title: str, *, frames: int = 800) -> bytes:
    """The bytes of a WAV file with a title."""
    text = b"\x03" + title.encode()
    frame = b"TIT2" + _synchsafe(len(text)) + b"\0\0" + text
    tag = b"ID3\x04\0\0" + _synchsafe(len(frame)) + frame
    form = struct.pack("<HHIIHH", 1, 1, 8000, 8000 * FRAME, FRAME, 8 * FRAME)
    chunks = _chunk(b"fmt ", form) + _chunk(b"data", bytes(frames * FRAME)) + _chunk(b"id3 ", tag)
    return _chunk(b"RIFF", b"WAVE" + chunks)


def write_album(folder: Path, songs: int, *, prefix: str = "Song") -> None:
    """Write a directory of songs: “Song 0000” in `0000.wav`, and so on."""
    for number in range(songs):
        write_song(folder / f"{number:04}.wav", f"{prefix} {number:04}", frames=80 + number % 7)


def replace_file(path: Path, content: bytes) -> None:
    """Put a new file in the place of another, as editors do that are afraid of power cuts."""
    new = path.with_name(f".{path.name}.new")
    new.write_bytes(content)
    new.replace(path)


def later(path: Path, seconds: int = 10) -> None:
    """Let a file look as if it had been changed later."""
    status = path.stat()
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + seconds * 1_000_000_000))


def _synchsafe(size: int) -> bytes:
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
