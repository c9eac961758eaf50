"""The file of a track, for the services that read what is in it or beside it."""

from dunnock.contract.errors import NotFoundError
from dunnock.store.database import Database
from dunnock.store.track_files import TrackFile, track_file


def known_file(database: Database, track_id: int) -> TrackFile:
    """Where the file of a track lies, and whether it can be reached. The database is free again when this returns.

    Raises:
        NotFoundError: there is no such track.
    """
    with database.read() as reader:
        file = track_file(reader, track_id)
    if file is None:
        raise NotFoundError("This track is not in the library any more.", "Choose another one.")
    return file
