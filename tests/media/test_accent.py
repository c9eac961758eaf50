"""The colour of a cover."""

import colorsys
import re

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from dunnock.media.accent import accent_of

COLOUR = re.compile("#[0-9a-f]{6}")


def hue_of(accent: str | None) -> float:
    assert accent is not None
    red, green, blue = bytes.fromhex(accent[1:])
    return colorsys.rgb_to_hsv(red / 255, green / 255, blue / 255)[0] * 360


def striped(*parts: tuple[tuple[int, int, int], int], mode: str = "RGB") -> Image.Image:
    """A picture with stripes of colours, each so many pixels of 100 wide."""
    image = Image.new(mode, (100, 100))
    left = 0
    for colour, width in parts:
        image.paste(colour, (left, 0, left + width, 100))
        left += width
    return image


def test_a_picture_of_one_colour_has_that_accent() -> None:
    assert accent_of(Image.new("RGB", (64, 64), (200, 60, 20))) == "#c83c14"


def test_a_lively_part_counts_for_more_than_a_dull_background() -> None:
    assert 0 <= hue_of(accent_of(striped(((90, 95, 100), 70), ((230, 50, 30), 30)))) < 20


def test_of_two_lively_hues_the_one_with_more_room_wins() -> None:
    assert 100 < hue_of(accent_of(striped(((200, 20, 20), 30), ((20, 190, 40), 70)))) < 140


def test_hues_on_both_sides_of_red_count_together() -> None:
    accent = accent_of(striped(((200, 20, 40), 30), ((200, 40, 20), 30), ((20, 40, 200), 40)))
    assert hue_of(accent) < 15 or hue_of(accent) > 345


def test_a_picture_without_colours_has_no_accent() -> None:
    for level in (0, 128, 255):
        assert accent_of(Image.new("RGB", (64, 64), (level, level, level))) is None
    assert accent_of(striped(((10, 10, 10), 50), ((240, 240, 238), 50))) is None


def test_a_speck_does_not_speak_for_a_grey_picture() -> None:
    image = Image.new("RGB", (480, 480), (128, 128, 128))
    image.paste((255, 0, 0), (0, 0, 40, 40))
    assert accent_of(image) is None


def test_what_cannot_be_seen_does_not_count() -> None:
    image = Image.new("RGBA", (64, 64), (255, 0, 0, 0))
    assert accent_of(image) is None
    image.paste((20, 60, 220, 255), (0, 0, 16, 64))
    assert 210 < hue_of(accent_of(image)) < 250


@given(st.binary(min_size=8 * 8 * 4, max_size=8 * 8 * 4))
def test_any_picture_has_the_same_colour_twice_or_none(data: bytes) -> None:
    accent = accent_of(Image.frombytes("RGBA", (8, 8), data))
    assert accent is None or COLOUR.fullmatch(accent)
    assert accent == accent_of(Image.frombytes("RGBA", (8, 8), data))
