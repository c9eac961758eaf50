"""Whose turn it is, and how far the benchmark is."""

import math
import sys
import time

from benchmarks.events.results import Samples
from benchmarks.events.stage import SIDES, SideName

_EVERY_SECONDS = 10.0


def in_turn(round_: int) -> tuple[SideName, ...]:
    """Both sides, each first in every other round: what slows the machine down for a while slows down both."""
    return SIDES if round_ % 2 == 0 else SIDES[::-1]


def samples() -> Samples:
    """Nothing yet, of both sides."""
    return {name: [] for name in SIDES}


class _Told:
    """When a line was last written to what is no terminal."""

    at = -math.inf


def tell(text: str, *, last: bool = False) -> None:
    """Say how far it is: in one line that changes on a terminal; else now and then, and at last."""
    if sys.stdout.isatty():
        sys.stdout.write(f"\r\x1b[K{text}" + ("\n" if last else ""))
    elif last or time.monotonic() - _Told.at > _EVERY_SECONDS:
        _Told.at = time.monotonic()
        sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
