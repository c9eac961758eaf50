"""Requests about favorites."""

from functools import partial

from dunnock.commands.context import Context, off_the_loop
from dunnock.contract.models import Acted
from dunnock.contract.requests import FavoritesSet


async def set_favorite(context: Context, request: FavoritesSet) -> Acted:
    """Make tracks favorites, or favorites no more."""
    return await off_the_loop(
        partial(context.app.favorites.set, request.track_ids, favorite=request.favorite)
    )
