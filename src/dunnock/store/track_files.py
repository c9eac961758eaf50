"""Where the file of a track lies, for those who read it."""

from typing import NamedTuple

from dunnock.store.database import Reader


class TrackFile(NamedTuple):
    """The file of a track. `reachable` is false while the track is missing or its folder is offline."""

    path: bytes
    reachable: bool


def track_file(reader: Reader, track_id: int) -> TrackFile | None:
    """The file of a track, in a removed folder or not; None if there is no such track."""
    row = reader.row(
        "SELECT directory.path, name, missing_since IS NULL AND root.offline_reason IS NULL FROM track"
        " JOIN directory ON directory.id = directory_id"
        " JOIN folder ON folder.id = track.folder_id"
        " JOIN folder AS root ON root.id = coalesce(folder.parent_id, folder.id)"
        " WHERE track.id = ?",
        (track_id,),
    )
    return None if row is None else TrackFile(row[0].rstrip(b"/") + b"/" + row[1], bool(row[2]))
