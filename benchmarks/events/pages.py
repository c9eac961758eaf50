"""The pages under measurement, each on a line of its own: asked by name, answered with a value."""

import itertools
import json
import threading
import time
from concurrent.futures import Future
from typing import Any, Self

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve

from benchmarks.events.clock import Alignment, RoundTrip, align

ANSWER_SECONDS = 600.0
CONNECT_SECONDS = 60.0
_TRIPS = 400


class PageError(Exception):
    """A page could not do what it was asked for, is gone, or did not answer."""


class Page:
    """One page. Every method may be called on any thread."""

    def __init__(self, name: str, connection: ServerConnection) -> None:
        self.name = name
        self._connection = connection
        self._numbers = itertools.count()
        self._waiting: dict[int, Future[Any]] = {}
        self.alignment = Alignment(0, 0)

    def start(self, name: str, **arguments: Any) -> Future[Any]:
        """Ask for something without waiting."""
        number = next(self._numbers)
        answer: Future[Any] = Future()
        self._waiting[number] = answer
        self._connection.send(json.dumps({"id": number, "name": name, "with": arguments}))
        return answer

    def call(self, name: str, **arguments: Any) -> Any:
        """Ask for something and wait.

        Raises:
            PageError: it failed, or no answer came.
        """
        try:
            return self.start(name, **arguments).result(ANSWER_SECONDS)
        except TimeoutError:
            raise PageError(f"the page {self.name} does not answer to {name}") from None
        except ConnectionClosed:
            raise PageError(f"the page {self.name} is gone") from None

    def wait_until_ready(self) -> None:
        """Wait until it shows its library and reads nothing.

        Raises:
            PageError: it does not in time.
        """
        deadline = time.monotonic() + CONNECT_SECONDS
        while not self.call("ready"):
            if time.monotonic() > deadline:
                raise PageError(f"the page {self.name} does not come to rest")
            time.sleep(0.01)

    def align(self) -> None:
        """Align its clock."""
        self.alignment = align(self._trip() for _ in range(_TRIPS))

    def _trip(self) -> RoundTrip:
        sent = time.monotonic_ns()
        read = self.call("clock")
        return RoundTrip(sent / 1e6, time.monotonic_ns() / 1e6, read)

    def receive(self) -> None:
        """Take its answers until it is gone."""
        try:
            for message in self._connection:
                answer = json.loads(message)
                waiting = self._waiting.pop(answer["id"])
                if "error" in answer:
                    waiting.set_exception(PageError(f"the page {self.name}: {answer['error']}"))
                else:
                    waiting.set_result(answer["value"])
        except ConnectionClosed:
            pass
        for waiting in list(self._waiting.values()):
            waiting.set_exception(PageError(f"the page {self.name} is gone"))


class Pages:
    """Takes the connections of pages."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._known: dict[str, Page] = {}
        self._server = serve(self._serve, "127.0.0.1", 0, compression=None, ping_interval=None)
        self.port: int = self._server.socket.getsockname()[1]
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def wait_for(self, name: str) -> Page:
        """The page of this name, once it has connected.

        Raises:
            PageError: it has not in time.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: name in self._known, CONNECT_SECONDS):
                raise PageError(f"the page {name} was not loaded")
            return self._known[name]

    def close(self) -> None:
        """Take no more connections."""
        self._server.shutdown()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _serve(self, connection: ServerConnection) -> None:
        assert connection.request is not None
        name = connection.request.path.strip("/")
        page = Page(name, connection)
        with self._changed:
            self._known[name] = page
            self._changed.notify_all()
        page.receive()
