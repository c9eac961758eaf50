"""The disk that the folders of a test lie on."""

import os
from pathlib import Path
from typing import NamedTuple

from dunnock.media.walk import RootState

DEVICE = 7
"""The number of the disk that every folder lies on until the test says otherwise."""

OTHER_DEVICE = 8


class Disk:
    """What probing a folder finds, told by the test instead of the system."""

    def __init__(self) -> None:
        self.states: dict[bytes, RootState] = {}

    def probe(self, path: bytes) -> RootState:
        return self.states.get(path, RootState(readable=True, empty=False, device=DEVICE, reason=None))

    def set(
        self, path: bytes, *, readable: bool = True, empty: bool = False, device: int | None = DEVICE
    ) -> None:
        reason = None if readable else "Permission denied."
        self.states[path] = RootState(readable=readable, empty=empty, device=device, reason=reason)


class Registered(NamedTuple):
    """A folder that was checked once, its tracks, and the disk it lies on, which the test controls."""

    id: int
    path: bytes
    track_ids: list[int]
    disk: Disk


def make_folder(path: Path, *names: str) -> bytes:
    """A folder on the real disk with a file of each name, or with one."""
    path.mkdir(parents=True, exist_ok=True)
    for name in names or ("song.flac",):
        (path / name).write_bytes(b"x")
    return os.fsencode(path)


def take_away(path: bytes) -> None:
    """As when a drive is unplugged: the mount point is there, with nothing on it."""
    for entry in os.scandir(path):
        os.unlink(entry.path)  # noqa: PTH108 - bytes, not str
