"""Requests about playlists."""

from dunnock.commands.context import Context
from dunnock.commands.sources import source_of
from dunnock.contract.models import (
    Acted,
    EntryIds,
    EntryPlaces,
    Picked,
    PlaylistAdded,
    PlaylistCreated,
    PlaylistExported,
    PlaylistImported,
    PlaylistRows,
    Playlists,
)
from dunnock.contract.requests import (
    PlaylistAdd,
    PlaylistCreate,
    PlaylistDelete,
    PlaylistEntryIds,
    PlaylistExport,
    PlaylistImport,
    PlaylistLocate,
    PlaylistMove,
    PlaylistPickFile,
    PlaylistPickTarget,
    PlaylistReadRows,
    PlaylistRemove,
    PlaylistsList,
    PlaylistUpdate,
)


def list_playlists(context: Context, request: PlaylistsList) -> Playlists:
    """Read all playlists."""
    return context.app.playlists.list()


def rows(context: Context, request: PlaylistReadRows) -> PlaylistRows:
    """Read entries by place."""
    return context.app.playlists.rows(request.playlist_id, request.start, request.count)


def locate(context: Context, request: PlaylistLocate) -> EntryPlaces:
    """Find where entries stand."""
    return context.app.playlists.locate(request.playlist_id, request.entry_ids)


def entry_ids(context: Context, request: PlaylistEntryIds) -> EntryIds:
    """Read the ids of a range."""
    return context.app.playlists.entry_ids(request.playlist_id, request.start, request.count)


def create(context: Context, request: PlaylistCreate) -> PlaylistCreated:
    """Make a playlist."""
    source = None if request.source is None else source_of(context, request.source)
    return context.app.playlists.create(request.name, source)


def update(context: Context, request: PlaylistUpdate) -> Acted:
    """Rename or describe a playlist."""
    return context.app.playlists.update(
        request.playlist_id, name=request.name, description=request.description
    )


def delete(context: Context, request: PlaylistDelete) -> Acted:
    """Delete a playlist."""
    return context.app.playlists.delete(request.playlist_id)


def add(context: Context, request: PlaylistAdd) -> PlaylistAdded:
    """Add tracks."""
    source = source_of(context, request.source)
    return context.app.playlists.add(request.playlist_id, source, request.before_entry_id, request.duplicates)


def remove(context: Context, request: PlaylistRemove) -> Acted:
    """Remove entries."""
    return context.app.playlists.remove(request.playlist_id, request.entry_ids)


def move(context: Context, request: PlaylistMove) -> Acted:
    """Move entries."""
    return context.app.playlists.move(request.playlist_id, request.entry_ids, request.before_entry_id)


def import_file(context: Context, request: PlaylistImport) -> PlaylistImported:
    """Make a playlist of a file."""
    return context.app.playlist_files.read(context.path_of(request.path))


def export_file(context: Context, request: PlaylistExport) -> PlaylistExported:
    """Write a playlist to a file."""
    return context.app.playlist_files.write(
        request.playlist_id, context.path_of(request.path), request.format, relative=request.relative
    )


def pick_file(context: Context, request: PlaylistPickFile) -> Picked:
    """Show the system's dialog for choosing a playlist file to import."""
    return _picked(context, context.window.pick_playlist())


def pick_target(context: Context, request: PlaylistPickTarget) -> Picked:
    """Show the system's dialog for choosing the file a playlist is written to."""
    return _picked(context, context.window.pick_playlist_target(request.name))


def _picked(context: Context, path: bytes | None) -> Picked:
    return Picked(path=None if path is None else context.show_path(path))
