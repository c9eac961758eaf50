"""Whatever lies in a file, it is read or called unreadable, and soon."""

import os
import time
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from dunnock.media.identity import audio_fingerprint
from dunnock.media.rows import TrackRow, build_row
from dunnock.media.tags import UnreadableFile, read_tags
from tests.media.builders import DEMO_PIECES

PIECES = [path.read_bytes() for path in DEMO_PIECES]
LONGEST_SECONDS = 2.0


def read(path: bytes) -> TrackRow | str:
    """Return the row of a file, or why there is none."""
    try:
        return build_row(path, read_tags(path))
    except UnreadableFile as unreadable:
        return unreadable.reason


damage = st.lists(
    st.tuples(
        st.integers(0, 20_000) | st.integers(0, 200),
        st.integers(0, 300),
        st.binary(max_size=8) | st.sampled_from([b"\xff" * 8, bytes(8), b"\x7f\xff\xff\xff", bytes(400)]),
    ),
    max_size=8,
)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(PIECES), damage)
def test_a_damaged_file_is_read_or_unreadable_and_never_anything_else(
    piece: bytes, changes: list[tuple[int, int, bytes]]
) -> None:
    data = bytearray(piece)
    for position, length, replacement in changes:
        data[position : position + length] = replacement
    descriptor = os.memfd_create("damaged")
    try:
        os.write(descriptor, data)
        path = os.fsencode(Path(f"/proc/self/fd/{descriptor}"))
        start = time.monotonic()
        fingerprint = audio_fingerprint(path)
        result = read(path)
        if isinstance(result, TrackRow):
            assert result.duration_ms >= 0
            assert len(result.title_display) <= 1_000
        else:
            assert result.endswith(".")
        assert fingerprint is None or len(fingerprint) == 16
        assert time.monotonic() - start < LONGEST_SECONDS
    finally:
        os.close(descriptor)
