"""Followers are told of when they are heard, and what happens to files while they are."""

import os
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from dunnock.media.player import Ended, Item, Output, Seeked
from tests.media import sounds
from tests.media.mpv_bench import PATIENCE_S, MpvBench
from tests.media.player.bench import ended, item_of, started


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[MpvBench]:
    bench = MpvBench(tmp_path)
    yield bench
    bench.player.close()


def wait_until_read(bench: MpvBench) -> None:
    """Wait until the deck is at the follower, while the end of the item is yet to be heard."""
    until = time.monotonic() + PATIENCE_S
    while not bench.player._playback._through:
        assert time.monotonic() < until
        time.sleep(0.005)


def test_a_follower_is_not_told_of_before_the_item_is_through(bench: MpvBench) -> None:
    """libmpv goes on to it when the item was read, 0.4 seconds before the output has played all of it."""
    first, second = item_of(bench, 2_000), item_of(bench, 2_000)
    bench.player.load(first)
    bench.player.follow_with(second)
    started(bench, first)
    begun = time.monotonic()
    ended(bench, first)
    # as long as the item, less what a busy machine needs to tell of its beginning
    assert time.monotonic() - begun > 1.8
    started(bench, second)


def test_the_place_never_jumps_from_one_item_to_the_next(bench: MpvBench) -> None:
    first, second = item_of(bench, 1_500), item_of(bench, 1_500)
    places: list[int] = []
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.005):
            places.append(bench.player.position_ms(first.item_id))

    bench.player.load(first)
    bench.player.follow_with(second)
    started(bench, first)
    watcher = threading.Thread(target=watch)
    watcher.start()
    ended(bench, first)
    started(bench, second)
    bench.let_pass(100)
    over.set()
    watcher.join()
    assert places == sorted(places)
    assert max(place - before for before, place in pairwise(places)) < 400
    assert places[-1] == 1_500


def test_a_pause_between_read_and_heard_holds_the_old_item(bench: MpvBench) -> None:
    first, second = item_of(bench, 1_500), item_of(bench, 1_500)
    bench.player.load(first, position_ms=700)
    bench.player.follow_with(second)
    started(bench, first)
    wait_until_read(bench)
    bench.player.pause()
    assert bench.more_news() == []
    held = bench.player.position_ms(first.item_id)
    assert 900 < held < 1_500
    bench.player.resume()
    ended(bench, first)
    started(bench, second)


def test_a_seek_between_read_and_heard_is_one_in_the_old_item(bench: MpvBench) -> None:
    first, second = item_of(bench, 2_000), item_of(bench, 2_000)
    bench.player.load(first, position_ms=1_000)
    bench.player.follow_with(second)
    started(bench, first)
    wait_until_read(bench)
    bench.player.seek(500)
    news = bench.news()
    assert isinstance(news, Seeked)
    assert news.item_id == first.item_id
    assert abs(news.position_ms - 500) < 150
    ended(bench, first)
    started(bench, second)


@pytest.mark.parametrize("another", [True, False])
def test_a_follower_changed_between_read_and_heard_is_not_played(bench: MpvBench, *, another: bool) -> None:
    first, second, third = item_of(bench, 1_500), item_of(bench, 1_500), item_of(bench, 1_500)
    bench.player.load(first, position_ms=700)
    bench.player.follow_with(second)
    started(bench, first)
    wait_until_read(bench)
    bench.player.follow_with(third if another else None)
    ended(bench, first)
    if another:
        started(bench, third)
    else:
        assert bench.more_news() == []


def test_a_follower_named_while_the_last_sound_is_heard_begins_after_it(bench: MpvBench) -> None:
    first, second = item_of(bench, 1_500), item_of(bench, 1_500)
    bench.player.load(first, position_ms=700)
    started(bench, first)
    bench.let_pass(600)
    bench.player.follow_with(second)
    ended(bench, first)
    started(bench, second)


def test_a_file_of_another_format_follows_too(bench: MpvBench, tmp_path: Path) -> None:
    first = item_of(bench, 800)
    other = sounds.write(tmp_path / "other.wav", [0] * 16_000, rate=16_000)
    second = Item(10_001, bytes(other))
    bench.player.load(first)
    bench.player.follow_with(second)
    started(bench, first)
    ended(bench, first)
    assert started(bench, second).duration_ms == 1_000
    ended(bench, second)


def test_a_file_deleted_while_it_plays_is_heard_to_its_end(bench: MpvBench) -> None:
    item = item_of(bench, 1_500)
    bench.player.load(item)
    started(bench, item)
    Path(os.fsdecode(item.path)).unlink()
    assert ended(bench, item).message is None


def test_a_file_that_breaks_off_while_it_plays_is_no_end(bench: MpvBench) -> None:
    """As when a drive is pulled out: to libmpv it has ended."""
    item = item_of(bench, 60_000)
    bench.player.load(item)
    started(bench, item)
    os.truncate(item.path, 200_000)
    over = ended(bench, item, "error")
    assert over.message == "The file broke off before its end."
    assert over.position_ms < 55_000


def test_a_file_that_goes_away_while_it_plays_is_told_of_as_gone(bench: MpvBench) -> None:
    item = item_of(bench, 60_000)
    bench.player.load(item)
    started(bench, item)
    os.truncate(item.path, 200_000)
    Path(os.fsdecode(item.path)).unlink()
    assert ended(bench, item, "error").message == "The file is gone."


def test_many_loads_at_once_play_the_last(bench: MpvBench) -> None:
    items = [item_of(bench, 1_000) for _ in range(40)]
    for item in items:
        bench.player.load(item)
    told = [bench.news()]
    while told[-1].__class__ is not Ended:
        told.append(bench.news())
    assert isinstance(told[-1], Ended)
    assert told[-1].item_id == items[-1].item_id


def test_the_crossfade_can_be_turned_on_and_off_while_an_item_plays(bench: MpvBench) -> None:
    first, second, third = item_of(bench, 1_500), item_of(bench, 1_500), item_of(bench, 1_500)
    bench.player.load(first)
    bench.player.follow_with(second)
    started(bench, first)
    bench.player.set_output(Output(crossfade_ms=500))
    assert abs(ended(bench, first).position_ms - 1_000) < 150
    started(bench, second)
    bench.player.follow_with(third)
    bench.let_pass(700)  # the fade is over, the third waits
    bench.player.set_output(Output())
    assert ended(bench, second).position_ms == 1_500
    started(bench, third)


def test_seeks_that_come_while_one_is_on_its_way_wait_and_the_last_is_made(
    bench: MpvBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = item_of(bench, 60_000)
    bench.player.load(item, paused=True)
    started(bench, item)
    playback = bench.player._playback
    made: list[float] = []
    seek = playback._deck.seek

    def watched(place: float) -> bool:
        made.append(place)
        return seek(place)

    monkeypatch.setattr(playback._deck, "seek", watched)

    def many() -> None:
        for place in range(1, 51):
            playback.seek(place)

    bench.player._ask(many)
    assert bench.more_news() == [Seeked(item.item_id, 50_000)]
    assert made == [1, 50]


@pytest.mark.parametrize("act", ["seek", "stop", "load"])
def test_a_fade_that_is_broken_off_leaves_nothing_sounding(bench: MpvBench, act: str) -> None:
    first, second = item_of(bench, 4_000), item_of(bench, 4_000)
    bench.player.set_output(Output(crossfade_ms=2_000))
    bench.player.load(first, position_ms=1_900)
    bench.player.follow_with(second)
    started(bench, first)
    ended(bench, first)
    started(bench, second)
    if act == "seek":
        bench.player.seek(3_000)
    elif act == "stop":
        bench.player.stop()
    else:
        bench.player.load(item_of(bench, 4_000))
    bench.let_pass(300)
    outgoing = bench.player._playback._mixer.spare
    assert outgoing is not None
    assert outgoing._get("idle_active") is True


def test_the_deck_keeps_no_more_than_two_files(bench: MpvBench) -> None:
    items = [item_of(bench, 600) for _ in range(6)]
    bench.player.load(items[0])
    for item, after in pairwise(items):
        bench.player.follow_with(after)
        started(bench, item)
        ended(bench, item)
    started(bench, items[-1])
    assert bench.player._playback._deck._get("playlist_count") == 1
