"""Every file of the demo collection is read as the table says."""

import json
from dataclasses import fields
from typing import Any

import pytest

from dunnock.media.identity import audio_fingerprint
from dunnock.media.lyrics import read_lyrics
from dunnock.media.tags import Tags, UnreadableFile, read_tags
from dunnock.media.walk import walk
from tests.media.builders import DEMO

EXPECTED: dict[str, dict[str, Any]] = json.loads((DEMO / "expected.json").read_text("utf-8"))
GOOD = {path: tags for path, tags in EXPECTED.items() if "error" not in tags}
BAD = {path: tags["error"] for path, tags in EXPECTED.items() if "error" in tags}
LOSSLESS = {"flac", "alac", "pcm", "wavpack"}
LONGEST_PADDING_MS = 60  # what encoders add at the ends and some containers count
REQUIRED = {".mp3", ".flac", ".ogg", ".opus", ".m4a", ".wav", ".aiff", ".wma", ".wv"}


def plain(tags: Tags) -> dict[str, Any]:
    """Return the fields that have a value, with lists as in the table."""
    values = {field.name: getattr(tags, field.name) for field in fields(tags)}
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in values.items()
        if value not in {None, (), False}
    }


@pytest.mark.parametrize("path", GOOD)
def test_a_file_is_read_as_the_table_says(path: str) -> None:
    expected = {name: value for name, value in GOOD[path].items() if value not in (None, [], False)}
    got = plain(read_tags(bytes(DEMO / path)))
    bitrate, duration = got.pop("bitrate"), got.pop("duration_ms")
    length = expected.pop("duration_ms")
    padding = 1 if expected["codec"] in LOSSLESS else LONGEST_PADDING_MS
    assert got == expected
    assert -1 <= duration - length <= padding
    assert bitrate == pytest.approx((DEMO / path).stat().st_size * 8 / length, rel=0.6)


@pytest.mark.parametrize("path", BAD)
def test_a_bad_file_is_unreadable_for_a_reason_in_plain_language(path: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_tags(bytes(DEMO / path))
    assert caught.value.reason == BAD[path]


def test_a_walk_finds_exactly_the_files_of_the_table() -> None:
    found = {
        (listing.path + b"/" + file.name).removeprefix(bytes(DEMO) + b"/").decode()
        for listing in walk(bytes(DEMO))
        for file in listing.files
    }
    assert found == set(EXPECTED)


def test_every_format_is_there_and_the_whole_is_small() -> None:
    assert {path[path.rindex(".") :] for path in GOOD} >= REQUIRED
    assert sum(file.stat().st_size for file in DEMO.rglob("*") if file.is_file()) < 2_000_000
    assert len(EXPECTED) >= 20


def test_the_collection_has_what_is_hard_about_real_ones() -> None:
    tags = [read_tags(bytes(DEMO / path)) for path in GOOD]
    assert {t.disc_no for t in tags if t.album == "Small Hours, Large Birds"} == {1, 2}
    assert len({t.artists for t in tags if t.compilation}) > 3
    assert any(len(t.artists) > 1 for t in tags)
    assert any(t.has_cover for t in tags)
    assert any(t.rg_album_gain for t in tags)
    assert list(DEMO.rglob("cover.jpg"))
    words = [read_lyrics(bytes(DEMO / path)) for path in GOOD]
    assert {(each.synced, each.source) for each in words} >= {(True, "file"), (False, "tags")}
    titles = "".join(t.title or "" for t in tags)
    assert {"終", "ش", "📠", "한"} <= set(titles)


def test_all_pieces_differ_in_their_audio() -> None:
    fingerprints = [audio_fingerprint(bytes(DEMO / path)) for path in GOOD]
    assert None not in fingerprints
    assert len(set(fingerprints)) == len(GOOD)


def test_times_of_words_lie_within_their_pieces() -> None:
    for path, tags in GOOD.items():
        times = [line.at_ms for line in read_lyrics(bytes(DEMO / path)).lines if line.at_ms is not None]
        assert all(0 <= time < tags["duration_ms"] for time in times)
