"""Find the picture of a track: embedded in its file, or the image its folder has.

Formats: ID3v2.4 section 4.14 (APIC), RFC 9639 section 8.8 (the picture block of FLAC, which Ogg files carry as base64),
the `covr` atom of MP4, WM/Picture of ASF, and the “Cover Art” items of APEv2.
"""

import base64
import binascii
import os
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final

from mutagen import MutagenError
from mutagen.flac import Picture
from mutagen.mp4 import MP4

from dunnock.media.embedded import open_tags
from dunnock.media.regular_file import read_regular_file

FOLDER_NAMES: Final = ("cover", "folder", "front", "album", "albumart", "albumartlarge", "artwork")
"""The names a folder's image goes by, the best first, without regard to upper and lower case."""

FOLDER_EXTENSIONS: Final = (".jpg", ".jpeg", ".png", ".webp")
LARGEST_BYTES: Final = 32 * 1024 * 1024
"""Bytes of a picture that are looked at."""

_MOST_PICTURES: Final = 16
_MOST_ENTRIES: Final = 10_000
_FRONT_COVER: Final = 3
_ICONS: Final = frozenset({1, 2})
_IS_A_LINK: Final = "-->"
_DISC_FOLDER: Final = re.compile(rb"(?:cd|dis[ck]|lp|vinyl|side)[\s_.#-]*[0-9a-z]{1,2}", re.IGNORECASE)


def embedded_pictures(path: bytes) -> list[bytes]:
    """Return the pictures in a file: front covers, then others, then icons.

    Raises:
        OSError: the file cannot be read.
    """
    tags = open_tags(path)
    found: list[tuple[int, bytes]] = []
    for id3 in tags.id3:
        found += ((int(frame.type), frame.data) for frame in id3.getall("APIC") if frame.mime != _IS_A_LINK)
    for ape in tags.ape:
        found += _ape_pictures(ape)
    if tags.native is not None:
        found += _native_pictures(tags.native)
    usable = [(kind, data) for kind, data in found if 0 < len(data) <= LARGEST_BYTES]
    return [data for _, data in sorted(usable, key=lambda each: _rank(each[0]))][:_MOST_PICTURES]


def folder_images(path: bytes) -> list[bytes]:
    """Return the paths of the images that stand for a track's folder, the best first.

    Those of a known name; or the only image there is; or, for a folder that is one disc of an album by its name, those
    of a known name in the folder above.
    """
    folder = os.path.dirname(path)  # noqa: PTH120  # bytes, not str
    images = _images_in(folder, alone=True)
    if images or not _is_disc(folder):
        return images
    return _images_in(os.path.dirname(folder), alone=False)  # noqa: PTH120


def image_folders(path: bytes) -> list[bytes]:
    """Return the folders in which `folder_images` looks for those of a track: its own, and for a disc the one above."""
    folder = os.path.dirname(path)  # noqa: PTH120
    return [folder, os.path.dirname(folder)] if _is_disc(folder) else [folder]  # noqa: PTH120


def _is_disc(folder: bytes) -> bool:
    """Whether a folder is one disc of an album by its name, such as “CD 2”."""
    return _DISC_FOLDER.fullmatch(os.path.basename(folder)) is not None  # noqa: PTH119


def _images_in(folder: bytes, *, alone: bool) -> list[bytes]:
    named: list[tuple[int, str, bytes]] = []
    others: list[bytes] = []
    try:
        with os.scandir(folder or b".") as entries:
            for entry in islice(entries, _MOST_ENTRIES):
                stem, extension = os.path.splitext(os.fsdecode(entry.name).lower())  # noqa: PTH122
                # a name that begins with a dot is what macOS leaves on foreign drives beside each file
                if extension not in FOLDER_EXTENSIONS or stem.startswith("."):
                    continue
                if stem in FOLDER_NAMES:
                    named.append((FOLDER_NAMES.index(stem), extension, entry.path))
                else:
                    others.append(entry.path)
    except OSError:
        return []
    if named:
        return [each for _, _, each in sorted(named)]
    return others if alone and len(others) == 1 else []


def image_file(path: bytes) -> bytes:
    """Return the bytes of an image file; none if it is too large, no regular file, or cannot be read."""
    data = read_regular_file(path, LARGEST_BYTES + 1) or b""
    return data if len(data) <= LARGEST_BYTES else b""


def _rank(kind: int) -> int:
    """Where a picture of this type stands; the types are those of APIC, which FLAC and ASF use as well."""
    if kind == _FRONT_COVER:
        return 0
    return 1 if kind == 0 else 3 if kind in _ICONS else 2


def _native_pictures(audio: Any) -> Iterator[tuple[int, bytes]]:
    tags = audio.tags
    if isinstance(audio, MP4):
        yield from ((_FRONT_COVER, bytes(cover)) for cover in (tags or {}).get("covr", ()))
        return
    yield from ((picture.type, picture.data) for picture in getattr(audio, "pictures", ()) or ())
    if tags is None:
        return
    for key, value in list(tags):
        match key.lower():
            case "wm/picture":
                yield from _asf_picture(value.value)
            case "metadata_block_picture":
                yield from _block_pictures(value)
            case "coverart":  # an older way, without a type
                yield _FRONT_COVER, _base64(value)
            case _:
                pass


def _block_pictures(text: str) -> Iterator[tuple[int, bytes]]:
    try:
        picture = Picture(_base64(text))
    except (MutagenError, ValueError, LookupError):
        return
    if picture.mime != _IS_A_LINK:
        yield picture.type, picture.data


def _base64(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError):
        return b""


def _asf_picture(value: Any) -> Iterator[tuple[int, bytes]]:
    """Take a WM/Picture apart: a type, the size of the picture, two UTF-16 texts that end in NUL, the picture."""
    if not isinstance(value, bytes):
        return
    size = int.from_bytes(value[1:5], "little")
    position = 5
    for _ in range(2):
        while position + 1 < len(value) and value[position : position + 2] != b"\0\0":
            position += 2
        position += 2
    yield value[0] if value else 0, value[position : position + size]


def _ape_pictures(items: Iterable[Any]) -> Iterator[tuple[int, bytes]]:
    """Take the binary items: the name of a file that ends in NUL, then the picture."""
    binary_kind = 1
    for key, value in dict(items).items():
        if key.lower().startswith("cover art") and value.kind == binary_kind:
            yield (_FRONT_COVER if "front" in key.lower() else 0), value.value.partition(b"\0")[2]
