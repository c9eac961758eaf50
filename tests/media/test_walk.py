"""Walking folders, with everything that lies about in them."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from dunnock.media import walk as walk_module
from dunnock.media.walk import (
    DirectoryListing,
    UnreadableFolder,
    filesystem_type,
    inodes_are_stable,
    probe_root,
    walk,
)


def touch(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def files(root: Path) -> list[str]:
    """Return the paths of all files that a walk finds, as text from the root on."""
    return [
        os.fsdecode(os.path.relpath(listing.path + b"/" + file.name, bytes(root)))
        for listing in walk(bytes(root))
        for file in listing.files
    ]


def errors(listings: list[DirectoryListing]) -> dict[str, str]:
    return {Path(os.fsdecode(e.path)).name: e.reason for listing in listings for e in listing.errors}


def test_music_is_listed_sorted_directory_by_directory(tmp_path: Path) -> None:
    touch(
        tmp_path, "b/2.mp3", "b/1.FLAC", "a/z/3.ogg", "a/4.opus", "5.m4a", "a/cover.jpg", "notes.txt", "mp3"
    )
    assert files(tmp_path) == ["5.m4a", "a/4.opus", "a/z/3.ogg", "b/1.FLAC", "b/2.mp3"]


def test_a_file_is_described_by_size_time_and_inode(tmp_path: Path) -> None:
    touch(tmp_path, "song.mp3")
    os.utime(tmp_path / "song.mp3", ns=(1, 1_234_567_890_123_456_789))
    (listing,) = walk(bytes(tmp_path))
    status = (tmp_path / "song.mp3").stat()
    assert listing.files == [(b"song.mp3", 1, 1_234_567_890_123_456_789, status.st_ino)]
    assert (listing.path, listing.device, listing.errors) == (bytes(tmp_path), status.st_dev, [])


def test_names_that_are_not_utf8_are_listed_as_they_are(tmp_path: Path) -> None:
    name = b"caf\xe9\n\xff.mp3"
    Path(os.fsdecode(bytes(tmp_path) + b"/" + name)).write_bytes(b"")
    (listing,) = walk(bytes(tmp_path))
    assert [file.name for file in listing.files] == [name]


def test_hidden_entries_and_housekeeping_are_passed_over(tmp_path: Path) -> None:
    touch(
        tmp_path,
        ".Trash/1.mp3",
        "@eaDir/2.mp3",
        "lost+found/3.mp3",
        "._4.mp3",
        "$RECYCLE.BIN/5.mp3",
        "x/.6.mp3",
    )
    touch(tmp_path, "...And So On/7.mp3", "8...mp3")
    assert files(tmp_path) == ["8...mp3", "...And So On/7.mp3"]


@pytest.mark.timeout(10)
def test_what_is_no_file_is_passed_over_without_opening_it(tmp_path: Path) -> None:
    touch(tmp_path, "song.mp3", "dir.mp3/inside.mp3")
    os.mkfifo(tmp_path / "pipe.mp3")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket.mp3"))
    (tmp_path / "null.mp3").symlink_to("/dev/null")
    assert files(tmp_path) == ["song.mp3", "dir.mp3/inside.mp3"]


def test_links_are_followed_but_nothing_is_listed_twice(tmp_path: Path) -> None:
    touch(tmp_path, "music/z/1.mp3", "elsewhere/2.mp3", "elsewhere/3.mp3")
    root = tmp_path / "music"
    (root / "a link to z").symlink_to("z")
    (root / "outside").symlink_to(tmp_path / "elsewhere")
    (root / "again").symlink_to(tmp_path / "elsewhere")
    (root / "z" / "loop").symlink_to(root)
    (root / "3.mp3").symlink_to(tmp_path / "elsewhere" / "3.mp3")
    assert files(root) == ["3.mp3", "z/1.mp3", "again/2.mp3", "again/3.mp3"]


def test_a_link_to_a_folder_around_the_root_does_not_list_the_root_again(tmp_path: Path) -> None:
    touch(tmp_path, "music/1.mp3", "music/a/2.mp3", "more/3.mp3")
    (tmp_path / "music" / "up").symlink_to(tmp_path)
    assert files(tmp_path / "music") == ["1.mp3", "a/2.mp3", "up/more/3.mp3"]


def test_broken_links_are_errors_only_if_they_look_like_music(tmp_path: Path) -> None:
    touch(tmp_path, "good.mp3")
    (tmp_path / "broken.mp3").symlink_to("nowhere")
    (tmp_path / "self.mp3").symlink_to("self.mp3")
    (tmp_path / "broken.txt").symlink_to("nowhere")
    listings = list(walk(bytes(tmp_path)))
    assert errors(listings) == {
        "broken.mp3": "The file or folder is gone.",
        "self.mp3": "The link leads back to itself.",
    }
    assert [file.name for file in listings[0].files] == [b"good.mp3"]


def test_a_directory_that_vanishes_in_the_middle_is_an_error_and_not_the_end(tmp_path: Path) -> None:
    touch(tmp_path, "a/1.mp3", "b/2.mp3", "c/3.mp3")
    seen: list[DirectoryListing] = []
    for listing in walk(bytes(tmp_path)):
        seen.append(listing)
        if listing.path.endswith(b"/a"):
            (tmp_path / "b" / "2.mp3").unlink()
            (tmp_path / "b").rmdir()
    assert [Path(os.fsdecode(listing.path)).name for listing in seen][1:] == ["a", "b", "c"]
    assert errors(seen) == {"b": "The file or folder is gone."}


class _Locked:
    """`os.scandir`, refusing one directory: a real permission does not stop root, whom tests may run as."""

    def __init__(self, name: bytes) -> None:
        self._name = name
        self._scandir = os.scandir

    def __call__(self, path: bytes) -> Iterator[os.DirEntry[bytes]]:
        if path.endswith(self._name):
            raise PermissionError(13, "Permission denied")
        return self._scandir(path)


def test_an_unreadable_directory_is_an_error_and_an_unreadable_root_is_raised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    touch(tmp_path, "a/1.mp3", "locked/2.mp3", "z/3.mp3")
    monkeypatch.setattr("dunnock.media.walk.os.scandir", _Locked(b"/locked"))
    listings = list(walk(bytes(tmp_path)))
    assert errors(listings) == {"locked": "There is no permission to read it."}
    assert [file.name for listing in listings for file in listing.files] == [b"1.mp3", b"3.mp3"]
    with pytest.raises(UnreadableFolder) as caught:
        next(walk(bytes(tmp_path / "locked")))
    assert caught.value.reason == "There is no permission to read it."
    state = probe_root(bytes(tmp_path / "locked"))
    assert (state.readable, state.reason) == (False, "There is no permission to read it.")
    assert state.device == tmp_path.stat().st_dev


def test_a_missing_root_and_a_root_that_is_a_file_are_raised(tmp_path: Path) -> None:
    touch(tmp_path, "song.mp3")
    for path, reason in (
        (tmp_path / "gone", "The file or folder is gone."),
        (tmp_path / "song.mp3", "This is not a folder."),
    ):
        with pytest.raises(UnreadableFolder) as caught:
            next(walk(bytes(path)))
        assert (caught.value.path, caught.value.reason) == (bytes(path), reason)


def test_numbers_larger_than_the_database_holds_are_brought_into_its_range(
    tmp_path: Path,
) -> None:
    status = os.stat_result((0o100644, 2**64 - 5, 1, 1, 0, 0, 3, 0, 0, 0), {"st_mtime_ns": 2**70})
    entry = walk_module._entry(b"a.mp3", status)
    assert entry == (b"a.mp3", 3, 2**63 - 1, -5)


def test_a_root_is_probed_without_a_walk(tmp_path: Path) -> None:
    empty, full = tmp_path / "empty", tmp_path / "full"
    touch(empty, ".hidden", "lost+found/x")
    touch(full, "readme.txt")
    assert probe_root(bytes(empty)) == (True, True, tmp_path.stat().st_dev, None)
    assert probe_root(bytes(full)).empty is False
    gone = probe_root(bytes(tmp_path / "gone"))
    assert gone == (False, False, None, "The file or folder is gone.")


@pytest.mark.skipif(not Path("/proc/self/mountinfo").exists(), reason="the system has no table of mounts")
def test_the_file_system_under_a_path_is_known() -> None:
    assert filesystem_type(b"/proc/self") == "proc"
    assert filesystem_type(b"/") is not None


LASTING = ("ext4", "btrfs", "xfs", "tmpfs")
FLEETING = ("vfat", "exfat", "ntfs3", "fuseblk", "nfs4", "cifs", "fuse.sshfs")


@pytest.mark.parametrize("kind", LASTING + FLEETING)
def test_inodes_are_trusted_only_where_they_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    table = tmp_path / "mountinfo"
    table.write_bytes(
        b"21 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
        b"22 21 8:2 / /mnt/my\\040music rw shared:1 - xfs /dev/sdb1 rw\n"
        b"23 21 8:3 / /mnt/my\\040music rw shared:1 master:2 - " + kind.encode() + b" /dev/sdc1 rw\n"
        b"broken line\n"
    )
    monkeypatch.setattr("dunnock.media.filesystem._MOUNTINFO", table)
    assert filesystem_type(b"/mnt/my music/a/b") == kind
    assert inodes_are_stable(b"/mnt/my music/a/b") is (kind in LASTING)
    assert inodes_are_stable(b"/mnt/my musician") is True


def test_where_the_file_system_is_unknown_inodes_are_not_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dunnock.media.filesystem._MOUNTINFO", tmp_path / "none")
    monkeypatch.setattr("sys.platform", "linux")
    assert filesystem_type(b"/") is None
    assert not inodes_are_stable(b"/")
