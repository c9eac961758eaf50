"""The window's requests about playing, as the page makes them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dunnock.app import App
from dunnock.commands import Context
from dunnock.contract.errors import PlayerError
from dunnock.media.player import Listener, Player
from tests.commands.conftest import FakeWindow, ask
from tests.commands.test_registry import refusal
from tests.services.playback.test_service import Players
from tests.store.sample_library import filled


@pytest.fixture
def players() -> Players:
    return Players()


@pytest.fixture
def app(tmp_path: Path, players: Players) -> Iterator[App]:
    """An app that plays without sound, with four tracks."""
    with App(tmp_path / "home", players) as app:
        filled(app.database, [f"Title {number}" for number in range(4)])
        app.start()
        yield app


def test_a_page_plays_a_list_and_presses_every_key(context: Context) -> None:
    assert ask(context, "player_play_source", source={"track_ids": [1, 2, 3]}, place=1) == {
        "label": "Replaced the queue with 3 tracks",
        "act_id": 1,
    }
    state = ask(context, "player_state")
    assert (state["state"], state["track"]["title"], state["next"]["title"]) == (
        "playing",
        "Title 1",
        "Title 2",
    )
    assert state["duration_ms"] == 180_000
    assert ask(context, "player_next") == {}
    assert ask(context, "player_seek", position_ms=30_000) == {}
    assert ask(context, "player_pause") == {}
    state = ask(context, "player_state")
    assert (state["state"], state["track"]["title"], state["position_ms"]) == ("paused", "Title 2", 30_000)
    assert ask(context, "player_previous") == {}
    assert ask(context, "player_previous") == {}
    assert ask(context, "player_state")["track"]["title"] == "Title 1"
    assert ask(context, "player_toggle") == {}
    assert ask(context, "player_state")["state"] == "playing"
    assert ask(context, "player_play", entry_id=state["entry_id"]) == {}
    assert ask(context, "player_play") == {}
    assert ask(context, "player_state")["track"]["title"] == "Title 2"
    assert ask(context, "player_sleep", minutes=5) == {}
    assert ask(context, "player_state")["sleep"]["end_of_track"] is False
    assert ask(context, "player_sleep", end_of_track=True) == {}
    assert ask(context, "player_state")["sleep"] == {"at": None, "end_of_track": True}
    assert ask(context, "player_stop") == {}
    assert ask(context, "player_state")["state"] == "stopped"
    assert ask(context, "player_devices") == {
        "devices": [{"name": "auto", "description": "The system's choice"}]
    }


def test_a_page_plays_what_its_list_shows(context: Context) -> None:
    sort = {"column": "title", "descending": True}
    view = ask(context, "library_open_view", section="library", query="", sort=sort)
    ask(
        context,
        "player_play_source",
        source={"view": {"view_id": view["view_id"], "start": 0, "count": 4}},
        place=2,
    )
    assert ask(context, "player_state")["track"]["title"] == "Title 1"
    assert [row["track"]["title"] for row in ask(context, "queue_rows", start=0, count=9)["rows"]] == [
        "Title 3",
        "Title 2",
        "Title 1",
        "Title 0",
    ]


def test_a_page_lists_what_was_heard_and_what_is_heard_often(context: Context, players: Players) -> None:
    ask(context, "player_play_source", source={"track_ids": [1, 2, 3]})
    for _ in range(4):
        players.made[0].advance(60_000)
        ask(context, "player_toggle")
        ask(context, "player_toggle")
    rows = ask(context, "plays_list", start=0, count=9)
    assert (rows["total"], rows["start"]) == (2, 0)
    assert [(row["track"]["title"], row["listened_ms"], row["counted"]) for row in rows["rows"]] == [
        ("Title 1", 60_000, False),
        ("Title 0", 180_000, True),
    ]
    by_time = {"column": "added", "descending": True}
    for section in ("recently-played", "most-played"):
        view = ask(context, "library_open_view", section=section, query="", sort=by_time)
        found = ask(context, "library_rows", view_id=view["view_id"], start=0, count=9)["rows"]
        assert [(row["title"], row["plays"]) for row in found] == [("Title 0", 1)], section


def test_a_page_is_told_why_something_cannot_be_played(context: Context) -> None:
    assert refusal(context, "player_play", b'{"entry_id": 99}').code == "not_found"
    assert refusal(context, "player_play", b"{}").message == "The queue is empty."
    assert refusal(context, "player_play_source", b'{"source": {"track_ids": [99]}}').code == "not_found"
    assert refusal(context, "player_seek", b'{"position_ms": -1}').code == "invalid_request"


def test_without_libmpv_a_page_is_told_so_and_all_else_works(tmp_path: Path, window: FakeWindow) -> None:
    def missing(listener: Listener) -> Player:
        raise PlayerError("libmpv is missing.", "Install libmpv2.")

    with App(tmp_path / "home", missing) as app:
        filled(app.database, ["One"])
        app.start()
        context = Context(app, window)
        ask(context, "queue_add", source={"track_ids": [1]})
        error = refusal(context, "player_play", b"{}")
        assert (error.code, error.message, error.hint) == ("player", "libmpv is missing.", "Install libmpv2.")
        assert refusal(context, "player_devices", b"{}").code == "player"
        assert ask(context, "player_state")["state"] == "stopped"
        assert ask(context, "queue_state")["total"] == 1
        context.close()
