"""Requests for the lists of tracks."""

from dunnock.commands.context import Context
from dunnock.contract.models import Places, Rows, TrackIds, View
from dunnock.contract.requests import LibraryLocate, LibraryOpenView, LibraryRows, LibraryTrackIds


def open_view(context: Context, request: LibraryOpenView) -> View:
    """Open a sorted, filtered list of tracks."""
    return context.app.views.open(request.section, request.query, request.sort)


def rows(context: Context, request: LibraryRows) -> Rows:
    """Read rows of a view by place."""
    return context.app.views.rows(request.view_id, request.start, request.count)


def locate(context: Context, request: LibraryLocate) -> Places:
    """Find where tracks stand in a view."""
    return context.app.views.locate(request.view_id, request.track_ids)


def track_ids(context: Context, request: LibraryTrackIds) -> TrackIds:
    """Read the ids of a range of a view."""
    return context.app.views.track_ids(request.view_id, request.start, request.count)
