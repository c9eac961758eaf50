"""The composition root: opens the store, builds the services, and owns their start and stop."""

import logging
import os
import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

import platformdirs

from dunnock.contract.errors import DatabaseUnusableError
from dunnock.contract.events import LibraryScanComplete
from dunnock.feed import Feed
from dunnock.media.player import Listener, Player, PlayerFactory
from dunnock.services import favorites, folders, settings
from dunnock.services.app_requests import AppRequests
from dunnock.services.artwork import ArtworkService
from dunnock.services.favorites import FavoritesService
from dunnock.services.folders import FoldersService
from dunnock.services.history import HistoryService
from dunnock.services.instance import is_open
from dunnock.services.library import LibraryService
from dunnock.services.lyrics import LyricsService
from dunnock.services.playback import PlaybackService
from dunnock.services.playlists import PlaylistsService
from dunnock.services.playlists import changes as playlists
from dunnock.services.playlists.files import PlaylistFiles
from dunnock.services.queue import QueueService
from dunnock.services.queue import changes as queue
from dunnock.services.scan import ScanService
from dunnock.services.settings import SettingsService
from dunnock.services.sources import Sources
from dunnock.store.change_log import LogRow
from dunnock.store.database import Database
from dunnock.views import Views

_log = logging.getLogger(__name__)

FOLDER_CHECK_SECONDS = 5.0
"""How often a running app looks whether a folder has gone offline or come back: one look at each folder's root."""

TIDY_SECONDS = 3600.0
"""How often a running app tidies the history."""


def dunnock_home() -> Path:
    """The folder of the database, the caches and the logs: `DUNNOCK_HOME`, or the system's place for a user's data."""
    chosen = os.environ.get("DUNNOCK_HOME")
    return (
        Path(chosen).absolute() if chosen else Path(platformdirs.user_data_path("dunnock", appauthor=False))
    )


def _mpv_player(make_way: Callable[[], None], listener: Listener) -> Player:
    """Make a player of libmpv. The window has set the locale to C by then, or libmpv would end the process."""
    # Late: the command line, and a system without libmpv, do all else without it.
    from dunnock.media.mpv_player import make_player

    return make_player(listener, make_way=make_way)


class App:
    """Dunnock without a window.

    Args:
        home: the folder of the database, the caches and the logs.
        make_player: makes what plays, in place of libmpv; with `start` soon, else when something is to be played.
        open_database: opens the database, for who needs to know of commits before the feed does.

    Raises:
        DatabaseUnusableError: the home folder or the database in it cannot be used.
    """

    def __init__(
        self,
        home: Path,
        make_player: PlayerFactory | None = None,
        *,
        open_database: Callable[[Path], Database] = Database,
    ) -> None:
        try:
            home.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise DatabaseUnusableError(
                f"The folder {home} cannot be made: {error.strerror}.",
                "Set DUNNOCK_HOME to a folder you can write to.",
            ) from error
        self.home = home
        self.database = open_database(home / "dunnock.db")
        self.feed = Feed(self.database)
        self.settings = SettingsService(self.database)
        self.folders = FoldersService(self.database)
        self.scans = ScanService(self.database, self.folders)
        self.library = LibraryService(self.database)
        self.views = Views(self.database, self.feed.publish)
        self.feed.before_delivery(self.views.take)
        self.sources = Sources(self.database, lambda *view: self.views.track_ids(*view).track_ids)
        self.queue = QueueService(self.database, self.sources)
        self.favorites = FavoritesService(self.database)
        self.playlists = PlaylistsService(self.database, self.sources)
        self.playlist_files = PlaylistFiles(self.database)
        self.history = HistoryService(
            self.database,
            {each.DOMAIN: each.restore for each in (queue, favorites, playlists, folders, settings)},
        )
        self.artwork = ArtworkService(self.database, home / "artwork")
        self.lyrics = LyricsService(self.database)
        self.playback = PlaybackService(
            self.database,
            self.queue,
            self.sources,
            make_player or partial(_mpv_player, self.feed.make_way),
            lambda: is_open(home),
        )
        self.requests = AppRequests(self.database, self.feed.on_look)
        self._stop = threading.Event()
        self._scanned = threading.Event()
        self._scan_ended = False
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> None:
        """Begin what a window needs: the feed, the views, folders that come back by themselves, and first scans.

        May be called twice.
        """
        if self._threads:
            return
        self.views.start()
        self.feed.before_delivery(self._note_scans)
        self.feed.on_look(self._follow_scans)
        self.playback.start()
        self.feed.before_delivery(self.playback.take)
        self.requests.listen(self.playback.carry_out)
        self.feed.start()
        for work in (self._keep_folders, self._identify, self._tidy):
            thread = threading.Thread(target=work, name=work.__name__.strip("_"), daemon=True)
            thread.start()
            self._threads.append(thread)

    def close(self) -> None:
        """End everything, the newest first. May be called twice."""
        self._stop.set()
        self._scanned.set()
        self.playback.close()
        self.scans.close()
        while self._threads:
            self._threads.pop().join()
        self.feed.close()
        self.views.close()
        self.artwork.close()
        self.database.close()

    def _keep_folders(self) -> None:
        """Scan what has changed since last time, then keep an eye on the folders."""
        self._try(self.scans.recover)
        self._try(self._scan_at_start)
        while not self._stop.wait(FOLDER_CHECK_SECONDS):
            self._try(self._check_folders)
            # Else a `dunnock scan` that was killed would be shown as running for ever.
            self._try(self.scans.recover)

    def _check_folders(self) -> None:
        back = self.folders.check()
        if back:
            self.scans.start(back)

    @staticmethod
    def _try(act: Callable[[], object]) -> None:
        try:
            act()
        except Exception:  # noqa: BLE001 - a busy database now must not keep folders offline for the rest of the day
            _log.exception("The folders could not be looked at; it is tried again.")

    def _scan_at_start(self) -> None:
        always = self.settings.get("scan_on_start")
        # A folder that was never scanned to the end was interrupted: it goes on whatever the setting says.
        due = [each.id for each in self.folders.list().folders if always or each.scanned_at is None]
        if due:
            self.scans.start(due)

    def _tidy(self) -> None:
        """Forget, from time to time, what the history cannot bring back any more."""
        while True:
            try:
                self.history.tidy()
            except Exception:  # noqa: BLE001 - what is not tidied now does no harm
                _log.exception("The history could not be tidied; it is tried again later.")
            if self._stop.wait(TIDY_SECONDS):
                return

    def _note_scans(self, rows: Sequence[LogRow]) -> None:
        self._scan_ended |= any(row.name == LibraryScanComplete.NAME for row in rows)

    def _follow_scans(self) -> None:
        """Begin what comes after a scan: once windows have its event, which would otherwise wait for this work."""
        if self._scan_ended:
            self._scan_ended = False
            self._scanned.set()

    def _identify(self) -> None:
        """Identify audio after each scan, of whatever process."""
        self._scanned.set()
        while True:
            self._scanned.wait()
            # Cleared before the look at `_stop`: the other way round, a close in between would never be noticed.
            self._scanned.clear()
            if self._stop.is_set():
                return
            try:
                self.scans.identify(everything=True)
            except Exception:  # noqa: BLE001 - whatever it is, it goes into the log
                _log.exception("Audio could not be identified; it is tried again after the next scan.")
