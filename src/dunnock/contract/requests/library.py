"""Requests for the lists of tracks."""

from typing import Annotated

from pydantic import Field

from dunnock.contract.models import Places, Rows, Section, TrackIds, View
from dunnock.contract.requests.base import Brief, FewIds, IdCount, Request, RowCount, Start
from dunnock.contract.settings import Sort


class LibraryOpenView(Request):
    """Open the list of a section, filtered by what was typed, in an order. The same list twice is one view."""

    NAME = "library_open_view"
    REPLY = View

    section: Section
    query: Annotated[str, Field(max_length=500)]
    sort: Sort


class LibraryRows(Brief):
    """Read rows of a view by place."""

    NAME = "library_rows"
    REPLY = Rows

    view_id: int
    start: Start
    count: RowCount


class LibraryLocate(Brief):
    """Find where tracks stand in a view, for selection, focus and scroll, which hold on to ids."""

    NAME = "library_locate"
    REPLY = Places

    view_id: int
    track_ids: FewIds


class LibraryTrackIds(Brief):
    """Read the ids of a range of a view, for selecting it."""

    NAME = "library_track_ids"
    REPLY = TrackIds

    view_id: int
    start: Start
    count: IdCount
