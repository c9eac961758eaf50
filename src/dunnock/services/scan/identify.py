"""Recognising a file that was moved and changed at once, by its audio, in the background after a scan."""

import logging
from collections.abc import Callable
from operator import itemgetter

from dunnock.contract.events import LibraryUpdated
from dunnock.media.identity import audio_fingerprint
from dunnock.media.rows import TrackRow, build_row
from dunnock.media.tags import UnreadableFile, read_tags
from dunnock.services import favorites
from dunnock.services.playlists import changes as playlists
from dunnock.store import plays, queue, tracks
from dunnock.store.database import Database

_log = logging.getLogger(__name__)

_BATCH = 50

_UNKNOWN = b""
"""Recorded for audio that cannot be identified, so that it is not tried again."""

tags_of_row = itemgetter(*(TrackRow._fields.index(name) for name in tracks.TAG_COLUMNS))
"""The values of a row in the order of the track's columns."""


class Identifier:
    """Fingerprints the audio of tracks, and gives a missing track the file that has its audio."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def needed(self) -> bool:
        """Whether a missing track waits for its file to be recognised."""
        with self._database.read() as reader:
            return tracks.any_missing_identified(reader)

    def run(self, stopped: Callable[[], bool], limit: int | None = None) -> int:
        """Identify tracks that have not been yet, the newest first, at most `limit`; return how many were looked at."""
        before, count = None, 0
        while not stopped() and (limit is None or count < limit):
            with self._database.read() as reader:
                batch = tracks.without_fingerprint(reader, before, _BATCH)
            if not batch:
                break
            found = {track_id: self._fingerprint(path) for track_id, path in batch}
            with self._database.transaction(background=True) as transaction:
                for track_id, fingerprint in found.items():
                    tracks.set_fingerprint(transaction, track_id, fingerprint)
            for track_id, path in batch:
                if found[track_id] != _UNKNOWN:
                    self._reunite(track_id, path, found[track_id])
            before, count = batch[-1][0], count + len(batch)
        return count

    def _fingerprint(self, path: bytes) -> bytes:
        try:
            return audio_fingerprint(path) or _UNKNOWN
        except OSError:
            # It went away since it was scanned; the next scan says so, and a new file starts without a fingerprint.
            return _UNKNOWN

    def _reunite(self, track_id: int, path: bytes, fingerprint: bytes) -> None:
        """If a missing track has this audio, this is its file: it takes it, and the newcomer is gone."""
        with self._database.read() as reader:
            missing_id = tracks.missing_with_fingerprint(reader, fingerprint)
        if missing_id is None:
            return
        try:
            row = build_row(path, read_tags(path))
        except (UnreadableFile, OSError):
            return
        with self._database.transaction(background=True) as transaction:
            place = tracks.place(transaction, track_id)
            if place is None or tracks.missing_with_fingerprint(transaction, fingerprint) != missing_id:
                return
            tracks.take_plays(transaction, missing_id, track_id)
            plays.follow_track(transaction, track_id, missing_id)
            queue.follow_track(transaction, track_id, missing_id)
            favorites.follow_track(transaction, track_id, missing_id)
            playlists.follow_track(transaction, track_id, missing_id)
            tracks.remove(transaction, track_id)
            tracks.update(transaction, missing_id, place, tags_of_row(row), row.search_text)
            tracks.set_fingerprint(transaction, missing_id, fingerprint)
            playlists.resolve(transaction, [(path, missing_id)])
            transaction.emit(LibraryUpdated(action="removed", track_ids=[track_id]))
            transaction.emit(LibraryUpdated(action="updated", track_ids=[missing_id]))
        _log.info("Track %s was recognised at its new place.", missing_id)
