"""Requests about pictures and words of tracks, which are read from their files."""

from dunnock.commands.context import Context
from dunnock.contract.models import Artwork, Lyrics
from dunnock.contract.requests import ArtworkRead, ArtworkReadImage, LyricsRead


def artwork(context: Context, request: ArtworkRead) -> Artwork:
    """Find the picture of a track."""
    return context.app.artwork.artwork(request.track_id)


def image(context: Context, request: ArtworkReadImage) -> bytes:
    """Read a picture in one of its sizes."""
    return context.app.artwork.image(request.artwork_id, int(request.size))


def lyrics(context: Context, request: LyricsRead) -> Lyrics:
    """Read the words of a track."""
    return context.app.lyrics.lyrics(request.track_id)
