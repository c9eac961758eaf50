"""The two clocks of playback, as one thing a test can stand in for."""

import time

from dunnock.store.database import now_ms


class Clock:
    """The system's clocks."""

    def seconds(self) -> float:
        """Seconds that never jump, for what is due."""
        return time.monotonic()

    def now_ms(self) -> int:
        """Milliseconds since the Unix epoch, for what is told and kept."""
        return now_ms()
