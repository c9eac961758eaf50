"""XSPF, an XML format of playlists. Source: https://www.xspf.org/spec."""

import re
from typing import Final
from xml.parsers import expat
from xml.sax.saxutils import escape

from dunnock.media.playlist_files.items import Item, Listed, NotAPlaylistFile, path_of_uri, uri_of

_NAMESPACE: Final = "http://xspf.org/ns/0/"
_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters XML cannot have. Source: https://www.w3.org/TR/xml/#charsets."""

_DEEPEST: Final = 64
"""Levels of elements; real files have four."""

_LONGEST_TEXT: Final = 64 * 1024


def is_xml(content: bytes) -> bool:
    """Whether a file is XML, from how it begins."""
    start = content[:512].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith((b"<?xml", b"<playlist", b"<!--", b"<!DOCTYPE")) or content[:4] in {
        "\ufeff<".encode("utf-16-le"),
        "\ufeff<".encode("utf-16-be"),
    }


def parse(content: bytes, folder: bytes) -> Listed:
    """Read an XSPF file.

    Raises:
        NotAPlaylistFile: it is no XSPF, damaged, or declares entities.
    """
    reader = _Reader(folder)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    # Entities are refused, so that none can expand without end or fetch a file.
    parser.EntityDeclHandler = _refuse
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise NotAPlaylistFile(f"It is damaged: {error}.") from error
    return reader.listed


def write(items: list[Item], title: str, relative_to: bytes | None) -> bytes:
    """The content of a file."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<playlist version="1" xmlns="{_NAMESPACE}">',
        f"  <title>{_escaped(title)}</title>",
        "  <trackList>",
    ]
    for item in items:
        lines.append("    <track>")
        lines.append(f"      <location>{_escaped(uri_of(item.paths[0], relative_to))}</location>")
        fields = (("title", item.title), ("creator", item.artist), ("album", item.album))
        lines += [f"      <{name}>{_escaped(value)}</{name}>" for name, value in fields if value]
        if item.duration_ms is not None:
            lines.append(f"      <duration>{item.duration_ms}</duration>")
        lines.append("    </track>")
    lines += ["  </trackList>", "</playlist>", ""]
    return "\n".join(lines).encode()


class _Reader:
    """Collects what the parser finds."""

    def __init__(self, folder: bytes) -> None:
        self.listed = Listed()
        self._folder = folder
        self._open: list[str] = []
        self._text: list[str] = []
        self._length = 0
        self._track: dict[str, str] = {}
        self._locations: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if not self._open and local != "playlist":
            raise NotAPlaylistFile("It is XML, but no XSPF.")
        # Some programs forget the namespace; elements of a foreign one are extensions.
        self._open.append(local if space in {"", _NAMESPACE} else name)
        if len(self._open) > _DEEPEST:
            raise NotAPlaylistFile("It is damaged: its elements are nested too deep.")
        self._text.clear()
        self._length = 0
        if self._open[1:] == ["trackList", "track"]:
            self._track, self._locations = {}, []

    def text(self, data: str) -> None:
        self._length += len(data)
        if self._length <= _LONGEST_TEXT:
            self._text.append(data)

    def end(self, name: str) -> None:
        place = self._open[1:]
        value = "".join(self._text).strip()
        self._open.pop()
        self._text.clear()
        match place:
            case ["title"]:
                self.listed.title = " ".join(value.split())
            case ["trackList", "track", "location"]:
                self._locations.append(value)
            case ["trackList", "track", field]:
                self._track.setdefault(field, " ".join(value.split()))
            case ["trackList", "track"]:
                self.listed.items.append(self._item())

    def _item(self) -> Item:
        found = (path_of_uri(each.encode("utf-8", "replace"), self._folder) for each in self._locations)
        paths = tuple(dict.fromkeys(each for each in found if each is not None))
        duration = self._track.get("duration", "")
        title = self._track.get("title", "")
        if not title and not paths:
            title = next(iter(self._locations), "")
        return Item(
            paths,
            title,
            self._track.get("creator", ""),
            self._track.get("album", ""),
            int(duration) if re.fullmatch("[0-9]{1,12}", duration) else None,
        )


def _refuse(*_: object) -> None:
    raise NotAPlaylistFile("It declares a document type, which no playlist needs.")


def _escaped(text: str) -> str:
    return escape(_NO_XML.sub("\N{REPLACEMENT CHARACTER}", text))
