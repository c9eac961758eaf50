"""What is known of pictures is kept as it is, and no more of it than is useful."""

import os
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from dunnock.contract.models import Artwork
from dunnock.services.artwork.memo import ArtworkMemo, Known, Source

PATHS = st.binary(min_size=1, max_size=40).map(lambda name: b"/" + name.replace(b"\0", b"x"))
STAMPS = st.none() | st.tuples(st.integers(0, 2**62), st.integers(0, 2**62))
IDS = st.text("0123456789abcdef", min_size=64, max_size=64)
ARTWORKS = st.builds(
    Artwork,
    artwork_id=st.none() | IDS,
    accent=st.none() | st.text("0123456789abcdef", min_size=6, max_size=6).map("#{}".format),
)
KNOWN = st.builds(
    Known,
    path=PATHS,
    witnesses=st.lists(st.tuples(PATHS, STAMPS), max_size=4).map(tuple),
    artwork=ARTWORKS,
    source=st.none() | st.builds(Source, PATHS, embedded=st.booleans()),
)


def known(number: int) -> Known:
    artwork = Artwork(artwork_id=f"{number:064x}", accent=None)
    return Known(b"/music/%d" % number, (), artwork, Source(b"/music/%d" % number, embedded=True))


@given(st.dictionaries(st.integers(1, 2**40), KNOWN, max_size=8))
def test_what_is_kept_comes_back_as_it_was(tracks: dict[int, Known]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        memo = ArtworkMemo(Path(folder) / "artwork.json")
        for track_id, each in tracks.items():
            memo.put(track_id, each)
        memo.save()
        again = ArtworkMemo(Path(folder) / "artwork.json")
        assert {track_id: again.get(track_id) for track_id in tracks} == tracks
        assert os.listdir(folder) == (["artwork.json"] if tracks else [])  # noqa: PTH208


def test_the_tracks_asked_for_longest_ago_are_forgotten(tmp_path: Path) -> None:
    memo = ArtworkMemo(tmp_path / "artwork.json", most=3)
    for number in (1, 2, 3):
        memo.put(number, known(number))
    assert memo.get(1) == known(1)
    memo.put(4, known(4))
    assert [number for number in range(1, 5) if memo.get(number)] == [1, 3, 4]
    memo.save()
    assert [memo.source(f"{number:064x}") is not None for number in range(1, 5)] == [True, False, True, True]
    again = ArtworkMemo(tmp_path / "artwork.json")
    assert [number for number in range(1, 5) if again.get(number)] == [1, 3, 4]
