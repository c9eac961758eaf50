"""M3U and M3U8: a path a line, with what is known of it in a comment before."""

import os
import re
from typing import Final, TypeAlias

from dunnock.media.playlist_files.items import Item, Listed, NotAPlaylistFile, paths_of, uri_of

_EXTINF: Final = re.compile(r"#EXTINF:\s*(-?\d+(?:\.\d+)?)?[^,]*,(.*)", re.DOTALL | re.IGNORECASE)
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f]")
_LINE_ENDS: Final = re.compile(rb"[\r\n]+")
_BOM: Final = b"\xef\xbb\xbf"
_UTF16_BOMS: Final = (b"\xff\xfe", b"\xfe\xff")

_Known: TypeAlias = tuple[str, str, int | None]
"""Title, artist and duration in ms."""

_NOTHING: Final[_Known] = ("", "", None)


def parse(content: bytes, folder: bytes) -> Listed:
    """Read an M3U or M3U8 file: UTF-8 or Windows-1252, with or without a byte order mark or `#EXTM3U`.

    Raises:
        NotAPlaylistFile: it is no text.
    """
    if content.startswith(_UTF16_BOMS):
        content = content.decode("utf-16", "replace").encode()
    content = content.removeprefix(_BOM)
    if b"\0" in content:
        raise NotAPlaylistFile("It is neither text nor XML.")
    listed = Listed()
    known = _NOTHING
    for raw in _LINE_ENDS.split(content):
        line = raw.strip(b" \t")
        if line.startswith(b"#"):
            known = _extinf(line) or known
            if line.upper().startswith(b"#PLAYLIST:"):
                listed.title = _decode(line[10:]).strip()
        elif line:
            title, artist, duration_ms = known
            paths = _paths(raw, folder)
            listed.items.append(
                Item(paths, title or ("" if paths else _decode(line)), artist, duration_ms=duration_ms)
            )
            known = _NOTHING
    return listed


def write(items: list[Item], title: str, relative_to: bytes | None, *, utf8: bool) -> bytes:
    """The content of a file. `utf8` makes an M3U8; an M3U is Windows-1252 where its readers can be sure of that."""
    lines = [b"#EXTM3U", b"#PLAYLIST:" + _in_one_line(title)]
    for item in items:
        seconds = -1 if item.duration_ms is None else round(item.duration_ms / 1000)
        text = f"{item.artist} - {item.title}" if item.artist else item.title
        lines += (b"#EXTINF:%d," % seconds + _in_one_line(text), _reference(item, relative_to))
    content = b"\n".join(lines) + b"\n"
    return content if utf8 else _windows(content)


def _in_one_line(text: str) -> bytes:
    """A text without what would end its line or make the file look like no text at all."""
    return " ".join(_CONTROLS.sub(" ", text).split()).encode("utf-8", "replace")


def _windows(content: bytes) -> bytes:
    """The text in Windows-1252, unless a letter is missing there or the bytes could be taken for UTF-8."""
    try:
        converted = content.decode("utf-8").encode("cp1252")
    except UnicodeError:
        return content
    try:
        converted.decode("utf-8")
    except UnicodeDecodeError:
        return converted
    return content


def _reference(item: Item, relative_to: bytes | None) -> bytes:
    path = item.paths[0]
    written = path if relative_to is None else os.path.relpath(path, relative_to)
    if re.search(rb"[\x00-\x1f\\]", written) or written != written.strip():
        # What a reader would take apart or for something else goes as a URI.
        return uri_of(path, None).encode()
    return b"./" + written if re.match(rb"#|[A-Za-z][A-Za-z0-9+.-]*:", written) else written


def _paths(raw: bytes, folder: bytes) -> tuple[bytes, ...]:
    """What a line may mean: as it is, without the spaces around it, and in UTF-8 if it is written in another code."""
    spellings: list[bytes] = []
    for each in dict.fromkeys((raw, raw.strip())):
        spellings += (each, _decode(each).encode("utf-8"))
    return tuple(dict.fromkeys(path for each in spellings for path in paths_of(each, folder)))


def _extinf(line: bytes) -> _Known | None:
    found = _EXTINF.match(_decode(line))
    if found is None:
        return None
    seconds, text = found.groups()
    artist, dash, title = text.strip().partition(" - ")
    duration_ms = round(float(seconds) * 1000) if seconds and float(seconds) > 0 else None
    return (title.strip(), artist.strip(), duration_ms) if dash else (text.strip(), "", duration_ms)


def _decode(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        # Five bytes have no letter in Windows-1252: Latin-1 has one for each.
        try:
            return line.decode("cp1252")
        except UnicodeDecodeError:
            return line.decode("latin-1")
