"""Read Vorbis comments: the tags of FLAC, Ogg Vorbis, Opus and Speex.

Format: the Vorbis I specification, section 5. Read here and not by a library because pictures are kept in the
comments of Ogg files as base64, and every library decodes what a scan only wants to skip.
"""

from dunnock.media.tag_values import CANONICAL_NAMES, RawTags

_PICTURES = frozenset({"metadata_block_picture", "coverart"})
_LONGEST_NAME = 64
_LONGEST_COMMENT = 64 * 1024
_MOST_COMMENTS = 10_000


def parse(data: bytes, position: int = 0) -> tuple[RawTags, bool]:
    """Read the comments in `data`, from `position` on.

    Returns:
        The values under their canonical names, and whether there is a picture. Where the comments are broken, what
        was read up to there.
    """
    raw: RawTags = {}
    has_picture = False
    size = len(data)
    position += 4 + int.from_bytes(data[position : position + 4], "little")
    count = int.from_bytes(data[position : position + 4], "little")
    position += 4
    for _ in range(min(count, _MOST_COMMENTS)):
        length = int.from_bytes(data[position : position + 4], "little")
        start = position + 4
        position = start + length
        if position > size:
            break
        equals = data.find(b"=", start, min(position, start + _LONGEST_NAME))
        if equals < 0:
            continue
        name = data[start:equals].decode("latin-1").lower()
        canonical = CANONICAL_NAMES.get(name)
        if canonical is None:
            has_picture = has_picture or name in _PICTURES
            continue
        value = data[equals + 1 : min(position, start + _LONGEST_COMMENT)].decode("utf-8", "replace")
        if canonical in raw:
            raw[canonical].append(value)
        else:
            raw[canonical] = [value]
    return raw, has_picture
