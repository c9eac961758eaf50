"""MP4, WAV, AIFF and WMA files: what is special about their tags."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mutagen.asf import ASF
from mutagen.mp4 import MP4, MP4FreeForm
from mutagen.wavpack import WavPack

from dunnock.media.tags import UnreadableFile, read_tags
from tests.media.builders import JPEG, demo_file, id3_frame, id3_tag, riff_chunk, wav_file
from tests.media.conftest import Reader


@pytest.fixture
def copy(tmp_path: Path) -> Callable[[str], Path]:
    """Copy a file of the demo collection to where it may be changed."""

    def copy_file(pattern: str) -> Path:
        source = demo_file(pattern)
        target = tmp_path / source.name
        target.write_bytes(source.read_bytes())
        return target

    return copy_file


def info_list(**fields: bytes) -> bytes:
    return riff_chunk(
        b"LIST", b"INFO" + b"".join(riff_chunk(name.encode(), text) for name, text in fields.items())
    )


def test_the_info_list_of_wav_is_read_with_its_total_and_code_page(read: Reader) -> None:
    info = info_list(INAM=b"Caf\xe9", IART=b"Ann\0", IPRT=b"3/12", ICRD=b"1997-05-21", IGNR=b"Jazz")
    tags = read(wav_file(info), "song.wav")
    assert (tags.title, tags.artists, tags.track_no, tags.track_total) == ("Café", ("Ann",), 3, 12)
    assert (tags.year, tags.genres) == (1997, ("Jazz",))
    assert (tags.duration_ms, tags.sample_rate, tags.channels, tags.codec) == (1_000, 8_000, 1, "pcm")


def test_an_id3_chunk_in_wav_goes_before_the_info_list(read: Reader) -> None:
    tag = id3_tag(id3_frame("TIT2", b"\x03From ID3"), id3_frame("APIC", b"\0image/jpeg\0\x03\0" + JPEG))
    tags = read(wav_file(riff_chunk(b"id3 ", tag), info_list(INAM=b"From INFO", IPRD=b"Album")), "song.wav")
    assert (tags.title, tags.album, tags.has_cover) == ("From ID3", "Album", True)


def test_a_wav_file_cut_in_its_audio_keeps_what_is_before(read: Reader) -> None:
    assert read(wav_file(seconds=2)[:9_000], "song.wav").codec == "pcm"


def test_several_artists_of_mp4_are_told_apart(copy: Callable[[str], Path]) -> None:
    path = copy("Various*/*/03 *.m4a")
    audio: Any = MP4(path)
    audio["\xa9ART"] = ["Ann", "Bob"]
    audio["----:com.apple.iTunes:ORIGINALDATE"] = MP4FreeForm(b"1969-07-20")
    audio["----:com.apple.iTunes:MusicBrainz Album Id"] = MP4FreeForm(b"0b6b4ba0-d36f-47bd-b4ea-6a5b91842d29")
    audio["disk"] = [(2, 4)]
    audio["soaa"] = "Ann, A"
    audio.save()
    tags = read_tags(bytes(path))
    assert (tags.artists, tags.original_date, tags.album_artist_sort) == (
        ("Ann", "Bob"),
        "1969-07-20",
        "Ann, A",
    )
    assert (tags.disc_no, tags.disc_total) == (2, 4)
    assert tags.musicbrainz_album_id == "0b6b4ba0-d36f-47bd-b4ea-6a5b91842d29"


def test_aac_in_mono_is_not_taken_for_stereo(copy: Callable[[str], Path]) -> None:
    assert read_tags(bytes(copy("Various*/*/03 *.m4a"))).channels == 1


def test_a_film_is_not_taken_for_music(copy: Callable[[str], Path]) -> None:
    path = copy("Various*/*/03 *.m4a")
    film = path.with_suffix(".mp4")
    film.write_bytes(path.read_bytes().replace(b"soun", b"vide", 1))
    with pytest.raises(UnreadableFile, match=r"^This is a video, not music\.$"):
        read_tags(bytes(film))
    music = path.rename(film)
    assert read_tags(bytes(music)).codec == "aac"


def test_an_mp4_without_its_index_is_cut_off(reason: Callable[..., str]) -> None:
    data = demo_file("DJ*/*/*.m4a").read_bytes()
    assert reason(data[:40], "song.m4a") == "The file is cut off: its end is missing."


def test_artists_of_wma_keep_their_order_and_numbers_their_totals(copy: Callable[[str], Path]) -> None:
    path = copy("Various*/*/04 *.wma")
    audio: Any = ASF(path)
    audio["Author"] = ["Zoe", "Ann", "Bob"]
    audio["WM/TrackNumber"] = "3/12"
    audio["WM/PartOfSet"] = "2/4"
    audio["replaygain_track_gain"] = "-2.00 dB"
    audio["MusicBrainz/Track Id"] = "0b6b4ba0-d36f-47bd-b4ea-6a5b91842d29"
    audio.save()
    tags = read_tags(bytes(path))
    assert tags.artists == ("Zoe", "Ann", "Bob")
    assert (tags.track_no, tags.track_total, tags.disc_no, tags.disc_total) == (3, 12, 2, 4)
    assert (tags.rg_track_gain, tags.musicbrainz_track_id) == (-2.0, "0b6b4ba0-d36f-47bd-b4ea-6a5b91842d29")


def test_lists_in_an_ape_tag_are_told_apart(copy: Callable[[str], Path]) -> None:
    path = copy("Various*/*/05 *.wv")
    audio: Any = WavPack(path)
    audio["Artist"] = ["Ann", "Bob"]
    audio["Track"] = "5/9"
    audio["Original Year"] = "1970"
    audio["Genre"] = ["Jazz", "Funk"]
    audio.save()
    tags = read_tags(bytes(path))
    assert (tags.artists, tags.genres) == (("Ann", "Bob"), ("Jazz", "Funk"))
    assert (tags.track_no, tags.track_total, tags.channels) == (5, 9, 1)


@pytest.mark.parametrize("pattern", ["Various*/*/04 *.wma", "Various*/*/05 *.wv", "Ørsted*/*/2 *.aiff"])
def test_a_header_without_a_file_behind_it_is_unreadable(reason: Callable[..., str], pattern: str) -> None:
    path = demo_file(pattern)
    assert reason(path.read_bytes()[:20], path.name) == "The file is damaged."


def test_a_file_that_is_gone_or_a_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"^The file or folder is gone\.$"):
        read_tags(bytes(tmp_path / "gone.mp3"))
    with pytest.raises(UnreadableFile, match=r"^This is a folder, not a file\.$"):
        read_tags(bytes(tmp_path))
