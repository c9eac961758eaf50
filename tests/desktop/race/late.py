"""Dunnock as on a loaded machine: replies come late, not in the order of requests, and lists are rebuilt late.

It also notes when a window does not keep to what the stores rely on: of one kind of read one at a time, and so never a
reply that is older than the one before it. See "Why no answer can overtake another" in docs/architecture.md.
"""

import faulthandler
import json
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from dunnock.app import dunnock_home
from dunnock.commands import Context, registry, workers
from dunnock.desktop.shell import run_window
from dunnock.views import Views

NOTE = "race: "
"""How a line of the output begins that names a broken rule."""

READS = {
    "folders_list",
    "history_state",
    "library_open_view",
    "library_rows",
    "playlist_rows",
    "playlists_list",
    "queue_rows",
    "queue_state",
    "scan_list",
    "settings_list",
}
"""What stores read again after events."""

LATE = READS | {"feed_subscribe", "library_locate", "playlist_locate", "queue_locate"}
"""Acknowledgements are not among them: late ones would hold the next events back until the reads are in."""

_SECONDS, _LONG_SECONDS, _LONG_SHARE = 0.15, 0.8, 0.1


@dataclass
class Life:
    """What one load of a page reads."""

    in_flight: Counter[str] = field(default_factory=Counter)
    newest: dict[str, int] = field(default_factory=dict)


def make_late(seed: str) -> None:
    """Have the replies to all windows come late from now on."""
    dice = random.Random(seed)
    lives: WeakKeyDictionary[Context, Life] = WeakKeyDictionary()
    lock = threading.Lock()  # requests are answered on many threads
    message = threading.local()
    dispatch, together = registry.dispatch, registry.together

    def late(context: Context, name: str, body: bytes) -> str | bytes:
        with lock:
            if name == "feed_subscribe":
                lives[context] = Life()
            life: Life = getattr(message, "life", None) or lives.setdefault(context, Life())
            life.in_flight[name] += 1
            if name in READS and life.in_flight[name] > 1:
                print(f"{NOTE}{life.in_flight[name]} reads of {name} at once", flush=True)
        try:
            reply = dispatch(context, name, body)
            if name in LATE:
                longest = _LONG_SECONDS if dice.random() < _LONG_SHARE else _SECONDS
                time.sleep(dice.random() * longest)
        finally:
            with lock:
                life.in_flight[name] -= 1
        if name in READS:
            as_of = json.loads(reply)["as_of"]
            with lock:
                if as_of < life.newest.get(name, 0):
                    print(f"{NOTE}a reply to {name} is older than the one before", flush=True)
                life.newest[name] = max(as_of, life.newest.get(name, 0))
        return reply

    def late_together(context: Context, body: bytes, answer: Callable[[str], None]) -> None:
        # What a page has asked for is its own to the end, though it may be loaded anew meanwhile.
        message.life = lives.setdefault(context, Life())
        try:
            together(context, body, answer)
        finally:
            message.life = None

    # Requests made alone and those made together.
    for module in (workers, registry):
        setattr(module, "dispatch", late)  # noqa: B010 - mypy lets no function be assigned
    setattr(workers, "together", late_together)  # noqa: B010
    _rebuild_late(dice)


def _rebuild_late(dice: random.Random) -> None:
    """Have the lists rebuilt late, as large ones are: a window reads of the old one meanwhile."""
    rebuild = Views._rebuild

    def late(views: Views, view: Any, **options: bool) -> bool:
        time.sleep(dice.random() * _SECONDS)
        return rebuild(views, view, **options)

    setattr(Views, "_rebuild", late)  # noqa: B010 - mypy lets no method be assigned


def main(seed: str) -> int:
    """Show the window until it is closed. SIGUSR1 has every thread say where it is."""
    faulthandler.register(signal.SIGUSR1)
    make_late(seed)
    return run_window(dunnock_home())
