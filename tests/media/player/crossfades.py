"""Two items that are heard at once for a while."""

from dunnock.media.player import Output, Seeked
from tests.media.player.bench import Bench, ended, item_of, near, started


class CrossfadeContract:
    """Crossfades, and what is done while one is under way."""

    def test_a_crossfade_lets_the_follower_begin_before_the_end(self, bench: Bench) -> None:
        first, second = item_of(bench, 2_000), item_of(bench, 2_000)
        bench.player.set_output(Output(crossfade_ms=600))
        bench.player.load(first)
        bench.player.follow_with(second)
        started(bench, first)
        assert near(bench, ended(bench, first).position_ms, 1_400)
        assert started(bench, second).position_ms <= bench.tolerance_ms
        ended(bench, second)

    def test_a_crossfade_takes_no_more_than_half_of_an_item(self, bench: Bench) -> None:
        first, second = item_of(bench, 2_000), item_of(bench, 600)
        bench.player.set_output(Output(crossfade_ms=12_000))
        bench.player.load(first)
        bench.player.follow_with(second)
        started(bench, first)
        assert near(bench, ended(bench, first).position_ms, 1_700)
        started(bench, second)

    def test_a_crossfade_can_be_held_and_gone_on_with(self, bench: Bench) -> None:
        first, second = item_of(bench, 2_000), item_of(bench, 2_000)
        bench.player.set_output(Output(crossfade_ms=1_000))
        bench.player.load(first, position_ms=700)
        bench.player.follow_with(second)
        started(bench, first)
        ended(bench, first)
        started(bench, second)
        bench.player.pause()
        bench.more_news()
        held = bench.player.position_ms()
        bench.let_pass(300)
        assert bench.player.position_ms() == held
        bench.player.resume()
        ended(bench, second)

    def test_a_seek_in_a_crossfade_is_one_in_the_new_item(self, bench: Bench) -> None:
        first, second, third = item_of(bench, 2_000), item_of(bench, 5_000), item_of(bench, 2_000)
        bench.player.set_output(Output(crossfade_ms=1_000))
        bench.player.load(first, position_ms=700)
        bench.player.follow_with(second)
        started(bench, first)
        ended(bench, first)
        started(bench, second)
        bench.player.follow_with(third)
        bench.player.seek(3_900)
        news = bench.news()
        assert isinstance(news, Seeked)
        assert near(bench, news.position_ms, 3_900)
        ended(bench, second)
        started(bench, third)

    def test_a_stop_in_a_crossfade_is_silence(self, bench: Bench) -> None:
        first, second = item_of(bench, 2_000), item_of(bench, 2_000)
        bench.player.set_output(Output(crossfade_ms=1_000))
        bench.player.load(first, position_ms=700)
        bench.player.follow_with(second)
        started(bench, first)
        ended(bench, first)
        started(bench, second)
        bench.player.stop()
        assert bench.more_news() == []
        assert bench.player.position_ms() == 0
