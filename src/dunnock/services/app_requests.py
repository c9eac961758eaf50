"""Requests of other processes to the one that runs the window, and its replies. They go through the database."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import Any

from dunnock.contract.errors import ERRORS, DunnockError, ErrorReply, InternalError, PlayerError
from dunnock.services.instance import is_open
from dunnock.store import app_requests as store
from dunnock.store.app_requests import AppRequest
from dunnock.store.database import Database

_log = logging.getLogger(__name__)

FOCUS = "window:focus"
"""A second start calls the window forward."""

OPEN = "player:open"
"""Files are to be played."""

ANSWER_SECONDS = 3.0
"""How long another process waits for the app."""

_LOOK_SECONDS = 0.005

Handler = Callable[[str, dict[str, Any]], "Future[Any] | None"]
"""Takes a request, without waiting, on the feed's thread. Returns what will be done, or None where it is another's."""

_ERRORS = {each.CODE: each for each in ERRORS}


class AppRequests:
    """Asks the running app for something, or is that app and does what it is asked for."""

    def __init__(self, database: Database, on_look: Callable[[Callable[[], None]], None]) -> None:
        """Use the requests in `database`; `on_look` has something called whenever that may have changed."""
        self._database = database
        self._on_look = on_look
        self._handlers: list[Handler] = []

    def post(self, name: str, payload: dict[str, Any]) -> None:
        """Ask the running app for something, such as to come to the front, and do not wait for it."""
        store.post(self._database, name, payload)

    def ask(self, name: str, payload: dict[str, Any], *, seconds: float = ANSWER_SECONDS) -> None:
        """Ask the running app for something, and wait until it is done.

        Raises:
            PlayerError: no app runs, or it does not answer in time; then it will not be done later either.
            DunnockError: why it could not be done.
        """
        nobody = PlayerError("No window of Dunnock is open.", "Open one with `dunnock`.")
        if not self.is_heard():
            raise nobody
        request_id = store.post(self._database, name, payload, awaited=True)
        try:
            reply = self._wait(request_id, seconds)
        finally:
            store.withdraw(self._database, request_id)
        if reply is None:
            if not self.is_heard():
                raise nobody
            raise PlayerError(
                f"Dunnock has not answered within {seconds:g} seconds.",
                "It may be starting, or very busy: try again.",
            )
        if reply["error"] is not None:
            error = ErrorReply.model_validate(reply["error"])
            raise _ERRORS[error.code](error.message, error.hint)

    def is_heard(self) -> bool:
        """Whether an app runs that would do what it is asked for."""
        return is_open(self._database.path.parent)

    def listen(self, handler: Handler) -> None:
        """Have each request taken from now on; those left for an earlier app are dropped. May be called again."""
        self._handlers.append(handler)
        if len(self._handlers) == 1:
            store.clear(self._database)
            self._on_look(self._look)

    def _wait(self, request_id: int, seconds: float) -> dict[str, Any] | None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            reply = store.reply_to(self._database, request_id)
            if reply is not None:
                return reply
            time.sleep(_LOOK_SECONDS)
        return None

    def _look(self) -> None:
        for request in store.take(self._database):
            if request.awaited and not store.is_awaited(self._database, request.id):
                continue  # it was taken back while others were carried out
            done = self._carry_out(request)
            if request.awaited:
                done.add_done_callback(partial(self._answer, request))

    def _carry_out(self, request: AppRequest) -> "Future[Any]":
        try:
            for handler in self._handlers:
                done = handler(request.name, request.payload)
                if done is not None:
                    return done
        except Exception as error:  # noqa: BLE001 - the other requests, and the feed, must go on
            if not isinstance(error, DunnockError):
                _log.exception("The request %s of another process failed.", request.name)
            return _failed(error)
        return _failed(InternalError(f"This Dunnock does not know “{request.name}”.", "Start it again."))

    def _answer(self, request: AppRequest, done: "Future[Any]") -> None:
        error = done.exception()
        if error is not None and not isinstance(error, DunnockError):
            _log.error("The request %s of another process failed.", request.name, exc_info=error)
            error = InternalError(
                f"Dunnock could not carry out “{request.name}”: {type(error).__name__}.",
                "This is a fault in Dunnock. The log in its folder has the details.",
            )
        reply = None if error is None else error.reply().model_dump()
        try:
            store.answer(self._database, request.id, {"error": reply})
        except DunnockError:  # who asked is told that nobody has answered
            _log.exception("The request %s of another process could not be answered.", request.name)


def _failed(error: Exception) -> "Future[Any]":
    future: Future[Any] = Future()
    future.set_exception(error)
    return future
