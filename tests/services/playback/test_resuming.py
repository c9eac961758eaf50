"""The place in the track outlives a quit and a crash, and nothing plays by itself."""

from dunnock.contract.models import PlayerState
from dunnock.services.playback import reading
from dunnock.store import player as store
from tests.services.desk import Desk, of
from tests.services.playback.desk import PlaybackDesk, loaded, playing, queued


def as_others_read_it(desk: PlaybackDesk, *, alive: bool) -> PlayerState:
    with desk.database.read() as reader:
        return reading.state(reader, alive=alive, confirmed=False)


def test_the_place_is_stored_and_told_every_five_seconds(desk: PlaybackDesk) -> None:
    playing(desk)
    desk.pass_time(17)
    assert [event.position_ms for event in desk.heard()] == [5_000, 10_000, 15_000]
    assert as_others_read_it(desk, alive=True).position_ms == 15_000
    desk.conductor.pause()
    desk.heard()
    desk.pass_time(60)
    assert desk.heard() == []
    assert desk.reactions.due() is None


def test_after_a_quit_it_waits_at_its_place(desk: PlaybackDesk) -> None:
    entries = playing(desk, place=1)
    desk.pass_time(63.5, step=0.5)
    desk.reactions.end()
    assert desk.player.closed
    desk.begin()
    assert desk.state().state == "paused"
    assert (desk.state().entry_id, desk.state().position_ms) == (entries[1], 63_500)
    assert len(desk.made) == 1
    desk.conductor.toggle()
    desk.pass_time(1)
    assert desk.playing()[:2] == ("playing", entries[1])
    assert len(desk.made) == 2
    assert desk.player.position_ms() == 64_500


def test_after_a_crash_it_waits_where_it_was_stored_last(desk: PlaybackDesk) -> None:
    entries = playing(desk, place=1)
    desk.pass_time(63)
    desk.begin()
    assert desk.playing() == ("paused", entries[1], 60)
    assert [event.state for event in desk.heard()][-1] == "paused"


def test_what_was_stopped_is_stopped_at_its_entry(desk: PlaybackDesk) -> None:
    entries = playing(desk, place=1)
    desk.conductor.stop()
    desk.begin()
    assert desk.playing() == ("stopped", entries[1], 0)


def test_a_beginning_that_changes_nothing_tells_nothing(desk: PlaybackDesk) -> None:
    playing(desk)
    desk.pass_time(3)
    desk.reactions.end()
    desk.begin()
    desk.told()
    desk.begin()
    assert desk.told() == []


def test_sleep_does_not_outlive_the_process(desk: PlaybackDesk) -> None:
    playing(desk)
    desk.conductor.sleep(5, end_of_track=True)
    desk.begin()
    assert desk.state().sleep is None


def test_what_a_crashed_app_has_left_is_not_told_as_playing(desk: PlaybackDesk) -> None:
    entries = playing(desk)
    desk.pass_time(33)
    state = as_others_read_it(desk, alive=False)
    assert (state.state, state.entry_id, state.position_ms, state.sleep) == (
        "paused",
        entries[0],
        30_000,
        None,
    )
    # nor while another app starts, which has not read it yet
    assert as_others_read_it(desk, alive=True).state == "paused"


def test_other_processes_read_what_plays_now(desk: PlaybackDesk) -> None:
    entries = playing(desk)
    with desk.database.transaction() as transaction:
        heard = store.read(transaction)
        now = transaction.value("SELECT unixepoch() * 1000")
        store.write(transaction, type(heard)("playing", entries[0], desk.tracks[0], 180_000, 42, now))
    state = as_others_read_it(desk, alive=True)
    assert (state.state, state.entry_id, state.position_ms) == ("playing", entries[0], 42)
    assert state.track is not None
    assert state.next is not None
    assert (state.track.id, state.next.id) == tuple(desk.tracks[:2])


def test_what_others_did_meanwhile_is_what_waits(desk: PlaybackDesk) -> None:
    entries = playing(desk)
    desk.pass_time(33)
    desk.reactions.end()
    Desk(desk.database).queue.jump(entries[2])
    state = as_others_read_it(desk, alive=False)
    assert (state.state, state.entry_id, state.position_ms) == ("paused", entries[2], 0)
    desk.begin()
    assert desk.playing() == ("paused", entries[2], 0)
    Desk(desk.database).queue.clear()
    state = as_others_read_it(desk, alive=False)
    assert (state.state, state.entry_id, state.track, state.position_ms) == ("stopped", None, None, 0)


def test_a_queue_filled_while_nothing_runs_waits_at_its_first_entry(desk: PlaybackDesk) -> None:
    desk.queue.add(of(*desk.tracks[3:5]))
    state = as_others_read_it(desk, alive=False)
    assert state.track is not None
    assert (state.state, state.track.id) == ("stopped", desk.tracks[3])
    desk.conductor.play()
    desk.settle()
    assert loaded(desk.player.item) == desk.path(3)


def test_pausing_before_the_first_sound_keeps_where_it_was_to_begin(desk: PlaybackDesk) -> None:
    entries = queued(desk)
    desk.conductor.seek(50_000)
    desk.conductor.play()
    desk.news.clear()  # still loading
    desk.conductor.pause()
    assert desk.playing() == ("paused", entries[0], 50)
    desk.conductor.seek(70_000)
    desk.settle()
    assert desk.playing() == ("paused", entries[0], 70)
    desk.conductor.play()
    desk.pass_time(1)
    assert desk.playing() == ("playing", entries[0], 71)
