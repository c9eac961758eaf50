"""The clock of a page against the clock of this machine.

A page counts milliseconds from its own start, in whole ticks. Both clocks are the same one below (the kernel's
monotonic clock), so that they differ by a constant. A round trip that leaves at `sent` and is back at `received`, and
during which the page has read `read`, says of that constant that it lies between `sent - read - tick` and
`received - read`. Each round trip narrows what the others have left; the middle of what is left in the end is the
constant, and half its width the greatest error there can be.
"""

from collections.abc import Iterable
from dataclasses import dataclass

TICK_MS = 1.0
"""The steps in which WebKit tells the time."""


@dataclass(frozen=True, slots=True)
class RoundTrip:
    """A question for the time: when it left and was back on the machine's clock, and what the page's clock read."""

    sent_ms: float
    received_ms: float
    read_ms: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """What to add to a page's clock to get the machine's, in ms, and how far off that can be."""

    offset_ms: float
    error_ms: float

    def machine(self, page_ms: float) -> float:
        """The machine's time of a moment the page has noted: in the middle of the tick it was noted in."""
        return page_ms + TICK_MS / 2 + self.offset_ms


def align(trips: Iterable[RoundTrip]) -> Alignment:
    """Narrow the constant down by round trips.

    Raises:
        ValueError: they contradict each other, so that the clocks cannot run alike; or there are none.
    """
    known = list(trips)
    if not known:
        raise ValueError("a clock cannot be aligned without a round trip")
    least = max(each.sent_ms - each.read_ms - TICK_MS for each in known)
    most = min(each.received_ms - each.read_ms for each in known)
    if least > most:
        raise ValueError(f"the clocks do not run alike: {least - most:.3f} ms apart")
    return Alignment((least + most) / 2, (most - least) / 2)
