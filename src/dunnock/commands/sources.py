"""What a window names tracks by, as the services know it."""

from dunnock.commands.context import Context
from dunnock.contract.requests import Source as Requested
from dunnock.services.sources import Source


def source_of(context: Context, requested: Requested) -> Source:
    """The services' source for a requested one: paths become bytes, a view's range a tuple."""
    view, paths = requested.view, requested.paths
    return Source(
        track_ids=requested.track_ids,
        album_of=requested.album_of,
        artist_of=requested.artist_of,
        playlist_id=requested.playlist_id,
        queue_entry_ids=requested.queue_entry_ids,
        playlist_entry_ids=requested.playlist_entry_ids,
        paths=None if paths is None else [context.path_of(path) for path in paths],
        view=None if view is None else (view.view_id, view.start, view.count),
    )
