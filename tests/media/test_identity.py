"""A file is known again by its audio."""

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mutagen
import pytest
from mutagen.asf import ASF
from mutagen.flac import FLAC, Picture
from mutagen.id3 import APIC, COMM, ID3
from mutagen.mp4 import MP4, MP4Cover

from dunnock.media.identity import audio_fingerprint
from tests.media.builders import (
    DEMO_PIECES,
    JPEG,
    ape_tag,
    demo_file,
    flac_file,
    id3_frame,
    id3_tag,
    id3v1_tag,
    mp3_frames,
)

COMMENT = "A long comment. " * 2_000
PIECES = [path for path in DEMO_PIECES if "Lost" not in str(path)]


def retag(path: Path) -> None:
    """Write a long comment and a picture with mutagen."""
    audio: Any = mutagen.File(path)
    picture = Picture()
    picture.type, picture.mime, picture.data = 3, "image/jpeg", JPEG * 200
    if isinstance(audio, MP4):
        audio["\xa9cmt"] = COMMENT
        audio["covr"] = [MP4Cover(JPEG * 200)]
    elif isinstance(audio, FLAC):
        audio["comment"] = COMMENT
        audio.add_picture(picture)
    elif isinstance(audio.tags, ID3):
        audio.tags.add(COMM(encoding=3, lang="eng", desc="", text=COMMENT))
        audio.tags.add(APIC(encoding=0, mime="image/jpeg", type=3, desc="new", data=JPEG * 200))
    elif isinstance(audio, ASF):
        audio["Description"] = COMMENT[:30_000]
    elif path.suffix == ".wv":
        audio["Comment"] = COMMENT
    else:
        audio["comment"] = COMMENT
        audio["metadata_block_picture"] = base64.b64encode(picture.write()).decode()
    audio.save()


@pytest.mark.parametrize("source", PIECES, ids=lambda path: path.name)
def test_a_retagged_file_is_known_again(tmp_path: Path, source: Path) -> None:
    copy = tmp_path / source.name
    copy.write_bytes(source.read_bytes())
    retag(copy)
    assert copy.stat().st_size > source.stat().st_size + 10_000
    fingerprint = audio_fingerprint(bytes(copy))
    assert fingerprint == audio_fingerprint(bytes(source))
    assert fingerprint is not None
    assert len(fingerprint) == 16


@pytest.fixture
def fingerprint(tmp_path: Path) -> Callable[[bytes], bytes | None]:
    def of(data: bytes) -> bytes | None:
        path = tmp_path / "file"
        path.write_bytes(data)
        return audio_fingerprint(bytes(path))

    return of


def test_no_tag_around_mp3_audio_counts(fingerprint: Callable[[bytes], bytes | None]) -> None:
    audio = mp3_frames([128, 192, 256] * 30)
    front = id3_tag(id3_frame("TIT2", b"\x03Title"), padding=300)
    old = id3v1_tag(b"Title", b"", b"", b"")
    ape = ape_tag(("Title", "x" * 300))
    lyrics = b"LYRICSBEGIN" + b"la " * 40
    tails = {
        "id3v1": old,
        "ape": ape,
        "ape, id3v1": ape + old,
        "lyrics 2, id3v1": lyrics + str(len(lyrics)).zfill(6).encode() + b"LYRICS200" + old,
        "lyrics 1, id3v1": lyrics + b"LYRICSEND" + old,
        "enhanced id3v1": b"TAG+" + bytes(223) + old,
        "id3v2 at the end": b"ID3\x04\0\0\0\0\0\x28" + bytes(40) + b"3DI\x04\0\0\0\0\0\x28",
    }
    expected = fingerprint(audio)
    assert fingerprint(front + audio) == expected
    for name, tail in tails.items():
        assert fingerprint(audio + tail) == expected, name
        assert fingerprint(front + audio + tail) == expected, name


def test_other_audio_of_the_same_length_is_another_file(fingerprint: Callable[[bytes], bytes | None]) -> None:
    audio = bytearray(mp3_frames([320] * 300))
    before = fingerprint(bytes(audio))
    audio[len(audio) // 2] ^= 1
    assert fingerprint(bytes(audio)) != before


def test_longer_audio_is_another_file(fingerprint: Callable[[bytes], bytes | None]) -> None:
    assert fingerprint(mp3_frames([320] * 300)) != fingerprint(mp3_frames([320] * 302))


def test_flac_is_known_by_the_md5_in_its_header(fingerprint: Callable[[bytes], bytes | None]) -> None:
    md5 = bytes(range(16))
    assert fingerprint(flac_file(("TITLE", "a"), md5=md5)) == md5
    assert fingerprint(id3_tag(padding=9) + flac_file(md5=md5, picture=True)) == md5


def test_flac_without_an_md5_is_known_by_its_audio(fingerprint: Callable[[bytes], bytes | None]) -> None:
    one = fingerprint(flac_file(("TITLE", "a")))
    assert one == fingerprint(flac_file(("TITLE", "longer"), picture=True))
    assert one not in {None, bytes(16)}


def test_a_large_ogg_file_is_known_by_its_end(fingerprint: Callable[[bytes], bytes | None]) -> None:
    data = demo_file("Various*/*/02 *.opus").read_bytes()
    assert fingerprint(data[:-1] + bytes([data[-1] ^ 1])) != fingerprint(data)


@pytest.mark.parametrize(
    "data", [b"", b"OggS", b"RIFF\x04\0\0\0WAVE", b"\0\0\0\x08ftyp", b"FORM\0\0\0\x04AIFF"]
)
def test_a_file_without_audio_has_no_fingerprint(
    fingerprint: Callable[[bytes], bytes | None], data: bytes
) -> None:
    assert fingerprint(data) is None


def test_a_file_that_is_gone_has_no_fingerprint(tmp_path: Path) -> None:
    assert audio_fingerprint(bytes(tmp_path / "gone.mp3")) is None
