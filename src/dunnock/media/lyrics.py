"""Find the words of a track: in a `.lrc` file beside it, or in its tags.

Formats: ID3v2.4 sections 4.8 (USLT) and 4.9 (SYLT), the `©lyr` atom of MP4, WM/Lyrics of ASF; Vorbis comments and APEv2
items have no rule for lyrics, but names that are in use.

Imported late: it loads mutagen.
"""

import os
from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final

from mutagen.id3 import ID3
from mutagen.mp4 import MP4

from dunnock.contract.models import Lyrics, LyricsLine
from dunnock.media.embedded import EmbeddedTags, open_tags
from dunnock.media.lrc import LONGEST_TEXT, MOST_LINES, clean, decode_text, parse_lyrics
from dunnock.media.regular_file import read_regular_file

LARGEST_FILE: Final = 1024 * 1024
"""Bytes of a `.lrc` file that are read; the longest opera has a tenth of that."""

_MOST_ENTRIES: Final = 20_000
_NAMES: Final = frozenset(
    {"syncedlyrics", "lyrics", "unsyncedlyrics", "unsynced lyrics", "lyrics-eng", "wm/lyrics", "\xa9lyr"}
)
_MILLISECONDS: Final = 2
_LYRICS_TYPES: Final = frozenset({0, 1, 2})
"""What is sung or said; the others are chords, movements, trivia."""

NO_LYRICS: Final = Lyrics(synced=False, source=None, lines=[])


def read_lyrics(path: bytes) -> Lyrics:
    """Return the words of a track: those with times if there are any, a file beside it before the tags.

    What cannot be read counts as not there.
    """
    plain: Lyrics | None = None
    for lyrics in _candidates(path):
        if lyrics.lines and lyrics.synced:
            return lyrics
        plain = plain or (lyrics if lyrics.lines else None)
    return plain or NO_LYRICS


def _candidates(path: bytes) -> Iterator[Lyrics]:
    file = _file_beside(path)
    if file is not None:
        synced, lines = parse_lyrics(decode_text(file))
        yield Lyrics(synced=synced, source="file", lines=lines)
    try:
        tags = open_tags(path)
    except OSError:
        return
    for id3 in tags.id3:
        yield from (_from_sylt(frame) for frame in id3.getall("SYLT"))
    for text in _texts(tags):
        synced, lines = parse_lyrics(text)
        yield Lyrics(synced=synced, source="tags", lines=lines)


def _file_beside(path: bytes) -> bytes | None:
    """The content of the `.lrc` file with the name of a track, whatever the case of its letters."""
    folder, name = os.path.split(path)
    stem = os.path.splitext(name)[0]  # noqa: PTH122  # bytes, not str
    content = read_regular_file(os.path.join(folder, stem + b".lrc"), LARGEST_FILE)  # noqa: PTH118
    if content is not None:
        return content
    wanted = os.fsdecode(stem).casefold() + ".lrc"
    try:
        with os.scandir(folder or b".") as entries:
            for _, entry in zip(range(_MOST_ENTRIES), entries, strict=False):
                if os.fsdecode(entry.name).casefold() == wanted:
                    return read_regular_file(entry.path, LARGEST_FILE)
    except OSError:
        return None
    return None


def _texts(tags: EmbeddedTags) -> Iterator[str]:
    """All texts in the tags that are lyrics by their names, cut to a length that is."""
    for id3 in tags.id3:
        yield from _id3_texts(id3)
    for ape in tags.ape:
        yield from _named((key, [str(value)]) for key, value in ape.items() if value.kind == 0)
    audio: Any = tags.native
    if audio is None or audio.tags is None:
        return
    if isinstance(audio, MP4):
        yield from _named((key.rpartition(":")[2], values) for key, values in audio.tags.items())
    else:
        yield from _named((key, [value]) for key, value in list(audio.tags))


def _id3_texts(id3: ID3) -> Iterator[str]:
    yield from (str(frame.text)[:LONGEST_TEXT] for frame in id3.getall("USLT"))
    yield from _named((frame.desc, frame.text) for frame in id3.getall("TXXX"))


def _named(items: Any) -> Iterator[str]:
    for key, values in items:
        if key.lower() in _NAMES and isinstance(values, list):
            for value in values:
                text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
                yield text[:LONGEST_TEXT]


def _from_sylt(frame: Any) -> Lyrics:
    """Make lines of words with times. A text that begins with a line break begins a line; without any, each is one."""
    if frame.format != _MILLISECONDS or frame.type not in _LYRICS_TYPES:
        return NO_LYRICS  # times counted in frames of MPEG audio are as good as gone
    parts = [(str(text).replace("\r\n", "\n").replace("\r", "\n"), int(time)) for text, time in frame.text]
    in_lines = any("\n" in text for text, _ in parts)
    lines: list[tuple[int, str]] = []
    number = 0
    numbered: list[tuple[int, int, str]] = []
    for text, time in parts:
        for at, piece in enumerate(text.split("\n")):
            number += 1 if at or not in_lines else 0
            if piece or not in_lines:
                numbered.append((number, time, piece))
    for _, of_line in groupby(numbered, key=lambda each: each[0]):
        pieces = list(of_line)
        lines.append((max(0, pieces[0][1]), clean("".join(piece for _, _, piece in pieces)).strip()))
    lines.sort(key=lambda each: each[0])
    return Lyrics(
        synced=bool(lines),
        source="tags",
        lines=[LyricsLine(at_ms=time, text=text) for time, text in lines[:MOST_LINES]],
    )
