"""Rows come in batches, each one transaction with its events, and what is told of a scan is true."""

import threading
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from dunnock.media.pool import ReadBatch
from dunnock.services.scan import writer
from dunnock.store.database import Database
from dunnock.store.gate import WriteGate
from tests.services.scan.conftest import SECONDS, Library, SharedReaders, counts
from tests.services.scan.music import write_album, write_song

PROGRESS, COMPLETE, LIBRARY = "library:scan-progress", "library:scan-complete", "library:updated"


@pytest.fixture
def slowly(readers: SharedReaders, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each batch of files take a while to read, as on a slow drive."""
    real_get = readers.get

    def get(timeout: float | None = None) -> ReadBatch | None:
        answer = real_get(timeout)
        if answer is not None:
            time.sleep(0.03)
        return answer

    monkeypatch.setattr(readers, "get", get)


def test_the_events_of_a_first_scan_are_exactly_these(library: Library, music: Path) -> None:
    for number in range(3):
        write_song(music / f"{number}.wav", str(number))
    folder_id = library.add()
    since = library.seq()
    job = library.scan(folder_id)
    events = library.events(since)
    running = [payload for name, payload in events if (name, payload.get("status")) == (PROGRESS, "scanning")]
    for payload in running:
        assert payload["job_id"] == job.job_id
        assert payload["current_path"] == str(music)
    ids = sorted(library.ids().values())
    told = {"job_id": job.job_id, "scanned": 3, "found": 3, "errors": 0, "current_path": None}
    stats = {"added": 3, "updated": 0, "removed": 0, "skipped": 0, "errors": 0}
    assert [event for event in events if event[1] not in running] == [
        (LIBRARY, {"action": "added", "track_ids": ids}),
        (PROGRESS, {**told, "status": "completed"}),
        (COMPLETE, {"job_id": job.job_id, "stats": {**stats, "duration_ms": job.duration_ms}}),
    ]


def test_a_scan_of_a_folder_that_has_not_changed_changes_nothing(library: Library, music: Path) -> None:
    write_album(music, 30)
    library.scan()
    since = library.seq()
    tracks = library.tracks()
    library.was_read()
    job = library.scan()
    assert counts(job) == {"skipped": 30}
    assert (job.scanned, job.found) == (30, 0)
    assert library.tracks() == tracks
    assert not library.was_read()
    assert not library.events(since, LIBRARY, "folders:updated")


def test_everything_at_once_is_counted_as_what_it_is(library: Library, music: Path) -> None:
    write_album(music / "one", 10)
    (music / "bad.mp3").touch()
    library.scan()
    known = library.ids()
    since = library.seq()
    write_album(music / "new", 4)
    for number in range(3):
        write_song(music / f"one/{number:04}.wav", "Retagged", frames=500)
    (music / "one/0003.wav").rename(music / "one/moved.wav")
    (music / "one/0004.wav").unlink()
    (music / "one/0005.wav").unlink()
    (music / "worse.mp3").touch()
    job = library.scan()
    assert counts(job) == {"added": 4, "updated": 4, "removed": 2, "skipped": 4, "errors": 2}
    assert (job.scanned, job.found) == (14, 9)
    new = [track_id for place, track_id in library.ids().items() if place.startswith("new")]
    changed = [known[f"one/{number:04}.wav"] for number in range(6)]
    told = library.changed(since)
    assert {action: sorted(ids) for action, ids in told.items()} == {"added": sorted(new), "updated": changed}
    stats = library.events(since, COMPLETE)[0][1]["stats"]
    assert stats == {
        "added": 4,
        "updated": 4,
        "removed": 2,
        "skipped": 4,
        "errors": 2,
        "duration_ms": job.duration_ms,
    }


@pytest.mark.slow
@pytest.mark.usefixtures("slowly")
def test_rows_appear_batch_by_batch_before_the_end(library: Library, music: Path) -> None:
    write_album(music, 600)
    folder_id = library.add()
    seen: list[int] = []
    job_id = library.app.scans.start([folder_id]).job_id
    deadline = time.monotonic() + SECONDS
    while library.app.scans.job(job_id).status in {"queued", "scanning"} and time.monotonic() < deadline:
        count = library.app.library.counts().tracks
        if not seen or count > seen[-1]:
            seen.append(count)
        time.sleep(0.005)
    assert library.app.library.counts().tracks == 600
    partial = [count for count in seen if 0 < count < 600]
    assert len(partial) >= 3, seen


@pytest.mark.slow
@pytest.mark.usefixtures("slowly")
def test_progress_is_told_at_most_ten_times_a_second_and_once_at_the_end(
    library: Library, music: Path
) -> None:
    write_album(music, 1000)
    folder_id = library.add()
    since = library.seq()
    job = library.scan(folder_id)
    rows = [row for row in library.app.feed.read_log(since, 10_000) if row.name == PROGRESS]
    payloads = [payload for _, payload in library.events(since, PROGRESS)]
    assert [payload["status"] for payload in payloads] == ["scanning"] * (len(rows) - 1) + ["completed"]
    assert len(rows) >= 5, "the scan was too short to say anything"
    # `at` is when a transaction ended, which may be a little later the first time and not the second
    gaps = [after.at - before.at for before, after in pairwise(rows[:-1])]
    assert min(gaps) >= 80, gaps
    assert len(rows) - 1 <= 1 + job.duration_ms / 100
    for field in ("scanned", "found", "errors"):
        values = [payload[field] for payload in payloads]
        assert values == sorted(values)


class Watcher:
    """Reads, on a connection of its own, after each commit what that commit has brought."""

    def __init__(self, library: Library) -> None:
        self._database = Database(library.app.database.path)
        self._seq = library.seq()
        self._tracks: set[int] = set()
        self.added: list[set[int]] = []
        self.told: list[set[int]] = []
        library.app.database.on_commit(self._look)

    def _look(self) -> None:
        with self._database.read() as reader:
            tracks = {row[0] for row in reader.rows("SELECT id FROM track")}
            rows = list(
                reader.rows(
                    "SELECT seq, value FROM change_log, json_each(payload, '$.track_ids')"
                    " WHERE seq > ? AND name = 'library:updated'",
                    (self._seq,),
                )
            )
        self._seq = max([self._seq, *(row[0] for row in rows)])
        if tracks != self._tracks:
            self.added.append(tracks - self._tracks)
            self.told.append({row[1] for row in rows})
            self._tracks = tracks

    def close(self) -> None:
        self._database.close()


def test_a_batch_is_one_transaction_with_its_events(library: Library, music: Path) -> None:
    write_album(music, 300)
    folder_id = library.add()
    watcher = Watcher(library)
    library.scan(folder_id)
    watcher.close()
    assert len(watcher.added) > 1
    assert watcher.added == watcher.told


@pytest.mark.slow
def test_a_batch_holds_the_database_for_a_moment_and_then_lets_others_in(
    library: Library, music: Path
) -> None:
    write_album(music, 1500)
    folder_id = library.add()
    waits: list[float] = []
    done = threading.Event()

    def act() -> None:
        other = Database(library.app.database.path)
        while not done.is_set():
            began = time.monotonic()
            with other.transaction() as transaction:
                transaction.execute("UPDATE folder SET scanned_at = scanned_at")
            waits.append(time.monotonic() - began)
            time.sleep(0.002)
        other.close()

    thread = threading.Thread(target=act)
    thread.start()
    library.scan(folder_id)
    done.set()
    thread.join()
    waits.sort()
    assert len(waits) > 10
    # twice what is promised at p99 on an idle machine: the promise itself is kept by benchmarks/contention.py
    assert waits[len(waits) * 9 // 10] < 0.08, waits[-10:]


def test_a_batch_ends_when_its_time_is_over(
    library: Library, music: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_album(music, 300)
    monkeypatch.setattr(writer, "HOLD_SECONDS", 0.0005)
    assert counts(library.scan()) == {"added": 300}
    sizes = [len(payload["track_ids"]) for _, payload in library.events(0, LIBRARY)]
    assert max(sizes) < 48, sizes


def test_a_batch_ends_with_what_it_is_at_when_a_person_waits_and_a_scan_gets_on_all_the_same(
    library: Library, music: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_album(music / "one", 12)
    monkeypatch.setattr(WriteGate, "is_wanted", lambda _gate: True)
    assert counts(library.scan()) == {"added": 12}
    for number in reversed(range(12)):
        (music / f"one/{number:04}.wav").rename(music / f"one/{number + 1:04}.wav")
    (music / "one/0012.wav").rename(music / "one/0000.wav")
    assert counts(library.scan()) == {"updated": 12}
    assert [len(payload["track_ids"]) for _, payload in library.events(0, LIBRARY)] == [1] * 24


def test_a_directory_of_many_moved_files_is_written_in_several_transactions(
    library: Library, music: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_album(music / "one", 200)
    library.scan()
    known = library.ids()
    monkeypatch.setattr(writer, "HOLD_SECONDS", 0.0005)
    # every name is another's: 0000 becomes 0001, and so on around
    for number in reversed(range(200)):
        (music / f"one/{number:04}.wav").rename(music / f"one/{number + 1:04}.wav")
    (music / "one/0200.wav").rename(music / "one/0000.wav")
    since = library.seq()
    assert counts(library.scan()) == {"updated": 200}
    assert library.ids() == {
        f"one/{(number + 1) % 200:04}.wav": known[f"one/{number:04}.wav"] for number in range(200)
    }
    batches: list[dict[str, Any]] = [payload for _, payload in library.events(since, LIBRARY)]
    assert len(batches) > 1
    assert sorted(each for batch in batches for each in batch["track_ids"]) == sorted(known.values())
