"""Items begin, follow each other, and end."""

from dunnock.media.player import Ended, Started
from tests.media.player.bench import Bench, ended, item_of, near, started


class ItemContract:
    """What is heard, one after the other, and what is told of it."""

    def test_an_item_is_told_of_when_it_begins_and_when_it_ends(self, bench: Bench) -> None:
        # Long enough not to be over, on a busy machine, before anybody asks for its duration.
        item = item_of(bench, 2_000)
        bench.player.load(item)
        begun = started(bench, item)
        assert begun.position_ms <= bench.tolerance_ms
        assert near(bench, begun.duration_ms, 2_000)
        over = ended(bench, item)
        assert near(bench, over.position_ms, 2_000)
        assert over.message is None
        assert over.follower_id is None
        assert bench.player.position_ms() == 0

    def test_what_is_loaded_in_its_place_ends_an_item_without_a_word(self, bench: Bench) -> None:
        first, second = item_of(bench, 5_000), item_of(bench, 400)
        bench.player.load(first)
        started(bench, first)
        bench.player.load(second)
        started(bench, second)
        ended(bench, second)

    def test_a_follower_begins_after_the_end_of_the_item_before(self, bench: Bench) -> None:
        first, second = item_of(bench, 600), item_of(bench, 400)
        bench.player.load(first)
        bench.player.follow_with(second)
        started(bench, first)
        assert ended(bench, first).follower_id == second.item_id
        assert started(bench, second).position_ms <= bench.tolerance_ms
        assert near(bench, bench.player.position_ms(first.item_id), 600)
        ended(bench, second)

    def test_no_follower_is_kept_for_the_item_after(self, bench: Bench) -> None:
        first, second = item_of(bench), item_of(bench)
        bench.player.load(first)
        bench.player.follow_with(second)
        for expected in (Started, Ended, Started, Ended):
            assert isinstance(bench.news(), expected)
        assert bench.more_news() == []

    def test_the_last_named_follower_is_heard(self, bench: Bench) -> None:
        first, second, third = item_of(bench), item_of(bench), item_of(bench)
        bench.player.load(first)
        bench.player.follow_with(second)
        bench.player.follow_with(third)
        started(bench, first)
        ended(bench, first)
        started(bench, third)

    def test_a_follower_named_when_the_item_is_over_is_not_played(self, bench: Bench) -> None:
        first, second = item_of(bench), item_of(bench)
        bench.player.load(first)
        started(bench, first)
        assert ended(bench, first).follower_id is None
        bench.player.follow_with(second)
        assert bench.more_news() == []
        bench.player.load(second)
        started(bench, second)

    def test_a_follower_can_be_taken_back(self, bench: Bench) -> None:
        first, second = item_of(bench), item_of(bench)
        bench.player.load(first)
        bench.player.follow_with(second)
        bench.player.follow_with(None)
        started(bench, first)
        ended(bench, first)
        assert bench.more_news() == []
        assert bench.player.position_ms() == 0

    def test_stopping_is_not_told_as_an_end(self, bench: Bench) -> None:
        first, second = item_of(bench, 5_000), item_of(bench)
        bench.player.load(first)
        bench.player.follow_with(second)
        started(bench, first)
        bench.player.stop()
        assert bench.player.position_ms() == 0
        assert bench.more_news() == []

    def test_with_nothing_loaded_nothing_happens(self, bench: Bench) -> None:
        bench.player.pause()
        bench.player.resume()
        bench.player.seek(1_000)
        bench.player.follow_with(item_of(bench))
        bench.player.stop()
        assert bench.more_news() == []
        assert bench.player.position_ms() == 0
        assert bench.player.position_ms(4) == 0

    def test_nothing_is_told_after_closing(self, bench: Bench) -> None:
        item = item_of(bench, 5_000)
        bench.player.load(item)
        started(bench, item)
        bench.player.close()
        bench.player.close()
        bench.player.seek(1_000)
        assert bench.more_news() == []
