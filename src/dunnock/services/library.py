"""The library as a whole, for the command line."""

from dataclasses import dataclass

from dunnock.contract.models import Section, Track
from dunnock.contract.settings import Sort
from dunnock.media.fold import search_tokens
from dunnock.store import settings, track_credits, track_lists
from dunnock.store.database import Database
from dunnock.store.track_credits import Credits


@dataclass(frozen=True, slots=True)
class LibraryCounts:
    """How many tracks are shown; how many of them are missing; how many lie in folders that are offline."""

    tracks: int
    missing: int
    offline: int


class LibraryService:
    """Reads the library without keeping a view of it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def tracks(self, query: str, limit: int) -> list[Track]:
        """The first tracks that match, by artist, album, disc and number."""
        return self._tracks("library", query, Sort(column="artist", descending=False), limit)

    def favorites(self, limit: int) -> list[Track]:
        """The tracks that became favorites last, the newest first."""
        return self._tracks("favorites", "", Sort(column="added", descending=True), limit)

    def exists(self, track_id: int) -> bool:
        """Whether there is such a track, in a removed folder or not."""
        with self._database.read() as reader:
            return track_lists.tracks(reader, [track_id], also_removed=True) != [None]

    def credits(self, track_id: int) -> Credits | None:
        """Who made a track, and where its file lies; None if there is no such track."""
        with self._database.read() as reader:
            return track_credits.credits_of(reader, track_id)

    def counts(self) -> LibraryCounts:
        """Count the tracks."""
        with self._database.read() as reader:
            return LibraryCounts(*track_lists.counts(reader))

    def _tracks(self, section: Section, query: str, sort: Sort, limit: int) -> list[Track]:
        with self._database.read() as reader:
            found = track_lists.ids_and_durations(
                reader,
                section,
                search_tokens(query),
                sort,
                ignore_articles=settings.current(reader).sort_ignores_articles,
            )
            ids = [track_id for (track_id, _), _ in zip(found, range(limit), strict=False)]
            return [track for track in track_lists.tracks(reader, ids) if track is not None]
