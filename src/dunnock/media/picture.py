"""Decode pictures from strangers, within limits, and scale them: `decode` and `thumbnail`.

Imported late: it loads Pillow. A picture is refused with a `BadPictureError` before it can take memory or time: by
its bytes, its pixels, and for JPEG by the number of times it has the decoder go over all of them.
"""

import io
import warnings
from typing import Final, NamedTuple

from PIL import Image

FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
"""What is decoded. Formats with a history of surprises (TIFF, PSD, EPS, …) are no cover art."""

MOST_PIXELS: Final = 50_000_000
"""7,000 by 7,000, twice the side of the largest covers that are sold; 200 MB while it is decoded."""

_MOST_PASSES: Final = 100 * 1_000_000
_USUAL_PASSES: Final = 20
_START_OF_SCAN: Final = b"\xff\xda"
_JPEG_QUALITY: Final = 88
_SHARP_ENOUGH: Final = 2.0

# Of odd EXIF data and of sizes, which are looked at here: a person who starts Dunnock in a terminal can do nothing.
warnings.filterwarnings("ignore", module=r"PIL\.")


class BadPictureError(Exception):
    """A picture that is not shown. `reason` is a sentence for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Thumbnail(NamedTuple):
    """A picture as a file."""

    data: bytes
    is_png: bool
    """Only where a part of the picture is transparent; JPEG otherwise."""


def decode(data: bytes, size: int) -> Image.Image:
    """Decode a picture and make it fit a square, but never larger than it is.

    The first image of an animation, upright as its EXIF data says, in RGB or RGBA.

    Args:
        data: the content of a file.
        size: pixels of a side of the square.

    Raises:
        BadPictureError: it is none, is damaged or cut off, or would take too much memory or time.
    """
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            _refuse_bombs(image, data)
            turn = _turn_of(image)
            # Lets the JPEG decoder leave out what will not be seen: a tenth of the time for large covers.
            image.draft(None, (size * 2, size * 2))
            small = _in_rgb(image)
            small.thumbnail((size, size), Image.Resampling.LANCZOS, reducing_gap=_SHARP_ENOUGH)
            upright = small.copy() if turn is None else small.transpose(turn)
            upright.info.clear()  # a comment would be written into the thumbnail
            return upright
    except BadPictureError:
        raise
    except Exception as error:  # decoders meet crafted bytes with any exception there is
        raise BadPictureError(f"The picture is damaged: {str(error) or type(error).__name__}.") from error


def thumbnail(image: Image.Image) -> Thumbnail:
    """Write a picture as JPEG, or as PNG where a part of it is transparent."""
    target = io.BytesIO()
    is_png = image.mode == "RGBA"
    if is_png:
        image.save(target, "PNG", optimize=True)
    else:
        image.save(target, "JPEG", quality=_JPEG_QUALITY, optimize=True)
    return Thumbnail(target.getvalue(), is_png)


def is_whole(data: bytes) -> bool:
    """Say whether a file we wrote is there from its first byte to its last, and not cut off by a loss of power."""
    if data.startswith(b"\xff\xd8"):
        return data.endswith(b"\xff\xd9")
    return data.startswith(b"\x89PNG\r\n\x1a\n") and data.endswith(b"IEND\xaeB`\x82")


def _refuse_bombs(image: Image.Image, data: bytes) -> None:
    pixels = image.width * image.height
    if pixels > MOST_PIXELS:
        raise BadPictureError(f"The picture is too large: {image.width} by {image.height} pixels.")
    if image.format == "JPEG" and data.count(_START_OF_SCAN) > _USUAL_PASSES:
        # A progressive JPEG is decoded in as many passes over all of its pixels as it asks for.
        passes = data.count(_START_OF_SCAN)
        if passes * pixels > _MOST_PASSES:
            raise BadPictureError(f"The picture would take too long: {passes} passes over {pixels} pixels.")


def _turn_of(image: Image.Image) -> Image.Transpose | None:
    """How to turn or mirror a picture so that it stands upright. EXIF 2.32, tag 0x0112."""
    try:
        orientation = image.getexif().get(0x0112)
    except Exception:  # noqa: BLE001 - broken EXIF data are no reason to show nothing
        return None
    return _TURNS.get(orientation) if isinstance(orientation, int) else None


_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _in_rgb(image: Image.Image) -> Image.Image:
    """All of the picture in RGB, or in RGBA where a part of it is transparent."""
    image.load()
    if image.mode.startswith("I"):
        # 16 bits of grey: converting would cut everything above 255 off
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L").convert("RGB")
    if image.has_transparency_data:
        clear = image.convert("RGBA")
        # the histogram of its alpha channel: how many pixels have which opacity, the last being full
        return clear if any(clear.getchannel("A").histogram()[:-1]) else clear.convert("RGB")
    # Not converted without need: a copy of a large one is 200 MB more.
    return image if image.mode == "RGB" else image.convert("RGB")
