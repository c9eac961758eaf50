"""Scaled pictures on disk, for several processes, within a bound."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from dunnock.media.picture_cache import PictureCache

ONE = "1" * 64
TWO = "2" * 64
THREE = "3" * 64


def files(folder: Path) -> list[str]:
    return sorted(str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file())


def test_a_picture_is_kept_under_its_content_and_size(tmp_path: Path) -> None:
    cache = PictureCache(tmp_path / "artwork")
    assert cache.read(ONE, 64) is None
    cache.write(ONE, 64, b"small", is_png=False)
    cache.write(ONE, 640, b"large", is_png=True)
    assert (cache.read(ONE, 64), cache.read(ONE, 640), cache.read(TWO, 64)) == (b"small", b"large", None)
    assert files(tmp_path / "artwork") == [f"11/{ONE}-64.jpg", f"11/{ONE}-640.png"]
    assert cache.path(ONE, 64) == tmp_path / "artwork" / "11" / f"{ONE}-64.jpg"
    cache.drop(ONE, 64)
    assert cache.path(ONE, 64) is None


def test_what_was_used_longest_ago_goes_first_when_there_is_too_much(tmp_path: Path) -> None:
    cache = PictureCache(tmp_path, largest=250)
    for age, name in ((300, ONE), (200, TWO), (100, THREE)):
        cache.write(name, 64, bytes(80), is_png=False)
        path = cache.path(name, 64)
        assert path is not None
        os.utime(path, (time.time() - age * 86_400,) * 2)
    cache.read(ONE, 64)  # the oldest is used again
    cache.write("4" * 64, 64, bytes(80), is_png=False)
    assert [each[3] for each in files(tmp_path)] == ["1", "4"]


def test_the_bound_counts_what_was_there_before_and_what_others_wrote(tmp_path: Path) -> None:
    PictureCache(tmp_path).write(ONE, 64, bytes(900), is_png=False)
    cache = PictureCache(tmp_path, largest=1_000)
    cache.write(TWO, 64, bytes(50), is_png=False)
    assert len(files(tmp_path)) == 2
    PictureCache(tmp_path).write(THREE, 64, bytes(200), is_png=False)
    os.utime(tmp_path / "11" / f"{ONE}-64.jpg", (1, 1))
    cache.write(THREE, 128, bytes(60), is_png=False)
    assert f"11/{ONE}-64.jpg" not in files(tmp_path)
    assert sum((tmp_path / each).stat().st_size for each in files(tmp_path)) <= 1_000


def test_what_a_killed_process_left_unfinished_goes_and_what_is_being_written_stays(tmp_path: Path) -> None:
    (tmp_path / "11").mkdir()
    old, new = tmp_path / "11" / ".part-old", tmp_path / "11" / ".part-new"
    old.write_bytes(b"x")
    new.write_bytes(b"x")
    os.utime(old, (1, 1))
    PictureCache(tmp_path).write(ONE, 64, b"picture", is_png=False)
    assert not old.exists()
    assert new.exists()
    PictureCache(tmp_path, largest=1).write(TWO, 64, b"picture", is_png=False)
    assert files(tmp_path) == ["11/.part-new"]


def test_a_folder_that_cannot_be_written_costs_one_warning_and_no_error(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "artwork").write_text("a file is in the way")
    cache = PictureCache(tmp_path / "artwork")
    for _ in range(3):
        cache.write(ONE, 64, b"picture", is_png=False)
    assert cache.read(ONE, 64) is None
    assert len(caplog.records) == 1


def test_a_reader_never_sees_half_a_picture(tmp_path: Path) -> None:
    cache = PictureCache(tmp_path)
    contents = {bytes([letter]) * 300_000 for letter in b"abcd"}
    done = threading.Event()

    def write() -> None:
        for _ in range(30):
            for each in contents:
                cache.write(ONE, 64, each, is_png=False)
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    seen = set()
    while not done.is_set():
        found = cache.read(ONE, 64)
        if found is not None:
            seen.add(found)
    writer.join()
    assert seen <= contents
    assert seen


PROGRAM = """
import random, sys
from pathlib import Path
from dunnock.media.picture_cache import PictureCache
cache = PictureCache(Path(sys.argv[1]), largest=40_000)
chance = random.Random(sys.argv[2])
for _ in range(400):
    name = f"{chance.randrange(40):064x}"
    found = cache.read(name, 64)
    assert found is None or found == name.encode() * 50, found
    cache.write(name, 64, name.encode() * 50, is_png=False)
"""


def test_two_processes_write_read_and_delete_in_one_folder(tmp_path: Path) -> None:
    running = [
        subprocess.Popen([sys.executable, "-c", PROGRAM, str(tmp_path), str(number)], stderr=subprocess.PIPE)
        for number in range(2)
    ]
    assert [(each.communicate()[1], each.returncode) for each in running] == [(b"", 0)] * 2
    total = sum((tmp_path / each).stat().st_size for each in files(tmp_path))
    assert 0 < total <= 50_000  # each deletes when it has written a tenth more than it knows of
