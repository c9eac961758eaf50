"""Requests about the music folders."""

from dunnock.contract.models import Acted, Done, FolderAdded, Folders, Picked
from dunnock.contract.requests.base import PathText, Request


class FoldersList(Request):
    """Read the music folders."""

    NAME = "folders_list"
    REPLY = Folders


class FoldersAdd(Request):
    """Add a music folder by path and scan it. A folder inside a known one is scanned under that one."""

    NAME = "folders_add"
    REPLY = FolderAdded

    path: PathText


class FoldersPick(Request):
    """Show the system's dialog for choosing a folder."""

    NAME = "folders_pick"
    REPLY = Picked


class FoldersRemove(Request):
    """Take a music folder and its tracks out of the library. Adding it again brings back all as it was."""

    NAME = "folders_remove"
    REPLY = Acted

    folder_id: int


class FoldersConfirmEmpty(Request):
    """Confirm that a folder was emptied on purpose: its tracks become missing and it is online again."""

    NAME = "folders_confirm_empty"
    REPLY = Done

    folder_id: int
