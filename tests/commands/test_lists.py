"""The window's requests about the queue, favorites, playlists and undo, as the page makes them."""

from pathlib import Path
from typing import Any

import pytest

from dunnock.app import App
from dunnock.commands import Context
from tests.cli.conftest import make_track
from tests.commands.conftest import FakeWindow, ask
from tests.commands.test_registry import refusal
from tests.store.sample_library import filled

STAMP = {"as_of", "epoch"}


@pytest.fixture
def tracks(app: App) -> list[int]:
    """A library of six tracks."""
    return filled(app.database, [f"Title {number}" for number in range(6)])


def fields(reply: Any) -> Any:
    """A reply without what it has seen."""
    return {key: value for key, value in reply.items() if key not in STAMP}


def entry_ids(context: Context) -> list[int]:
    found: list[int] = ask(context, "queue_entry_ids", start=0, count=1000)["entry_ids"]
    return found


def test_a_page_fills_and_reads_the_queue(context: Context, tracks: list[int]) -> None:
    assert ask(context, "queue_add", source={"track_ids": tracks[:2]}) == {
        "label": "Added 2 tracks to the queue",
        "act_id": 1,
        "added": 2,
        "unknown": 0,
    }
    first, second = entry_ids(context)
    ask(context, "queue_add", source={"album_of": tracks[3]}, before_entry_id=second)
    ask(context, "queue_jump", entry_id=first)
    ask(context, "queue_add", source={"artist_of": tracks[4]}, at="next")
    rows = ask(context, "queue_rows", start=0, count=2)
    assert (rows["total"], rows["start"]) == (4, 0)
    assert [(row["track"]["id"], row["played"]) for row in rows["rows"]] == [
        (tracks[0], False),
        (tracks[4], False),
    ]
    assert rows["as_of"] == context.app.feed.last_seq()
    assert ask(context, "queue_locate", entry_ids=[second, 99])["places"] == [3, None]
    assert fields(ask(context, "queue_state")) == {
        "total": 4,
        "current_entry_id": first,
        "current_place": 0,
        "shuffle": False,
        "repeat": "off",
        "stop_after_current": False,
    }


def test_a_page_changes_the_queue_and_its_modes(context: Context, tracks: list[int]) -> None:
    ask(context, "queue_add", source={"track_ids": tracks})
    entries = entry_ids(context)
    assert ask(context, "queue_move", entry_ids=entries[4:], before_entry_id=entries[0]) == {
        "label": "Moved 2 tracks in the queue",
        "act_id": 2,
    }
    assert ask(context, "queue_remove", entry_ids=entries[:2])["label"] == "Removed 2 tracks from the queue"
    assert entry_ids(context) == [*entries[4:], *entries[2:4]]
    ask(context, "queue_jump", entry_id=entries[2])
    assert ask(context, "queue_shuffle", on=True)["label"] == "Shuffled the queue"
    assert ask(context, "queue_repeat", mode="one") == {}
    assert ask(context, "queue_stop_after_current", on=True) == {}
    state = ask(context, "queue_state")
    assert (state["shuffle"], state["repeat"], state["stop_after_current"]) == (True, "one", True)
    ask(context, "queue_keep_current")
    assert entry_ids(context) == [entries[2]]
    saved = ask(context, "queue_save_as_playlist", name="Evening")
    assert (saved["label"], saved["added"]) == ("Saved the queue as the playlist “Evening”", 1)
    assert ask(context, "queue_clear") == {"label": "Cleared the queue", "act_id": 7}


def test_a_page_adds_what_its_list_shows(context: Context, tracks: list[int]) -> None:
    sort = {"column": "title", "descending": True}
    view = ask(context, "library_open_view", section="library", query="", sort=sort)
    ask(context, "queue_add", source={"view": {"view_id": view["view_id"], "start": 1, "count": 2}})
    rows = ask(context, "queue_rows", start=0, count=10)["rows"]
    assert [row["track"]["title"] for row in rows] == ["Title 4", "Title 3"]
    error = refusal(context, "queue_add", b'{"source": {"view": {"view_id": 99, "start": 0, "count": 1}}}')
    assert error.code == "view_gone"


def test_files_dropped_on_a_page_are_added_whatever_their_names(context: Context, tmp_path: Path) -> None:
    folder = tmp_path / "M\udce9"
    make_track(folder / "1.wav", "One")
    folder_id = context.app.folders.add(bytes(folder))
    context.app.scans.wait(context.app.scans.start([folder_id]).job_id, 30)
    text = context.show_path(bytes(folder))
    assert ask(context, "queue_add", source={"paths": [text, "/nowhere"]}) == {
        "label": "Added 1 track to the queue",
        "act_id": 1,
        "added": 1,
        "unknown": 1,
    }


def test_a_page_likes_tracks(context: Context, window: FakeWindow, tracks: list[int]) -> None:
    sort = {"column": "added", "descending": True}
    ask(context, "feed_subscribe")
    view = ask(context, "library_open_view", section="favorites", query="", sort=sort)
    assert view["total"] == 0
    assert ask(context, "favorites_set", track_ids=tracks[:2], favorite=True) == {
        "label": "Added 2 tracks to the liked songs",
        "act_id": 1,
    }
    assert window.wait_for("favorites:updated", count=2) == [
        f'{{"action":"added","track_id":{each}}}' for each in tracks[:2]
    ]
    while ask(context, "library_rows", view_id=view["view_id"], start=0, count=5)["total"] < 2:
        pass
    rows = ask(context, "library_rows", view_id=view["view_id"], start=0, count=5)["rows"]
    assert {row["id"]: row["favorite"] for row in rows} == dict.fromkeys(tracks[:2], True)


def test_a_page_makes_fills_and_deletes_playlists(context: Context, tracks: list[int]) -> None:
    playlist_id = ask(context, "playlist_create", name="Rain", source={"track_ids": tracks[:2]})[
        "playlist_id"
    ]
    again = {"playlist_id": playlist_id, "source": {"track_ids": tracks[1:3]}}
    assert ask(context, "playlist_add", **again) == {
        "label": None,
        "act_id": None,
        "added": 0,
        "duplicates": 1,
        "unknown": 0,
    }
    assert ask(context, "playlist_add", **again, duplicates="skip")["added"] == 1
    entries = ask(context, "playlist_entry_ids", playlist_id=playlist_id, start=0, count=9)["entry_ids"]
    ask(context, "playlist_move", playlist_id=playlist_id, entry_ids=entries[2:], before_entry_id=entries[0])
    ask(context, "playlist_remove", playlist_id=playlist_id, entry_ids=entries[:1])
    ask(context, "playlist_update", playlist_id=playlist_id, name="Sun", description="For noon.")
    rows = ask(context, "playlist_rows", playlist_id=playlist_id, start=0, count=9)
    assert [(row["track"]["id"], row["imported"]) for row in rows["rows"]] == [
        (tracks[2], None),
        (tracks[1], None),
    ]
    assert ask(context, "playlist_locate", playlist_id=playlist_id, entry_ids=entries)["places"] == [
        None,
        1,
        0,
    ]
    (found,) = ask(context, "playlists_list")["playlists"]
    assert (found["name"], found["description"], found["length"]) == ("Sun", "For noon.", 2)
    ask(context, "playlist_delete", playlist_id=playlist_id)
    assert ask(context, "playlists_list")["playlists"] == []


def test_a_page_writes_and_reads_playlist_files(context: Context, tracks: list[int], tmp_path: Path) -> None:
    playlist_id = ask(context, "playlist_create", name="Rain", source={"track_ids": tracks[:2]})[
        "playlist_id"
    ]
    file = str(tmp_path / "rain.xspf")
    assert ask(
        context, "playlist_export", playlist_id=playlist_id, path=file, format="xspf", relative=True
    ) == {"path": file, "written": 2, "skipped": 0}
    report = ask(context, "playlist_import", path=file)
    assert (report["matched"], report["unmatched"]) == (2, 0)
    error = refusal(context, "playlist_import", b'{"path": "/does/not/exist.m3u"}')
    assert error.code == "playlist"
    assert "/does/not/exist.m3u" in error.message


def test_a_page_undoes_and_redoes(context: Context, tracks: list[int]) -> None:
    ask(context, "queue_add", source={"track_ids": tracks})
    ask(context, "queue_clear")
    assert fields(ask(context, "history_state")) == {
        "undo": "Cleared the queue",
        "undo_id": 2,
        "redo": None,
    }
    assert refusal(context, "history_undo", b'{"act_id": 1}').code == "not_found"
    assert ask(context, "history_undo", act_id=2) == {"label": "Cleared the queue", "not_restored": None}
    assert len(entry_ids(context)) == 6
    assert fields(ask(context, "history_state"))["redo"] == "Cleared the queue"
    assert ask(context, "history_redo") == {"label": "Cleared the queue", "not_restored": None}
    assert ask(context, "history_redo") == {"label": None, "not_restored": None}
    (folder,) = ask(context, "folders_list")["folders"]
    assert ask(context, "folders_remove", folder_id=folder["id"]) == {
        "label": "Removed the folder /music",
        "act_id": 3,
    }
    ask(context, "settings_set", key="volume", value=10)
    assert ask(context, "settings_reset", key="volume") == {
        "label": "Reset the setting volume",
        "act_id": 4,
    }


@pytest.mark.parametrize(
    ("name", "body", "code"),
    [
        ("queue_add", b'{"source": {}}', "invalid_request"),
        ("queue_add", b'{"source": {"track_ids": [1], "album_of": 1}}', "invalid_request"),
        ("queue_add", b'{"source": {"album_of": 1}, "at": "middle"}', "invalid_request"),
        ("queue_remove", b'{"entry_ids": []}', "invalid_request"),
        ("queue_repeat", b'{"mode": "twice"}', "invalid_request"),
        ("queue_jump", b'{"entry_id": 1}', "not_found"),
        ("favorites_set", b'{"track_ids": [1], "favorite": true}', "not_found"),
        ("playlist_create", b'{"name": ""}', "invalid_request"),
        ("playlist_create", b'{"name": " "}', "playlist"),
        ("playlist_rows", b'{"playlist_id": 1, "start": 0, "count": 1}', "not_found"),
    ],
)
def test_what_cannot_be_done_is_refused_with_its_code(
    context: Context, name: str, body: bytes, code: str
) -> None:
    assert refusal(context, name, body).code == code
