"""Requests about the music folders."""

from dunnock.commands.context import Context, off_the_loop
from dunnock.contract.models import Acted, Done, FolderAdded, Folders, Picked
from dunnock.contract.requests import (
    FoldersAdd,
    FoldersConfirmEmpty,
    FoldersList,
    FoldersPick,
    FoldersRemove,
)


async def list_folders(context: Context, request: FoldersList) -> Folders:
    """Read the music folders."""
    return await off_the_loop(context.app.folders.list)


async def add(context: Context, request: FoldersAdd) -> FolderAdded:
    """Add a music folder and scan it."""

    def add_and_scan() -> FolderAdded:
        folder_id = context.app.folders.add(context.path_of(request.path))
        scan = context.app.scans.start([folder_id])
        return FolderAdded(as_of=scan.as_of, epoch=scan.epoch, folder_id=folder_id, job_id=scan.job_id)

    return await off_the_loop(add_and_scan)


async def pick(context: Context, request: FoldersPick) -> Picked:
    """Show the system's dialog for choosing a folder."""
    path = await context.window.pick_folder()
    return Picked(path=None if path is None else context.show_path(path))


async def remove(context: Context, request: FoldersRemove) -> Acted:
    """Take a music folder and its tracks out of the library."""
    return await off_the_loop(context.app.folders.remove, request.folder_id)


async def confirm_empty(context: Context, request: FoldersConfirmEmpty) -> Done:
    """Confirm that a folder was emptied on purpose."""
    await off_the_loop(context.app.folders.confirm_empty, request.folder_id)
    return Done()
