"""The real app on a home of its own, and a window that only remembers."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dunnock.app import App
from dunnock.commands import Context, dispatch


class FakeWindow:
    """A window as the commands know windows: remembers what it was sent."""

    def __init__(self, label: str = "main") -> None:
        self.label = label
        self.events: list[tuple[str, str]] = []
        self.revivals = 0
        self.choice: bytes | None = None
        self.suggested = ""
        self.opened = 0
        self.minis = 0
        self._changed = threading.Condition()

    def emit(self, name: str, payload: str) -> None:
        with self._changed:
            self.events.append((name, payload))
            self._changed.notify_all()

    def revive(self) -> None:
        with self._changed:
            self.revivals += 1
            self._changed.notify_all()

    def pick_folder(self) -> bytes | None:
        return self.choice

    def pick_playlist(self) -> bytes | None:
        return self.choice

    def pick_playlist_target(self, name: str) -> bytes | None:
        self.suggested = name
        return self.choice

    def open_another(self) -> None:
        self.opened += 1

    def open_mini(self) -> None:
        self.minis += 1

    def wait_for(self, name: str, *, count: int = 1, seconds: float = 5.0) -> list[str]:
        """The payloads of an event, once so many have come."""
        with self._changed:
            self._changed.wait_for(lambda: len(self.payloads(name)) >= count, seconds)
            return self.payloads(name)

    def payloads(self, name: str) -> list[str]:
        """The payloads of an event that have come so far."""
        return [payload for each, payload in self.events if each == name]


def ask(context: Context, name: str, /, **fields: Any) -> Any:
    """The reply to a request, as the page gets it."""
    return json.loads(dispatch(context, name, json.dumps(fields).encode()))


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    """An app whose feed runs."""
    with App(tmp_path / "home") as app:
        app.start()
        yield app


@pytest.fixture
def window() -> FakeWindow:
    """A window that remembers."""
    return FakeWindow()


@pytest.fixture
def context(app: App, window: FakeWindow) -> Iterator[Context]:
    """That window's side of that app."""
    context = Context(app, window)
    yield context
    context.close()
