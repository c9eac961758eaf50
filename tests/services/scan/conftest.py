"""A library on real files, a real database and real reader processes."""

import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import pytest

from dunnock.app import App
from dunnock.contract.models import ScanJob
from dunnock.media.pool import ReadBatch, ReaderPool
from dunnock.services.scan import job as job_module

SECONDS = 30
"""Longer than any scan here takes."""


class Known(NamedTuple):
    """What the library knows of a track."""

    id: int
    title: str
    missing: bool


class SharedReaders:
    """The real reader processes, started once for many scans, and a count of what they were given."""

    def __init__(self) -> None:
        self.paths: list[bytes] = []
        self._pool = ReaderPool(2)

    def __call__(self) -> Self:
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool.pending:
            # a scan that was stopped has left answers that are nobody's
            self._pool.close()
            self._pool = ReaderPool(2)

    def submit(self, batch_id: int, paths: Sequence[bytes]) -> None:
        self.paths += paths
        self._pool.submit(batch_id, paths)

    def get(self, timeout: float | None = None) -> ReadBatch | None:
        return self._pool.get(timeout)

    def close(self) -> None:
        self._pool.close()


class Library:
    """An app without a window on a home and a music folder, and short words for what tests do with them."""

    def __init__(self, app: App, music: Path, readers: SharedReaders) -> None:
        self.app = app
        self.music = music
        self._readers = readers

    def add(self, folder: Path | None = None) -> int:
        """Register a folder, by default the music folder."""
        return self.app.folders.add(os.fsencode(folder or self.music))

    def scan(self, *folder_ids: int, status: str = "completed") -> ScanJob:
        """Scan folders, by default the music folder alone, to the end."""
        asked = folder_ids or [self.add()]
        job = self.app.scans.wait(self.app.scans.start(asked).job_id, SECONDS)
        assert job.status == status, job
        return job

    def tracks(self, root: Path | None = None) -> dict[str, Known]:
        """What is known of each track, by its path below `root`, by default the music folder.

        A missing track whose place is another's is under its path and its id.
        """
        prefix = os.fsencode(root or self.music) + b"/"
        found: dict[str, Known] = {}
        with self.app.database.read() as reader:
            rows = reader.rows(
                "SELECT directory.path, name, track.id, title_display, missing_since IS NOT NULL"
                " FROM track JOIN directory ON directory.id = directory_id ORDER BY missing_since IS NOT NULL, track.id"
            )
            for directory, file, track_id, title, missing in rows:
                path = directory + b"/" + file
                if path.startswith(prefix):
                    name = os.fsdecode(path.removeprefix(prefix))
                    place = f"{name} (was {track_id})" if name in found else name
                    found[place] = Known(track_id, title, bool(missing))
        return found

    def ids(self, root: Path | None = None) -> dict[str, int]:
        """The ids of the tracks that are not missing, by path."""
        return {place: track.id for place, track in self.tracks(root).items() if not track.missing}

    def missing(self) -> set[int]:
        """The ids of missing tracks."""
        return {track.id for track in self.tracks(self.music.parent).values() if track.missing}

    def seq(self) -> int:
        """The number of the newest event."""
        return self.app.feed.last_seq()

    def events(self, since: int, *names: str) -> list[tuple[str, dict[str, Any]]]:
        """Names and payloads of the events after `since`, all or those with these names."""
        rows = self.app.feed.read_log(since, 10_000)
        return [(row.name, json.loads(row.payload)) for row in rows if not names or row.name in names]

    def changed(self, since: int) -> dict[str, list[int]]:
        """Ids by action of the `library:updated` events after `since`."""
        found: dict[str, list[int]] = {}
        for _, payload in self.events(since, "library:updated"):
            found.setdefault(payload["action"], []).extend(payload["track_ids"])
        return found

    def errors(self) -> dict[str, str]:
        """The reasons of what could not be read, by path below the music folder."""
        prefix = f"{self.music}/"
        listed = self.app.scans.errors(None, 0, 1000)
        assert listed.total == len(listed.errors)
        return {error.path.removeprefix(prefix): error.reason for error in listed.errors}

    def was_read(self) -> Counter[str]:
        """How often each file below the music folder was given to a reader process since the last call."""
        paths, self._readers.paths = self._readers.paths, []
        prefix = f"{self.music}/"
        return Counter(os.fsdecode(path).removeprefix(prefix) for path in paths)


@pytest.fixture(scope="module")
def readers() -> Iterator[SharedReaders]:
    shared = SharedReaders()
    yield shared
    shared.close()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def music(tmp_path: Path) -> Path:
    folder = tmp_path / "Music"
    folder.mkdir()
    return folder


@pytest.fixture
def library(
    home: Path, music: Path, readers: SharedReaders, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Library]:
    monkeypatch.setattr(job_module, "ReaderPool", readers)
    readers.paths = []
    with App(home) as app:
        yield Library(app, music, readers)


def counts(job: ScanJob) -> dict[str, int]:
    """A job's counts that are not zero, of tracks."""
    fields = ("added", "updated", "removed", "skipped", "errors")
    return {field: getattr(job, field) for field in fields if getattr(job, field)}
