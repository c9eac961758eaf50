"""Read lyrics with times: the LRC format, as players write and read it, for it has no standard.

A line may carry several times (`[00:12.00][01:15.30]words`); `[offset:+250]` has all of them come 250 ms sooner; names
such as `[ar:…]` are about the song; `<00:12.50>` within a line are times of words, which are left out.
"""

import re
from typing import Final

from dunnock.contract.models import LyricsLine

MOST_LINES: Final = 5_000
LONGEST_LINE: Final = 1_000
"""Characters; what follows is cut off."""

LONGEST_TEXT: Final = 1_000_000

_TIME: Final = r"(\d{1,3}):([0-5]?\d)(?:[.:,](\d{1,3}))?"
_STAMP: Final = re.compile(rf"\s*\[{_TIME}\]", re.ASCII)
_INNER_STAMP: Final = re.compile(rf"[<\[]{_TIME}[>\]]", re.ASCII)
_NAMES: Final = "ar|al|ti|au|by|re|ve|id|la|length|offset|tool|encoding|lr|#"
_ABOUT: Final = re.compile(rf"\s*\[(?:{_NAMES})\s*:.*\]\s*", re.IGNORECASE)
_OFFSET: Final = re.compile(r"\s*\[offset\s*:\s*([+-]?\d{1,7})\s*\]\s*", re.IGNORECASE | re.ASCII)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def parse_lyrics(text: str) -> tuple[bool, list[LyricsLine]]:
    """Take lyrics apart into lines.

    Any text is lyrics: without times its lines stay as they are, and in lyrics with times a line without one is
    sung with the line before it.

    Returns:
        Whether the lines have times, and the lines: in the order of their times if they have, without empty lines at
        both ends if not.
    """
    lines = [
        line.rstrip() for line in text[:LONGEST_TEXT].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ]
    offset = 0
    timed: list[tuple[int, str]] = []
    plain: list[str] = []
    before = 0
    is_synced = False
    for line in lines[:MOST_LINES]:
        if _ABOUT.fullmatch(line):
            found = _OFFSET.fullmatch(line)
            offset = offset if found is None else int(found[1])
            continue
        times, words = _times_and_words(line)
        is_synced = is_synced or bool(times)
        if times:
            before = times[-1]
            timed += ((time, words) for time in times)
        elif words:
            timed.append((before, words))
        plain.append(words)
    if is_synced:
        timed.sort(key=lambda each: each[0])  # stable: lines of one time stay in their order
        return True, [
            LyricsLine(at_ms=max(0, time - offset), text=words) for time, words in timed[:MOST_LINES]
        ]
    return False, untimed(plain)


def untimed(lines: list[str]) -> list[LyricsLine]:
    """Lines without times, none empty at both ends."""
    while lines and not lines[-1].strip():
        lines.pop()
    start = next((number for number, line in enumerate(lines) if line.strip()), 0)
    return [LyricsLine(at_ms=None, text=clean(line)) for line in lines[start:]]


def clean(words: str) -> str:
    """A line that can be shown: not too long, and of characters that have a form."""
    return _CONTROL.sub("", words[:LONGEST_LINE]).replace("\t", " ").replace("\n", " ")


def decode_text(data: bytes) -> str:
    """Make text of a file's bytes: by its byte order mark, else UTF-8, else UTF-16 if it looks it, else Latin-1."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if data[1:2] == b"\0" or data[:1] == b"\0":
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _times_and_words(line: str) -> tuple[list[int], str]:
    """The times in front of a line, in milliseconds, and what follows them."""
    times: list[int] = []
    position = 0
    while (stamp := _STAMP.match(line, position)) is not None:
        minutes, seconds, fraction = stamp.groups()
        part = int((fraction or "0").ljust(3, "0"))
        times.append((int(minutes) * 60 + int(seconds)) * 1_000 + part)
        position = stamp.end()
    words = line[position:]
    if times:
        # only where there are times: “at <3:00>” in plain words is what somebody wrote
        words = re.sub(r"\s+", " ", _INNER_STAMP.sub("", words)).strip()
    return times, clean(words)
