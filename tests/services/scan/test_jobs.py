"""One scan at a time in all processes; each ends once, however it ends; nothing done is done again."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dunnock import app as app_module
from dunnock.app import App
from dunnock.contract.errors import FolderError, NotFoundError
from dunnock.media.pool import ReaderPool, ReaderPoolError
from dunnock.services.scan import CLOSED, DIED
from dunnock.services.scan import job as job_module
from tests.services.scan.conftest import SECONDS, Library, SharedReaders, counts
from tests.services.scan.music import write_album, write_song
from tests.services.scan.processes import OtherProcess

SONGS = 300
Start = Callable[..., OtherProcess]


@pytest.fixture
def other(home: Path, music: Path) -> Iterator[Start]:
    """Starts other processes that scan the music folder, and ends them after the test."""
    started: list[OtherProcess] = []

    def start(*, hold_at: int = 50, then: str = "stay") -> OtherProcess:
        process = OtherProcess(home, music, hold_at=hold_at, then=then)
        started.append(process)
        return process

    yield start
    for process in started:
        process.close()


@pytest.fixture
def large(music: Path) -> Path:
    """A music folder that takes several batches."""
    write_album(music / "album", SONGS)
    return music


def ends(library: Library, since: int = 0) -> list[tuple[str, str]]:
    """Job and status of each final progress event, and of each `scan-complete` the job and "complete"."""
    found = []
    for _, payload in library.events(since, "library:scan-progress", "library:scan-complete"):
        status = payload.get("status", "complete")
        if status != "scanning":
            found.append((payload["job_id"], status))
    return found


def test_a_killed_scan_reads_no_committed_file_again_and_is_ended_by_whoever_comes_next(
    library: Library, large: Path, other: Start
) -> None:
    process = other(hold_at=50)
    job_id = process.wait_until_held()
    process.kill()
    committed = library.ids()
    assert 50 <= len(committed) < SONGS
    assert library.app.scans.job(job_id).status == "scanning"
    assert ends(library) == []

    job = library.scan()
    assert library.was_read() == Counter(f"album/{number:04}.wav" for number in range(SONGS)) - Counter(
        committed.keys()
    )
    assert counts(job) == {"added": SONGS - len(committed), "skipped": len(committed)}
    assert committed.items() <= library.ids().items()
    dead = library.app.scans.job(job_id)
    assert (dead.status, dead.message, dead.added) == ("failed", DIED, len(committed))
    assert ends(library) == [
        (job_id, "failed"),
        (job_id, "complete"),
        (job.job_id, "completed"),
        (job.job_id, "complete"),
    ]


def test_a_dead_process_s_job_is_ended_by_an_app_that_starts(
    library: Library, large: Path, other: Start
) -> None:
    process = other()
    job_id = process.wait_until_held()
    process.kill()
    library.app.scans.recover()
    assert library.app.scans.wait(job_id, SECONDS).status == "failed"
    assert ends(library) == [(job_id, "failed"), (job_id, "complete")]


def test_an_app_that_runs_notices_that_another_process_s_scan_has_died(
    library: Library, large: Path, other: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app_module, "FOLDER_CHECK_SECONDS", 0.05)
    process = other()
    job_id = process.wait_until_held()
    library.app.settings.set("scan_on_start", value=False)
    library.app.start()
    process.kill()
    assert library.app.scans.wait(job_id, SECONDS).status == "failed"


def test_a_scan_waits_for_that_of_another_process(library: Library, large: Path, other: Start) -> None:
    process = other()
    theirs = process.wait_until_held()
    mine = library.app.scans.start([library.add()]).job_id
    again = library.app.scans.start([library.add()]).job_id
    assert mine == again
    assert library.app.scans.wait(mine, 0.5).status == "queued"
    assert [job.status for job in library.app.scans.list().jobs] == ["scanning", "queued"]
    process.go_on()
    assert process.status() == "completed"
    job = library.app.scans.wait(mine, SECONDS)
    assert counts(job) == {"skipped": SONGS}
    assert ends(library) == [
        (theirs, "completed"),
        (theirs, "complete"),
        (mine, "completed"),
        (mine, "complete"),
    ]
    assert not library.was_read()


def test_a_scan_is_cancelled_from_another_process_and_the_next_goes_on_from_there(
    library: Library, large: Path, other: Start
) -> None:
    process = other(then="dawdle")
    job_id = process.wait_until_held()
    library.app.scans.cancel(job_id)
    assert process.status() == "cancelled"
    committed = library.ids()
    job = library.app.scans.job(job_id)
    assert counts(job) == {"added": len(committed)}
    assert len(committed) < SONGS
    assert ends(library) == [(job_id, "cancelled"), (job_id, "complete")]
    assert counts(library.scan()) == {"added": SONGS - len(committed), "skipped": len(committed)}
    assert not library.was_read().keys() & committed.keys()


def test_the_job_of_a_process_that_leaves_is_run_by_the_one_that_stays(
    library: Library, large: Path, home: Path, other: Start
) -> None:
    process = other()
    process.wait_until_held()
    with App(home) as leaving:
        job_id = leaving.scans.start([library.add()]).job_id
    process.go_on()
    library.app.scans.recover()
    assert library.app.scans.wait(job_id, SECONDS).status == "completed"


class SlowReaders:
    """Readers that have an answer only when they are let go."""

    def __init__(self, readers: SharedReaders, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked = threading.Event()
        self._go = threading.Event()
        real_get = readers.get

        def get(timeout: float | None = None) -> Any:
            if not self._go.is_set():
                self.asked.set()
                time.sleep(min(timeout or 0, 0.01))
                return None
            return real_get(timeout)

        monkeypatch.setattr(readers, "get", get)

    def let_go(self) -> None:
        self._go.set()


@pytest.fixture
def slow(readers: SharedReaders, monkeypatch: pytest.MonkeyPatch) -> SlowReaders:
    return SlowReaders(readers, monkeypatch)


def test_two_scans_of_one_process_are_queued_and_a_third_joins_the_second(
    library: Library, large: Path, slow: SlowReaders, tmp_path: Path
) -> None:
    write_song(tmp_path / "Other/a.wav", "A")
    folders = [library.add(), library.add(tmp_path / "Other")]
    first = library.app.scans.start(folders[:1]).job_id
    assert slow.asked.wait(SECONDS)
    second = library.app.scans.start(folders).job_id
    third = library.app.scans.start(folders[1:]).job_id
    assert second == third != first
    assert [job.status for job in library.app.scans.list().jobs] == ["scanning", "queued"]
    slow.let_go()
    assert counts(library.app.scans.wait(second, SECONDS)) == {"added": 1, "skipped": SONGS}
    assert ends(library) == [
        (first, "completed"),
        (first, "complete"),
        (second, "completed"),
        (second, "complete"),
    ]


def test_a_cancelled_scan_ends_once_and_what_it_had_not_read_is_read_by_the_next(
    library: Library, large: Path, slow: SlowReaders
) -> None:
    job_id = library.app.scans.start([library.add()]).job_id
    assert slow.asked.wait(SECONDS)
    library.app.scans.cancel(job_id)
    assert library.app.scans.wait(job_id, SECONDS).status == "cancelled"
    library.app.scans.cancel(job_id)
    assert ends(library) == [(job_id, "cancelled"), (job_id, "complete")]
    slow.let_go()
    assert counts(library.scan()) == {"added": SONGS}


def test_a_file_that_is_back_with_other_tags_is_read_though_the_scan_that_found_it_was_stopped(
    library: Library, music: Path, readers: SharedReaders, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_song(music / "a.wav", "Before")
    write_song(music / "b.wav", "Stays")
    library.scan()
    (music / "a.wav").unlink()
    library.scan()
    write_song(music / "a.wav", "After")
    slow = SlowReaders(readers, monkeypatch)
    job_id = library.app.scans.start([library.add()]).job_id
    assert slow.asked.wait(SECONDS)
    library.app.scans.cancel(job_id)
    assert library.app.scans.wait(job_id, SECONDS).status == "cancelled"
    assert not library.missing()
    assert library.tracks()["a.wav"].title == "Before"
    slow.let_go()
    assert counts(library.scan()) == {"updated": 1, "skipped": 1}
    assert library.tracks()["a.wav"].title == "After"


def test_a_scan_that_waits_is_cancelled_at_once(library: Library, large: Path, slow: SlowReaders) -> None:
    first = library.app.scans.start([library.add()]).job_id
    assert slow.asked.wait(SECONDS)
    second = library.app.scans.start([library.add()]).job_id
    library.app.scans.cancel(second)
    assert ends(library) == [(second, "cancelled"), (second, "complete")]
    slow.let_go()
    assert library.app.scans.wait(first, SECONDS).status == "completed"
    assert ends(library)[2:] == [(first, "completed"), (first, "complete")]


def test_closing_the_app_ends_its_scan_and_says_why(
    library: Library, large: Path, slow: SlowReaders, home: Path
) -> None:
    job_id = library.app.scans.start([library.add()]).job_id
    assert slow.asked.wait(SECONDS)
    library.app.close()
    slow.let_go()
    with App(home) as app:
        job = app.scans.job(job_id)
        assert (job.status, job.message) == ("cancelled", CLOSED)
        names = [row.name for row in app.feed.read_log(0, 1000)]
        assert names.count("library:scan-complete") == 1


def test_a_scan_whose_readers_cannot_be_started_fails_once_and_says_why(
    library: Library, large: Path, readers: SharedReaders, monkeypatch: pytest.MonkeyPatch
) -> None:
    def get(timeout: float | None = None) -> Any:
        raise ReaderPoolError("The reader of tags cannot be started: no more processes.")

    monkeypatch.setattr(readers, "get", get)
    job = library.scan(status="failed")
    assert job.message == "The reader of tags cannot be started: no more processes."
    assert ends(library) == [(job.job_id, "failed"), (job.job_id, "complete")]
    monkeypatch.undo()
    monkeypatch.setattr(job_module, "ReaderPool", readers)
    assert counts(library.scan()) == {"added": SONGS}


def test_a_scan_of_a_folder_that_was_removed_meanwhile_ends_with_nothing(
    library: Library, large: Path, slow: SlowReaders
) -> None:
    folder_id = library.add()
    library.app.scans.start([folder_id])
    assert slow.asked.wait(SECONDS)
    waiting = library.app.scans.start([folder_id]).job_id
    library.app.folders.remove(folder_id)
    slow.let_go()
    job = library.app.scans.wait(waiting, SECONDS)
    assert (job.status, job.scanned) == ("completed", 0)


def test_a_scan_of_nothing_or_of_a_folder_that_is_not_there_is_refused(library: Library) -> None:
    with pytest.raises(FolderError, match="no music folder"):
        library.app.scans.start(None)
    with pytest.raises(NotFoundError, match="not in the library"):
        library.app.scans.start([999])
    with pytest.raises(NotFoundError, match="no such scan"):
        library.app.scans.cancel("none")
    with pytest.raises(NotFoundError, match="no such scan"):
        library.app.scans.job("none")
    assert library.events(0) == []


def test_no_reader_is_started_when_there_is_nothing_to_read(
    library: Library, large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.scan()
    monkeypatch.undo()  # the job makes its own pool again
    before = threading.active_count()
    started: list[object] = []
    monkeypatch.setattr(ReaderPool, "submit", lambda *arguments: started.append(arguments))
    assert counts(library.scan()) == {"skipped": SONGS}
    assert not started
    assert threading.active_count() <= before + 1
