"""`dunnock queue`, `favorites`, `playlists`, `undo` and `redo`."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import CommandLine
from tests.cli.test_docs import documented, same_form


@pytest.fixture
def scanned(dunnock: CommandLine, music: Path) -> CommandLine:
    """A library of three tracks: Slow Ferry, Ebb, and one with an odd name."""
    dunnock.run("scan", music)
    return dunnock


def queue(dunnock: CommandLine) -> list[str]:
    return [row["track"]["title"] for row in dunnock.json("queue", "list")]


def entries(dunnock: CommandLine) -> list[str]:
    return [str(row["entry_id"]) for row in dunnock.json("queue", "list")]


def test_the_queue_is_filled_by_files_folders_and_numbers(scanned: CommandLine, music: Path) -> None:
    ids = {track["title"]: track["id"] for track in scanned.json("tracks")}
    done = scanned.run("queue", "add", music / "Tides/01.wav", str(ids["Ebb"]))
    assert done.out == "Added 2 tracks to the queue.\n"
    first, _ = entries(scanned)
    scanned.run("queue", "jump", first)
    scanned.run("queue", "add", "--next", music / "Été")
    scanned.run("queue", "add", "--before", first, "--album", music / "Tides/02.wav")
    assert queue(scanned) == ["Slow Ferry", "Ebb", "Slow Ferry", "Déjà vu 事変 🎵", "Ebb"]
    (example,) = documented("queue list")
    for printed in scanned.json("queue", "list"):
        assert same_form(printed, example)
    lines = [line.split("\t") for line in scanned.run("queue", "list").out.splitlines()]
    assert lines[2] == [first, ">", "Ada Vale", "Slow Ferry", "0:00", ""]


def test_entries_are_moved_removed_and_brought_back(scanned: CommandLine, music: Path) -> None:
    (added,) = scanned.json("queue", "add", "--artist", music / "Tides/01.wav")
    assert same_form(added, documented("queue add")[0])
    first, second = entries(scanned)
    assert scanned.run("queue", "move", second, "--before", first).out == "Moved 1 track in the queue.\n"
    assert entries(scanned) == [second, first]
    assert scanned.json("queue", "remove", first) == [
        {"label": "Removed 1 track from the queue", "act_id": 3}
    ]
    refused = scanned.run("undo", "--act", "2", code=1)
    assert "not what was done last" in refused.err
    assert scanned.run("undo", "--act", "3").out == "Undone: Removed 1 track from the queue.\n"
    assert entries(scanned) == [second, first]
    assert scanned.json("redo") == [{"label": "Removed 1 track from the queue", "not_restored": None}]
    assert entries(scanned) == [second]
    assert scanned.run("queue", "move", second).out == "Nothing had to change.\n"


def test_the_modes_of_the_queue(scanned: CommandLine, music: Path) -> None:
    scanned.run("queue", "add", music)
    before = entries(scanned)
    scanned.run("queue", "jump", before[1])
    assert scanned.run("queue", "shuffle").out == "Shuffled the queue.\n"
    assert entries(scanned)[1] == before[1]
    assert scanned.run("queue", "repeat", "all").out == ""
    (state,) = scanned.json("queue", "stop-after-current", "on")
    assert same_form(state, documented("queue state")[0])
    assert state == {
        "total": 3,
        "current_entry_id": int(before[1]),
        "current_place": 1,
        "shuffle": True,
        "repeat": "all",
        "stop_after_current": True,
    }
    assert "shuffle\ttrue\n" in scanned.run("queue", "state").out
    scanned.run("queue", "unshuffle")
    assert entries(scanned) == before
    scanned.run("queue", "keep-current")
    assert entries(scanned) == [before[1]]
    scanned.run("queue", "save", "One song")
    scanned.run("queue", "clear")
    assert queue(scanned) == []
    assert [each["name"] for each in scanned.json("playlists", "list")] == ["One song"]


def test_liked_songs(scanned: CommandLine, music: Path) -> None:
    one, two = music / "Tides/01.wav", music / "Tides/02.wav"
    assert scanned.json("favorites", "add", one) == documented("favorites add")
    scanned.run("favorites", "add", two)
    listed = scanned.json("favorites", "list")
    assert [track["title"] for track in listed] == ["Ebb", "Slow Ferry"]
    assert all(track["favorite"] for track in listed)
    assert scanned.run("favorites", "toggle", one, two).out == "Removed 2 tracks from the liked songs.\n"
    scanned.run("undo")
    scanned.run("favorites", "remove", two)
    assert scanned.run("favorites", "list").out.split("\t")[2] == "Slow Ferry"


def test_playlists_are_made_named_filled_and_deleted(scanned: CommandLine, music: Path) -> None:
    (made,) = scanned.json("playlists", "create", "Rain", music / "Tides/01.wav")
    assert same_form(made, documented("playlists create")[0])
    scanned.run("playlists", "rename", "Rain", "Sun")
    scanned.run("playlists", "describe", "sun", "For noon.")
    (added,) = scanned.json("playlists", "add", "Sun", music / "Été")
    assert same_form(added, documented("playlists add")[0])
    refused = scanned.run("playlists", "add", "Sun", music, code=1)
    assert "2 would be in the playlist twice" in refused.err
    assert "--skip-duplicates" in refused.err
    scanned.run("playlists", "add", "Sun", "--skip-duplicates", music)
    scanned.run(
        "playlists", "add", str(made["playlist_id"]), "--duplicates", "--album", music / "Tides/01.wav"
    )
    rows = scanned.json("playlists", "show", "Sun")
    titles = ["Slow Ferry", "Déjà vu 事変 🎵", "Ebb", "Slow Ferry", "Ebb"]
    assert [row["track"]["title"] for row in rows] == titles
    scanned.run("playlists", "remove", "Sun", *(str(row["entry_id"]) for row in rows[3:]))
    scanned.run("playlists", "move", "Sun", str(rows[2]["entry_id"]), "--before", str(rows[0]["entry_id"]))
    assert [row["entry_id"] for row in scanned.json("playlists", "show", "Sun")] == [
        rows[place]["entry_id"] for place in (2, 0, 1)
    ]
    (listed,) = scanned.json("playlists", "list")
    assert same_form(listed, documented("playlists list")[0])
    assert (listed["name"], listed["description"], listed["length"]) == ("Sun", "For noon.", 3)
    scanned.run("queue", "add", "--playlist", "Sun")
    assert queue(scanned) == ["Ebb", "Slow Ferry", "Déjà vu 事変 🎵"]
    assert scanned.run("playlists", "delete", "Sun").out == "Deleted the playlist “Sun”.\n"
    assert scanned.run("playlists", "list").out == ""


def test_playlist_files(scanned: CommandLine, music: Path, tmp_path: Path) -> None:
    scanned.run("playlists", "create", "Rain", music)
    file = tmp_path / "rain.xspf"
    (report,) = scanned.json("playlists", "export", "--relative", "Rain", file)
    assert same_form(report, documented("playlists export")[0])
    assert "<location>Music/" in file.read_text()
    plain = scanned.run("playlists", "export", "--format", "m3u8", "Rain", tmp_path / "list.txt").out
    assert plain == f"3 tracks written to {tmp_path / 'list.txt'}.\n"
    (tmp_path / "gone.m3u8").write_text(f"{music}/Tides/01.wav\n#EXTINF:9,Ada - Gone\n{music}/gone.wav\n")
    done = scanned.run("playlists", "import", tmp_path / "gone.m3u8")
    assert done.out == "Imported the playlist “gone”.\n1 of 2 are not in the library yet.\n"
    (again,) = scanned.json("playlists", "import", file)
    assert same_form(again, documented("playlists import")[0])
    _, gone = scanned.json("playlists", "show", "gone")
    assert same_form(gone, documented("playlists show")[0])
    lines = scanned.run("playlists", "show", "gone").out.splitlines()
    assert lines[1].split("\t")[1:] == ["Ada", "Gone", "0:09", "unresolved", f"{music}/gone.wav"]


def test_undo_says_what_it_left_alone_and_when_there_is_nothing(scanned: CommandLine) -> None:
    assert "There is nothing to undo." in scanned.run("undo", code=1).err
    scanned.run("settings", "set", "theme", "dark")
    scanned.run("settings", "reset", "theme")
    scanned.run("settings", "set", "theme", "light")
    done = scanned.run("undo")
    assert done.out == "Undone: Reset the setting theme.\n"
    assert "changed since" in done.err
    assert scanned.run("settings", "get", "theme").out == "light\n"


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("queue", "add", "999"), "999"),
        (("queue", "add", "/nowhere"), "/nowhere"),
        (("queue", "jump", "999"), "entry"),
        (("queue", "keep-current"), "current"),
        (("favorites", "add", "999"), "999"),
        (("playlists", "show", "Nothing"), "Nothing"),
        (("playlists", "show", "7"), "7"),
        (("playlists", "create", " "), "name"),
        (("playlists", "import", "/nowhere.m3u"), "/nowhere.m3u"),
        (("redo",), "redo"),
    ],
)
def test_what_is_not_there_is_said(dunnock: CommandLine, arguments: tuple[str, ...], named: str) -> None:
    done = dunnock.run(*arguments, code=1)
    assert done.err.startswith("dunnock: ")
    assert named in done.err
    assert done.out == ""


@pytest.mark.parametrize(
    "arguments", [("queue", "jump", "x"), ("queue", "remove"), ("queue", "repeat", "twice"), ("playlists",)]
)
def test_wrong_usage_is_said(dunnock: CommandLine, arguments: tuple[str, ...]) -> None:
    assert "usage: dunnock" in dunnock.run(*arguments, code=2).err


def test_two_playlists_of_one_name_are_told_apart_by_their_numbers(dunnock: CommandLine) -> None:
    for _ in range(2):
        dunnock.run("playlists", "create", "Rain")
    refused = dunnock.run("playlists", "delete", "Rain", code=1)
    numbers = [str(each["id"]) for each in dunnock.json("playlists", "list")]
    assert ", ".join(numbers) in refused.err
    dunnock.run("playlists", "delete", numbers[0])
    assert [str(each["id"]) for each in dunnock.json("playlists", "list")] == numbers[1:]


def test_a_file_named_by_bytes_that_are_no_text_is_added(dunnock: CommandLine, tmp_path: Path) -> None:
    from tests.cli.conftest import make_track

    folder = tmp_path / "Music"
    make_track(folder / "\udce9.wav", "Odd")
    dunnock.run("scan", folder)
    assert dunnock.run("queue", "add", bytes(folder / "\udce9.wav")).out == "Added 1 track to the queue.\n"
    (row,) = dunnock.json("queue", "list")
    found: Any = row["track"]["path"]
    assert found.endswith("\N{REPLACEMENT CHARACTER}.wav")
