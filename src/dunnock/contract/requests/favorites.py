"""Requests about favorites. Their list is a section of `library_open_view`."""

from dunnock.contract.models import Acted
from dunnock.contract.requests.base import Brief, Ids


class FavoritesSet(Brief):
    """Make tracks favorites, or favorites no more: one act, however many they are."""

    NAME = "favorites_set"
    REPLY = Acted

    track_ids: Ids
    favorite: bool
