"""Pictures, made in a moment, and music files that carry them or words."""

import base64
import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mutagen
from mutagen.apev2 import BINARY, APEValue
from mutagen.asf._attrs import ASFByteArrayAttribute
from mutagen.flac import FLAC, Picture
from mutagen.id3 import APIC, ID3, Encoding
from mutagen.mp4 import MP4Cover
from PIL import Image

from tests.media.builders import demo_file

FRONT = 3
BACK = 4
ICON = 1
RED = (200, 30, 20)
GREEN = (20, 160, 60)
BLUE = (30, 60, 200)

DEMO_OF = {
    ".mp3": "Wren*/*/CD 1/01*.mp3",
    ".flac": "The Ludlow*/*/01*.flac",
    ".ogg": "Various*/*/01*.ogg",
    ".opus": "Various*/*/02*.opus",
    ".m4a": "Various*/*/03*.m4a",
    ".wma": "Various*/*/04*.wma",
    ".wv": "Various*/*/05*.wv",
    ".wav": "*/Live*/1*.wav",
    ".aiff": "*/Live*/2*.aiff",
}


def picture(
    colour: tuple[int, ...] = RED, size: tuple[int, int] = (40, 40), *, form: str = "JPEG", **options: Any
) -> bytes:
    """A picture of one colour as a file."""
    mode = "RGBA" if len(colour) == 4 else "RGB"
    return file_of(Image.new(mode, size, colour), form, **options)


def file_of(image: Image.Image, form: str = "JPEG", **options: Any) -> bytes:
    """An image as a file."""
    target = io.BytesIO()
    image.save(target, form, **options)
    return target.getvalue()


def opened(data: bytes) -> Image.Image:
    """A file as an image, decoded to its last row."""
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def bare(folder: Path, extension: str, name: str = "song") -> Path:
    """A music file of a format, without pictures and words."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / (name + extension)
    shutil.copyfile(demo_file(DEMO_OF[extension]), path)
    audio: Any = mutagen.File(path)
    if isinstance(audio, FLAC):
        audio.clear_pictures()
    if audio.tags is not None:
        audio.delete()
    return path


def with_pictures(path: Path, *pictures: tuple[int, bytes]) -> Path:
    """Put pictures of the given types into a music file, in the way of its format."""
    audio: Any = mutagen.File(path)
    if audio.tags is None:
        audio.add_tags()
    match path.suffix:
        case ".mp3" | ".wav" | ".aiff":
            for number, (kind, data) in enumerate(pictures):
                text = {"encoding": Encoding.UTF8, "mime": "image/jpeg", "desc": str(number)}
                audio.tags.add(APIC(**text, type=kind, data=data))
        case ".flac":
            for kind, data in pictures:
                audio.add_picture(block(kind, data))
        case ".wv":
            for kind, data in pictures:
                key = "Cover Art (Front)" if kind == FRONT else "Cover Art (Back)"
                audio[key] = APEValue(b"cover.jpg\0" + data, BINARY)
        case ending:
            name, made = _LISTS[ending]
            audio[name] = [made(kind, data) for kind, data in pictures]
    audio.save()
    return path


def block(kind: int, data: bytes) -> Picture:
    """A picture block of FLAC."""
    made = Picture()
    made.type, made.mime, made.data = kind, "image/jpeg", data
    return made


def asf_picture(kind: int, data: bytes) -> bytes:
    """The value of WM/Picture."""
    texts = "image/jpeg\0cover\0".encode("utf-16-le")
    return bytes([kind]) + len(data).to_bytes(4, "little") + texts + data


def id3_before(path: Path, *pictures: tuple[int, bytes]) -> Path:
    """Put an ID3 tag in front of a file of any format."""
    tags = ID3()
    for kind, data in pictures:
        tags.add(APIC(encoding=Encoding.UTF8, mime="image/jpeg", type=kind, desc="", data=data))
    audio = path.read_bytes()
    tags.save(path)
    if not path.read_bytes().startswith(b"ID3"):
        raise ValueError(path)
    alone = path.with_name("tag")
    tags.save(alone)
    path.write_bytes(alone.read_bytes() + audio)
    alone.unlink()
    return path


def _text_block(kind: int, data: bytes) -> str:
    return base64.b64encode(block(kind, data).write()).decode()


_LISTS: dict[str, tuple[str, Callable[[int, bytes], object]]] = {
    ".ogg": ("METADATA_BLOCK_PICTURE", _text_block),
    ".opus": ("METADATA_BLOCK_PICTURE", _text_block),
    ".m4a": ("covr", lambda kind, data: MP4Cover(data)),
    ".wma": ("WM/Picture", lambda kind, data: ASFByteArrayAttribute(asf_picture(kind, data))),
}
