"""Whose turn it is, and how far the benchmark is."""

import sys

from benchmarks.events.results import Samples
from benchmarks.events.stage import SIDES, SideName


def in_turn(round_: int) -> tuple[SideName, ...]:
    """Both sides, each first in every other round: what slows the machine down for a while slows down both."""
    return SIDES if round_ % 2 == 0 else SIDES[::-1]


def samples() -> Samples:
    """Nothing yet, of both sides."""
    return {name: [] for name in SIDES}


def tell(text: str, *, last: bool = False) -> None:
    """Say how far it is: in one line that changes on a terminal, else only the last."""
    if sys.stdout.isatty():
        sys.stdout.write(f"\r\x1b[K{text}" + ("\n" if last else ""))
    elif last:
        sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
