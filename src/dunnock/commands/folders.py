"""Requests about the music folders."""

from dunnock.commands.context import Context
from dunnock.contract.models import Acted, Done, FolderAdded, Folders, Picked
from dunnock.contract.requests import (
    FoldersAdd,
    FoldersConfirmEmpty,
    FoldersList,
    FoldersPick,
    FoldersRemove,
)


def list_folders(context: Context, request: FoldersList) -> Folders:
    """Read the music folders."""
    return context.app.folders.list()


def add(context: Context, request: FoldersAdd) -> FolderAdded:
    """Add a music folder and scan it."""
    folder_id = context.app.folders.add(context.path_of(request.path))
    scan = context.app.scans.start([folder_id])
    return FolderAdded(as_of=scan.as_of, epoch=scan.epoch, folder_id=folder_id, job_id=scan.job_id)


def pick(context: Context, request: FoldersPick) -> Picked:
    """Show the system's dialog for choosing a folder."""
    path = context.window.pick_folder()
    return Picked(path=None if path is None else context.show_path(path))


def remove(context: Context, request: FoldersRemove) -> Acted:
    """Take a music folder and its tracks out of the library."""
    return context.app.folders.remove(request.folder_id)


def confirm_empty(context: Context, request: FoldersConfirmEmpty) -> Done:
    """Confirm that a folder was emptied on purpose."""
    context.app.folders.confirm_empty(request.folder_id)
    return Done()
