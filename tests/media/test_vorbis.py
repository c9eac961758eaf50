"""Vorbis comments, in FLAC and in Ogg."""

import base64
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutagen.flac import Picture
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis

from dunnock.media import vorbis_comment
from dunnock.media.tags import read_tags
from tests.media.builders import JPEG, demo_file, flac_file, id3_frame, id3_tag, vorbis_comments
from tests.media.conftest import Reader

CUT_OFF = "The file is cut off: its end is missing."


def test_flac_has_all_its_fields(read: Reader) -> None:
    pairs = [
        ("title", "Title"),
        ("ARTIST", "Ann"),
        ("artist", "Bob"),
        ("ALBUMARTIST", "Ann"),
        ("Genre", "Jazz"),
        ("GENRE", "Funk"),
        ("TRACKNUMBER", "3/12"),
        ("DISCNUMBER", "1"),
        ("DISCTOTAL", "2"),
        ("DATE", "1997-05-21"),
        ("ORIGINALDATE", "1969"),
        ("COMPILATION", "1"),
        ("ARTISTSORT", "Ann, A"),
        ("REPLAYGAIN_ALBUM_GAIN", "+2.00 dB"),
        ("MUSICBRAINZ_TRACKID", "0B6B4BA0-d36f-47bd-b4ea-6a5b91842d29"),
    ]
    tags = read(flac_file(*pairs, picture=True), "song.flac")
    assert (tags.title, tags.artists, tags.album_artists, tags.genres) == (
        "Title",
        ("Ann", "Bob"),
        ("Ann",),
        ("Jazz", "Funk"),
    )
    assert (tags.track_no, tags.track_total, tags.disc_no, tags.disc_total) == (3, 12, 1, 2)
    assert (tags.date, tags.year, tags.original_date, tags.compilation) == ("1997-05-21", 1997, "1969", True)
    assert (tags.artist_sort, tags.rg_album_gain, tags.has_cover) == ("Ann, A", 2.0, True)
    assert tags.musicbrainz_track_id == "0b6b4ba0-d36f-47bd-b4ea-6a5b91842d29"
    assert (tags.duration_ms, tags.sample_rate, tags.channels, tags.codec) == (3_000, 44_100, 2, "flac")


def test_the_list_of_artists_goes_before_the_credit(read: Reader) -> None:
    pairs = [("ARTIST", "Ann feat. Bob"), ("ARTISTS", "Ann"), ("ARTISTS", "Bob")]
    assert read(flac_file(*pairs), "song.flac").artists == ("Ann", "Bob")


def test_a_year_in_a_key_of_its_own_counts(read: Reader) -> None:
    tags = read(flac_file(("YEAR", "1983")), "song.flac")
    assert (tags.year, tags.date) == (1983, "1983")


def test_the_vorbis_comment_wins_over_id3_in_front_of_flac(read: Reader) -> None:
    data = id3_tag(id3_frame("TIT2", b"\x03Wrong")) + flac_file(("TITLE", "Right"))
    tags = read(data, "song.flac")
    assert (tags.title, tags.codec, tags.duration_ms) == ("Right", "flac", 3_000)


def test_broken_comments_leave_the_audio_and_the_comments_before_them(read: Reader) -> None:
    data = flac_file(("ALBUM", "Right"), ("TITLE", "Lost"))
    broken = data.replace(b"\x0a\0\0\0TITLE", b"\xff\xff\0\0TITLE")
    assert broken != data
    tags = read(broken, "song.flac")
    assert (tags.album, tags.title, tags.duration_ms) == ("Right", None, 3_000)


@pytest.mark.parametrize("pattern", ["Various*/*/01 *.ogg", "Various*/*/02 *.opus"])
def test_a_large_picture_in_ogg_is_seen_and_changes_nothing_else(tmp_path: Path, pattern: str) -> None:
    source = demo_file(pattern)
    path = tmp_path / source.name
    path.write_bytes(source.read_bytes())
    audio = OggOpus(path) if path.suffix == ".opus" else OggVorbis(path)
    picture = Picture()
    picture.type, picture.mime, picture.data = 3, "image/jpeg", JPEG * 300
    audio["METADATA_BLOCK_PICTURE"] = base64.b64encode(picture.write()).decode()
    audio.save()
    before, after = read_tags(bytes(source)), read_tags(bytes(path))
    assert after.has_cover
    assert (after.title, after.duration_ms, after.bitrate) == (
        before.title,
        before.duration_ms,
        before.bitrate,
    )


def test_opus_gains_are_turned_into_replaygain(tmp_path: Path) -> None:
    path = tmp_path / "song.opus"
    path.write_bytes(demo_file("夜*/*/01 *.opus").read_bytes())
    audio = OggOpus(path)
    audio["R128_TRACK_GAIN"] = "-1536"
    audio["R128_ALBUM_GAIN"] = "256"
    audio.save()
    tags = read_tags(bytes(path))
    assert (tags.rg_track_gain, tags.rg_album_gain) == (-1.0, 6.0)


@pytest.mark.parametrize("share", [0.05, 0.5, 0.9])
def test_ogg_without_its_end_is_unreadable(reason: Callable[..., str], share: float) -> None:
    data = demo_file("فرقة*/*.ogg").read_bytes()
    assert reason(data[: int(len(data) * share)], "song.ogg") == CUT_OFF


def test_bytes_behind_the_last_page_do_no_harm(read: Reader) -> None:
    data = demo_file("فرقة*/*.ogg").read_bytes()
    assert read(data + b"TAG" + bytes(125), "song.ogg") == read(data, "song.ogg")


def test_ogg_of_an_unknown_codec_is_damaged(reason: Callable[..., str]) -> None:
    data = demo_file("فرقة*/*.ogg").read_bytes().replace(b"\x01vorbis", b"\x01qqqqqq", 1)
    assert reason(data, "song.ogg") == "The file is damaged."


keys = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0x7D, exclude_characters="="), min_size=1, max_size=20
)


@given(st.lists(st.tuples(keys, st.text(max_size=40)), max_size=20))
def test_comments_come_out_as_they_went_in(pairs: list[tuple[str, str]]) -> None:
    title = [value for key, value in pairs if key.lower() == "title"]
    raw, _ = vorbis_comment.parse(vorbis_comments(*pairs, ("title", "last")))
    assert raw["title"] == [*title, "last"]


@given(st.binary(max_size=300))
def test_broken_comments_end_where_they_break(data: bytes) -> None:
    raw, _ = vorbis_comment.parse(data)
    assert sum(len(value) for values in raw.values() for value in values) <= len(data)
