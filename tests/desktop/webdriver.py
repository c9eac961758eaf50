"""A small W3C WebDriver client: just what driving our own window needs."""

import base64
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any, TypeVar

_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""The key under which the WebDriver standard hands out an element's reference."""

_Value = TypeVar("_Value")

# No proxy of the environment may stand between the test and its own loopback.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class WebDriverError(Exception):
    """The driver refused a command. `code` is the standard's name for why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code


class Element:
    """An element of the page."""

    def __init__(self, driver: "WebDriver", reference: str) -> None:
        self._driver = driver
        self._path = f"/element/{reference}"
        self.reference = {_ELEMENT: reference}

    def click(self) -> None:
        """Click it where it is, as a person would."""
        self._driver.command("POST", f"{self._path}/click", {})

    def type(self, text: str) -> None:
        """Type into it."""
        self._driver.command("POST", f"{self._path}/value", {"text": text})

    def text(self) -> str:
        """Its text, as shown."""
        return str(self._driver.command("GET", f"{self._path}/text"))

    def attribute(self, name: str) -> str | None:
        """An attribute as it stands in the document."""
        value = self._driver.command("GET", f"{self._path}/attribute/{name}")
        return None if value is None else str(value)


class WebDriver:
    """A session with the program the driver at `address` was told of."""

    def __init__(self, address: str) -> None:
        self._address = address
        value = self._send("POST", "/session", {"capabilities": {"alwaysMatch": {"browserName": "wry"}}})
        self._session = f"/session/{value['sessionId']}"

    def command(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """Send a command of this session and return its value."""
        return self._send(method, self._session + path, body)

    def find(self, testid: str) -> Element:
        """The first element with a `data-testid`; WebDriverError `no such element` when there is none."""
        return self.select(f'[data-testid="{testid}"]')

    def select(self, css: str) -> Element:
        """The first element a selector matches."""
        value = self.command("POST", "/element", {"using": "css selector", "value": css})
        return Element(self, value[_ELEMENT])

    def has(self, testid: str) -> bool:
        """Whether an element with a `data-testid` is in the document."""
        return bool(self.run(f"return document.querySelector('[data-testid=\"{testid}\"]') !== null"))

    def run(self, script: str, *arguments: Any) -> Any:
        """The value of a function's body in the page."""
        return self.command("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def run_async(self, script: str, *arguments: Any) -> Any:
        """The value a function's body in the page hands to its last argument."""
        return self.command("POST", "/execute/async", {"script": script, "args": list(arguments)})

    def press(self, *keys: str) -> None:
        """Press keys one after the other, wherever the focus is."""
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self.command("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})

    def reload(self) -> None:
        """Load the page again."""
        self.command("POST", "/refresh", {})

    def screenshot(self) -> bytes:
        """The page as PNG."""
        return base64.b64decode(self.command("GET", "/screenshot"))

    def until(self, read: Callable[[], _Value], *, what: str, seconds: float = 15.0) -> _Value:
        """Read again and again until something true is read.

        Raises:
            AssertionError: it is not true in time; `what` says what was waited for.
        """
        deadline = time.monotonic() + seconds
        last: object = None
        while time.monotonic() < deadline:
            try:
                value = read()
            except WebDriverError as error:
                # The page may just be loading, or an element be replaced by its successor.
                last = error
            else:
                if value:
                    return value
                last = value
            time.sleep(0.02)
        message = f"{what}: not within {seconds} s; last seen was {last!r}"
        raise AssertionError(message)

    def is_over(self) -> bool:
        """Whether the session has ended, as it does with the first web process that dies."""
        try:
            self.command("GET", "/window")
        except WebDriverError as error:
            return error.code == "invalid session id"
        return False

    def _send(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(  # noqa: S310 - the address is our own loopback
            self._address + path, data, {"Content-Type": "application/json"}, method=method
        )
        try:
            with _OPENER.open(request, timeout=40) as reply:
                return json.load(reply)["value"]
        except urllib.error.HTTPError as error:
            value = json.loads(error.read() or b"{}").get("value") or {}
            raise WebDriverError(value.get("error", str(error.code)), value.get("message", "")) from None
