"""Places in an item: where it begins, stands, and is sought."""

from dunnock.media.player import Output, Seeked
from tests.media.player.bench import Bench, ended, item_of, near, started


class PlaceContract:
    """Pausing, seeking, and the place while doing so."""

    def test_the_place_is_of_the_new_item_as_soon_as_it_is_loaded(self, bench: Bench) -> None:
        first, second = item_of(bench, 5_000), item_of(bench, 5_000)
        bench.player.load(first, position_ms=3_000)
        started(bench, first)
        bench.player.load(second, position_ms=1_000)
        assert near(bench, bench.player.position_ms(), 1_000)
        assert near(bench, bench.player.position_ms(second.item_id), 1_000)

    def test_an_item_can_begin_at_a_place(self, bench: Bench) -> None:
        item = item_of(bench, 5_000)
        bench.player.load(item, position_ms=4_600)
        assert near(bench, started(bench, item).position_ms, 4_600)
        ended(bench, item)

    def test_a_paused_item_stands_and_goes_on_from_there(self, bench: Bench) -> None:
        item = item_of(bench, 5_000)
        bench.player.load(item, position_ms=2_000, paused=True)
        assert near(bench, started(bench, item).position_ms, 2_000)
        bench.let_pass(300)
        assert near(bench, bench.player.position_ms(), 2_000)
        bench.player.resume()
        bench.let_pass(500)
        assert bench.player.position_ms() >= 2_400
        bench.player.pause()
        bench.more_news()
        held = bench.player.position_ms()
        bench.let_pass(300)
        assert bench.player.position_ms() == held

    def test_a_short_item_that_is_paused_waits_to_be_heard(self, bench: Bench) -> None:
        first, second = item_of(bench, 300), item_of(bench, 300)
        bench.player.load(first, paused=True)
        bench.player.follow_with(second)
        started(bench, first)
        assert bench.more_news() == []
        bench.player.resume()
        ended(bench, first)
        started(bench, second)
        ended(bench, second)

    def test_a_pause_in_the_last_moments_is_not_the_end(self, bench: Bench) -> None:
        item = item_of(bench, 2_000)
        bench.player.load(item, position_ms=1_000)
        started(bench, item)
        bench.let_pass(700)
        bench.player.pause()
        assert bench.more_news() == []
        assert bench.player.position_ms() >= 1_600
        bench.player.resume()
        ended(bench, item)

    def test_a_short_last_item_that_is_paused_waits_to_be_heard(self, bench: Bench) -> None:
        item = item_of(bench, 300)
        bench.player.load(item, paused=True)
        started(bench, item)
        assert bench.more_news() == []
        bench.player.resume()
        ended(bench, item)

    def test_time_moves_the_place_as_fast_as_the_speed(self, bench: Bench) -> None:
        item = item_of(bench, 20_000)
        bench.player.set_output(Output(speed=2.0))
        bench.player.load(item)
        started(bench, item)
        before = bench.player.position_ms()
        bench.let_pass(1_000)
        assert abs(bench.player.position_ms() - before - 2_000) <= 2 * bench.tolerance_ms

    def test_a_seek_is_told_of_with_its_place(self, bench: Bench) -> None:
        item = item_of(bench, 5_000)
        bench.player.load(item)
        started(bench, item)
        bench.player.seek(3_210)
        news = bench.news()
        assert isinstance(news, Seeked)
        assert news.item_id == item.item_id
        assert near(bench, news.position_ms, 3_210)
        assert near(bench, bench.player.position_ms(), 3_210)

    def test_the_place_is_the_new_one_as_soon_as_it_is_sought(self, bench: Bench) -> None:
        item = item_of(bench, 5_000)
        bench.player.load(item)
        started(bench, item)
        bench.player.seek(3_210)
        assert near(bench, bench.player.position_ms(), 3_210)

    def test_a_seek_while_paused_stays_paused(self, bench: Bench) -> None:
        item = item_of(bench, 5_000)
        bench.player.load(item, paused=True)
        started(bench, item)
        bench.player.seek(1_500)
        assert isinstance(bench.news(), Seeked)
        bench.let_pass(300)
        assert near(bench, bench.player.position_ms(), 1_500)

    def test_of_many_seeks_the_last_counts(self, bench: Bench) -> None:
        item = item_of(bench, 60_000)
        bench.player.load(item, paused=True)
        started(bench, item)
        for second in range(1, 51):
            bench.player.seek(second * 1_000)
        last = bench.more_news()[-1]
        assert isinstance(last, Seeked)
        assert near(bench, last.position_ms, 50_000)
        assert near(bench, bench.player.position_ms(), 50_000)

    def test_beyond_the_end_is_the_end(self, bench: Bench) -> None:
        first, second = item_of(bench, 5_000), item_of(bench, 5_000)
        bench.player.load(first)
        bench.player.follow_with(second)
        started(bench, first)
        bench.player.seek(999_999)
        assert near(bench, ended(bench, first).position_ms, 5_000)
        started(bench, second)

    def test_beyond_the_end_is_the_end_of_a_paused_item_too(self, bench: Bench) -> None:
        item = item_of(bench, 5_000)
        bench.player.load(item, paused=True)
        started(bench, item)
        bench.player.seek(5_000)
        ended(bench, item)
        assert bench.player.position_ms() == 0
