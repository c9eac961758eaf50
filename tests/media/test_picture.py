"""Pictures of every kind are scaled, and bad ones are refused before they do harm."""

import contextlib
import io
import random
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from dunnock.media.picture import MOST_PIXELS, BadPictureError, decode, is_whole, thumbnail
from tests.media.pictures import BLUE, GREEN, RED, file_of, opened, picture

CLOSE = 12


def noise(size: tuple[int, int], seed: int = 1) -> Image.Image:
    chance = random.Random(seed)
    return Image.frombytes("RGB", size, chance.randbytes(size[0] * size[1] * 3))


def is_like(pixel: object, colour: tuple[int, ...]) -> bool:
    assert isinstance(pixel, tuple)
    return len(pixel) == len(colour) and all(
        abs(got - wanted) <= CLOSE for got, wanted in zip(pixel, colour, strict=True)
    )


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and has next to nothing behind it."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")

    form = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", form)
        + chunk(b"IDAT", zlib.compress(bytes(64)))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "BMP"])
def test_every_common_format_becomes_a_jpeg_that_fits_the_square(form: str) -> None:
    made = thumbnail(decode(picture(RED, (900, 300), form=form), 256))
    image = opened(made.data)
    assert (image.format, made.is_png) == ("JPEG", False)
    assert image.size == (256, 85)
    assert is_like(image.getpixel((100, 40)), RED)


def test_a_small_picture_is_not_enlarged() -> None:
    assert decode(picture(RED, (30, 20)), 640).size == (30, 20)


def test_a_picture_one_pixel_wide_stays_one() -> None:
    assert decode(picture(RED, (1, 5_000), form="PNG"), 64).size == (1, 64)


def test_a_transparent_part_is_kept_in_a_png() -> None:
    image = Image.new("RGBA", (100, 100), (*RED, 255))
    image.paste((0, 0, 0, 0), (0, 0, 50, 100))
    made = thumbnail(decode(file_of(image, "PNG"), 64))
    got = opened(made.data)
    assert (got.format, made.is_png) == ("PNG", True)
    assert got.getpixel((10, 30)) == (0, 0, 0, 0)
    assert is_like(got.getpixel((55, 30)), (*RED, 255))


def test_an_alpha_channel_that_hides_nothing_costs_no_png() -> None:
    assert not thumbnail(decode(picture((*RED, 255), form="PNG"), 64)).is_png


def test_a_palette_with_a_transparent_entry_keeps_it() -> None:
    image = Image.new("P", (64, 64), 0)
    image.putpalette([0, 0, 0, *GREEN])
    image.paste(1, (32, 0, 64, 64))
    got = decode(file_of(image, "PNG", transparency=0), 64)
    assert got.mode == "RGBA"
    assert is_like(got.getpixel((50, 10)), (*GREEN, 255))
    assert got.getpixel((5, 10))[3] == 0  # type: ignore[index]  # of RGBA it is a tuple


def test_cmyk_and_grey_become_rgb() -> None:
    cmyk = decode(file_of(Image.new("CMYK", (64, 64), (0, 255, 255, 0))), 64)
    assert is_like(cmyk.getpixel((5, 5)), (255, 0, 0)) or is_like(cmyk.getpixel((5, 5)), (254, 0, 0))
    assert decode(file_of(Image.new("L", (64, 64), 120)), 64).getpixel((5, 5)) == (120, 120, 120)


def test_sixteen_bits_of_grey_are_scaled_and_not_cut_off() -> None:
    image = Image.frombytes("I;16", (4, 4), struct.pack("<16H", *[0x8000] * 16))
    assert decode(file_of(image, "PNG"), 64).getpixel((1, 1)) == (128, 128, 128)


def test_of_an_animation_the_first_image_is_shown() -> None:
    frames = [Image.new("RGB", (64, 64), colour) for colour in (RED, GREEN, BLUE)]
    for form in ("GIF", "WEBP", "PNG"):
        data = file_of(frames[0], form, save_all=True, append_images=frames[1:])
        assert is_like(decode(data, 64).convert("RGB").getpixel((5, 5)), RED)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_turned_as_its_exif_data_says(orientation: int) -> None:
    upright = Image.new("RGB", (80, 40), BLUE)
    upright.paste(RED, (0, 0, 20, 20))
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = upright.transpose(undo[orientation]) if orientation in undo else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    got = decode(file_of(stored, exif=exif, quality=95, subsampling=0), 64)
    assert got.size == (64, 32)
    assert is_like(got.getpixel((5, 5)), RED)
    assert is_like(got.getpixel((60, 28)), BLUE)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_broken_exif_data_do_not_hide_a_picture() -> None:
    data = picture(RED, exif=b"Exif\0\0II*\0\xff\xff\xff\x7f" + bytes(range(200)))
    assert is_like(decode(data, 64).getpixel((5, 5)), RED)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_picture_that_is_cut_off_is_refused(form: str) -> None:
    whole = file_of(noise((200, 200)), form)
    with pytest.raises(BadPictureError):
        decode(whole[: len(whole) // 2], 64)


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"no picture at all" * 99, b"\xff\xd8\xff", bytes(5_000)])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(BadPictureError):
        decode(data, 64)


@pytest.mark.filterwarnings("ignore")  # of Pillow, which warns of bombs and goes on
@pytest.mark.parametrize("side", [8_000, 12_000, 60_000, 2_000_000_000])
def test_a_bomb_is_refused_by_the_size_it_claims(side: int) -> None:
    with pytest.raises(BadPictureError) as caught:
        decode(png_header(side, side), 64)
    assert f"{side} by {side}" in caught.value.reason or "bomb" in caught.value.reason


def test_a_bomb_is_refused_even_if_it_is_whole() -> None:
    bomb = file_of(Image.new("1", (8_000, 8_000), 1), "PNG")
    assert len(bomb) < 100_000
    with pytest.raises(BadPictureError) as caught:
        decode(bomb, 64)
    assert caught.value.reason == "The picture is too large: 8000 by 8000 pixels."


def test_the_limit_lets_large_covers_pass() -> None:
    assert 5_000 * 5_000 <= MOST_PIXELS < 8_000 * 8_000
    assert decode(file_of(Image.new("1", (5_000, 5_000), 1), "PNG"), 64).size == (64, 64)


def test_a_jpeg_that_asks_for_endless_passes_is_refused() -> None:
    data = file_of(Image.new("L", (3_000, 3_000), 90), "JPEG", progressive=True)
    scan = data.rindex(b"\xff\xda")
    bomb = data[:-2] + data[scan:-2] * 200 + data[-2:]
    with pytest.raises(BadPictureError) as caught:
        decode(bomb, 64)
    assert "too long" in caught.value.reason
    assert decode(data, 64).size == (64, 64)


def test_formats_that_are_no_cover_art_are_not_decoded() -> None:
    for form in ("TIFF", "ICO", "PPM", "TGA", "EPS"):
        with pytest.raises(BadPictureError):
            decode(picture(RED, form=form), 64)


@given(st.data())
def test_damage_is_refused_or_shown_but_never_more(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(["JPEG", "PNG", "WEBP", "GIF", "BMP"]))
    broken = bytearray(file_of(noise((24, 24)), form))
    for _ in range(data.draw(st.integers(1, 12))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(BadPictureError):
        image = decode(bytes(broken), 16)
        assert max(image.size) <= 16
        assert is_whole(thumbnail(image).data)


def test_what_we_wrote_is_known_to_be_whole_or_not() -> None:
    for colour in (RED, (*RED, 128)):
        data = thumbnail(decode(picture(colour, form="PNG"), 64)).data
        assert is_whole(data)
        assert not is_whole(data[:-1])
        assert not is_whole(data[: len(data) // 2] + bytes(len(data) // 2))
    assert not is_whole(b"")


def test_the_same_picture_is_scaled_to_the_same_bytes() -> None:
    data = file_of(noise((300, 300)))
    assert thumbnail(decode(data, 128)) == thumbnail(decode(data, 128))


def test_nothing_of_the_original_but_its_pixels_is_passed_on() -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    made = thumbnail(decode(picture(RED, exif=exif, comment=b"secret"), 64)).data
    assert b"home" not in made
    assert b"secret" not in made
    assert io.BytesIO(made).read(2) == b"\xff\xd8"
