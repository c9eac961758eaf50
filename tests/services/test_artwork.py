"""The pictures and words of tracks of a library, found, kept, and known again."""

import hashlib
import json
import logging
import os
import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from dunnock.contract.errors import NotFoundError
from dunnock.media import cover_art, picture
from dunnock.services.artwork import NO_ARTWORK, ArtworkService
from dunnock.services.lyrics import LyricsService
from dunnock.store.database import Database
from tests.media.pictures import BLUE, FRONT, GREEN, RED, bare, file_of, opened, with_pictures
from tests.media.pictures import picture as picture_file
from tests.store.sample_library import add_folder, add_track

UNKNOWN = "0" * 64


@dataclass
class Shelf:
    """A folder of music with a database that knows it, and the service beside them."""

    database: Database
    home: Path
    music: Path

    def __post_init__(self) -> None:
        self.music.mkdir()
        with self.database.transaction() as transaction:
            self.folder_id = add_folder(transaction, bytes(self.music))
        self.service = self.another()

    def another(self, **options: int) -> ArtworkService:
        """The service as the next start, or another process, has it."""
        return ArtworkService(self.database, self.home / "artwork", **options)

    def track(self, path: Path) -> int:
        """Have a file of the folder in the library."""
        with self.database.transaction() as transaction:
            return add_track(transaction, os.fsencode(path.name), path=bytes(self.music))

    def covered(self, data: bytes, name: str = "song") -> int:
        """A track with an embedded front cover."""
        return self.track(with_pictures(bare(self.music, ".mp3", name), (FRONT, data)))

    def set_offline(self, reason: str | None) -> None:
        with self.database.transaction() as transaction:
            transaction.execute("UPDATE folder SET offline_reason = ?", (reason,))

    def files(self) -> list[Path]:
        """Every scaled picture that is kept."""
        return sorted(each for each in (self.home / "artwork").rglob("*") if each.is_file())


@pytest.fixture
def shelf(database: Database, home: Path) -> Iterator[Shelf]:
    shelf = Shelf(database, home, home / "music")
    yield shelf
    shelf.service.close()


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The files whose tags were read."""
    read: list[bytes] = []
    true = cover_art.embedded_pictures

    def noted(path: bytes) -> list[bytes]:
        read.append(path)
        return true(path)

    monkeypatch.setattr(cover_art, "embedded_pictures", noted)
    return read


def id_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def cover(colour: tuple[int, int, int] = RED, side: int = 900) -> bytes:
    return picture_file(colour, (side, side))


def test_a_track_has_the_picture_in_its_file_and_its_colour(shelf: Shelf) -> None:
    found = shelf.service.artwork(shelf.covered(cover(RED)))
    assert found.artwork_id == id_of(cover(RED))
    assert found.accent is not None
    red, green, blue = bytes.fromhex(found.accent[1:])
    assert red > 180
    assert max(green, blue) < 50


@pytest.mark.parametrize("size", [64, 128, 256, 640])
def test_a_picture_is_scaled_to_the_size_that_is_asked_for(shelf: Shelf, size: int) -> None:
    found = shelf.service.artwork(shelf.covered(cover(RED)))
    assert found.artwork_id is not None
    image = opened(shelf.service.image(found.artwork_id, size))
    assert (image.format, image.size) == ("JPEG", (size, size))


def test_the_image_of_the_folder_stands_in_and_an_embedded_one_comes_first(shelf: Shelf) -> None:
    (shelf.music / "Cover.JPG").write_bytes(cover(GREEN))
    assert shelf.service.artwork(shelf.track(bare(shelf.music, ".flac", "bare"))).artwork_id == id_of(
        cover(GREEN)
    )
    assert shelf.service.artwork(shelf.covered(cover(RED), "covered")).artwork_id == id_of(cover(RED))


def test_a_bad_picture_is_passed_over_for_the_next_and_the_log_says_why_once(
    shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    bad = cover(RED)[:300]
    path = with_pictures(bare(shelf.music, ".mp3"), (FRONT, bad))
    (shelf.music / "cover.jpg").write_bytes(b"not a picture")
    (shelf.music / "folder.png").write_bytes(cover(GREEN))
    again = bare(shelf.music, ".flac", "again")
    with_pictures(again, (FRONT, bad))
    with caplog.at_level(logging.WARNING):
        assert shelf.service.artwork(shelf.track(path)).artwork_id == id_of(cover(GREEN))
        assert shelf.service.artwork(shelf.track(again)).artwork_id == id_of(cover(GREEN))
    told = [record.getMessage() for record in caplog.records]
    assert [each.split(" is not shown")[0].rpartition("/")[2] for each in told] == ["song.mp3", "cover.jpg"]


def test_a_track_without_any_picture_has_none(shelf: Shelf) -> None:
    assert shelf.service.artwork(shelf.track(bare(shelf.music, ".ogg"))) == NO_ARTWORK
    (shelf.music / "cover.jpg").write_bytes(b"")
    assert shelf.service.artwork(shelf.track(bare(shelf.music, ".ogg", "second"))) == NO_ARTWORK


def test_a_grey_picture_has_no_colour(shelf: Shelf) -> None:
    found = shelf.service.artwork(shelf.covered(cover((128, 128, 128))))
    assert found.artwork_id is not None
    assert found.accent is None


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


def test_an_unknown_track_and_an_unknown_picture_are_named_as_such(shelf: Shelf) -> None:
    with pytest.raises(NotFoundError):
        shelf.service.artwork(99)
    with pytest.raises(NotFoundError):
        shelf.service.image(UNKNOWN, 64)
    assert shelf.service.path(UNKNOWN, 64) is None


def spoil_nothing(path: Path) -> None:
    path.unlink()


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def blank(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("spoil", [spoil_nothing, cut, blank, empty])
def test_what_is_gone_or_broken_in_the_cache_is_made_again(
    shelf: Shelf, spoil: Callable[[Path], None]
) -> None:
    (shelf.music / "cover.jpg").write_bytes(cover(GREEN))
    for track in (shelf.covered(cover(RED)), shelf.track(bare(shelf.music, ".flac", "bare"))):
        found = shelf.service.artwork(track)
        assert found.artwork_id is not None
        for size in (64, 256, 640):
            shelf.service.image(found.artwork_id, size)
    for file in shelf.files():
        spoil(file)
    for data in (cover(RED), cover(GREEN)):
        for size in (256, 64, 640):
            assert opened(shelf.service.image(id_of(data), size)).size == (size, size)
    assert len(shelf.files()) == 6


def test_a_file_in_the_cache_that_only_looks_whole_is_passed_over(shelf: Shelf) -> None:
    found = shelf.service.artwork(shelf.covered(cover(RED)))
    assert found.artwork_id is not None
    large = next(each for each in shelf.files() if each.name.endswith("-640.jpg"))
    large.write_bytes(b"\xff\xd8" + bytes(500) + b"\xff\xd9")
    assert opened(shelf.service.image(found.artwork_id, 128)).size == (128, 128)


def test_all_sizes_can_be_made_of_the_largest_when_the_original_is_gone(shelf: Shelf) -> None:
    found = shelf.service.artwork(shelf.covered(cover(RED)))
    assert found.artwork_id is not None
    (shelf.music / "song.mp3").unlink()
    for size in (64, 128, 256, 640):
        assert opened(shelf.service.image(found.artwork_id, size)).size == (size, size)


def test_if_only_a_small_one_is_left_it_is_better_than_none(shelf: Shelf) -> None:
    found = shelf.service.artwork(shelf.covered(cover(RED)))
    assert found.artwork_id is not None
    (shelf.music / "song.mp3").unlink()
    for file in shelf.files():
        if not file.name.endswith("-64.jpg"):
            file.unlink()
    assert opened(shelf.service.image(found.artwork_id, 640)).size == (64, 64)
    path = shelf.service.path(found.artwork_id, 640)
    assert path is not None
    assert path.name.endswith("-64.jpg")


def test_other_programs_get_a_file_that_is_there(shelf: Shelf) -> None:
    found = shelf.service.artwork(shelf.covered(cover(RED)))
    assert found.artwork_id is not None
    path = shelf.service.path(found.artwork_id, 256)
    assert path is not None
    assert path.is_absolute()
    assert path.read_bytes() == shelf.service.image(found.artwork_id, 256)


def test_a_transparent_cover_is_kept_as_png(shelf: Shelf) -> None:
    image = Image.new("RGBA", (300, 300), (*BLUE, 255))
    image.paste((0, 0, 0, 0), (0, 0, 100, 300))
    found = shelf.service.artwork(shelf.covered(file_of(image, "PNG")))
    assert found.artwork_id is not None
    path = shelf.service.path(found.artwork_id, 128)
    assert path is not None
    assert path.suffix == ".png"
    assert opened(shelf.service.image(found.artwork_id, 128)).mode == "RGBA"


def test_pictures_are_seen_when_nothing_can_be_kept(shelf: Shelf) -> None:
    (shelf.home / "artwork").write_text("a file is in the way")
    (shelf.home / "artwork.json").mkdir()
    service = shelf.another()
    found = service.artwork(shelf.covered(cover(RED)))
    assert found.artwork_id == id_of(cover(RED))
    assert opened(service.image(id_of(cover(RED)), 256)).size == (256, 256)
    assert service.path(id_of(cover(RED)), 256) is None
    service.close()


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


def test_many_threads_get_the_same_answers(shelf: Shelf) -> None:
    chance = random.Random(5)
    covers = [picture_file(tuple(chance.randbytes(3)), (700, 700)) for _ in range(6)]
    tracks = {shelf.covered(data, f"song {at}"): id_of(data) for at, data in enumerate(covers * 3)}
    wrong: list[object] = []

    def ask(seed: int) -> None:
        order = list(tracks.items())
        random.Random(seed).shuffle(order)
        for track, wanted in order:
            found = shelf.service.artwork(track)
            size = random.Random(seed).choice([64, 128, 256, 640])
            image = opened(shelf.service.image(wanted, size))
            if found.artwork_id != wanted or image.size != (size, size):
                wrong.append((found, image.size))

    threads = [threading.Thread(target=ask, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_database_being_written_does_not_wait_for_a_picture(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    track = shelf.covered(cover(RED))
    decoding, go_on = threading.Event(), threading.Event()
    true = picture.decode

    def slow(data: bytes, size: int) -> Image.Image:
        decoding.set()
        assert go_on.wait(20)
        return true(data, size)

    monkeypatch.setattr(picture, "decode", slow)
    thread = threading.Thread(target=shelf.service.artwork, args=(track,))
    thread.start()
    assert decoding.wait(20)
    with shelf.database.transaction() as transaction:
        transaction.execute("UPDATE track SET plays = plays + 1")
    # Without a reader that is still open, the log can be written back into the database as a whole.
    with shelf.database.read() as reader:
        busy, _, _ = reader.row("PRAGMA wal_checkpoint(RESTART)") or (1, 0, 0)
    go_on.set()
    thread.join()
    assert busy == 0


PROGRAM = """
import sys
from pathlib import Path
from dunnock.services.artwork import ArtworkService
from dunnock.store.database import Database
home = Path(sys.argv[1])
database = Database(home / "dunnock.db")
service = ArtworkService(database, home / "artwork", largest=60_000)
for _ in range(6):
    for track in map(int, sys.argv[2:]):
        found = service.artwork(track)
        for size in (64, 640, 128, 256):
            data = service.image(found.artwork_id, size)
            assert data[:2] == b"\\xff\\xd8" and data[-2:] == b"\\xff\\xd9"
    service.close()
print("done")
"""


@pytest.mark.slow
def test_two_processes_on_one_home_disturb_each_other_in_nothing(shelf: Shelf) -> None:
    chance = random.Random(9)
    images = [Image.frombytes("RGB", (300, 300), chance.randbytes(270_000)) for _ in range(4)]
    tracks = [str(shelf.covered(file_of(image), f"song {at}")) for at, image in enumerate(images)]
    running = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(shelf.home), *order],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for order in (tracks, tracks[::-1])
    ]
    assert [(*each.communicate(), each.returncode) for each in running] == [("done\n", "", 0)] * 2


def test_what_is_kept_stays_within_its_bound(shelf: Shelf) -> None:
    service = shelf.another(largest=150_000)
    chance = random.Random(3)
    for number in range(8):
        data = file_of(Image.frombytes("RGB", (200, 200), chance.randbytes(120_000)))
        found = service.artwork(shelf.covered(data, f"song {number}"))
        assert found.artwork_id == id_of(data)
    assert 0 < sum(each.stat().st_size for each in shelf.files()) <= 150_000


def test_deleting_the_cache_under_a_running_service_loses_nothing(shelf: Shelf) -> None:
    found = shelf.service.artwork(shelf.covered(cover(RED)))
    assert found.artwork_id is not None
    shutil.rmtree(shelf.home / "artwork")
    assert opened(shelf.service.image(found.artwork_id, 256)).size == (256, 256)


def test_the_words_of_a_track_are_read_and_those_of_an_offline_one_are_none(shelf: Shelf) -> None:
    path = bare(shelf.music, ".flac")
    (shelf.music / "song.lrc").write_text("[00:01.00]One")
    track = shelf.track(path)
    service = LyricsService(shelf.database)
    found = service.lyrics(track)
    assert (found.synced, found.source, found.lines[0].text) == (True, "file", "One")
    shelf.set_offline("The drive is asleep.")
    assert service.lyrics(track).lines == []
    with pytest.raises(NotFoundError):
        service.lyrics(99)
