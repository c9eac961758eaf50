"""What a command knows beside its request: the app, and the window that asked."""

import os
import threading
from collections.abc import Callable, Sequence
from typing import Protocol

from dunnock.app import App
from dunnock.contract.errors import InternalError
from dunnock.feed import Delivery, Subscriber, Subscription


class Window(Protocol):
    """A window, as far as commands and the feed need one."""

    @property
    def label(self) -> str:
        """The window's name, unique in this process."""

    def emit(self, name: str, payload: str) -> None:
        """Send an event to this window only; `payload` is JSON. On the feed's thread: does not wait."""

    def revive(self) -> None:
        """Load the page anew, in a new web process when the old one has died. Does not wait."""

    def pick_folder(self) -> bytes | None:
        """Show the system's dialog for choosing a folder, and wait; None when it was closed without a choice.

        Raises:
            InternalError: the app is closing; so do the other dialogs.
        """

    def pick_playlist(self) -> bytes | None:
        """Show the system's dialog for choosing a playlist file; None when it was closed without a choice."""

    def pick_playlist_target(self, name: str) -> bytes | None:
        """Show the system's dialog for choosing a file to write, `name` to start from; None when it was closed."""

    def open_another(self) -> None:
        """Open another window on the same library. Does not wait."""

    def open_mini(self) -> None:
        """Open the small window with the player alone, or bring it to the front. Does not wait."""


class CommandError(Exception):
    """A request failed. `reply` is the JSON of an `ErrorReply`."""

    def __init__(self, reply: str) -> None:
        super().__init__(reply)
        self.reply = reply


def closing() -> InternalError:
    """What is answered while the app closes."""
    return InternalError("Dunnock is closing.", "Start it again.")


class Context:
    """One window's side of the app: its place in the feed, and the folders it was shown by name."""

    def __init__(self, app: App, window: Window) -> None:
        self.app = app
        self.window = window
        self._lock = threading.Lock()
        self._subscription: Subscription | None = None
        self._closed = False
        self._shown: dict[str, bytes] = {}

    def subscribe(self) -> Subscription:
        """Start this window's events, and end the ones an earlier load of its page had started.

        Without the end of the earlier ones a page would get every event twice after each reload.
        """
        with self._lock:
            if self._subscription is not None:
                self._subscription.close()
            self._subscription = self.app.feed.subscribe(
                Subscriber(self.window.label, self._deliver, self.revive)
            )
            if self._closed:
                self._subscription.close()
            return self._subscription

    def acknowledge(self, seq: int) -> None:
        """Take note that the page has handled every event up to the flush `seq`."""
        subscription = self._subscription
        if subscription is not None:
            subscription.acknowledge(seq)

    def rest(self) -> None:
        """Leave the page time to draw what it has just been told in a reply, before its next events."""
        subscription = self._subscription
        if subscription is not None:
            subscription.rest()

    @property
    def label(self) -> str:
        """The window's name."""
        return self.window.label

    def probe(self) -> Callable[[], bool]:
        """Ask the page for a sign of life; what is returned tells whether it has given one since.

        A page that loads gives it by subscribing.
        """
        probed = self._subscription
        if probed is not None:
            before = probed.answers
            probed.probe()

        def has_answered() -> bool:
            now = self._subscription
            return probed.answers > before if probed is not None and now is probed else now is not None

        return has_answered

    def revive(self) -> None:
        """Load the page anew, after it has stopped answering: it subscribes again once it is loaded.

        The subscription is closed first, or it would call for the next revival while the page still loads.
        """
        with self._lock:
            if self._closed:
                return
            if self._subscription is not None:
                self._subscription.close()
                self._subscription = None
        self.window.revive()

    def close(self) -> None:
        """End the window's events, for good."""
        with self._lock:
            self._closed = True
            if self._subscription is not None:
                self._subscription.close()

    def show_path(self, path: bytes) -> str:
        """The text for a path, which `path_of` takes back to the very same bytes.

        JSON cannot carry a name that is not UTF-8: without the memory here, such a folder could be chosen in
        the dialog but not added.
        """
        text = os.fsdecode(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        self._shown[text] = path
        return text

    def path_of(self, text: str) -> bytes:
        """The path meant by a text that was typed (`~` is the home folder) or came from `show_path`."""
        shown = self._shown.get(text)
        return shown if shown is not None else os.fsencode(os.path.expanduser(text))  # noqa: PTH111

    def _deliver(self, deliveries: Sequence[Delivery]) -> None:
        for delivery in deliveries:
            self.window.emit(delivery.name, delivery.payload)
