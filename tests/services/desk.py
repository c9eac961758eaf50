"""The services of a person's own things on one database, with some tracks to put into lists, and what they told."""

import random
from dataclasses import dataclass, field

from dunnock.contract.events import BY_NAME, Event
from dunnock.feed import Feed
from dunnock.services import favorites, folders, settings
from dunnock.services.favorites import FavoritesService
from dunnock.services.folders import FoldersService
from dunnock.services.history import HistoryService
from dunnock.services.playlists import PlaylistsService
from dunnock.services.playlists import changes as playlist_changes
from dunnock.services.playlists.files import PlaylistFiles
from dunnock.services.queue import QueueService
from dunnock.services.queue import changes as queue_changes
from dunnock.services.settings import SettingsService
from dunnock.services.sources import Source, Sources
from dunnock.store.database import Database
from tests.store.sample_library import filled


@dataclass
class Desk:
    """What a window or a command works with. Two on one file are two processes to each other."""

    database: Database
    seed: int = 0
    tracks: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sources = Sources(
            self.database, lambda view_id, start, count: self.tracks[start : start + count]
        )
        self.queue = QueueService(self.database, self.sources, random.Random(self.seed))
        self.favorites = FavoritesService(self.database)
        self.playlists = PlaylistsService(self.database, self.sources)
        self.files = PlaylistFiles(self.database)
        self.folders = FoldersService(self.database)
        self.settings = SettingsService(self.database)
        domains = (queue_changes, favorites, playlist_changes, folders, settings)
        self.history = HistoryService(self.database, {each.DOMAIN: each.restore for each in domains})
        self._log = Feed(self.database)
        self._seen = 0

    def fill(self, count: int) -> list[int]:
        """Have a folder with so many tracks, and return their ids."""
        self.tracks = filled(self.database, [f"Title {number}" for number in range(count)])
        self.told()
        return self.tracks

    def told(self) -> list[Event]:
        """The events since this was last asked, in order."""
        rows = self._log.read_log(self._seen, 100_000)
        self._seen = rows[-1].seq if rows else self._seen
        return [BY_NAME[row.name].model_validate_json(row.payload) for row in rows]

    def queue_ids(self) -> list[int]:
        """The entries of the queue, in order."""
        return self.queue.entry_ids(0, 100_000).entry_ids

    def queue_tracks(self) -> list[int]:
        """The tracks of the queue, in order."""
        return [row.track.id for row in self.queue.rows(0, 100_000).rows]

    def playlist_ids(self, playlist_id: int) -> list[int]:
        """The entries of a playlist, in order."""
        return self.playlists.entry_ids(playlist_id, 0, 100_000).entry_ids

    def liked(self) -> set[int]:
        """The favorites among the tracks."""
        with self.database.read() as reader:
            return {int(row[0]) for row in reader.rows("SELECT track_id FROM favorite")}


def of(*track_ids: int) -> Source:
    """Tracks, named one by one."""
    return Source(track_ids=track_ids)
