"""What has become of the files of a directory is decided without looking at files or writing anything."""

from dunnock.media.walk import FileEntry
from dunnock.services.scan.compare import Comparison, compare
from dunnock.store.tracks import KnownTrack


def known(
    name: str, track_id: int, *, inode: int | None = None, size: int = 100, mtime: int = 5
) -> KnownTrack:
    return KnownTrack(name.encode(), size, mtime, track_id * 10 if inode is None else inode, track_id, False)


def file(name: str, inode: int, *, size: int = 100, mtime: int = 5) -> FileEntry:
    return FileEntry(name.encode(), size, mtime, inode)


def compared(
    files: list[FileEntry],
    tracks: list[KnownTrack],
    elsewhere: dict[KnownTrack, bool] | None = None,
    *,
    errors: dict[bytes, tuple[int, int]] | None = None,
    trust_inodes: bool = True,
) -> Comparison:
    return compare(files, tracks, errors or {}, lambda _: elsewhere or {}, trust_inodes=trust_inodes)


def test_what_is_as_it_was_is_only_counted() -> None:
    assert compared([file("a", 10), file("b", 20)], [known("a", 1), known("b", 2)]) == Comparison(unchanged=2)


def test_an_exact_move_comes_before_a_name() -> None:
    a, b = file("a", 20), file("b", 10)
    found = compared([a, b], [known("a", 1), known("b", 2)])
    assert found == Comparison(moved=[(a, 2), (b, 1)], moved_unchanged=2, in_the_way=[1, 2])


def test_a_name_comes_before_an_inode_with_another_time() -> None:
    # b was written anew and got the inode that a, written anew before, has left free
    a, b = file("a", 30, mtime=8), file("b", 10, mtime=9)
    found = compared([a, b], [known("a", 1), known("b", 2)])
    assert found == Comparison(replaced=[(a, 1), (b, 2)])


def test_an_inode_with_another_time_is_a_move_only_from_an_empty_place() -> None:
    elsewhere = known("z", 7, inode=70)
    new = file("new", 70, mtime=9)
    assert compared([new], [], {elsewhere: True}) == Comparison(moved=[(new, 7)], read=[(new, 7)])
    assert compared([new], [], {elsewhere: False}) == Comparison(read=[(new, None)])


def test_a_missing_track_is_not_found_by_a_reused_inode() -> None:
    missing = known("z", 7, inode=70)._replace(missing=True)
    new = file("new", 70, mtime=9)
    assert compared([new], [], {missing: True}) == Comparison(read=[(new, None)])
    exact = file("new", 70)
    assert compared([exact], [], {missing: True}) == Comparison(moved=[(exact, 7)], moved_unchanged=1)


def test_one_track_is_given_to_one_file() -> None:
    missing = known("a", 7, inode=70)._replace(missing=True)
    a, b = file("a", 80, size=5), file("b", 70)
    found = compared([a, b], [missing], {missing: True})
    assert found == Comparison(moved=[(b, 7)], moved_unchanged=1, read=[(a, None)])


def test_without_inodes_only_names_count() -> None:
    a, c = file("a", 99), file("c", 20)
    tracks = [known("a", 1), known("b", 2)]
    found = compared([a, c], tracks, trust_inodes=False)
    assert found == Comparison(unchanged=1, read=[(c, None)], gone=[2])


def test_an_equal_copy_is_relinked() -> None:
    a = file("a", 99)
    assert compared([a], [known("a", 1)]) == Comparison(unchanged=1, relinked=[(a, 1)])


def test_a_known_error_is_read_again_only_when_the_file_differs() -> None:
    bad = file("bad", 10, size=3, mtime=4)
    assert compared([bad], [], errors={b"bad": (3, 4)}) == Comparison(known_errors=1)
    assert compared([bad], [], errors={b"bad": (3, 5)}) == Comparison(read=[(bad, None)])
    assert compared([bad], [known("bad", 1)], errors={b"bad": (3, 4)}) == Comparison(known_errors=1)


def test_the_error_of_a_file_that_is_as_its_track_knows_it_is_mended() -> None:
    found = compared([file("a", 10)], [known("a", 1)], errors={b"a": (0, 0), b"gone": (1, 1)})
    assert found == Comparison(unchanged=1, mended=[b"a", b"gone"])
