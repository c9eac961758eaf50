"""Our own icon, as the system's tray takes it."""

from pathlib import Path

from PIL import Image


def argb_icon(path: Path, size: int) -> bytes:
    """The picture in a file, `size` pixels wide and high: four bytes a pixel, alpha first, rows from the top."""
    with Image.open(path) as image:
        small = image.convert("RGBA").resize((size, size), Image.Resampling.LANCZOS)
    red, green, blue, alpha = small.split()
    return Image.merge("RGBA", (alpha, red, green, blue)).tobytes()
