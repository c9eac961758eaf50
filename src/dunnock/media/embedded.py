"""Open the tags of a file for what a scan leaves out: pictures and lyrics.

Imported late: it loads mutagen.
"""

import io
import logging
import os
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final, cast

import mutagen
from mutagen import MutagenError
from mutagen.apev2 import APEv2
from mutagen.id3 import ID3

from dunnock.media import tags_mutagen
from dunnock.media.formats import sniff

_log = logging.getLogger(__name__)

_HEAD: Final = 16
_APE_FOOTER: Final = 32
_ID3V1: Final = 128
LARGEST_READ: Final = 64 * 1024 * 1024
"""Bytes one part of a file may have. A size in a damaged header can be as large as the file."""


@dataclass(slots=True)
class EmbeddedTags:
    """All the tags a file has: one of its own format, and ID3 and APEv2 tags, which any file may carry."""

    id3: list[ID3] = field(default_factory=list)
    ape: list[APEv2] = field(default_factory=list)
    native: mutagen.FileType | None = None
    """The file as mutagen knows it, where its tags are of neither kind: Vorbis comments, MP4 or ASF."""


class _BoundedReader(io.BufferedReader):
    """A file that refuses to be read as a whole."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or size < 0:
            size = os.fstat(self.fileno()).st_size - self.tell()
        if size > LARGEST_READ:
            raise MutagenError(f"a part of {size} bytes is too large")
        return super().read(size)


def open_tags(path: bytes) -> EmbeddedTags:
    """Read the tags of a file; what is broken or of no known format is left out.

    Raises:
        OSError: the file cannot be read.
    """
    # Not blocking: a name that is a pipe now must not hold its reader for ever.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with _BoundedReader(io.FileIO(descriptor)) as file:
        found = EmbeddedTags()
        try:
            _read_into(found, cast("BinaryIO", file))
        except OSError:
            raise
        except Exception:  # noqa: BLE001 - crafted tags bring any error out of mutagen; what was read by then stands
            _log.info("The tags of %s are broken.", os.fsdecode(path), exc_info=True)
        return found


def _read_into(found: EmbeddedTags, file: BinaryIO) -> None:
    head = file.read(_HEAD)
    kind = sniff(head)
    if head.startswith(b"ID3"):
        _add(found, tags_mutagen.read_id3(file))
        file.seek(found.id3[0].size if found.id3 else 10)
        kind = sniff(file.read(_HEAD))
    if kind is None or kind in {"mpeg", "adts"}:
        if _has_ape_tag(file):
            _add(found, tags_mutagen.read_ape(file))
        return
    audio = tags_mutagen.open_file(file, kind)
    if audio is not None and not _add(found, audio.tags):
        found.native = audio


def _add(found: EmbeddedTags, tags: Any) -> bool:
    """Keep tags of the kinds any file may carry, and say whether they are of one."""
    if isinstance(tags, ID3):
        found.id3.append(tags)
    elif isinstance(tags, APEv2):
        found.ape.append(tags)
    else:
        return False
    return True


def _has_ape_tag(file: BinaryIO) -> bool:
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _APE_FOOTER - _ID3V1))
    return b"APETAGEX" in file.read()
