"""Whatever happens between two scans, the library is the folder afterwards, and identities follow the rules."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from dunnock.app import App
from dunnock.services.scan import job as job_module
from tests.services.scan.conftest import Library, SharedReaders
from tests.services.scan.music import replace_file, song

DIRECTORIES = ("a", "b", "b/c", "d")
PLACES = [f"{directory}/{name}.wav" for directory in DIRECTORIES for name in "123"]

places = st.sampled_from(PLACES)
directories = st.sampled_from(DIRECTORIES)


class File(NamedTuple):
    """What a directory entry says of a file."""

    inode: int
    size: int
    mtime_ns: int


class Folder(RuleBasedStateMachine):
    """Does to a folder what people do, scans now and then, and keeps a book of who should be who.

    The book is written by the rules as people are told them, on the folder as a whole: a file that was moved keeps its
    track; a file at a place where one was keeps that one's, unless that one moved; everything else is new, and a track
    without a file is missing.
    """

    readers: SharedReaders

    def __init__(self) -> None:
        super().__init__()
        self._home = Path(tempfile.mkdtemp(prefix="dunnock-model-"))
        self.music = self._home / "Music"
        for directory in DIRECTORIES:
            (self.music / directory).mkdir(parents=True)
        (self.music / "keep.wav").write_bytes(song("Keep", frames=50))
        self._written = 100
        self.app = App(self._home / "home")
        self.library = Library(self.app, self.music, self.readers)
        self.book: dict[str, tuple[File, int]] = {}
        self.missing: dict[int, str] = {}
        self.scan()

    def teardown(self) -> None:
        self.app.close()
        shutil.rmtree(self._home)

    def files(self) -> dict[str, File]:
        found = {}
        for path in self.music.rglob("*.wav"):
            status = path.stat()
            place = str(path.relative_to(self.music))
            found[place] = File(status.st_ino, status.st_size, status.st_mtime_ns)
        return found

    def content(self) -> bytes:
        # no two of one size: an inode that is given again must not look like the file that had it
        self._written += 1
        return song(f"Song {self._written}", frames=self._written)

    def there(self, place: str) -> bool:
        return (self.music / place).exists()

    @rule(place=places)
    def create_or_overwrite(self, place: str) -> None:
        (self.music / place).parent.mkdir(parents=True, exist_ok=True)
        (self.music / place).write_bytes(self.content())

    @rule(place=places)
    def save_anew(self, place: str) -> None:
        if self.there(place):
            replace_file(self.music / place, self.content())

    @rule(place=places)
    def copy_over_itself(self, place: str) -> None:
        if self.there(place):
            path = self.music / place
            status = path.stat()
            replace_file(path, path.read_bytes())
            os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    @rule(place=places)
    def delete(self, place: str) -> None:
        (self.music / place).unlink(missing_ok=True)

    @rule(place=places, to=places)
    def move(self, place: str, to: str) -> None:
        if self.there(place):
            (self.music / to).parent.mkdir(parents=True, exist_ok=True)
            (self.music / place).replace(self.music / to)

    @rule(one=places, two=places)
    def swap(self, one: str, two: str) -> None:
        if one != two and self.there(one) and self.there(two):
            aside = self.music / "aside"
            (self.music / one).rename(aside)
            (self.music / two).rename(self.music / one)
            aside.rename(self.music / two)

    @rule(place=places, to=places)
    def copy(self, place: str, to: str) -> None:
        if self.there(place) and not self.there(to):
            (self.music / to).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(self.music / place, self.music / to)

    @rule(directory=directories, to=st.sampled_from(("a", "d", "e", "f/g")))
    def rename_directory(self, directory: str, to: str) -> None:
        if self.there(directory) and not self.there(to):
            (self.music / to).parent.mkdir(parents=True, exist_ok=True)
            (self.music / directory).rename(self.music / to)

    @precondition(lambda self: self.files() != {place: file for place, (file, _) in self.book.items()})
    @rule()
    def scan_what_changed(self) -> None:
        self.scan()

    def scan(self) -> None:
        now = self.files()
        expected = self.expected(now)
        job = self.library.scan()
        ids = self.library.ids()
        assert ids.keys() == now.keys()
        assert len(set(ids.values())) == len(ids)
        new = {place for place in now if place not in expected}
        assert {place: ids[place] for place in expected} == expected
        ever = {track_id for _, track_id in self.book.values()} | self.missing.keys()
        assert not {ids[place] for place in new} & ever
        before = self.missing | {track_id: place for place, (_, track_id) in self.book.items()}
        self.missing = {track_id: place for track_id, place in before.items() if track_id not in ids.values()}
        assert self.library.missing() == self.missing.keys()
        assert job.added == len(new)
        assert job.scanned == len(now) == job.added + job.updated + job.skipped
        self.book = {place: (now[place], ids[place]) for place in now}

    def expected(self, now: dict[str, File]) -> dict[str, int]:
        """The ids that files must keep."""
        expected = {
            place: self.book[place][1]
            for place, file in now.items()
            if place in self.book and self.book[place][0].inode == file.inode
        }
        kept = set(expected.values())
        moved = {file: track_id for file, track_id in self.book.values() if track_id not in kept}
        for place, file in now.items():
            if place not in expected and file in moved:
                expected[place] = moved.pop(file)
        kept = set(expected.values())
        for place in now.keys() - expected.keys():
            if place in self.book and self.book[place][1] not in kept:
                expected[place] = self.book[place][1]
        returned = {place: track_id for track_id, place in self.missing.items()}  # the last one of a place
        for place in now.keys() - expected.keys():
            if place in returned:
                expected[place] = returned[place]
        return expected

    @invariant()
    def titles_are_those_of_the_files_at_the_last_scan(self) -> None:
        now = self.files()
        tracks = self.library.tracks()
        for place, (file, track_id) in self.book.items():
            if now.get(place) == file:
                title = tracks[place].title.encode()
                assert tracks[place].id == track_id
                assert title in (self.music / place).read_bytes()


@pytest.mark.slow
def test_the_library_equals_the_folder_after_each_scan_and_ids_follow_the_rules(
    readers: SharedReaders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job_module, "ReaderPool", readers)
    Folder.readers = readers
    run_state_machine_as_test(
        Folder,
        settings=settings(
            max_examples=20,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
