"""A picture of a virtual screen, from the memory file in which Xvfb keeps it."""

import os
import struct
import tempfile
from pathlib import Path

from PIL import Image

_HEADER = struct.Struct(">25I")
"""The fixed part of an X window dump's header, version 7, always big-endian as Xvfb writes it.

Source: XWDFile.h of xorgproto: 25 words, of which we read the sizes, the depth and the number of colours.
"""

_COLOUR_ENTRY_BYTES = 12


def save_screen(dump: bytes, target: Path) -> None:
    """Write an X window dump as a PNG, in one step, so that a reader never sees half a picture.

    Args:
        dump: the content of Xvfb's `Xvfb_screen0` file, 32 bits a pixel, blue first.
        target: the PNG file to replace.

    Raises:
        ValueError: the dump is not of that form.
    """
    image = decode(dump)
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".screen-", suffix=".png")
    try:
        with os.fdopen(descriptor, "wb") as file:
            # Speed over size: this runs beside the window, on the machine that draws it.
            image.save(file, "PNG", compress_level=1)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def decode(dump: bytes) -> Image.Image:
    """The picture in an X window dump.

    Raises:
        ValueError: the dump is cut short, or not of 32 bits a pixel with blue first.
    """
    if len(dump) < _HEADER.size:
        raise ValueError(f"an X window dump of {len(dump)} bytes is cut short")
    fields = _HEADER.unpack_from(dump)
    header_bytes, version, width, height = fields[0], fields[1], fields[4], fields[5]
    byte_order, bits, row_bytes, colours = fields[7], fields[11], fields[12], fields[19]
    if version != 7 or bits != 32 or byte_order != 0:  # noqa: PLR2004 - the one form Xvfb writes at depth 24
        raise ValueError(f"an X window dump of version {version} with {bits} bits a pixel cannot be read")
    start = header_bytes + colours * _COLOUR_ENTRY_BYTES
    pixels = dump[start : start + row_bytes * height]
    if len(pixels) < row_bytes * height:
        raise ValueError("an X window dump ends before its last row")
    return Image.frombuffer("RGB", (width, height), pixels, "raw", "BGRX", row_bytes, 1)
