"""Where an item is heard, between two looks at libmpv: `Clock`."""

import threading
import time
from collections.abc import Callable

_DRIFT_S = 0.2
"""Seconds by which a look may differ from the clock before it is taken for a jump."""


class Clock:
    """The place in the item that is heard, readable on any thread.

    It runs by itself, so that a place is never asked of libmpv while that has gone on to another file already. Each
    change names the item it is about; one about an item that was replaced meanwhile is dropped.

    Args:
        now: seconds that only grow.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._item: int | None = None
        self._before: tuple[int, float] | None = None
        self._place = 0.0
        self._since = now()
        self._rate = 0.0
        self._least = 0.0
        self._end = 0.0
        self._settled = False

    def begin(self, item_id: int | None, place: float = 0.0) -> None:
        """Put another item, or none, in the place of the one there was. It stands until it is settled."""
        with self._lock:
            self._replace(item_id, place)

    def follow(self, item_id: int, follower_id: int | None) -> None:
        """The same, if the item is still there: it may have been replaced by another meanwhile."""
        with self._lock:
            if self._item == item_id:
                self._replace(follower_id, 0.0)

    def end(self, item_id: int, place: float) -> None:
        """Stand where an item ended that is about to give way."""
        with self._lock:
            if self._item == item_id:
                self._stand(place)

    def move(self, place: float) -> None:
        """Go to a place of whatever is there, and stand until it is settled."""
        with self._lock:
            if self._item is not None:
                self._stand(place)

    def settle(self, item_id: int, place: float, *, rate: float, end: float) -> None:
        """Sound comes from this place on, `rate` times as fast as time; 0 for not now."""
        with self._lock:
            if self._item == item_id:
                self._place = self._least = place
                self._since, self._rate, self._end, self._settled = self._now(), rate, end, True

    def run(self, item_id: int, rate: float) -> None:
        """Go on, from where it is, with another speed, or stand."""
        with self._lock:
            if self._item == item_id and self._settled:
                self._place = self._read()
                self._since, self._rate = self._now(), rate

    def correct(self, item_id: int, place: float) -> None:
        """Take what libmpv says. A little less than what was told is waited for, so that no place is told twice."""
        with self._lock:
            if self._item != item_id or not self._settled:
                return
            told = self._read()
            self._place, self._since = place, self._now()
            self._least = told if told - _DRIFT_S < place < told else place

    def place(self, item_id: int | None = None) -> float:
        """Seconds into the item; of the one before, where it gave way; of any other, 0."""
        with self._lock:
            if self._item is not None and item_id in {None, self._item}:
                self._least = self._read()
                return self._least
            if self._before is not None and self._before[0] == item_id:
                return self._before[1]
            return 0.0

    def _replace(self, item_id: int | None, place: float) -> None:
        if self._item is not None and self._item != item_id:
            self._before = self._item, self._read()
        self._item, self._end = item_id, 0.0
        self._stand(place)

    def _stand(self, place: float) -> None:
        self._place = self._least = place
        self._since, self._rate, self._settled = self._now(), 0.0, False

    def _read(self) -> float:
        place = max(self._place + (self._now() - self._since) * self._rate, self._least)
        return min(place, self._end) if self._end > 0 else place
