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
_from_music: RunVar[CapacityLimiter] = RunVar("limiter_of_what_is_read_from_music")
_from_cache: RunVar[CapacityLimiter] = RunVar("limiter_of_what_is_read_from_the_cache")


async def artwork(context: Context, request: ArtworkRead) -> Artwork:
    """Find the picture of a track."""
    return await _apart(_from_music, context.app.artwork.artwork, request.track_id)


async def image(context: Context, request: ArtworkReadImage) -> bytes:
    """Read a picture in one of its sizes."""
    return await _apart(_from_cache, context.app.artwork.image, request.artwork_id, int(request.size))


async def lyrics(context: Context, request: LyricsRead) -> Lyrics:
    """Read the words of a track."""
    return await _apart(_from_music, context.app.lyrics.lyrics, request.track_id)


async def _apart(
    kind: RunVar[CapacityLimiter], function: Callable[[*_Arguments], _Result], *args: *_Arguments
) -> _Result:
    """Run a blocking call on one of a few threads kept for its kind.

    A drive that wakes up answers after seconds: a screen full of pictures would take all the threads there are, and
    every other request would wait; so would pictures that are in the cache, if those were not apart too.
    """
    try:
        limiter = kind.get()
    except LookupError:
        limiter = CapacityLimiter(_AT_ONCE)
        kind.set(limiter)
    return await anyio.to_thread.run_sync(function, *args, limiter=limiter)
