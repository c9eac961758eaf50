"""Requests about pictures and words of tracks, which are read from their files."""

from collections.abc import Callable
from typing import Final, TypeVar, TypeVarTuple

import anyio.to_thread
from anyio import CapacityLimiter
from anyio.lowlevel import RunVar

from dunnock.commands.context import Context
from dunnock.contract.models import Artwork, Lyrics
from dunnock.contract.requests import ArtworkRead, ArtworkReadImage, LyricsRead

_Result = TypeVar("_Result")
_Arguments = TypeVarTuple("_Arguments")

_AT_ONCE: Final = 4
_limiter: RunVar[CapacityLimiter] = RunVar("artwork_limiter")


async def artwork(context: Context, request: ArtworkRead) -> Artwork:
    """Find the picture of a track."""
    return await _apart(context.app.artwork.artwork, request.track_id)


async def image(context: Context, request: ArtworkReadImage) -> bytes:
    """Read a picture in one of its sizes."""
    return await _apart(context.app.artwork.image, request.artwork_id, int(request.size))


async def lyrics(context: Context, request: LyricsRead) -> Lyrics:
    """Read the words of a track."""
    return await _apart(context.app.lyrics.lyrics, request.track_id)


async def _apart(function: Callable[[*_Arguments], _Result], *args: *_Arguments) -> _Result:
    """Run a blocking call on one of a few threads kept for this.

    A drive that wakes up answers after seconds: a screen full of pictures would take all the threads there are, and
    every other request would wait.
    """
    try:
        limiter = _limiter.get()
    except LookupError:
        limiter = CapacityLimiter(_AT_ONCE)
        _limiter.set(limiter)
    return await anyio.to_thread.run_sync(function, *args, limiter=limiter)
