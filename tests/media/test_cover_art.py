"""Which picture a track is shown with."""

import os
import random
from pathlib import Path

import mutagen
import pytest
from mutagen.apev2 import BINARY, APEv2, APEValue

from dunnock.media import embedded
from dunnock.media.cover_art import embedded_pictures, folder_images, image_file
from tests.media.pictures import (
    BACK,
    BLUE,
    DEMO_OF,
    FRONT,
    GREEN,
    ICON,
    RED,
    bare,
    id3_before,
    picture,
    with_pictures,
)

TYPED = [ending for ending in DEMO_OF if ending != ".m4a"]  # MP4 has pictures without a type
FRONT_COVER = picture(RED)
BACK_COVER = picture(GREEN)


def images(path: Path) -> list[str]:
    return [os.fsdecode(os.path.relpath(each, bytes(path.parent))) for each in folder_images(bytes(path))]


@pytest.mark.parametrize("ending", DEMO_OF)
def test_the_picture_in_a_file_is_found_in_every_format(ending: str, tmp_path: Path) -> None:
    path = with_pictures(bare(tmp_path, ending), (FRONT, FRONT_COVER))
    assert embedded_pictures(bytes(path)) == [FRONT_COVER]


@pytest.mark.parametrize("ending", DEMO_OF)
def test_a_file_without_a_picture_has_none(ending: str, tmp_path: Path) -> None:
    assert embedded_pictures(bytes(bare(tmp_path, ending))) == []


@pytest.mark.parametrize("ending", TYPED)
def test_the_front_cover_comes_before_what_was_written_first(ending: str, tmp_path: Path) -> None:
    path = with_pictures(bare(tmp_path, ending), (BACK, BACK_COVER), (FRONT, FRONT_COVER))
    assert embedded_pictures(bytes(path)) == [FRONT_COVER, BACK_COVER]


def test_an_icon_comes_last(tmp_path: Path) -> None:
    path = with_pictures(bare(tmp_path, ".mp3"), (ICON, FRONT_COVER), (BACK, BACK_COVER))
    assert embedded_pictures(bytes(path)) == [BACK_COVER, FRONT_COVER]


def test_a_picture_that_is_only_a_link_is_left_out(tmp_path: Path) -> None:
    path = with_pictures(bare(tmp_path, ".mp3"), (FRONT, b"place/of/a/picture"))
    audio = mutagen.File(path)
    audio.tags.getall("APIC")[0].mime = "-->"
    audio.save()
    assert embedded_pictures(bytes(path)) == []


def test_the_cover_art_of_an_ape_tag_behind_an_mp3_is_found(tmp_path: Path) -> None:
    path = bare(tmp_path, ".mp3")
    tags = APEv2()
    tags["Cover Art (Front)"] = APEValue(b"cover.jpg\0" + FRONT_COVER, BINARY)
    tags.save(path)
    assert embedded_pictures(bytes(path)) == [FRONT_COVER]


def test_a_picture_in_an_id3_tag_before_a_flac_is_found(tmp_path: Path) -> None:
    path = id3_before(bare(tmp_path, ".flac"), (FRONT, FRONT_COVER))
    assert embedded_pictures(bytes(path)) == [FRONT_COVER]


def test_a_wrong_extension_does_not_hide_a_picture(tmp_path: Path) -> None:
    path = with_pictures(bare(tmp_path, ".flac"), (FRONT, FRONT_COVER)).rename(tmp_path / "song.mp3")
    assert embedded_pictures(bytes(path)) == [FRONT_COVER]


def test_a_name_that_is_not_utf8_is_read_like_any_other(tmp_path: Path) -> None:
    path = with_pictures(bare(tmp_path, ".mp3"), (FRONT, FRONT_COVER))
    odd = bytes(tmp_path) + b"/caf\xe9.mp3"
    os.rename(bytes(path), odd)  # noqa: PTH104  # bytes, not str
    assert embedded_pictures(odd) == [FRONT_COVER]


def test_a_part_larger_than_the_limit_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = with_pictures(bare(tmp_path, ".mp3"), (FRONT, picture(RED, (400, 400), form="BMP")))
    assert len(embedded_pictures(bytes(path))) == 1
    monkeypatch.setattr(embedded, "LARGEST_READ", 100_000)
    assert embedded_pictures(bytes(path)) == []


@pytest.mark.parametrize("ending", DEMO_OF)
def test_damaged_files_never_raise(ending: str, tmp_path: Path) -> None:
    path = with_pictures(bare(tmp_path, ending), (FRONT, FRONT_COVER), (BACK, BACK_COVER))
    whole = path.read_bytes()
    chance = random.Random(ending)
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 30)):
            data[chance.randrange(min(len(data), 6_000))] = chance.randrange(256)
        if chance.random() < 0.3:
            del data[chance.randrange(len(data)) :]
        path.write_bytes(data)
        assert isinstance(embedded_pictures(bytes(path)), list)


def test_the_image_of_a_folder_is_found_by_its_name_in_any_case(tmp_path: Path) -> None:
    for name in ("Zebra.jpg", "FOLDER.PNG", "Cover.JPEG", "back.jpg", "notes.txt"):
        (tmp_path / name).write_bytes(b"x")
    assert images(tmp_path / "song.mp3") == ["Cover.JPEG", "FOLDER.PNG"]


def test_the_only_image_of_a_folder_stands_for_it_and_one_of_two_does_not(tmp_path: Path) -> None:
    (tmp_path / "scan0001.webp").write_bytes(b"x")
    (tmp_path / "._scan0001.jpg").write_bytes(b"what macOS leaves beside it")
    assert images(tmp_path / "song.mp3") == ["scan0001.webp"]
    (tmp_path / "scan0002.webp").write_bytes(b"x")
    assert images(tmp_path / "song.mp3") == []


@pytest.mark.parametrize("disc", ["CD 1", "cd02", "Disc 2", "Disk-3", "Side B"])
def test_a_disc_without_an_image_has_that_of_its_album(disc: str, tmp_path: Path) -> None:
    (tmp_path / "cover.jpg").write_bytes(b"x")
    (tmp_path / disc).mkdir()
    assert images(tmp_path / disc / "song.mp3") == ["../cover.jpg"]
    (tmp_path / disc / "front.png").write_bytes(b"x")
    assert images(tmp_path / disc / "song.mp3") == ["front.png"]


def test_another_folder_has_no_image_from_above(tmp_path: Path) -> None:
    (tmp_path / "cover.jpg").write_bytes(b"x")
    (tmp_path / "Some Album").mkdir()
    assert images(tmp_path / "Some Album" / "song.mp3") == []


def test_an_image_that_is_a_pipe_or_a_folder_or_too_large_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "cover.jpg")
    (tmp_path / "folder.jpg").mkdir()
    (tmp_path / "front.jpg").write_bytes(picture(BLUE))
    assert [image_file(each) for each in folder_images(bytes(tmp_path / "song.mp3"))] == [
        b"",
        b"",
        picture(BLUE),
    ]
    monkeypatch.setattr("dunnock.media.cover_art.LARGEST_BYTES", 20)
    assert image_file(bytes(tmp_path / "front.jpg")) == b""


def test_an_error_mutagen_should_not_raise_costs_no_more_than_the_tags(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(file: object, kind: object) -> None:
        raise TypeError("an unforeseen tag")

    monkeypatch.setattr("dunnock.media.tags_mutagen.open_file", fail)
    path = id3_before(bare(tmp_path, ".flac"), (FRONT, FRONT_COVER))
    with caplog.at_level("INFO"):
        assert embedded_pictures(bytes(path)) == [FRONT_COVER]
    assert "an unforeseen tag" in caplog.text
