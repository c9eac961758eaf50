"""A file that is moved, renamed or retagged keeps its track's id; a copy is a track of its own."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from dunnock.media.walk import DirectoryListing, FileEntry
from dunnock.media.walk import walk as real_walk
from dunnock.services.scan import job as job_module
from dunnock.services.scan import root_scan
from tests.services.scan.conftest import Library, counts
from tests.services.scan.music import later, replace_file, song, write_song

A, B, C, D = "one/a.wav", "one/b.wav", "one/c.wav", "two/d.wav"


@pytest.fixture
def known(library: Library, music: Path) -> dict[str, int]:
    """Four songs of different sizes in two directories, scanned once; their ids."""
    for number, place in enumerate((A, B, C, D)):
        write_song(music / place, place, frames=100 + number)
    library.scan()
    library.was_read()
    return library.ids()


def swap(one: Path, two: Path) -> None:
    aside = one.with_name("aside")
    one.rename(aside)
    two.rename(one)
    aside.rename(two)


def test_a_file_renamed_within_its_directory_keeps_its_id(
    library: Library, music: Path, known: dict[str, int]
) -> None:
    since = library.seq()
    (music / A).rename(music / "one/z.wav")
    assert counts(library.scan()) == {"updated": 1, "skipped": 3}
    assert library.ids() == {"one/z.wav": known[A], B: known[B], C: known[C], D: known[D]}
    assert library.changed(since) == {"updated": [known[A]]}
    assert not library.was_read()


@pytest.mark.parametrize("name", ["a.wav", "other.wav"])
@pytest.mark.parametrize("directory", ["two", "zero"])
def test_a_file_moved_to_another_directory_keeps_its_id(
    library: Library, music: Path, known: dict[str, int], directory: str, name: str
) -> None:
    (music / directory).mkdir(exist_ok=True)
    (music / A).rename(music / directory / name)
    assert counts(library.scan()) == {"updated": 1, "skipped": 3}
    assert library.ids() == {f"{directory}/{name}": known[A], B: known[B], C: known[C], D: known[D]}
    assert not library.missing()
    assert not library.was_read()


def test_two_files_that_swap_names_keep_their_ids(
    library: Library, music: Path, known: dict[str, int]
) -> None:
    swap(music / A, music / B)
    assert counts(library.scan()) == {"updated": 2, "skipped": 2}
    assert library.ids() == {A: known[B], B: known[A], C: known[C], D: known[D]}
    assert library.tracks()[A].title == B


def test_two_files_that_swap_directories_keep_their_ids(
    library: Library, music: Path, known: dict[str, int]
) -> None:
    swap(music / A, music / D)
    assert counts(library.scan()) == {"updated": 2, "skipped": 2}
    assert library.ids() == {A: known[D], D: known[A], B: known[B], C: known[C]}
    assert not library.missing()


def test_a_chain_of_renames_keeps_every_id(library: Library, music: Path, known: dict[str, int]) -> None:
    (music / C).rename(music / "one/d.wav")
    (music / B).rename(music / C)
    (music / A).rename(music / B)
    assert counts(library.scan()) == {"updated": 3, "skipped": 1}
    assert library.ids() == {B: known[A], C: known[B], "one/d.wav": known[C], D: known[D]}


@pytest.mark.parametrize("target", [B, D])
def test_a_file_moved_over_another_keeps_its_id_and_the_other_is_missing(
    library: Library, music: Path, known: dict[str, int], target: str
) -> None:
    (music / A).replace(music / target)
    assert counts(library.scan()) == {"updated": 1, "removed": 1, "skipped": 2}
    others = {place: known[place] for place in (B, C, D) if place != target}
    assert library.ids() == {target: known[A], **others}
    assert library.missing() == {known[target]}


def test_a_renamed_directory_keeps_the_ids_of_all_its_files(
    library: Library, music: Path, known: dict[str, int]
) -> None:
    (music / "one").rename(music / "eins")
    assert counts(library.scan()) == {"updated": 3, "skipped": 1}
    ids = {place.replace("one", "eins"): track_id for place, track_id in known.items()}
    assert library.ids() == ids
    assert not library.missing()
    assert not library.was_read()


def test_two_directories_that_swap_names_keep_the_ids_of_their_files(
    library: Library, music: Path, known: dict[str, int]
) -> None:
    swap(music / "one", music / "two")
    assert counts(library.scan()) == {"updated": 4}
    assert library.ids() == {
        "two/a.wav": known[A],
        "two/b.wav": known[B],
        "two/c.wav": known[C],
        "one/d.wav": known[D],
    }


def test_a_file_retagged_in_place_keeps_its_id_and_is_read_again(
    library: Library, music: Path, known: dict[str, int]
) -> None:
    since = library.seq()
    write_song(music / A, "A new title")
    assert counts(library.scan()) == {"updated": 1, "skipped": 3}
    assert library.ids() == known
    assert library.tracks()[A].title == "A new title"
    assert library.changed(since) == {"updated": [known[A]]}
    assert library.was_read() == {A: 1}


def test_a_change_that_keeps_size_and_inode_is_seen_by_its_time(
    library: Library, music: Path, known: dict[str, int]
) -> None:
    (music / A).write_bytes((music / A).read_bytes().replace(A.encode(), b"one/!.wav"))
    later(music / A)
    library.scan()
    assert library.tracks()[A] == (known[A], "one/!.wav", False)


def test_a_file_put_in_the_place_of_another_by_an_editor_keeps_its_id(
    library: Library, music: Path, known: dict[str, int]
) -> None:
    replace_file(music / A, song("Saved anew"))
    assert counts(library.scan()) == {"updated": 1, "skipped": 3}
    assert library.ids() == known
    assert library.tracks()[A].title == "Saved anew"
    # what was learnt of the new file holds for the next scan
    assert counts(library.scan()) == {"skipped": 4}
    (music / A).rename(music / "one/z.wav")
    library.scan()
    assert library.ids()["one/z.wav"] == known[A]


def test_an_album_saved_anew_keeps_its_ids_though_the_inodes_go_round(library: Library, music: Path) -> None:
    # All of one size, and each new file gets the inode that the one before has left free.
    names = [f"{number}.wav" for number in range(6)]
    for name in names:
        write_song(music / name, f"Old {name}")
    library.scan()
    known = library.ids()
    inodes = {(music / name).stat().st_ino for name in names}
    for name in names:
        replace_file(music / name, song(f"New {name}"))
    assert inodes & {(music / name).stat().st_ino for name in names}, "this file system gave no inode again"
    assert counts(library.scan()) == {"updated": 6}
    assert library.ids() == known
    assert {place: track.title for place, track in library.tracks().items()} == {
        name: f"New {name}" for name in names
    }


@pytest.mark.parametrize("target", ["one/z.wav", "two/a.wav", "zero/a.wav"])
def test_a_file_moved_away_keeps_its_id_though_a_new_one_takes_its_place(
    library: Library, music: Path, known: dict[str, int], target: str
) -> None:
    (music / target).parent.mkdir(exist_ok=True)
    (music / A).rename(music / target)
    write_song(music / A, "A newcomer", frames=500)
    assert counts(library.scan()) == {"added": 1, "updated": 1, "skipped": 3}
    ids = library.ids()
    assert ids[target] == known[A]
    assert ids[A] not in known.values()
    assert library.tracks()[A].title == "A newcomer"


@pytest.mark.parametrize("target", ["one/z.wav", "two/a.wav", "zero/a.wav"])
def test_a_file_moved_and_changed_without_a_change_of_size_keeps_its_id(
    library: Library, music: Path, known: dict[str, int], target: str
) -> None:
    (music / target).parent.mkdir(exist_ok=True)
    (music / A).rename(music / target)
    (music / target).write_bytes((music / target).read_bytes().replace(A.encode(), b"one/!.wav"))
    later(music / target)
    assert counts(library.scan()) == {"updated": 1, "skipped": 3}
    assert library.tracks()[target] == (known[A], "one/!.wav", False)


def test_a_new_file_that_got_the_inode_of_a_replaced_one_is_a_new_track(
    library: Library, music: Path, known: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    size, inode = (music / A).stat().st_size, (music / A).stat().st_ino
    held = os.open(music / A, os.O_RDONLY)  # so that no other file can get the inode but the one told below
    replace_file(music / A, song("Replaced", frames=300))
    write_song(music / "one/new.wav", "One/new", frames=100)
    os.truncate(music / "one/new.wav", size)

    def walk(root: bytes) -> Iterator[DirectoryListing]:
        for listing in real_walk(root):
            files = [
                FileEntry(file.name, file.size, file.mtime_ns, inode) if file.name == b"new.wav" else file
                for file in listing.files
            ]
            yield listing._replace(files=files)

    monkeypatch.setattr(job_module, "walk", walk)
    library.scan()
    os.close(held)
    assert library.ids()[A] == known[A]
    assert library.ids()["one/new.wav"] not in known.values()


def test_a_copy_is_a_new_track(library: Library, music: Path, known: dict[str, int]) -> None:
    (music / "one/copy.wav").write_bytes((music / A).read_bytes())
    status = (music / A).stat()
    os.utime(music / "one/copy.wav", ns=(status.st_atime_ns, status.st_mtime_ns))
    assert counts(library.scan()) == {"added": 1, "skipped": 4}
    ids = library.ids()
    assert ids.pop("one/copy.wav") not in known.values()
    assert ids == known


@pytest.mark.parametrize("place", ["one/link.wav", "two/link.wav", "one/0.wav"])
def test_a_hard_link_is_a_new_track(library: Library, music: Path, known: dict[str, int], place: str) -> None:
    (music / place).hardlink_to(music / A)
    assert counts(library.scan()) == {"added": 1, "skipped": 4}
    ids = library.ids()
    assert ids.pop(place) not in known.values()
    assert ids == known
    assert counts(library.scan()) == {"skipped": 5}


@pytest.mark.parametrize("directory", ["one", "two"])
def test_a_hard_link_does_not_take_the_track_of_a_symbolic_link(
    library: Library, music: Path, directory: str
) -> None:
    outside = music.parent / "outside.wav"
    write_song(outside, "Outside")
    write_song(music / directory / "other.wav", "Other", frames=50)
    (music / "one").mkdir(exist_ok=True)
    (music / "one/symbolic.wav").symlink_to(outside)
    library.scan()
    known = library.ids()
    (music / directory / "hard.wav").hardlink_to(outside)
    assert counts(library.scan()) == {"added": 1, "skipped": 2}
    assert library.ids()["one/symbolic.wav"] == known["one/symbolic.wav"]


def test_both_links_to_one_file_keep_their_ids_when_both_are_renamed(library: Library, music: Path) -> None:
    write_song(music / "a.wav", "Twice")
    (music / "b.wav").hardlink_to(music / "a.wav")
    library.scan()
    known = set(library.ids().values())
    (music / "a.wav").rename(music / "c.wav")
    (music / "b.wav").rename(music / "d.wav")
    library.scan()
    assert library.ids().keys() == {"c.wav", "d.wav"}
    assert set(library.ids().values()) == known


def test_an_equal_copy_put_in_the_place_of_a_file_changes_nothing_anybody_hears_of(
    library: Library, music: Path, known: dict[str, int]
) -> None:
    status = (music / A).stat()
    since = library.seq()
    replace_file(music / A, (music / A).read_bytes())
    os.utime(music / A, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert counts(library.scan()) == {"skipped": 4}
    assert not library.changed(since)
    assert not library.was_read()
    # and yet its new inode is known
    (music / A).rename(music / "two/a.wav")
    library.scan()
    assert library.ids()["two/a.wav"] == known[A]


def test_a_move_is_recognised_by_its_name_alone_where_inodes_cannot_be_trusted(
    library: Library, music: Path, known: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(root_scan, "inodes_are_stable", lambda _: False)
    since = library.seq()
    (music / A).rename(music / "one/z.wav")
    assert counts(library.scan()) == {"added": 1, "removed": 1, "skipped": 3}
    assert library.ids()["one/z.wav"] not in known.values()
    assert library.missing() == {known[A]}
    (music / "one/z.wav").rename(music / A)
    library.scan()
    assert library.ids() == known
    assert library.changed(since)["added"] == [max(track.id for track in library.tracks().values())]


def test_a_file_of_another_file_system_with_the_same_inode_is_another_file(
    library: Library, music: Path, known: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    (music / A).rename(music / "two/a.wav")

    def walk(root: bytes) -> Iterator[DirectoryListing]:
        for listing in real_walk(root):
            yield listing._replace(device=listing.device + (listing.path.endswith(b"/two")))

    monkeypatch.setattr(job_module, "walk", walk)
    library.scan()
    assert library.ids()["two/a.wav"] not in known.values()
    assert library.missing() == {known[A]}


def test_a_file_moved_from_one_folder_to_another_keeps_its_id(
    library: Library, music: Path, known: dict[str, int], tmp_path: Path
) -> None:
    other = tmp_path / "Other"
    other.mkdir()
    (music / A).rename(other / "moved.wav")
    library.scan(library.add(other))
    assert library.ids(other) == {"moved.wav": known[A]}
    assert counts(library.scan()) == {"skipped": 3}
    assert not library.missing()


def test_a_file_moved_and_retagged_at_once_is_recognised_by_its_audio_after_the_scan(
    library: Library, music: Path, known: dict[str, int]
) -> None:
    library.app.scans.identify(everything=True)
    with library.app.database.transaction() as transaction:
        transaction.execute("UPDATE track SET plays = 7 WHERE id = ?", (known[A],))
    (music / A).unlink()
    write_song(music / "two/moved.wav", "A much longer title than before", frames=100)
    library.scan()
    since = library.seq()
    newcomer = library.ids()["two/moved.wav"]
    assert library.missing() == {known[A]}
    library.app.scans.identify(everything=True)
    assert library.ids()["two/moved.wav"] == known[A]
    assert not library.missing()
    assert library.changed(since) == {"removed": [newcomer], "updated": [known[A]]}
    with library.app.database.read() as reader:
        assert reader.value("SELECT plays FROM track WHERE id = ?", (known[A],)) == 7
