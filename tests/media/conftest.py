from collections.abc import Callable
from pathlib import Path

import pytest

from dunnock.media.tags import Tags, UnreadableFile, read_tags

Reader = Callable[..., Tags]


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    """Write a file with these bytes and read its tags."""

    def write_and_read(data: bytes, name: str = "song.mp3") -> Tags:
        path = tmp_path / name
        path.write_bytes(data)
        return read_tags(bytes(path))

    return write_and_read


@pytest.fixture
def reason(read: Reader) -> Callable[..., str]:
    """Write a file with these bytes and return why it cannot be read."""

    def write_and_fail(data: bytes, name: str = "song.mp3") -> str:
        with pytest.raises(UnreadableFile) as caught:
            read(data, name)
        return caught.value.reason

    return write_and_fail
