"""Every request a window can make, with its reply."""

from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from dunnock.contract.models import (
    Done,
    FolderAdded,
    Folders,
    Picked,
    Places,
    Rows,
    ScanErrors,
    ScanJobs,
    ScanStarted,
    Section,
    SettingsReply,
    Subscribed,
    TrackIds,
    View,
)
from dunnock.contract.settings import Sort

ROWS_LIMIT = 500
"""Rows one `library_rows` may ask for: more would make a reply slower than a frame."""

IDS_LIMIT = 100_000
"""Ids one request may carry."""

Start = Annotated[int, Field(ge=0)]


class Request(BaseModel):
    """The base of all requests. `NAME` is the command's name; `REPLY` the model it is answered with."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    NAME: ClassVar[str]
    REPLY: ClassVar[type[BaseModel]]


class FeedSubscribe(Request):
    """Start, or after a reload restart, the window's events. Listen first, then subscribe, then load."""

    NAME = "feed_subscribe"
    REPLY = Subscribed


class FeedAck(Request):
    """Say that every event up to the flush `seq` has been handled."""

    NAME = "feed_ack"
    REPLY = Done

    seq: int


class LibraryOpenView(Request):
    """Open the list of a section, filtered by what was typed, in an order. The same list twice is one view."""

    NAME = "library_open_view"
    REPLY = View

    section: Section
    query: Annotated[str, Field(max_length=500)]
    sort: Sort


class LibraryRows(Request):
    """Read rows of a view by place."""

    NAME = "library_rows"
    REPLY = Rows

    view_id: int
    start: Start
    count: Annotated[int, Field(ge=1, le=ROWS_LIMIT)]


class LibraryLocate(Request):
    """Find where tracks stand in a view, for selection, focus and scroll, which hold on to ids."""

    NAME = "library_locate"
    REPLY = Places

    view_id: int
    track_ids: Annotated[list[int], Field(max_length=1000)]


class LibraryTrackIds(Request):
    """Read the ids of a range of a view, for selecting it."""

    NAME = "library_track_ids"
    REPLY = TrackIds

    view_id: int
    start: Start
    count: Annotated[int, Field(ge=1, le=IDS_LIMIT)]


class FoldersList(Request):
    """Read the music folders."""

    NAME = "folders_list"
    REPLY = Folders


class FoldersAdd(Request):
    """Add a music folder by path and scan it. A folder inside a known one is scanned under that one."""

    NAME = "folders_add"
    REPLY = FolderAdded

    path: Annotated[str, Field(min_length=1, max_length=4096)]


class FoldersPick(Request):
    """Show the system's dialog for choosing a folder."""

    NAME = "folders_pick"
    REPLY = Picked


class FoldersRemove(Request):
    """Take a music folder and its tracks out of the library. Adding it again brings back all as it was."""

    NAME = "folders_remove"
    REPLY = Done

    folder_id: int


class FoldersConfirmEmpty(Request):
    """Confirm that a folder was emptied on purpose: its tracks become missing and it is online again."""

    NAME = "folders_confirm_empty"
    REPLY = Done

    folder_id: int


class ScanStart(Request):
    """Scan music folders for changes; all of them when none is named."""

    NAME = "scan_start"
    REPLY = ScanStarted

    folder_ids: list[int] | None = None


class ScanCancel(Request):
    """Stop a scan. What it has done stays; the next one goes on from there."""

    NAME = "scan_cancel"
    REPLY = Done

    job_id: str


class ScanList(Request):
    """Read the scan that runs or ran last, and those that wait."""

    NAME = "scan_list"
    REPLY = ScanJobs


class ScanErrorList(Request):
    """Read what could not be read, of one folder or of all."""

    NAME = "scan_error_list"
    REPLY = ScanErrors

    folder_id: int | None = None
    start: Start = 0
    count: Annotated[int, Field(ge=1, le=ROWS_LIMIT)] = 200


class SettingsList(Request):
    """Read all settings."""

    NAME = "settings_list"
    REPLY = SettingsReply


class SettingsSet(Request):
    """Give a setting a value."""

    NAME = "settings_set"
    REPLY = Done

    key: str
    value: Any


class SettingsReset(Request):
    """Give a setting its default again."""

    NAME = "settings_reset"
    REPLY = Done

    key: str


REQUESTS: tuple[type[Request], ...] = (
    FeedSubscribe,
    FeedAck,
    LibraryOpenView,
    LibraryRows,
    LibraryLocate,
    LibraryTrackIds,
    FoldersList,
    FoldersAdd,
    FoldersPick,
    FoldersRemove,
    FoldersConfirmEmpty,
    ScanStart,
    ScanCancel,
    ScanList,
    ScanErrorList,
    SettingsList,
    SettingsSet,
    SettingsReset,
)
