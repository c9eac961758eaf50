"""What replies are made of."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

TrackState = Literal["ok", "missing", "offline"]
"""`missing`: its folder is there, its file is not. `offline`: its folder cannot be reached now."""

Section = Literal["library", "recently-added"]
"""The lists of tracks a window can open."""

ScanStatus = Literal["queued", "scanning", "completed", "failed", "cancelled"]


class Model(BaseModel):
    """The base of all replies and their parts."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Reply(Model):
    """A reply that reads the database: `as_of` is the last change it has seen.

    A window drops a reply older than the one it shows, of the same request; `epoch` tells a restored database from
    the one before.
    """

    as_of: int
    epoch: str


class Done(Model):
    """The act was carried out; what it changed comes as events."""


class Track(Model):
    """One row of a track list. Times are in milliseconds; `added_at` since the Unix epoch."""

    id: int
    title: str
    artist: str
    album: str
    album_artist: str
    track_no: int | None
    disc_no: int | None
    year: int | None
    duration_ms: int
    added_at: int
    plays: int
    codec: str
    state: TrackState
    path: str


class Subscribed(Reply):
    """The window's place in the feed: events after `seq` follow."""

    seq: int
    window: str


class View(Reply):
    """An open view: a sorted, filtered list of track ids that the backend keeps."""

    view_id: int
    revision: int
    total: int
    duration_ms: int


class Rows(Reply):
    """Rows `start` and after of a view, with its total number and duration.

    A row is null where a track has left the library since the view was last rebuilt.
    """

    view_id: int
    revision: int
    total: int
    duration_ms: int
    start: int
    rows: list[Track | None]


class Places(Reply):
    """Where tracks stand in a view, in the order asked; null where one is not in it."""

    view_id: int
    revision: int
    places: list[int | None]


class TrackIds(Reply):
    """Ids `start` and after of a view."""

    view_id: int
    revision: int
    start: int
    track_ids: list[int]


class Folder(Model):
    """A music folder.

    `state` is offline when it cannot be reached; `reason` says why, in a sentence. `can_confirm_empty` where the folder
    itself can be read and only its music is not there: a person may know that it was taken out on purpose.
    """

    id: int
    path: str
    state: Literal["online", "offline"]
    reason: str | None
    can_confirm_empty: bool
    track_count: int
    missing_count: int
    error_count: int
    scanned_at: int | None


class Folders(Reply):
    """The music folders, in the order of their paths."""

    folders: list[Folder]


class ScanJob(Model):
    """A scan, running, waiting or done."""

    job_id: str
    status: ScanStatus
    folder_paths: list[str]
    scanned: int
    found: int
    errors: int
    current_path: str | None
    added: int
    updated: int
    removed: int
    skipped: int
    started_at: int | None
    duration_ms: int
    message: str | None


class ScanJobs(Reply):
    """The scan that runs or ran last, and those that wait."""

    jobs: list[ScanJob]


class ScanStarted(Reply):
    """The job that scans what was asked for: a new one, or one that was already waiting to do just that."""

    job_id: str


class ScanError(Model):
    """A file or folder the last scan could not read, and why."""

    folder_id: int
    path: str
    reason: str
    at: int


class ScanErrors(Reply):
    """What could not be read, by path."""

    total: int
    errors: list[ScanError]


class FolderAdded(Reply):
    """The folder under which the asked path is scanned, and the job that scans it."""

    folder_id: int
    job_id: str


class Picked(Model):
    """The folder chosen in the system's dialog; null when it was closed without a choice."""

    path: str | None


class SettingsReply(Reply):
    """All settings' values by key."""

    values: dict[str, Any]
