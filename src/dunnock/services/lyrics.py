"""The words of tracks."""

from dunnock.contract.models import Lyrics
from dunnock.services.track_file import known_file
from dunnock.store.database import Database


class LyricsService:
    """Reads lyrics from where they are, each time: they are asked for once a track. Blocks."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def lyrics(self, track_id: int) -> Lyrics:
        """The words of a track; no lines if it has none or cannot be reached.

        Raises:
            NotFoundError: there is no such track.
        """
        file = known_file(self._database, track_id)
        from dunnock.media.lyrics import NO_LYRICS, read_lyrics

        return read_lyrics(file.path) if file.reachable else NO_LYRICS
