"""Playlist files: M3U, M3U8 and XSPF, read and written. Bytes in, bytes out; knows nothing of the library."""

from dunnock.media.playlist_files import m3u, xspf
from dunnock.media.playlist_files.items import Item, Listed, NotAPlaylistFile

__all__ = ["Item", "Listed", "NotAPlaylistFile", "parse", "write"]

LARGEST = 64 * 1024 * 1024
"""Bytes a playlist file may have: more than a million entries."""


def parse(content: bytes, folder: bytes) -> Listed:
    """Read a playlist file. Whether it is XSPF or M3U is seen from its content.

    Args:
        content: of the file.
        folder: the absolute path of the folder it lies in, which relative paths start from.

    Raises:
        NotAPlaylistFile: it is neither, or damaged.
    """
    if len(content) > LARGEST:
        raise NotAPlaylistFile("It is too large for a playlist.")
    if xspf.is_xml(content):
        return xspf.parse(content, folder)
    return m3u.parse(content, folder)


def write(items: list[Item], format_name: str, title: str, relative_to: bytes | None) -> bytes:
    """The content of a playlist file.

    Args:
        items: each with its one path.
        format_name: "m3u8", "m3u" or "xspf".
        title: the playlist's name.
        relative_to: the absolute path of the folder the file will lie in, for relative paths; None for absolute ones.
    """
    if format_name == "xspf":
        return xspf.write(items, title, relative_to)
    return m3u.write(items, title, relative_to, utf8=format_name == "m3u8")
