"""The player that people hear: all that is asked of a player, and what libmpv is known for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.media.mpv_bench import MpvBench
from tests.media.player_contract import PlayerContract


@pytest.fixture
def bench(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[MpvBench]:
    """A player on the null output; without a fixed one where the test takes outputs away."""
    bench = MpvBench(tmp_path, audio_output=None if "output" in request.node.name else "null")
    yield bench
    bench.player.close()


class TestMpvPlayer(PlayerContract):
    """All of the contract."""
