"""The player without sound behaves like the one people hear."""

from collections.abc import Sequence
from itertools import count

import pytest

from dunnock.media.player import Device, News, Output
from tests.fake_player import FakePlayer
from tests.media.player_contract import PlayerContract


class FakeBench:
    """A `Bench` whose time passes at once."""

    tolerance_ms = 0

    def __init__(self) -> None:
        self._told: list[News] = []
        self._files = count(1)
        self.player = FakePlayer(self._told.append)

    def file(self, length_ms: int) -> bytes:
        path = b"/music/%d.flac" % next(self._files)
        self.player.add_file(path, length_ms)
        return path

    def damaged_file(self) -> bytes:
        path = b"/music/%d.txt" % next(self._files)
        self.player.break_file(path)
        return path

    def let_pass(self, ms: int) -> None:
        self.player.advance(ms)

    def news(self) -> News:
        for _ in range(10_000):
            if self._told:
                return self._told.pop(0)
            self.player.advance(1)
        raise AssertionError("nothing was told in ten seconds")

    def more_news(self) -> Sequence[News]:
        more, self._told[:] = list(self._told), []
        return more

    def lose_output(self) -> Output:
        return Output(device="gone")

    def find_output(self) -> Output:
        self.player.set_devices([Device("there", "A device")])
        self._told.clear()
        return Output(device="there")


@pytest.fixture
def bench() -> FakeBench:
    return FakeBench()


class TestFakePlayer(PlayerContract):
    """All of the contract."""


def test_the_output_of_the_test_fails_when_it_says_so(bench: FakeBench) -> None:
    from dunnock.media.player import Item, OutputFailed

    bench.player.load(Item(1, bench.file(1_000)))
    bench.more_news()
    bench.player.fail_output("There is no sound.")
    assert bench.more_news() == [OutputFailed("There is no sound.")]
    bench.player.mend_output()
    bench.player.resume()
    bench.player.advance(400)
    assert bench.player.position_ms() == 400
