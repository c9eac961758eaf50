"""Several threads and processes ask at the same time."""

import random
import subprocess
import sys
import threading

import pytest
from PIL import Image

from dunnock.media import picture
from tests.media.pictures import RED, file_of, opened
from tests.media.pictures import picture as picture_file
from tests.services.artwork.shelf import Shelf, cover, id_of


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
