"""Scaled pictures are kept, made again when they are lost, and within a bound."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from tests.media.pictures import BLUE, GREEN, RED, bare, file_of, opened
from tests.services.artwork.shelf import Shelf, cover, id_of


def spoil_nothing(path: Path) -> None:
    path.unlink()


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def blank(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("spoil", [spoil_nothing, cut, blank, empty])
def test_what_is_gone_or_broken_in_the_cache_is_made_again(
    shelf: Shelf, spoil: Callable[[Path], None]
) -> None:
    (shelf.music / "cover.jpg").write_bytes(cover(GREEN))
    for track in (shelf.covered(cover(RED)), shelf.track(bare(shelf.music, ".flac", "bare"))):
        found = shelf.service.artwork(track)
        assert found.artwork_id is not None
        for size in (64, 256, 640):
            shelf.service.image(found.artwork_id, size)
    for file in shelf.files():
        spoil(file)
    for data in (cover(RED), cover(GREEN)):
        for size in (256, 64, 640):
            assert opened(shelf.service.image(id_of(data), size)).size == (size, size)
    assert len(shelf.files()) == 6


def test_a_file_in_the_cache_that_only_looks_whole_is_passed_over(shelf: Shelf) -> None:
    found = shelf.service.artwork(shelf.covered(cover(RED)))
    assert found.artwork_id is not None
    large = next(each for each in shelf.files() if each.name.endswith("-640.jpg"))
    large.write_bytes(b"\xff\xd8" + bytes(500) + b"\xff\xd9")
    assert opened(shelf.service.image(found.artwork_id, 128)).size == (128, 128)


def test_all_sizes_can_be_made_of_the_largest_when_the_original_is_gone(shelf: Shelf) -> None:
    found = shelf.service.artwork(shelf.covered(cover(RED)))
    assert found.artwork_id is not None
    (shelf.music / "song.mp3").unlink()
    for size in (64, 128, 256, 640):
        assert opened(shelf.service.image(found.artwork_id, size)).size == (size, size)


def test_if_only_a_small_one_is_left_it_is_better_than_none(shelf: Shelf) -> None:
    found = shelf.service.artwork(shelf.covered(cover(RED)))
    assert found.artwork_id is not None
    (shelf.music / "song.mp3").unlink()
    for file in shelf.files():
        if not file.name.endswith("-64.jpg"):
            file.unlink()
    assert opened(shelf.service.image(found.artwork_id, 640)).size == (64, 64)
    path = shelf.service.path(found.artwork_id, 640)
    assert path is not None
    assert path.name.endswith("-64.jpg")


def test_other_programs_get_a_file_that_is_there(shelf: Shelf) -> None:
    found = shelf.service.artwork(shelf.covered(cover(RED)))
    assert found.artwork_id is not None
    path = shelf.service.path(found.artwork_id, 256)
    assert path is not None
    assert path.is_absolute()
    assert path.read_bytes() == shelf.service.image(found.artwork_id, 256)


def test_a_transparent_cover_is_kept_as_png(shelf: Shelf) -> None:
    image = Image.new("RGBA", (300, 300), (*BLUE, 255))
    image.paste((0, 0, 0, 0), (0, 0, 100, 300))
    found = shelf.service.artwork(shelf.covered(file_of(image, "PNG")))
    assert found.artwork_id is not None
    path = shelf.service.path(found.artwork_id, 128)
    assert path is not None
    assert path.suffix == ".png"
    assert opened(shelf.service.image(found.artwork_id, 128)).mode == "RGBA"


def test_pictures_are_seen_when_nothing_can_be_kept(shelf: Shelf) -> None:
    (shelf.home / "artwork").write_text("a file is in the way")
    (shelf.home / "artwork.json").mkdir()
    service = shelf.another()
    found = service.artwork(shelf.covered(cover(RED)))
    assert found.artwork_id == id_of(cover(RED))
    assert opened(service.image(id_of(cover(RED)), 256)).size == (256, 256)
    assert service.path(id_of(cover(RED)), 256) is None
    service.close()


def test_what_is_kept_stays_within_its_bound(shelf: Shelf) -> None:
    service = shelf.another(largest=150_000)
    chance = random.Random(3)
    for number in range(8):
        data = file_of(Image.frombytes("RGB", (200, 200), chance.randbytes(120_000)))
        found = service.artwork(shelf.covered(data, f"song {number}"))
        assert found.artwork_id == id_of(data)
    assert 0 < sum(each.stat().st_size for each in shelf.files()) <= 150_000


def test_deleting_the_cache_under_a_running_service_loses_nothing(shelf: Shelf) -> None:
    found = shelf.service.artwork(shelf.covered(cover(RED)))
    assert found.artwork_id is not None
    shutil.rmtree(shelf.home / "artwork")
    assert opened(shelf.service.image(found.artwork_id, 256)).size == (256, 256)
