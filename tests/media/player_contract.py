"""What every player does, real or not: a class of tests for each to inherit, with a `bench` of its own."""

from collections.abc import Sequence
from itertools import count
from typing import Protocol

from dunnock.media.player import Ended, Item, News, Output, OutputFailed, Player, Seeked, Started


class Bench(Protocol):
    """A player to try, and what it plays."""

    @property
    def player(self) -> Player:
        """The player."""

    @property
    def tolerance_ms(self) -> int:
        """By how much its places may differ from what they should be."""

    def file(self, length_ms: int) -> bytes:
        """The path of a file of that length."""

    def damaged_file(self) -> bytes:
        """The path of a file that is not audio."""

    def let_pass(self, ms: int) -> None:
        """Let time pass."""

    def news(self) -> News:
        """What is told next; waits for it, and lets time pass until then."""

    def more_news(self) -> Sequence[News]:
        """What was told and not asked for yet; waits for what is under way."""

    def lose_output(self) -> Output:
        """How to sound so that no sound can come out."""

    def find_output(self) -> Output:
        """How to sound so that it can again."""


_numbers = count(1)


def item_of(bench: Bench, length_ms: int = 400) -> Item:
    """An item of its own number, with a file of that length."""
    return Item(next(_numbers), bench.file(length_ms))


def started(bench: Bench, item: Item) -> Started:
    """The news that the item is heard, which has to be the next."""
    news = bench.news()
    assert isinstance(news, Started), news
    assert news.item_id == item.item_id
    return news


def ended(bench: Bench, item: Item, reason: str = "end") -> Ended:
    """The news that the item is over, which has to be the next."""
    news = bench.news()
    assert isinstance(news, Ended), news
    assert (news.item_id, news.reason) == (item.item_id, reason)
    return news


class PlayerContract:
    """The tests. A subclass gives the fixture `bench`."""

    def near(self, bench: Bench, place: int, wanted: int) -> bool:
        return abs(place - wanted) <= bench.tolerance_ms

    def test_an_item_is_told_of_when_it_begins_and_when_it_ends(self, bench: Bench) -> None:
        # Long enough not to be over, on a busy machine, before anybody asks for its duration.
        item = item_of(bench, 2_000)
        bench.player.load(item)
        begun = started(bench, item)
        assert begun.position_ms <= bench.tolerance_ms
        assert self.near(bench, begun.duration_ms, 2_000)
        over = ended(bench, item)
        assert self.near(bench, over.position_ms, 2_000)
        assert over.message is None
        assert over.follower_id is None
        assert bench.player.position_ms() == 0

    def test_a_follower_begins_after_the_end_of_the_item_before(self, bench: Bench) -> None:
        first, second = item_of(bench, 600), item_of(bench, 400)
        bench.player.load(first)
        bench.player.follow_with(second)
        started(bench, first)
        assert ended(bench, first).follower_id == second.item_id
        assert started(bench, second).position_ms <= bench.tolerance_ms
        assert self.near(bench, bench.player.position_ms(first.item_id), 600)
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

    def test_what_is_loaded_in_its_place_ends_an_item_without_a_word(self, bench: Bench) -> None:
        first, second = item_of(bench, 5_000), item_of(bench, 400)
        bench.player.load(first)
        started(bench, first)
        bench.player.load(second)
        started(bench, second)
        ended(bench, second)

    def test_the_place_is_of_the_new_item_as_soon_as_it_is_loaded(self, bench: Bench) -> None:
        first, second = item_of(bench, 5_000), item_of(bench, 5_000)
        bench.player.load(first, position_ms=3_000)
        started(bench, first)
        bench.player.load(second, position_ms=1_000)
        assert self.near(bench, bench.player.position_ms(), 1_000)
        assert self.near(bench, bench.player.position_ms(second.item_id), 1_000)

    def test_an_item_can_begin_at_a_place(self, bench: Bench) -> None:
        item = item_of(bench, 5_000)
        bench.player.load(item, position_ms=4_600)
        assert self.near(bench, started(bench, item).position_ms, 4_600)
        ended(bench, item)

    def test_a_paused_item_stands_and_goes_on_from_there(self, bench: Bench) -> None:
        item = item_of(bench, 5_000)
        bench.player.load(item, position_ms=2_000, paused=True)
        assert self.near(bench, started(bench, item).position_ms, 2_000)
        bench.let_pass(300)
        assert self.near(bench, bench.player.position_ms(), 2_000)
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
        assert self.near(bench, news.position_ms, 3_210)
        assert self.near(bench, bench.player.position_ms(), 3_210)

    def test_the_place_is_the_new_one_as_soon_as_it_is_sought(self, bench: Bench) -> None:
        item = item_of(bench, 5_000)
        bench.player.load(item)
        started(bench, item)
        bench.player.seek(3_210)
        assert self.near(bench, bench.player.position_ms(), 3_210)

    def test_a_seek_while_paused_stays_paused(self, bench: Bench) -> None:
        item = item_of(bench, 5_000)
        bench.player.load(item, paused=True)
        started(bench, item)
        bench.player.seek(1_500)
        assert isinstance(bench.news(), Seeked)
        bench.let_pass(300)
        assert self.near(bench, bench.player.position_ms(), 1_500)

    def test_of_many_seeks_the_last_counts(self, bench: Bench) -> None:
        item = item_of(bench, 60_000)
        bench.player.load(item, paused=True)
        started(bench, item)
        for second in range(1, 51):
            bench.player.seek(second * 1_000)
        last = bench.more_news()[-1]
        assert isinstance(last, Seeked)
        assert self.near(bench, last.position_ms, 50_000)
        assert self.near(bench, bench.player.position_ms(), 50_000)

    def test_beyond_the_end_is_the_end(self, bench: Bench) -> None:
        first, second = item_of(bench, 5_000), item_of(bench, 5_000)
        bench.player.load(first)
        bench.player.follow_with(second)
        started(bench, first)
        bench.player.seek(999_999)
        assert self.near(bench, ended(bench, first).position_ms, 5_000)
        started(bench, second)

    def test_beyond_the_end_is_the_end_of_a_paused_item_too(self, bench: Bench) -> None:
        item = item_of(bench, 5_000)
        bench.player.load(item, paused=True)
        started(bench, item)
        bench.player.seek(5_000)
        ended(bench, item)
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

    def test_a_file_that_is_gone_is_told_of_and_the_next_is_played(self, bench: Bench) -> None:
        gone, after = Item(next(_numbers), b"/nowhere/at all.flac"), item_of(bench)
        first = item_of(bench)
        bench.player.load(first)
        bench.player.follow_with(gone)
        started(bench, first)
        assert ended(bench, first).follower_id == gone.item_id
        over = ended(bench, gone, "error")
        assert (over.message, over.follower_id) == ("The file is gone.", None)
        bench.player.load(after)
        started(bench, after)

    def test_a_file_that_is_not_audio_is_told_of(self, bench: Bench) -> None:
        damaged = Item(next(_numbers), bench.damaged_file())
        bench.player.load(damaged)
        assert ended(bench, damaged, "error").message == "The file is not audio, or is damaged."
        assert bench.player.position_ms() == 0

    def test_a_follower_that_is_not_audio_is_told_of_after_the_end(self, bench: Bench) -> None:
        first, damaged = item_of(bench), Item(next(_numbers), bench.damaged_file())
        bench.player.load(first)
        bench.player.follow_with(damaged)
        started(bench, first)
        ended(bench, first)
        ended(bench, damaged, "error")
        assert bench.more_news() == []

    def test_the_follower_of_a_bad_file_is_played(self, bench: Bench) -> None:
        damaged, after = Item(next(_numbers), bench.damaged_file()), item_of(bench)
        first = item_of(bench)
        bench.player.load(first)
        bench.player.follow_with(damaged)
        started(bench, first)
        ended(bench, first)
        ended(bench, damaged, "error")
        bench.player.load(after)
        started(bench, after)
        ended(bench, after)

    def test_a_crossfade_lets_the_follower_begin_before_the_end(self, bench: Bench) -> None:
        first, second = item_of(bench, 2_000), item_of(bench, 2_000)
        bench.player.set_output(Output(crossfade_ms=600))
        bench.player.load(first)
        bench.player.follow_with(second)
        started(bench, first)
        assert self.near(bench, ended(bench, first).position_ms, 1_400)
        assert started(bench, second).position_ms <= bench.tolerance_ms
        ended(bench, second)

    def test_a_crossfade_takes_no_more_than_half_of_an_item(self, bench: Bench) -> None:
        first, second = item_of(bench, 2_000), item_of(bench, 600)
        bench.player.set_output(Output(crossfade_ms=12_000))
        bench.player.load(first)
        bench.player.follow_with(second)
        started(bench, first)
        assert self.near(bench, ended(bench, first).position_ms, 1_700)
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
        assert self.near(bench, news.position_ms, 3_900)
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
        assert self.near(bench, started(bench, item).position_ms, 4_500)
        bench.let_pass(300)
        assert self.near(bench, bench.player.position_ms(), 4_500)
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
        assert self.near(bench, held, 2_300)
        bench.let_pass(200)
        assert bench.player.position_ms() == held
        bench.player.set_output(bench.find_output())
        bench.player.resume()
        bench.let_pass(500)
        assert bench.player.position_ms() > held
        assert not [news for news in bench.more_news() if isinstance(news, Started | OutputFailed)]

    def test_the_first_device_is_the_choice_of_the_system(self, bench: Bench) -> None:
        assert bench.player.devices()[0].name == "auto"

    def test_nothing_is_told_after_closing(self, bench: Bench) -> None:
        item = item_of(bench, 5_000)
        bench.player.load(item)
        started(bench, item)
        bench.player.close()
        bench.player.close()
        bench.player.seek(1_000)
        assert bench.more_news() == []
