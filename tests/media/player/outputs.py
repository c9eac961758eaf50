"""Outputs that are there, and that are not."""

from dunnock.media.player import OutputFailed, Started
from tests.media.player.bench import Bench, ended, item_of, near, started


class OutputContract:
    """Without an output an item is held at its place."""

    def test_without_an_output_an_item_is_held_and_goes_on_with_another(self, bench: Bench) -> None:
        item, after = item_of(bench, 5_000), item_of(bench, 400)
        bench.player.set_output(bench.lose_output())
        bench.player.load(item, position_ms=4_500)
        bench.player.follow_with(after)
        failed = bench.news()
        assert isinstance(failed, OutputFailed)
        assert failed.message.endswith(".")
        assert bench.more_news() == []
        assert bench.player.position_ms() == 4_500
        bench.player.resume()
        assert isinstance(bench.news(), OutputFailed)
        assert bench.more_news() == []
        bench.player.set_output(bench.find_output())
        assert near(bench, started(bench, item).position_ms, 4_500)
        bench.let_pass(300)
        assert near(bench, bench.player.position_ms(), 4_500)
        bench.player.resume()
        ended(bench, item)
        started(bench, after)

    def test_an_output_that_goes_away_holds_what_plays_at_its_place(self, bench: Bench) -> None:
        item = item_of(bench, 5_000)
        bench.player.set_output(bench.find_output())
        bench.player.load(item, position_ms=2_000)
        started(bench, item)
        bench.let_pass(300)
        bench.player.set_output(bench.lose_output())
        assert isinstance(bench.news(), OutputFailed)
        held = bench.player.position_ms()
        assert near(bench, held, 2_300)
        bench.let_pass(200)
        assert bench.player.position_ms() == held
        bench.player.set_output(bench.find_output())
        bench.player.resume()
        bench.let_pass(500)
        assert bench.player.position_ms() > held
        assert not [news for news in bench.more_news() if isinstance(news, Started | OutputFailed)]

    def test_the_first_device_is_the_choice_of_the_system(self, bench: Bench) -> None:
        assert bench.player.devices()[0].name == "auto"
