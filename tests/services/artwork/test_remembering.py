"""What was found is known again, and looked for anew when its place has changed."""

import json
import os

import pytest

from dunnock.services.artwork import NO_ARTWORK
from tests.media.pictures import FRONT, GREEN, RED, bare, opened, with_pictures
from tests.services.artwork.shelf import Shelf, cover, id_of
from tests.store.sample_library import add_track


def test_asking_again_reads_no_file_and_after_a_restart_neither(shelf: Shelf, reads: list[bytes]) -> None:
    track = shelf.covered(cover(RED))
    first = shelf.service.artwork(track)
    assert [shelf.service.artwork(track) for _ in range(3)] == [first] * 3
    shelf.service.close()
    assert shelf.another().artwork(track) == first
    assert len(reads) == 1


def test_a_crash_forgets_but_a_part(shelf: Shelf, reads: list[bytes]) -> None:
    tracks = [shelf.track(bare(shelf.music, ".wav", f"song {number}")) for number in range(40)]
    for track in tracks:
        shelf.service.artwork(track)
    reads.clear()
    after = shelf.another()
    for track in tracks:
        after.artwork(track)
    assert 0 < len(reads) <= 16


@pytest.mark.parametrize("way", ["other tags", "new image", "image overwritten", "image gone"])
def test_a_change_of_what_was_looked_at_is_noticed(shelf: Shelf, way: str) -> None:
    path = bare(shelf.music, ".flac")
    image = shelf.music / "cover.jpg"
    if way != "new image":
        image.write_bytes(cover(RED))
    track = shelf.track(path)
    before = shelf.service.artwork(track)
    wanted: str | None = id_of(cover(GREEN))
    match way:
        case "other tags":
            with_pictures(path, (FRONT, cover(GREEN)))
        case "image gone":
            image.unlink()
            wanted = None
        case _:
            image.write_bytes(cover(GREEN))
    assert before.artwork_id != wanted
    assert shelf.service.artwork(track).artwork_id == wanted


def test_while_a_folder_is_offline_its_tracks_keep_the_pictures_they_had(shelf: Shelf) -> None:
    known, unknown = shelf.covered(cover(RED), "known"), shelf.covered(cover(GREEN), "unknown")
    first = shelf.service.artwork(known)
    shelf.service.close()
    shelf.music.rename(shelf.home / "unplugged")
    for reason in (None, "The folder is gone."):  # before a look has noticed it, and after
        shelf.set_offline(reason)
        service = shelf.another()
        assert service.artwork(known) == first
        assert service.artwork(unknown) == NO_ARTWORK
        assert first.artwork_id is not None
        assert opened(service.image(first.artwork_id, 256)).size == (256, 256)


def test_an_offline_folder_is_not_even_looked_at(shelf: Shelf, reads: list[bytes]) -> None:
    track = shelf.covered(cover(RED))
    shelf.set_offline("The drive is asleep.")
    assert shelf.service.artwork(track) == NO_ARTWORK
    assert reads == []


def test_a_moved_track_is_looked_at_anew(shelf: Shelf) -> None:
    track = shelf.covered(cover(RED))
    shelf.service.artwork(track)
    with shelf.database.transaction() as transaction:
        transaction.execute("UPDATE track SET name = ?", (b"other.mp3",))
    assert shelf.service.artwork(track) == NO_ARTWORK
    with_pictures(bare(shelf.music, ".mp3", "other"), (FRONT, cover(GREEN)))
    assert shelf.service.artwork(track).artwork_id == id_of(cover(GREEN))


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        '{"version": 1}',
        '{"version": 1, "tracks": [[1]]}',
        '{"version": 99, "tracks": []}',
        "null",
    ],
)
def test_a_broken_memory_is_begun_anew(shelf: Shelf, content: str) -> None:
    track = shelf.covered(cover(RED))
    (shelf.home / "artwork.json").write_text(content)
    service = shelf.another()
    assert service.artwork(track).artwork_id == id_of(cover(RED))
    service.close()
    assert len(json.loads((shelf.home / "artwork.json").read_text())["tracks"]) == 1


def test_an_id_from_a_forged_memory_is_not_made_a_path(shelf: Shelf) -> None:
    track = shelf.covered(cover(RED))
    shelf.service.artwork(track)
    shelf.service.close()
    memory = shelf.home / "artwork.json"
    memory.write_text(memory.read_text().replace(id_of(cover(RED)), "../../secret"))
    assert shelf.another().artwork(track).artwork_id == id_of(cover(RED))


def test_a_name_that_is_not_utf8_is_remembered(shelf: Shelf, reads: list[bytes]) -> None:
    path = with_pictures(bare(shelf.music, ".mp3"), (FRONT, cover(RED)))
    odd = bytes(shelf.music) + b"/caf\xe9.mp3"
    os.rename(bytes(path), odd)  # noqa: PTH104  # bytes, not str
    with shelf.database.transaction() as transaction:
        track = add_track(transaction, b"caf\xe9.mp3", path=bytes(shelf.music))
    found = shelf.service.artwork(track)
    assert found.artwork_id == id_of(cover(RED))
    shelf.service.close()
    assert shelf.another().artwork(track) == found
    assert reads == [odd]
