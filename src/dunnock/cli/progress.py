"""What a person sees while a scan runs: one line that is written over on a terminal, nothing in a pipe."""

import os
import shutil
import sys
import unicodedata
from typing import TextIO

from dunnock.cli.parts import one_line

_BAR = 20
_SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_CLEAR_LINE = "\r\x1b[K"


class ProgressLine:
    """The progress of one scan on a terminal."""

    def __init__(self, stream: TextIO = sys.stderr, *, expected: int = 0) -> None:
        """Draw on `stream` if it is a terminal.

        Args:
            stream: where to.
            expected: files the folders had last time, for the bar; 0 when they are new and nobody can know.
        """
        self._stream = stream
        self._expected = expected
        self._steps = 0
        self._shown = stream.isatty() and os.environ.get("TERM") != "dumb"

    def show(self, scanned: int, found: int, errors: int, path: str | None) -> None:
        """Draw the line anew. The counts are of files."""
        if not self._shown:
            return
        self._steps += 1
        parts = [f"{scanned:,} files", f"{found:,} new or changed"]
        if errors:
            parts.append(f"{errors:,} could not be read")
        line = f"{self._bar(scanned)} {' · '.join(parts)}"
        columns = shutil.get_terminal_size().columns - 1
        if path is not None:
            line = f"{line} · {one_line(path)}"
        self._stream.write(_CLEAR_LINE + cut(line, columns))
        self._stream.flush()

    def clear(self) -> None:
        """Leave an empty line for what comes next."""
        if self._shown and self._steps:
            self._stream.write(_CLEAR_LINE)
            self._stream.flush()

    def _bar(self, scanned: int) -> str:
        if not self._expected:
            return _SPINNER[self._steps % len(_SPINNER)]
        filled = min(_BAR, scanned * _BAR // self._expected)
        return f"[{'█' * filled}{'░' * (_BAR - filled)}]"


def cut(text: str, columns: int) -> str:
    """The text, shortened to so many columns of a terminal; a line that wraps could not be written over."""
    width = 0
    for place, letter in enumerate(text):
        width += (
            0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        )
        if width > columns:
            return text[: max(0, place - 1)] + "…"
    return text
