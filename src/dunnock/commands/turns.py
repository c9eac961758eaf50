"""In which order a window's acts and reads are answered: `Turns`."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

import anyio

WAIT_SECONDS = 0.1
"""The longest that one waits for the other. An act may wait for another process, and what is on the screen must not:
such a read tells what was before the act, and the act's event comes later."""


class Turns:
    """Lets a page send the reads that show an act right behind it, not a round trip later. Used on the event loop.

    A read sees what the acts before it did. An act is answered after those reads: a page shows what was done, and only
    then the notice about it, instead of drawing twice.
    """

    def __init__(self) -> None:
        self._acts: set[anyio.Event] = set()
        self._reads: set[anyio.Event] = set()

    @asynccontextmanager
    async def act(self) -> AsyncIterator[None]:
        """Carry out an act."""
        done = anyio.Event()
        self._acts.add(done)
        try:
            yield
        finally:
            self._acts.discard(done)
            done.set()
        await _all(self._reads)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[None]:
        """Read, after the acts that came before."""
        if not self._acts:
            yield
            return
        answered = anyio.Event()
        self._reads.add(answered)
        try:
            await _all(self._acts)
            yield
        finally:
            self._reads.discard(answered)
            answered.set()


async def _all(events: Iterable[anyio.Event]) -> None:
    with anyio.move_on_after(WAIT_SECONDS):
        for event in tuple(events):
            await event.wait()
