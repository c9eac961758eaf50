"""A window as the feed knows windows: it takes what it is given, on the feed's thread, and acknowledges."""

import threading
from collections.abc import Callable, Sequence

from dunnock.contract.events import FeedFlushed
from dunnock.feed import Delivery, Feed, Subscriber, Subscription


class Window:
    """Remembers every event. Acknowledges at once, as long as `answers` is set."""

    def __init__(self, feed: Feed, name: str = "main") -> None:
        self.events: list[Delivery] = []
        self.flushed_seq = 0
        self.answers = True
        self.stalls = 0
        self.on_event: Callable[[Delivery], None] = lambda _: None
        """Called with each event while it is delivered."""
        self._changed = threading.Condition()
        self.subscription: Subscription = feed.subscribe(Subscriber(name, self._deliver, self._stalled))

    def wait_for(self, condition: Callable[[], bool], seconds: float = 15) -> None:
        """Wait until something is true of what has come."""
        with self._changed:
            assert self._changed.wait_for(condition, seconds), "it never came"

    def wait_for_seq(self, seq: int) -> None:
        """Wait until every change up to `seq` has been handed over."""
        self.wait_for(lambda: self.flushed_seq >= seq)

    def wait_for_event(self, name: str) -> None:
        """Wait until an event of this name has come."""
        self.wait_for(lambda: bool(self.payloads(name)))

    def payloads(self, name: str) -> list[str]:
        """What has come of an event."""
        return [each.payload for each in self.events if each.name == name]

    def acknowledge(self) -> None:
        """Answer the newest flush, and each from now on."""
        self.answers = True
        self.subscription.acknowledge(self.flushed_seq)

    def _deliver(self, flush: Sequence[Delivery]) -> None:
        for event in flush[:-1]:
            self.on_event(event)
        with self._changed:
            self.events += flush[:-1]
            self.flushed_seq = FeedFlushed.model_validate_json(flush[-1].payload).seq
            self._changed.notify_all()
        if self.answers:
            self.subscription.acknowledge(self.flushed_seq)

    def _stalled(self) -> None:
        with self._changed:
            self.stalls += 1
            self._changed.notify_all()
