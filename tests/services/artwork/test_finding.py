"""Which picture a track has, and in what sizes it is seen."""

import logging

import pytest

from dunnock.contract.errors import NotFoundError
from dunnock.services.artwork import NO_ARTWORK
from tests.media.pictures import FRONT, GREEN, RED, bare, opened, with_pictures
from tests.services.artwork.shelf import Shelf, cover, id_of

UNKNOWN = "0" * 64


def test_a_track_has_the_picture_in_its_file_and_its_colour(shelf: Shelf) -> None:
    found = shelf.service.artwork(shelf.covered(cover(RED)))
    assert found.artwork_id == id_of(cover(RED))
    assert found.accent is not None
    red, green, blue = bytes.fromhex(found.accent[1:])
    assert red > 180
    assert max(green, blue) < 50


@pytest.mark.parametrize("size", [64, 128, 256, 640])
def test_a_picture_is_scaled_to_the_size_that_is_asked_for(shelf: Shelf, size: int) -> None:
    found = shelf.service.artwork(shelf.covered(cover(RED)))
    assert found.artwork_id is not None
    image = opened(shelf.service.image(found.artwork_id, size))
    assert (image.format, image.size) == ("JPEG", (size, size))


def test_the_image_of_the_folder_stands_in_and_an_embedded_one_comes_first(shelf: Shelf) -> None:
    (shelf.music / "Cover.JPG").write_bytes(cover(GREEN))
    assert shelf.service.artwork(shelf.track(bare(shelf.music, ".flac", "bare"))).artwork_id == id_of(
        cover(GREEN)
    )
    assert shelf.service.artwork(shelf.covered(cover(RED), "covered")).artwork_id == id_of(cover(RED))


def test_a_bad_picture_is_passed_over_for_the_next_and_the_log_says_why_once(
    shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    bad = cover(RED)[:300]
    path = with_pictures(bare(shelf.music, ".mp3"), (FRONT, bad))
    (shelf.music / "cover.jpg").write_bytes(b"not a picture")
    (shelf.music / "folder.png").write_bytes(cover(GREEN))
    again = bare(shelf.music, ".flac", "again")
    with_pictures(again, (FRONT, bad))
    with caplog.at_level(logging.WARNING):
        assert shelf.service.artwork(shelf.track(path)).artwork_id == id_of(cover(GREEN))
        assert shelf.service.artwork(shelf.track(again)).artwork_id == id_of(cover(GREEN))
    told = [record.getMessage() for record in caplog.records]
    assert [each.split(" is not shown")[0].rpartition("/")[2] for each in told] == ["song.mp3", "cover.jpg"]


def test_a_track_without_any_picture_has_none(shelf: Shelf) -> None:
    assert shelf.service.artwork(shelf.track(bare(shelf.music, ".ogg"))) == NO_ARTWORK
    (shelf.music / "cover.jpg").write_bytes(b"")
    assert shelf.service.artwork(shelf.track(bare(shelf.music, ".ogg", "second"))) == NO_ARTWORK


def test_a_grey_picture_has_no_colour(shelf: Shelf) -> None:
    found = shelf.service.artwork(shelf.covered(cover((128, 128, 128))))
    assert found.artwork_id is not None
    assert found.accent is None


def test_an_unknown_track_and_an_unknown_picture_are_named_as_such(shelf: Shelf) -> None:
    with pytest.raises(NotFoundError):
        shelf.service.artwork(99)
    with pytest.raises(NotFoundError):
        shelf.service.image(UNKNOWN, 64)
    assert shelf.service.path(UNKNOWN, 64) is None
