"""What a playlist file lists, and how paths stand in it."""

import os
import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote_from_bytes, unquote_to_bytes

_SCHEME: Final = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]+:")
"""The start of a URI. Two letters at least: `C:` is a drive."""

_DRIVE: Final = re.compile(rb"[A-Za-z]:[\\/]")


class NotAPlaylistFile(Exception):  # noqa: N818  # it is a fact about the file, not an error of the program
    """The file is no playlist, or damaged. Its text is a sentence that says why."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry. `paths` are absolute ones it may mean, the likeliest first; there is none for what is no file."""

    paths: tuple[bytes, ...]
    title: str = ""
    artist: str = ""
    album: str = ""
    duration_ms: int | None = None


@dataclass(slots=True)
class Listed:
    """What a file lists. `title` is the playlist's name, where the file has one."""

    title: str = ""
    items: list[Item] = field(default_factory=list)


def paths_of(reference: bytes, folder: bytes) -> tuple[bytes, ...]:
    """The absolute paths a path or URI in a playlist file may mean, the likeliest first."""
    if _SCHEME.match(reference):
        path = path_of_uri(reference, folder)
        return () if path is None else (path,)
    if _DRIVE.match(reference):
        return (reference,)
    spellings = [reference]
    if b"\\" in reference:
        # Written by a program for Windows, unless a name really has a backslash: that is looked for first.
        spellings.append(reference.replace(b"\\", b"/"))
    return tuple(dict.fromkeys(absolute(each, folder) for each in spellings if b"\0" not in each))


def path_of_uri(uri: bytes, folder: bytes) -> bytes | None:
    """The path a `file:` URI or a relative reference means; None for other URIs.

    Source: RFC 8089 for `file:` URIs, RFC 3986 for relative references.
    """
    if uri[:5].lower() == b"file:":
        rest = uri[5:]
        if rest.startswith(b"//"):
            host, slash, rest = rest[2:].partition(b"/")
            if host not in {b"", b"localhost"} or not slash:
                return None
            rest = b"/" + rest
    elif _SCHEME.match(uri):
        return None
    else:
        rest = uri
    # A "#" or "?" that belongs to a name is written as %23 or %3F.
    path = unquote_to_bytes(re.split(rb"[?#]", rest, maxsplit=1)[0])
    return absolute(path, folder) if path and b"\0" not in path else None


def uri_of(path: bytes, relative_to: bytes | None) -> str:
    """The URI for an absolute path: a `file:` one, or a relative reference."""
    if relative_to is None:
        return "file://" + quote_from_bytes(path)
    reference = quote_from_bytes(os.path.relpath(path, relative_to))
    # A colon in the first segment would make it a scheme.
    return f"./{reference}" if ":" in reference.split("/")[0] else reference


def absolute(path: bytes, folder: bytes) -> bytes:
    """A path, relative to a folder if it is relative, without `.` and `..`."""
    # normpath keeps two slashes at the start, which POSIX leaves to the system; on Linux they are one.
    return b"/" + os.path.normpath(path if path.startswith(b"/") else folder + b"/" + path).lstrip(b"/")
