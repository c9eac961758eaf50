"""Music folders."""

from typing import Literal

from dunnock.contract.models.base import Model, Reply


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


class FolderAdded(Reply):
    """The folder under which the asked path is scanned, and the job that scans it."""

    folder_id: int
    job_id: str


class Picked(Model):
    """The folder or file chosen in the system's dialog; null when it was closed without a choice."""

    path: str | None
