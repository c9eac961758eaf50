"""ID3 in all its versions, and the tags that live beside it in MP3 files."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutagen.id3 import APIC, COMM, ID3, TALB, TIT2, TPE1, TPOS, TRCK, TXXX, TYER

from dunnock.media import id3
from dunnock.media.tags import read_tags
from tests.media.builders import JPEG, ape_tag, id3_frame, id3_tag, id3v1_tag, mp3_frames
from tests.media.conftest import Reader

AUDIO = mp3_frames([128] * 40)
UTF16, UTF8 = b"\x01", b"\x03"


def utf16(text: str) -> bytes:
    return UTF16 + b"\xff\xfe" + text.encode("utf-16-le")


def utf8(text: str) -> bytes:
    return UTF8 + text.encode()


def test_every_version_and_encoding_gives_the_same_title(read: Reader) -> None:
    title = "Ночь 🎶 夜"
    assert read(id3_tag(id3_frame("TIT2", utf8(title))) + AUDIO).title == title
    assert read(id3_tag(id3_frame("TIT2", utf16(title), version=3), version=3) + AUDIO).title == title
    assert read(id3_tag(id3_frame("TT2", utf16(title), version=2), version=2) + AUDIO).title == title
    assert read(id3_tag(id3_frame("TIT2", b"\x02" + title.encode("utf-16-be"))) + AUDIO).title == title
    assert read(id3_tag(id3_frame("TIT2", b"\x00Caf\xe9")) + AUDIO).title == "Café"


def test_utf16_without_a_byte_order_mark_is_little_endian(read: Reader) -> None:
    assert read(id3_tag(id3_frame("TIT2", UTF16 + "Title".encode("utf-16-le"))) + AUDIO).title == "Title"


def test_several_artists_of_v24_are_told_apart(read: Reader) -> None:
    assert read(id3_tag(id3_frame("TPE1", utf8("Ann\0Bob"))) + AUDIO).artists == ("Ann", "Bob")
    both = UTF16 + b"\xff\xfe" + "Ann\0".encode("utf-16-le") + b"\xff\xfe" + "Bob".encode("utf-16-le")
    assert read(id3_tag(id3_frame("TPE1", both)) + AUDIO).artists == ("Ann", "Bob")


def test_a_slash_in_v23_stays_part_of_the_name(read: Reader) -> None:
    tag = id3_tag(id3_frame("TPE1", utf16("AC/DC"), version=3), version=3)
    assert read(tag + AUDIO).artists == ("AC/DC",)


def test_the_list_of_artists_goes_before_the_credit(read: Reader) -> None:
    tag = id3_tag(id3_frame("TPE1", utf8("Ann feat. Bob")), id3_frame("TXXX", utf8("ARTISTS\0Ann\0Bob")))
    assert read(tag + AUDIO).artists == ("Ann", "Bob")


def test_numbers_with_totals_are_parted(read: Reader) -> None:
    tags = read(id3_tag(id3_frame("TRCK", utf8("03/12")), id3_frame("TPOS", utf8("2/4"))) + AUDIO)
    assert (tags.track_no, tags.track_total, tags.disc_no, tags.disc_total) == (3, 12, 2, 4)


def test_day_and_month_of_v23_join_the_year(read: Reader) -> None:
    frames = [id3_frame("TYER", utf16("1997"), version=3), id3_frame("TDAT", b"\x002105", version=3)]
    tags = read(id3_tag(*frames, version=3) + AUDIO)
    assert (tags.date, tags.year) == ("1997-05-21", 1997)


def test_v22_has_all_its_fields(read: Reader) -> None:
    frames = {
        "TT2": "Title",
        "TP1": "Artist",
        "TP2": "Band",
        "TAL": "Album",
        "TRK": "1/9",
        "TPA": "1/2",
        "TYE": "1999",
        "TCO": "(17)",
        "TCM": "Composer",
        "TS2": "Band, The",
    }
    tag = id3_tag(
        *(id3_frame(name, b"\0" + text.encode(), version=2) for name, text in frames.items()), version=2
    )
    tags = read(tag + AUDIO)
    assert (tags.title, tags.artists, tags.album_artists, tags.album) == (
        "Title",
        ("Artist",),
        ("Band",),
        "Album",
    )
    assert (tags.track_no, tags.track_total, tags.disc_no, tags.year) == (1, 9, 1, 1999)
    assert (tags.genres, tags.composers, tags.album_artist_sort) == (("Rock",), ("Composer",), "Band, The")


def test_a_picture_is_seen_and_what_comes_behind_it_is_read(read: Reader) -> None:
    picture = id3_frame("APIC", b"\0image/jpeg\0\x03\0" + JPEG * 60)
    tags = read(id3_tag(picture, id3_frame("TIT2", utf8("Behind"))) + AUDIO)
    assert tags.has_cover
    assert tags.title == "Behind"
    v22 = id3_tag(id3_frame("PIC", b"\0JPG\x03\0" + JPEG, version=2), version=2)
    assert read(v22 + AUDIO).has_cover


@pytest.mark.parametrize("genre", ["17", "(17)", "Rock"])
def test_a_numbered_genre_gets_its_name(read: Reader, genre: str) -> None:
    assert read(id3_tag(id3_frame("TCON", utf8(genre))) + AUDIO).genres == ("Rock",)


def test_several_genres_are_told_apart(read: Reader) -> None:
    assert read(id3_tag(id3_frame("TCON", utf8("Jazz\0Funk"))) + AUDIO).genres == ("Jazz", "Funk")
    assert read(id3_tag(id3_frame("TCON", utf8("(8)(5)"))) + AUDIO).genres == ("Jazz", "Funk")


def test_numbers_that_itunes_keeps_in_comments_are_no_comment(read: Reader) -> None:
    normal = id3_frame("COMM", b"\0engiTunNORM\0 000012AB 000012AB")
    assert (
        read(id3_tag(normal, id3_frame("COMM", b"\x03eng\0Nice.\nVery.")) + AUDIO).comment == "Nice.\nVery."
    )
    assert read(id3_tag(normal) + AUDIO).comment is None


def test_gains_ids_sort_names_and_the_compilation_mark_are_read(read: Reader) -> None:
    recording = "0b6b4ba0-d36f-47bd-b4ea-6a5b91842d29"
    frames = [
        id3_frame("TXXX", utf8("replaygain_track_gain\0-6.54 dB")),
        id3_frame("TXXX", utf8("REPLAYGAIN_TRACK_PEAK\0" + "0.988")),
        id3_frame("UFID", b"http://musicbrainz.org\0" + recording.encode()),
        id3_frame("UFID", b"http://example.invalid\0other"),
        id3_frame("TXXX", utf8("MusicBrainz Album Id\0ABCDEF12-0000-4000-8000-123456789ABC")),
        id3_frame("TSOP", utf8("Name, Some")),
        id3_frame("TCMP", utf8("1")),
        id3_frame("TDOR", utf8("1971")),
    ]
    tags = read(id3_tag(*frames) + AUDIO)
    assert (tags.rg_track_gain, tags.rg_track_peak) == (-6.54, 0.988)
    assert tags.musicbrainz_track_id == recording
    assert tags.musicbrainz_album_id == "abcdef12-0000-4000-8000-123456789abc"
    assert (tags.artist_sort, tags.compilation, tags.original_date, tags.year) == (
        "Name, Some",
        True,
        "1971",
        1971,
    )


def test_padding_nuls_white_space_and_endless_values_are_cleaned_away(read: Reader) -> None:
    frames = [
        id3_frame("TIT2", utf8("  Title \0\0\0")),
        id3_frame("TALB", utf8(" \t \0 ")),
        id3_frame("TPE1", utf8("x" * 40_000)),
        id3_frame("TCOM", UTF8),
    ]
    tags = read(id3_tag(*frames, padding=2_000) + AUDIO)
    assert (tags.title, tags.album, tags.composers) == ("Title", None, ())
    assert tags.artists == ("x" * 1_000,)


def test_a_frame_larger_than_any_text_does_not_hide_the_next(read: Reader) -> None:
    frames = [id3_frame("TXXX", utf8("junk\0" + "y" * 300_000)), id3_frame("TIT2", utf8("Title"))]
    assert read(id3_tag(*frames) + AUDIO).title == "Title"


def test_an_unsynchronised_tag_is_read(read: Reader, tmp_path: Path) -> None:
    text = utf16("Ünsync").replace(b"\xff\xfe", b"\xff\x00\xfe", 1)
    tag = id3_tag(id3_frame("TIT2", text, version=3), version=3, flags=0x80)
    # in v2.3 the size of a frame is that before unsynchronisation
    body = tag[10:].replace(len(text).to_bytes(4, "big"), (len(text) - 1).to_bytes(4, "big"), 1)
    assert read(tag[:10] + body + AUDIO).title == "Ünsync"


def test_sizes_that_are_not_synchsafe_are_read_as_they_were_meant(read: Reader) -> None:
    long = utf8("Word " * 60)
    frame = b"TIT2" + len(long).to_bytes(4, "big") + b"\0\0" + long
    tags = read(id3_tag(frame, id3_frame("TALB", utf8("Album"))) + AUDIO)
    assert tags.title == ("Word " * 60).strip()
    assert tags.album == "Album"


def test_a_tag_that_claims_more_than_the_file_has_does_not_hide_the_music(read: Reader) -> None:
    tags = read(id3_tag(size=50_000_000) + bytes(100) + AUDIO)
    assert tags.duration_ms == pytest.approx(40 * 1152 / 44.1, abs=60)
    assert tags.title is None


def test_v1_alone_is_enough(read: Reader) -> None:
    old = id3v1_tag(b"Title", b"Artist", b"Album", b"1994", track=7, genre=17)
    tags = read(AUDIO + old)
    assert (tags.title, tags.artists, tags.album, tags.year) == ("Title", ("Artist",), "Album", 1994)
    assert (tags.track_no, tags.genres, tags.comment) == (7, ("Rock",), "old comment")


def test_v1_only_fills_what_v2_leaves_open(read: Reader) -> None:
    old = id3v1_tag(b"The whole title, cut after thi", b"Artist", b"Album", b"1994")
    tags = read(id3_tag(id3_frame("TIT2", utf8("The whole title, cut after thirty"))) + AUDIO + old)
    assert (tags.title, tags.album) == ("The whole title, cut after thirty", "Album")


def test_apev2_on_an_mp3_is_read_and_gives_way_to_id3(read: Reader) -> None:
    ape = ape_tag(("Title", "From APE"), ("Track", "2/8"), ("REPLAYGAIN_TRACK_GAIN", "-3.5 dB"))
    alone = read(AUDIO + ape)
    assert (alone.title, alone.track_no, alone.track_total, alone.rg_track_gain) == ("From APE", 2, 8, -3.5)
    beside = read(id3_tag(id3_frame("TIT2", utf8("From ID3"))) + AUDIO + ape)
    assert (beside.title, beside.rg_track_gain) == ("From ID3", -3.5)
    between = read(AUDIO + ape + id3v1_tag(b"From v1", b"Artist", b"", b""))
    assert (between.title, between.artists) == ("From APE", ("Artist",))


@pytest.mark.parametrize("version", [3, 4])
def test_what_mutagen_writes_is_read_like_mutagen_reads_it(tmp_path: Path, version: int) -> None:
    path = tmp_path / "song.mp3"
    path.write_bytes(AUDIO)
    tag = ID3()
    for frame in (
        TIT2(encoding=1, text="Título"),
        TPE1(encoding=1, text="Ann"),
        TALB(encoding=1, text="Álbum"),
        TRCK(encoding=0, text="1/2"),
        TPOS(encoding=0, text="1/1"),
        TYER(encoding=0, text="2001"),
        COMM(encoding=1, lang="spa", desc="", text="¡Olé!"),
        TXXX(encoding=1, desc="ALBUMARTISTSORT", text="Ann, The"),
        APIC(encoding=0, mime="image/jpeg", type=3, desc="front", data=JPEG),
    ):
        tag.add(frame)
    tag.save(path, v2_version=version)
    tags = read_tags(bytes(path))
    assert (tags.title, tags.artists, tags.album, tags.comment) == ("Título", ("Ann",), "Álbum", "¡Olé!")
    assert (tags.track_no, tags.track_total, tags.disc_no) == (1, 2, 1)
    assert (tags.album_artist_sort, tags.has_cover) == ("Ann, The", True)


@given(st.binary(max_size=400), st.sampled_from([2, 3, 4]), st.integers(0, 255))
def test_no_bytes_in_a_tag_make_its_reader_fail(body: bytes, version: int, flags: int) -> None:
    reader = os.memfd_create("tag")
    with os.fdopen(reader, "w+b") as file:
        file.write(id3_tag(body, version=version, flags=flags))
        tag = id3.read(file)
    assert tag is not None
    assert tag.end >= 10 + len(body)
