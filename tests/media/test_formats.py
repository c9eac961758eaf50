"""Which files are music by name, and what they are by content."""

from pathlib import Path

import pytest

from dunnock.media.formats import KIND_OF_EXTENSION, READER_OF_KIND, extension_of, is_audio_name, sniff
from dunnock.media.tags import read_tags
from tests.media.builders import DEMO_PIECES, demo_file, flac_file, mp3_frames


@pytest.mark.parametrize(
    "name", [b"a.mp3", b"A.MP3", b"b.Flac", b"\xff\xfe.ogg", b".hidden.opus", b"x.tar.m4a", b"y.mp+"]
)
def test_supported_names_count_in_any_case_and_encoding(name: bytes) -> None:
    assert is_audio_name(name)


@pytest.mark.parametrize("name", [b"mp3", b"cover.jpg", b"list.m3u", b"", b".", b"mp3.", b"film.mkv"])
def test_other_names_do_not(name: bytes) -> None:
    assert not is_audio_name(name)


def test_an_extension_is_what_follows_the_last_dot() -> None:
    assert extension_of(b"a.b.MP3") == b"mp3"
    assert extension_of(b"flac") == b""


def test_every_kind_has_a_reader() -> None:
    assert set(KIND_OF_EXTENSION.values()) == set(READER_OF_KIND)


@pytest.mark.parametrize("path", DEMO_PIECES, ids=lambda p: p.name)
def test_content_and_extension_agree_in_the_demo_collection(path: Path) -> None:
    if "Lost Tapes" in path.parts and path.suffix == ".mp3":
        assert sniff(path.read_bytes()[:16]) is None
    elif path.suffix == ".mp3":
        assert path.read_bytes().startswith(b"ID3")
    else:
        assert sniff(path.read_bytes()[:16]) == KIND_OF_EXTENSION[path.suffix[1:].encode()]


@pytest.mark.parametrize(
    ("pattern", "codec"),
    [
        ("Various*/*/03 *.m4a", "aac"),
        ("The Ludlow*/*/01 *.flac", "flac"),
        ("Wren*/*/CD 1/01 *.mp3", "mp3"),
        ("Various*/*/01 *.ogg", "vorbis"),
        ("Various*/*/04 *.wma", "wma"),
        ("Various*/*/05 *.wv", "wavpack"),
    ],
)
@pytest.mark.parametrize("wrong", [".mp3", ".flac", ".m4a", ".wma"])
def test_a_wrong_extension_changes_nothing(tmp_path: Path, pattern: str, codec: str, wrong: str) -> None:
    right = demo_file(pattern)
    path = tmp_path / f"song{wrong}"
    path.write_bytes(right.read_bytes())
    assert read_tags(bytes(path)) == read_tags(bytes(right))
    assert read_tags(bytes(path)).codec == codec


def test_a_name_that_is_not_utf8_is_read(tmp_path: Path) -> None:
    for name, data in (
        (b"caf\xe9.flac", flac_file(("TITLE", "T"))),
        (b"\xff\xff.mp3", mp3_frames([128] * 20)),
    ):
        path = bytes(tmp_path) + b"/" + name
        Path(path.decode("utf-8", "surrogateescape")).write_bytes(data)
        assert read_tags(path).duration_ms > 0
