"""What can be put into the queue or a playlist."""

from typing import Annotated

from pydantic import Field

from dunnock.contract.requests.base import IDS_LIMIT, IdCount, Part, Start


class ViewRange(Part):
    """A range of an open view."""

    view_id: int
    start: Start
    count: IdCount


class Source(Part):
    """Tracks, named in exactly one of these ways. Entries of lists name the tracks in them, not the entries."""

    track_ids: Annotated[list[int] | None, Field(max_length=IDS_LIMIT)] = None
    album_of: Annotated[int | None, Field(description="The whole album of this track.")] = None
    artist_of: Annotated[int | None, Field(description="Everything by the artist of this track.")] = None
    playlist_id: int | None = None
    queue_entry_ids: Annotated[list[int] | None, Field(max_length=IDS_LIMIT)] = None
    playlist_entry_ids: Annotated[list[int] | None, Field(max_length=IDS_LIMIT)] = None
    paths: Annotated[
        list[str] | None,
        Field(max_length=10_000, description="Files and folders; tracks that are known in or below them."),
    ] = None
    view: ViewRange | None = None
