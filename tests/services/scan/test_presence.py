"""What cannot be reached changes nothing; what is gone from a folder that is there is missing; nothing is dropped."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dunnock.media.walk import DirectoryListing, RootState, UnreadableFolder, WalkError, probe_root
from dunnock.media.walk import walk as real_walk
from dunnock.services import folders as folders_module
from dunnock.services.scan import job as job_module
from tests.services.scan.conftest import Library, counts
from tests.services.scan.music import write_album, write_song

Change = Callable[[DirectoryListing], DirectoryListing | None]


@pytest.fixture
def known(library: Library, music: Path) -> dict[str, int]:
    """Six songs in two directories, scanned once; their ids."""
    write_album(music / "one", 3)
    write_album(music / "two/inner", 3)
    library.scan()
    library.was_read()
    return library.ids()


@pytest.fixture
def walk_as(monkeypatch: pytest.MonkeyPatch) -> Callable[[Change], None]:
    """Show a scan another file system than there is: each directory as changed, or not at all."""

    def install(change: Change) -> None:
        def walk(root: bytes) -> Iterator[DirectoryListing]:
            for listing in real_walk(root):
                changed = change(listing)
                if changed is not None:
                    yield changed

        monkeypatch.setattr(job_module, "walk", walk)

    return install


def state(library: Library) -> list[tuple[str, str | None]]:
    return [(folder.state, folder.reason) for folder in library.app.folders.list().folders]


def test_a_deleted_file_is_missing_and_comes_back_under_its_id(
    library: Library, music: Path, known: dict[str, int]
) -> None:
    since = library.seq()
    gone = known.pop("one/0001.wav")
    content = (music / "one/0001.wav").read_bytes()
    (music / "one/0001.wav").unlink()
    assert counts(library.scan()) == {"removed": 1, "skipped": 5}
    assert library.ids() == known
    assert library.missing() == {gone}
    assert library.changed(since) == {"updated": [gone]}
    assert counts(library.scan()) == {"skipped": 5}

    (music / "one/0001.wav").write_bytes(content)
    assert counts(library.scan()) == {"updated": 1, "skipped": 5}
    assert library.ids() == {**known, "one/0001.wav": gone}
    assert not library.missing()


def test_a_deleted_directory_leaves_its_tracks_missing(
    library: Library, music: Path, known: dict[str, int]
) -> None:
    for path in (music / "two/inner").iterdir():
        path.unlink()
    (music / "two/inner").rmdir()
    (music / "two").rmdir()
    assert counts(library.scan()) == {"removed": 3, "skipped": 3}
    assert library.missing() == {known[place] for place in known if place.startswith("two")}


def test_scanning_one_folder_never_touches_the_tracks_of_another(
    library: Library, music: Path, known: dict[str, int], tmp_path: Path
) -> None:
    other = tmp_path / "Other"
    write_album(other, 2)
    other_id = library.add(other)
    library.scan(other_id)
    known_there = library.tracks(other)
    for path in [*other.iterdir(), *(music / "one").iterdir()]:
        path.unlink()
    since = library.seq()
    library.scan()
    assert library.tracks(other) == known_there
    assert sorted(library.changed(since)["updated"]) == sorted(known[each] for each in known if "one" in each)


@pytest.mark.parametrize("how", ["gone", "emptied"])
def test_a_folder_that_cannot_be_reached_keeps_everything_and_comes_back(
    library: Library, music: Path, known: dict[str, int], how: str
) -> None:
    folder_id = library.add()
    music.rename(music.with_name("Unplugged"))
    if how == "emptied":
        music.mkdir()
    since = library.seq()
    job = library.scan(folder_id, status="failed")
    assert job.message is not None
    assert str(music) in job.message
    assert library.ids() == known
    assert state(library)[0][0] == "offline"
    offline = ("folders:updated", {"action": "offline", "folder_id": folder_id})
    assert library.events(since, "folders:updated", "library:updated") == [offline]

    if how == "emptied":
        music.rmdir()
    music.with_name("Unplugged").rename(music)
    since = library.seq()
    assert counts(library.scan()) == {"skipped": 6}
    assert library.ids() == known
    assert state(library) == [("online", None)]
    online = ("folders:updated", {"action": "online", "folder_id": folder_id})
    assert library.events(since, "folders:updated", "library:updated") == [online]


def test_one_folder_out_of_reach_does_not_keep_the_others_from_being_scanned(
    library: Library, music: Path, known: dict[str, int], tmp_path: Path
) -> None:
    other = tmp_path / "Other"
    write_album(other, 2)
    ids = [library.add(), library.add(other)]
    music.rename(music.with_name("Unplugged"))
    job = library.scan(*ids)
    assert counts(job) == {"added": 2}
    assert job.message is not None
    assert str(music) in job.message
    assert library.ids() == known


def test_a_drive_pulled_in_the_middle_of_a_scan_leaves_no_track_missing(
    library: Library, music: Path, known: dict[str, int], walk_as: Callable[[Change], None]
) -> None:
    def pull(listing: DirectoryListing) -> DirectoryListing:
        if listing.path.endswith(b"/one"):
            music.rename(music.with_name("Unplugged"))
        return listing

    walk_as(pull)
    library.scan(library.add(), status="failed")
    assert library.ids() == known
    assert state(library)[0][0] == "offline"


def test_a_root_that_vanishes_between_two_looks_is_not_an_empty_folder(
    library: Library, known: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def walk(root: bytes) -> Iterator[DirectoryListing]:
        raise UnreadableFolder(root, "gone")

    monkeypatch.setattr(job_module, "walk", walk)
    library.scan(status="failed")
    assert library.ids() == known


def test_the_tracks_of_an_unreadable_directory_stay_and_it_is_listed(
    library: Library, music: Path, known: dict[str, int], walk_as: Callable[[Change], None]
) -> None:
    def shut(listing: DirectoryListing) -> DirectoryListing | None:
        if listing.path.endswith(b"/two"):
            return listing._replace(errors=[WalkError(listing.path, "There is no permission to read it.")])
        return None if listing.path.endswith(b"/inner") else listing

    walk_as(shut)
    assert counts(library.scan()) == {"skipped": 3, "errors": 1}
    assert library.ids() == known
    assert library.errors() == {"two": "There is no permission to read it."}

    walk_as(lambda listing: listing)
    assert counts(library.scan()) == {"skipped": 6}
    assert not library.errors()


def test_a_directory_that_vanished_in_the_middle_of_the_walk_is_gone(
    library: Library, music: Path, known: dict[str, int], walk_as: Callable[[Change], None]
) -> None:
    def vanish(listing: DirectoryListing) -> DirectoryListing:
        if not listing.path.endswith(b"/one"):
            return listing
        for path in (music / "one").iterdir():
            path.unlink()
        (music / "one").rmdir()
        return listing._replace(files=[], errors=[WalkError(listing.path, "The file or folder is gone.")])

    walk_as(vanish)
    assert counts(library.scan()) == {"removed": 3, "skipped": 3, "errors": 1}
    assert library.missing() == {known[each] for each in known if each.startswith("one")}


def test_a_file_that_is_there_but_cannot_be_looked_at_is_not_missing(
    library: Library, known: dict[str, int], walk_as: Callable[[Change], None]
) -> None:
    def fail(listing: DirectoryListing) -> DirectoryListing:
        if not listing.path.endswith(b"/one"):
            return listing
        reason = "The drive reported a read error."
        return listing._replace(
            files=listing.files[1:], errors=[WalkError(listing.path + b"/0000.wav", reason)]
        )

    walk_as(fail)
    assert counts(library.scan()) == {"skipped": 5, "errors": 1}
    assert library.ids() == known
    assert library.errors() == {"one/0000.wav": "The drive reported a read error."}
    walk_as(lambda listing: listing)
    assert counts(library.scan()) == {"skipped": 6}
    assert not library.errors()


@pytest.mark.parametrize("bare", [True, False])
def test_a_disk_mounted_inside_the_folder_that_goes_away_leaves_its_tracks_as_they_are(
    library: Library, music: Path, walk_as: Callable[[Change], None], *, bare: bool
) -> None:
    """When a disk is unmounted its mount point is an empty directory, or (automounted) not there at all."""
    write_album(music / "one", 2)
    write_album(music / "disk", 2)
    write_album(music / "disk/inner", 2)

    def mounted(listing: DirectoryListing) -> DirectoryListing:
        return listing._replace(device=listing.device + 1) if b"/disk" in listing.path else listing

    def unmounted(listing: DirectoryListing) -> DirectoryListing | None:
        if b"/disk/" in listing.path or (b"/disk" in listing.path and not bare):
            return None
        return listing._replace(files=[]) if b"/disk" in listing.path else listing

    walk_as(mounted)
    library.scan()
    known = library.ids()
    walk_as(unmounted)
    assert counts(library.scan())["skipped"] == 2
    assert library.ids() == known
    assert not library.missing()
    walk_as(mounted)
    assert counts(library.scan()) == {"skipped": 6}
    assert library.ids() == known


def test_what_is_deleted_from_a_disk_that_got_another_number_is_missing(
    library: Library,
    music: Path,
    known: dict[str, int],
    walk_as: Callable[[Change], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def probe(path: bytes) -> RootState:
        found = probe_root(path)
        return found._replace(device=None if found.device is None else found.device + 1)

    monkeypatch.setattr(folders_module, "probe_root", probe)
    walk_as(lambda listing: listing._replace(device=listing.device + 1))
    (music / "one/0000.wav").unlink()
    shutil.rmtree(music / "two")
    stay = {place: track_id for place, track_id in known.items() if place in {"one/0001.wav", "one/0002.wav"}}
    assert counts(library.scan()) == {"removed": 4, "skipped": 2}
    assert library.ids() == stay


def test_a_parent_takes_in_its_child_and_reads_nothing_again(
    library: Library, music: Path, known: dict[str, int]
) -> None:
    parent = music.parent
    write_song(parent / "Music (live)/new.wav", "New")
    library.scan(library.add(parent))
    ids = library.ids(parent)
    new = ids.pop("Music (live)/new.wav")
    assert new not in known.values()
    assert ids == {f"Music/{place}": track_id for place, track_id in known.items()}
    assert library.was_read() == {f"{parent}/Music (live)/new.wav": 1}
    assert len(library.app.folders.list().folders) == 1
    (music / "one/0000.wav").unlink()
    assert counts(library.scan(library.add(parent))) == {"removed": 1, "skipped": 6}


def test_a_folder_inside_a_registered_one_adds_no_second_root(
    library: Library, music: Path, known: dict[str, int]
) -> None:
    assert library.add(music / "one") == library.add()
    assert counts(library.scan(library.add(music / "one"))) == {"skipped": 6}


def test_a_removed_folder_comes_back_with_the_ids_it_had(
    library: Library, music: Path, known: dict[str, int]
) -> None:
    library.app.folders.remove(library.add())
    assert library.app.library.counts().tracks == 0
    assert counts(library.scan()) == {"skipped": 6}
    assert library.ids() == known
    assert library.app.library.counts().tracks == 6


def test_a_removed_folder_scanned_again_under_another_root_keeps_its_ids(
    library: Library, music: Path, known: dict[str, int]
) -> None:
    library.app.folders.remove(library.add())
    since = library.seq()
    inner = library.add(music / "one")
    assert counts(library.scan(inner)) == {"added": 3}
    shown = {place: track_id for place, track_id in known.items() if place.startswith("one")}
    assert library.changed(since) == {"added": sorted(shown.values())}
    assert library.app.library.counts().tracks == 3
    assert not library.was_read()
    # and the whole, registered again, holds all of them
    assert counts(library.scan(library.add())) == {"skipped": 6}
    assert library.ids() == known


def test_a_folder_emptied_on_purpose_lets_its_tracks_go_missing(
    library: Library, music: Path, known: dict[str, int]
) -> None:
    folder_id = library.add()
    music.rename(music.with_name("Old"))
    music.mkdir()
    library.scan(folder_id, status="failed")
    library.app.folders.confirm_empty(folder_id)
    assert library.missing() == set(known.values())
    assert library.scan(folder_id).scanned == 0
