"""A folder of music with covers, and the service that finds them."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from dunnock.services.artwork import ArtworkService
from dunnock.store.database import Database
from tests.media.pictures import FRONT, RED, bare, with_pictures
from tests.media.pictures import picture as picture_file
from tests.store.sample_library import add_folder, add_track


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


def id_of(data: bytes) -> str:
    """The id of a picture of these bytes."""
    return hashlib.sha256(data).hexdigest()


def cover(colour: tuple[int, int, int] = RED, side: int = 900) -> bytes:
    """A square picture of one colour, so many pixels wide."""
    return picture_file(colour, (side, side))
