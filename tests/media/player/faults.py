"""Files that cannot be played."""

from dunnock.media.player import Item
from tests.media.player.bench import Bench, ended, item_of, next_number, started


class FaultContract:
    """What is gone, or is no audio, is told of, and does not end the music."""

    def test_a_file_that_is_gone_is_told_of_and_the_next_is_played(self, bench: Bench) -> None:
        gone, after = Item(next_number(), b"/nowhere/at all.flac"), item_of(bench)
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
        damaged = Item(next_number(), bench.damaged_file())
        bench.player.load(damaged)
        assert ended(bench, damaged, "error").message == "The file is not audio, or is damaged."
        assert bench.player.position_ms() == 0

    def test_a_follower_that_is_not_audio_is_told_of_after_the_end(self, bench: Bench) -> None:
        first, damaged = item_of(bench), Item(next_number(), bench.damaged_file())
        bench.player.load(first)
        bench.player.follow_with(damaged)
        started(bench, first)
        ended(bench, first)
        ended(bench, damaged, "error")
        assert bench.more_news() == []

    def test_the_follower_of_a_bad_file_is_played(self, bench: Bench) -> None:
        damaged, after = Item(next_number(), bench.damaged_file()), item_of(bench)
        first = item_of(bench)
        bench.player.load(first)
        bench.player.follow_with(damaged)
        started(bench, first)
        ended(bench, first)
        ended(bench, damaged, "error")
        bench.player.load(after)
        started(bench, after)
        ended(bench, after)
