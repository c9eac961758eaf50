"""What is done to the library, the same in the program's own backend and in the one it is compared with."""

import fcntl
import os
import time
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from benchmarks.events.remote import Commands
from dunnock.app import App
from dunnock.contract.events import LibraryUpdated
from dunnock.contract.settings import Sort
from dunnock.services.scan.progress import end_job, progress_event
from dunnock.services.sources import Source
from dunnock.store import scans
from dunnock.store.database import Transaction, now_ms
from dunnock.store.scans import Tally

ON_SCREEN = 15
"""Rows that are looked at: they are on the screen of a window of the usual size."""

_BY_ARTIST = Sort(column="artist", descending=False)


class CommitClock:
    """When the last commit with an event was on the disk, in ns of the clock all processes of a machine share."""

    def __init__(self) -> None:
        self.ns = 0

    def stamp(self) -> None:
        """Note the moment. To be called before anything else hears of a commit."""
        self.ns = time.monotonic_ns()


class Acts:
    """Every act says when its commit was done and the number of its last event."""

    def __init__(self, app: App, clock: CommitClock) -> None:
        self._app = app
        self._clock = clock
        view = app.views.open("library", "", _BY_ARTIST)
        self._targets = app.views.track_ids(view.view_id, 0, view.total).track_ids
        self._playlist = app.playlists.list().playlists[0].id
        self._round = 0
        self._tally = Tally()
        self._job: str | None = None
        self._scan_lock = os.open(app.home / "scan.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._acts: dict[str, Callable[[], object]] = {
            "library:updated": self._library,
            "queue:updated": self._queue,
            "favorites:updated": self._favorite,
            "playlists:updated": self._rename,
            "settings:updated": self._setting,
            "library:scan-progress": self._progress,
            "library:scan-complete": self._complete,
        }

    @property
    def commands(self) -> Commands:
        """What a process that holds the library can be asked for."""
        return {
            "prepare": self.prepare,
            "one": self.one,
            "rows": self.rows,
            "burst": self.burst,
            "ids": self.ids,
        }

    def prepare(self, event: str) -> None:
        """Bring about what the act for an event needs: for those of a scan, a scan that runs."""
        if not event.startswith("library:scan-") or self._job is not None:
            return
        # Held as a scan holds it, or the program would take the job for one a dead process has left.
        fcntl.flock(self._scan_lock, fcntl.LOCK_EX)
        self._job, self._tally = uuid.uuid4().hex, Tally()
        with self._app.database.transaction() as transaction:
            scans.insert_job(transaction, self._job, [])
            scans.begin(transaction, self._job, now_ms())
            transaction.emit(progress_event(self._job, "scanning", self._tally))

    def one(self, event: str) -> dict[str, Any]:
        """Do what sends one event of this name, and changes what is seen."""
        self._round += 1
        self._acts[event]()
        return self._done(0)

    def burst(self, changes: int, per: int) -> dict[str, Any]:
        """Change rows of the list one after the other, one event each, so many in a transaction, as fast as it goes.

        Returns:
            As every act, and `began`; `rows` are the first rows of the list as they must be seen in the end.
        """
        self._round += 1
        began = time.monotonic_ns()
        for start in range(0, changes, per):
            with self._app.database.transaction(background=True) as transaction:
                for number in range(start, min(start + per, changes)):
                    # Counted from the end, so that the last change is the first row's.
                    track_id = self._targets[(changes - 1 - number) % len(self._targets)]
                    self._retitle(transaction, [track_id], number)
                    transaction.emit(LibraryUpdated(action="updated", track_ids=[track_id]))
        return {**self._done(changes), "began": began}

    def rows(self, changes: int) -> list[tuple[int, str]]:
        """The first rows as the next burst of so many changes will leave them."""
        return [
            (self._targets[place], self._title(self._round + 1, changes - 1 - place))
            for place in range(min(ON_SCREEN, changes))
        ]

    def ids(self, count: int) -> dict[str, Any]:
        """Change the first row, and tell of so many tracks in one event, the changed one in the middle."""
        self._round += 1
        ids = [*range(1_000_000, 1_000_000 + count - 1)]
        ids.insert(len(ids) // 2, self._targets[0])
        with self._app.database.transaction(background=True) as transaction:
            self._retitle(transaction, self._targets[:1], 0)
            transaction.emit(LibraryUpdated(action="updated", track_ids=ids))
        return self._done(1)

    def _done(self, events: int) -> dict[str, Any]:
        return {"committed": self._clock.ns, "seq": self._app.feed.last_seq(), "events": events}

    @staticmethod
    def _title(round_: int, number: int) -> str:
        return f"Take {round_}, number {number}"

    def _retitle(self, transaction: Transaction, track_ids: Iterable[int], number: int) -> None:
        title = self._title(self._round, number)
        transaction.executemany(
            "UPDATE track SET title_display = ? WHERE id = ?", ((title, each) for each in track_ids)
        )

    def _library(self) -> None:
        with self._app.database.transaction() as transaction:
            self._retitle(transaction, self._targets[:1], 0)
            transaction.emit(LibraryUpdated(action="updated", track_ids=self._targets[:1]))

    def _queue(self) -> None:
        self._app.queue.add(Source(track_ids=self._targets[:1]))

    def _favorite(self) -> None:
        self._app.favorites.toggle(self._targets[:1])

    def _rename(self) -> None:
        self._app.playlists.update(self._playlist, name=f"List {self._round}")

    def _setting(self) -> None:
        theme = "light" if self._app.settings.get("theme") == "dark" else "dark"
        self._app.settings.set("theme", theme)

    def _progress(self) -> None:
        assert self._job is not None
        self._tally.scanned += 1
        with self._app.database.transaction(background=True) as transaction:
            scans.save(transaction, self._job, self._tally)
            transaction.emit(progress_event(self._job, "scanning", self._tally))

    def _complete(self) -> None:
        assert self._job is not None
        with self._app.database.transaction(background=True) as transaction:
            end_job(transaction, self._job, "completed", None)
        self._job = None
        fcntl.flock(self._scan_lock, fcntl.LOCK_UN)
