"""On which threads requests are answered: `Workers`."""

import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Final, Protocol

from dunnock.commands.context import CommandError, Context, closing
from dunnock.commands.registry import TOGETHER, dispatch, together

_log = logging.getLogger(__name__)

_THREADS: Final = {"": 32, "music": 4, "pictures": 4, "dialogs": 16}
"""How many requests of a kind are answered at once.

A drive that wakes up answers after seconds, and a dialog after minutes: a screen full of pictures would take all the
threads there are, and every other request would wait; so would pictures that are in the cache, if those were not apart.
"""

_APART: Final = {
    "artwork": "music",
    "lyrics": "music",
    "artwork_image": "pictures",
    "folders_pick": "dialogs",
    "playlist_pick_file": "dialogs",
    "playlist_pick_target": "dialogs",
}


class Asker(Protocol):
    """Who waits for an answer. Its methods are called on any thread."""

    def resolve(self, reply: str | bytes) -> None:
        """Take the reply, as of `dispatch` or `together`."""

    def reject(self, error: str) -> None:
        """Take the JSON of an `ErrorReply`: there is no reply."""


class Workers:
    """Answers requests, each on one thread from beginning to end: every change of threads would cost a click time."""

    def __init__(self) -> None:
        self._pools = {
            kind: ThreadPoolExecutor(count, thread_name_prefix=f"requests-{kind}" if kind else "requests")
            for kind, count in _THREADS.items()
        }

    def answer(self, context: Context, name: str, body: bytes, asker: Asker) -> None:
        """Answer a request of a window, later and on another thread.

        Args:
            context: the window that asks.
            name: the request's name, or `TOGETHER`.
            body: the request's fields as JSON.
            asker: gets the answer.
        """
        try:
            self._pools[_APART.get(name, "")].submit(_answer, context, name, body, asker)
        except RuntimeError:  # closed
            asker.reject(closing().reply().model_dump_json())

    def close(self) -> None:
        """Answer nothing any more. What is under way is not waited for."""
        for pool in self._pools.values():
            pool.shutdown(wait=False, cancel_futures=True)


def _answer(context: Context, name: str, body: bytes, asker: Asker) -> None:
    try:
        try:
            if name == TOGETHER:
                together(context, body, asker.resolve)
            else:
                asker.resolve(dispatch(context, name, body))
        except CommandError as error:
            asker.reject(error.reply)
    except Exception:  # noqa: BLE001 - whatever it is, it goes into the log
        # Nobody looks at what a pool's task has raised: it would be lost, and the page wait forever.
        _log.exception("the request %s could not be answered", name)
