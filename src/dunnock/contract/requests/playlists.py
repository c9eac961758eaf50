"""Requests about playlists."""

from typing import Annotated, Literal

from pydantic import Field

from dunnock.contract.models import (
    Acted,
    EntryIds,
    EntryPlaces,
    Picked,
    PlaylistAdded,
    PlaylistCreated,
    PlaylistExported,
    PlaylistFormat,
    PlaylistImported,
    PlaylistRows,
    Playlists,
)
from dunnock.contract.requests.base import Brief, FewIds, IdCount, Ids, PathText, Request, RowCount, Start
from dunnock.contract.requests.source import Source

NAME_LIMIT = 200
"""Characters a playlist's name may have."""

DESCRIPTION_LIMIT = 4_000
"""Characters a playlist's description may have."""

Name = Annotated[str, Field(min_length=1, max_length=NAME_LIMIT)]
Duplicates = Literal["ask", "add", "skip"]
"""What to do with tracks that are in the playlist already: add nothing and tell, add them again, or leave them out."""


class PlaylistsList(Brief):
    """Read all playlists."""

    NAME = "playlists_list"
    REPLY = Playlists


class PlaylistReadRows(Brief):
    """Read entries of a playlist by place."""

    NAME = "playlist_rows"
    REPLY = PlaylistRows

    playlist_id: int
    start: Start
    count: RowCount


class PlaylistLocate(Brief):
    """Find where entries stand, for selection, focus and scroll, which hold on to ids."""

    NAME = "playlist_locate"
    REPLY = EntryPlaces

    playlist_id: int
    entry_ids: FewIds


class PlaylistEntryIds(Brief):
    """Read the ids of a range, for selecting it."""

    NAME = "playlist_entry_ids"
    REPLY = EntryIds

    playlist_id: int
    start: Start
    count: IdCount


class PlaylistCreate(Brief):
    """Make a playlist, empty or with tracks."""

    NAME = "playlist_create"
    REPLY = PlaylistCreated

    name: Name
    source: Source | None = None


class PlaylistUpdate(Brief):
    """Give a playlist another name, another description, or both."""

    NAME = "playlist_update"
    REPLY = Acted

    playlist_id: int
    name: Annotated[str | None, Field(min_length=1, max_length=NAME_LIMIT)] = None
    description: Annotated[str | None, Field(max_length=DESCRIPTION_LIMIT)] = None


class PlaylistDelete(Brief):
    """Delete a playlist."""

    NAME = "playlist_delete"
    REPLY = Acted

    playlist_id: int


class PlaylistAdd(Brief):
    """Add tracks before an entry, or at the end."""

    NAME = "playlist_add"
    REPLY = PlaylistAdded

    playlist_id: int
    source: Source
    before_entry_id: int | None = None
    duplicates: Duplicates = "ask"


class PlaylistRemove(Brief):
    """Remove entries."""

    NAME = "playlist_remove"
    REPLY = Acted

    playlist_id: int
    entry_ids: Ids


class PlaylistMove(Brief):
    """Move entries, keeping their order, before an entry, or to the end."""

    NAME = "playlist_move"
    REPLY = Acted

    playlist_id: int
    entry_ids: Ids
    before_entry_id: int | None


class PlaylistImport(Request):
    """Make a playlist of a file: M3U, M3U8 or XSPF. Tracks that are not in the library wait until a scan finds them."""

    NAME = "playlist_import"
    REPLY = PlaylistImported

    path: PathText


class PlaylistExport(Request):
    """Write a playlist to a file, with paths relative to it or absolute."""

    NAME = "playlist_export"
    REPLY = PlaylistExported

    playlist_id: int
    path: PathText
    format: PlaylistFormat
    relative: bool


class PlaylistPickFile(Request):
    """Show the system's dialog for choosing a playlist file to import."""

    NAME = "playlist_pick_file"
    REPLY = Picked


class PlaylistPickTarget(Request):
    """Show the system's dialog for choosing the file a playlist is written to, with a name to start from."""

    NAME = "playlist_pick_target"
    REPLY = Picked

    name: PathText
