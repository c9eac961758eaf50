"""Bad files are listed with their reason and never stop a scan; odd things in a folder are survived."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from dunnock.media.pool import ReadBatch
from dunnock.media.rows import ReadFailure
from dunnock.media.walk import DirectoryListing
from dunnock.media.walk import walk as real_walk
from dunnock.services.scan import job as job_module
from tests.services.scan.conftest import Library, SharedReaders, counts
from tests.services.scan.music import later, write_song


@pytest.fixture
def bad(library: Library, music: Path) -> Path:
    """A song, and two files that are none, scanned once."""
    write_song(music / "good.wav", "Good")
    (music / "empty.mp3").touch()
    (music / "words.mp3").write_text("only words about songs\n" * 50)
    assert counts(library.scan()) == {"added": 1, "errors": 2}
    return music


def test_bad_files_are_listed_with_their_reasons(library: Library, bad: Path) -> None:
    assert library.errors() == {
        "empty.mp3": "The file is empty.",
        "words.mp3": "This is not an audio file.",
    }
    folder = library.app.folders.list().folders[0]
    assert (folder.track_count, folder.error_count) == (1, 2)


def test_bad_files_are_not_read_again_until_they_change(library: Library, bad: Path) -> None:
    library.was_read()
    assert counts(library.scan()) == {"skipped": 1, "errors": 2}
    assert not library.was_read()
    later(bad / "empty.mp3")
    assert counts(library.scan()) == {"skipped": 1, "errors": 2}
    assert library.was_read() == {"empty.mp3": 1}
    assert library.errors().keys() == {"empty.mp3", "words.mp3"}


def test_a_mended_file_becomes_a_track_and_its_error_is_forgotten(library: Library, bad: Path) -> None:
    write_song(bad / "empty.mp3", "Mended")
    assert counts(library.scan()) == {"added": 1, "skipped": 1, "errors": 1}
    assert library.errors().keys() == {"words.mp3"}
    assert library.tracks()["empty.mp3"].title == "Mended"


def test_errors_of_files_and_directories_that_are_gone_are_forgotten(library: Library, bad: Path) -> None:
    (bad / "sub").mkdir()
    (bad / "sub/empty.mp3").touch()
    library.scan()
    assert library.errors().keys() == {"empty.mp3", "words.mp3", "sub/empty.mp3"}
    (bad / "words.mp3").unlink()
    (bad / "sub/empty.mp3").unlink()
    (bad / "sub").rmdir()
    assert counts(library.scan()) == {"skipped": 1, "errors": 1}
    assert library.errors().keys() == {"empty.mp3"}


def test_a_track_whose_file_becomes_unreadable_keeps_its_tags_and_is_listed(
    library: Library, bad: Path
) -> None:
    known = library.tracks()["good.wav"]
    content, status = (bad / "good.wav").read_bytes(), (bad / "good.wav").stat()
    (bad / "good.wav").write_text("overwritten by accident " * 40)
    assert counts(library.scan()) == {"errors": 3}
    assert library.tracks()["good.wav"] == known
    assert "good.wav" in library.errors()
    library.was_read()
    library.scan()
    assert not library.was_read()
    # put back just as it was: nothing to read, and nothing wrong any more
    (bad / "good.wav").write_bytes(content)
    os.utime(bad / "good.wav", ns=(status.st_atime_ns, status.st_mtime_ns))
    assert counts(library.scan()) == {"skipped": 1, "errors": 2}
    assert "good.wav" not in library.errors()


def test_a_file_renamed_and_broken_at_once_keeps_its_track(library: Library, bad: Path) -> None:
    known = library.tracks()["good.wav"]
    content = (bad / "good.wav").read_bytes()
    (bad / "good.wav").rename(bad / "new name.wav")
    (bad / "new name.wav").write_bytes(b"?" * len(content))
    later(bad / "new name.wav")
    assert counts(library.scan()) == {"errors": 3}
    assert library.tracks() == {"new name.wav": known}


def test_a_file_that_vanishes_before_it_is_read_is_counted_and_read_when_it_is_back(
    library: Library, music: Path, readers: SharedReaders, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abc":
        write_song(music / f"{name}.wav", name)
    status = (music / "b.wav").stat()

    def walk(root: bytes) -> Iterator[DirectoryListing]:
        for listing in real_walk(root):
            (music / "b.wav").rename(music / "b.aside")
            yield listing

    monkeypatch.setattr(job_module, "walk", walk)
    assert counts(library.scan()) == {"added": 2, "errors": 1}
    assert library.errors() == {"b.wav": "The file or folder is gone."}
    monkeypatch.setattr(job_module, "walk", real_walk)
    assert counts(library.scan()) == {"skipped": 2}
    assert not library.errors()
    (music / "b.aside").rename(music / "b.wav")
    assert (music / "b.wav").stat().st_mtime_ns == status.st_mtime_ns
    assert counts(library.scan()) == {"added": 1, "skipped": 2}


def test_what_the_system_would_not_let_us_read_is_tried_again_though_the_file_is_the_same(
    library: Library, music: Path, readers: SharedReaders, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_song(music / "a.wav", "A")
    real_get = readers.get

    def get(timeout: float | None = None) -> ReadBatch | None:
        batch = real_get(timeout)
        if batch is None:
            return None
        failure = ReadFailure(os.fsencode(music / "a.wav"), "There is no permission to read it.")
        return ReadBatch(batch.batch_id, [failure])

    monkeypatch.setattr(readers, "get", get)
    assert counts(library.scan()) == {"errors": 1}
    monkeypatch.setattr(readers, "get", real_get)
    assert counts(library.scan()) == {"added": 1}
    assert not library.errors()


def test_links_in_circles_pipes_and_sockets_are_survived(library: Library, music: Path) -> None:
    write_song(music / "one/a.wav", "A")
    (music / "one/back").symlink_to(music, target_is_directory=True)
    (music / "self").symlink_to("self")
    (music / "loop.mp3").symlink_to("loop.mp3")
    (music / "dangling.mp3").symlink_to("nowhere")
    os.mkfifo(music / "pipe.mp3")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(music / "socket.mp3"))
        assert counts(library.scan()) == {"added": 1, "errors": 3}
        assert library.errors() == {
            "dangling.mp3": "The file or folder is gone.",
            "loop.mp3": "The link leads back to itself.",
            "self": "The link leads back to itself.",
        }
        assert counts(library.scan()) == {"skipped": 1, "errors": 3}
    for name in ("loop.mp3", "dangling.mp3", "self"):
        (music / name).unlink()
    assert counts(library.scan()) == {"skipped": 1}
    assert not library.errors()


def test_names_that_are_not_utf8_are_names_like_any_others(library: Library, music: Path) -> None:
    directory = music / os.fsdecode(b"Bj\xf6rk")
    write_song(directory / os.fsdecode(b"J\xf3ga.wav"), "Jóga")
    write_song(directory / os.fsdecode(b"J\xf4ga.wav"), "Another")
    (directory / os.fsdecode(b"\xff.mp3")).touch()
    assert counts(library.scan()) == {"added": 2, "errors": 1}
    ids = library.ids()
    assert {os.fsencode(place) for place in ids} == {b"Bj\xf6rk/J\xf3ga.wav", b"Bj\xf6rk/J\xf4ga.wav"}
    assert library.errors() == {"Bj\ufffdrk/\ufffd.mp3": "The file is empty."}
    shown = library.app.library.tracks("jóga", 10)
    assert [track.path for track in shown] == [f"{music}/Bj\ufffdrk/J\ufffdga.wav"]

    renamed = directory / os.fsdecode(b"\xe9.wav")
    (directory / os.fsdecode(b"J\xf3ga.wav")).rename(renamed)
    assert counts(library.scan()) == {"updated": 1, "skipped": 1, "errors": 1}
    assert library.ids()[os.fsdecode(b"Bj\xf6rk/\xe9.wav")] == ids[os.fsdecode(b"Bj\xf6rk/J\xf3ga.wav")]
    renamed.unlink()
    assert counts(library.scan()) == {"removed": 1, "skipped": 1, "errors": 1}


def test_a_folder_with_a_name_that_is_not_utf8_is_scanned(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"M\xfasica")
    write_song(folder / "a.wav", "A")
    assert counts(library.scan(library.add(folder))) == {"added": 1}
    assert library.app.scans.list().jobs[0].folder_paths == [f"{tmp_path}/M\ufffdsica"]


def test_a_file_of_the_far_future_is_a_file_like_any_other(library: Library, music: Path) -> None:
    write_song(music / "a.wav", "A")
    year_2400 = 13_569_465_600_000_000_000
    os.utime(music / "a.wav", ns=(year_2400, year_2400))
    if (music / "a.wav").stat().st_mtime_ns != year_2400:
        pytest.skip("This file system does not know the year 2400.")
    assert counts(library.scan()) == {"added": 1}
    assert counts(library.scan()) == {"skipped": 1}


def test_inodes_of_64_bits_are_inodes_like_any_others(
    library: Library, music: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def walk(root: bytes) -> Iterator[DirectoryListing]:
        for listing in real_walk(root):
            files = [file._replace(inode=file.inode - (1 << 63)) for file in listing.files]
            yield listing._replace(files=files)

    monkeypatch.setattr(job_module, "walk", walk)
    monkeypatch.setattr(job_module, "signed", lambda inode: inode - (1 << 63))
    write_song(music / "a.wav", "A")
    assert counts(library.scan()) == {"added": 1}
    assert counts(library.scan()) == {"skipped": 1}
    (music / "a.wav").rename(music / "b.wav")
    assert counts(library.scan()) == {"updated": 1}
