"""The words of tracks."""

from dunnock.contract.errors import NotFoundError
from dunnock.contract.models import Lyrics
from dunnock.store.database import Database
from dunnock.store.track_files import track_file


class LyricsService:
    """Reads lyrics from where they are, each time: they are asked for once a track. Blocks."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def lyrics(self, track_id: int) -> Lyrics:
        """The words of a track; no lines if it has none or cannot be reached.

        Raises:
            NotFoundError: there is no such track.
        """
        with self._database.read() as reader:
            file = track_file(reader, track_id)
        if file is None:
            raise NotFoundError("This track is not in the library any more.", "Choose another one.")
        from dunnock.media.lyrics import NO_LYRICS, read_lyrics

        return read_lyrics(file.path) if file.reachable else NO_LYRICS
