"""What was really heard: plays, skips, and the history of both."""

from dunnock.contract.events import LibraryUpdated, PlayerUpdated
from dunnock.contract.models import Play
from dunnock.services.playback import reading
from dunnock.store import plays, tracks
from dunnock.store import queue as queue_store
from tests.services.playback.desk import PlaybackDesk, playing, queued


def history(desk: PlaybackDesk) -> list[Play]:
    with desk.database.read() as reader:
        return reading.history(reader, 0, 100).rows


def listened(desk: PlaybackDesk) -> list[tuple[int, int, bool]]:
    """Track, seconds and whether it counted, of each play, the newest first."""
    return [(row.track.id, round(row.listened_ms / 1000), row.counted) for row in history(desk)]


def test_a_play_counts_once_after_half_the_track(desk: PlaybackDesk) -> None:
    playing(desk)
    desk.pass_time(89.5, step=0.5)
    assert desk.counts(desk.tracks[0]) == (0, 0)
    desk.pass_time(1, step=0.5)
    assert desk.counts(desk.tracks[0]) == (1, 0)
    desk.pass_time(80)
    assert desk.counts(desk.tracks[0]) == (1, 0)
    assert history(desk)[0].track.plays == 1


def test_a_long_track_counts_after_four_minutes(desk: PlaybackDesk) -> None:
    with desk.database.transaction() as transaction:
        transaction.execute("UPDATE track SET duration_ms = 3600000")
    desk.lengths[desk.path(0)] = 3_600_000
    playing(desk)
    desk.pass_time(239)
    assert desk.counts(desk.tracks[0]) == (0, 0)
    desk.pass_time(2)
    assert desk.counts(desk.tracks[0]) == (1, 0)


def test_counting_is_told_with_the_row_and_both_are_one_transaction(desk: PlaybackDesk) -> None:
    playing(desk)
    desk.pass_time(88)
    desk.told()
    desk.pass_time(2)
    told = desk.told()
    assert told[0] == LibraryUpdated(action="updated", track_ids=[desk.tracks[0]])
    assert isinstance(told[1], PlayerUpdated)
    with desk.database.read() as reader:
        (at,) = {row[0] for row in reader.rows("SELECT at FROM change_log WHERE seq > ?", (desk._seen - 2,))}
        row = reader.row("SELECT plays, last_played_at FROM track WHERE id = ?", (desk.tracks[0],))
    assert at
    assert row is not None
    assert row[0] == 1
    assert desk.clock.ms - 2_000 < row[1] <= desk.clock.ms


def test_what_was_jumped_over_does_not_count_as_heard(desk: PlaybackDesk) -> None:
    playing(desk)
    desk.pass_time(10)
    desk.conductor.seek(170_000)
    desk.pass_time(9)
    assert desk.counts(desk.tracks[0]) == (0, 0)
    desk.pass_time(2)
    assert listened(desk) == [(desk.tracks[0], 20, False)]


def test_going_back_counts_what_is_heard_again(desk: PlaybackDesk) -> None:
    playing(desk)
    for _ in range(5):
        desk.pass_time(19)
        desk.conductor.seek(0)
    assert desk.counts(desk.tracks[0]) == (1, 0)


def test_paused_time_does_not_count_as_heard(desk: PlaybackDesk) -> None:
    playing(desk)
    desk.pass_time(60)
    desk.conductor.pause()
    desk.pass_time(600)
    assert desk.counts(desk.tracks[0]) == (0, 0)
    desk.conductor.play()
    desk.pass_time(28)
    assert desk.counts(desk.tracks[0]) == (0, 0)
    desk.pass_time(3)
    assert desk.counts(desk.tracks[0]) == (1, 0)


def test_at_double_speed_half_the_track_is_heard_in_a_quarter_of_its_time(desk: PlaybackDesk) -> None:
    desk.settings.set("speed", 2.0)
    playing(desk)
    desk.pass_time(44)
    assert desk.counts(desk.tracks[0]) == (0, 0)
    desk.pass_time(2)
    assert desk.counts(desk.tracks[0]) == (1, 0)


def test_each_round_of_a_repeated_track_counts(desk: PlaybackDesk) -> None:
    playing(desk, count=1)
    desk.queue.repeat("one")
    desk.settle()
    desk.pass_time(2 * 180 + 100)
    assert desk.counts(desk.tracks[0]) == (3, 0)
    assert len(history(desk)) == 3


def test_what_is_left_for_another_before_it_counts_is_skipped(desk: PlaybackDesk) -> None:
    entries = playing(desk, count=5)
    for number, leave in enumerate(
        (
            desk.conductor.next,
            lambda: desk.conductor.play(entries[2]),
            lambda: desk.queue.jump(entries[3]),
            desk.conductor.play_current,
        )
    ):
        desk.pass_time(20)
        leave()
        desk.settle()
        assert desk.counts(desk.tracks[number]) == (0, 1), number


def test_what_has_counted_or_is_stopped_or_removed_is_not_skipped(desk: PlaybackDesk) -> None:
    entries = playing(desk)
    desk.pass_time(100)
    desk.conductor.next()
    desk.pass_time(20)
    desk.queue.remove([entries[1]])
    desk.pass_time(20)
    desk.conductor.stop()
    assert [desk.counts(each) for each in desk.tracks[:3]] == [(1, 0), (0, 0), (0, 0)]


def test_the_history_holds_what_really_played_the_newest_first(desk: PlaybackDesk) -> None:
    began = desk.clock.ms
    playing(desk)
    desk.pass_time(180 + 30)
    desk.conductor.next()
    desk.pass_time(4)
    desk.conductor.stop()
    one, two, three = desk.tracks[:3]
    assert listened(desk) == [(three, 4, False), (two, 30, False), (one, 180, True)]
    assert history(desk)[2].started_at == began
    with desk.database.read() as reader:
        page = reading.history(reader, 1, 1)
    assert (page.total, page.start, [row.track.id for row in page.rows]) == (3, 1, [two])


def test_how_much_was_heard_is_kept_while_it_plays(desk: PlaybackDesk) -> None:
    playing(desk)
    desk.pass_time(31)
    desk.begin()  # the process was killed
    assert listened(desk) == [(desk.tracks[0], 30, False)]


def test_plays_follow_a_track_that_takes_the_place_of_another(desk: PlaybackDesk) -> None:
    playing(desk)
    desk.pass_time(60)
    gone, kept = desk.tracks[:2]
    with desk.database.transaction() as transaction:
        tracks.take_plays(transaction, kept, gone)
        plays.follow_track(transaction, gone, kept)
        queue_store.follow_track(transaction, gone, kept)
        tracks.remove(transaction, gone)
        transaction.emit(LibraryUpdated(action="removed", track_ids=[gone]))
    desk.settle()
    desk.pass_time(40)
    assert desk.counts(kept) == (1, 0)
    assert listened(desk) == [(kept, 100, True)]


def test_a_track_that_was_never_heard_leaves_no_play(desk: PlaybackDesk) -> None:
    queued(desk)
    desk.conductor.next()
    desk.conductor.previous()
    assert history(desk) == []
