"""Requests about favorites."""

from dunnock.commands.context import Context
from dunnock.contract.models import Acted
from dunnock.contract.requests import FavoritesSet


def set_favorite(context: Context, request: FavoritesSet) -> Acted:
    """Make tracks favorites, or favorites no more."""
    return context.app.favorites.set(request.track_ids, favorite=request.favorite)
