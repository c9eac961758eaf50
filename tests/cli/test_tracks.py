"""`dunnock tracks`."""

import os
from pathlib import Path

from tests.cli.conftest import CommandLine, make_track


def titles(dunnock: CommandLine, *arguments: str) -> list[str]:
    return [track["title"] for track in dunnock.json("tracks", *arguments)]


def test_an_empty_library_lists_nothing(dunnock: CommandLine) -> None:
    assert dunnock.run("tracks").out == ""
    assert dunnock.run("tracks", "anything", "--json").out == ""


def test_tracks_come_by_artist_album_and_number(dunnock: CommandLine, music: Path) -> None:
    dunnock.run("scan", music)
    assert titles(dunnock) == ["Slow Ferry", "Ebb", "Déjà vu 事変 🎵"]
    assert titles(dunnock, "--limit", "2") == ["Slow Ferry", "Ebb"]


def test_a_query_finds_words_in_any_field_without_accents_or_case(dunnock: CommandLine, music: Path) -> None:
    dunnock.run("scan", music)
    for query in (["ebb"], ["TIDES", "eb"], ["ada ebb"]):
        assert titles(dunnock, *query) == ["Ebb"]
    for query in (["ete"], ["ZOE"], ["変"], ["deja"]):
        assert titles(dunnock, *query) == ["Déjà vu 事変 🎵"]
    assert titles(dunnock, "nothing", "like", "it") == []


def test_a_line_for_people_has_its_columns(dunnock: CommandLine, music: Path) -> None:
    dunnock.run("scan", music)
    (line,) = dunnock.run("tracks", "ferry").out.splitlines()
    assert line.split("\t") == [
        "Ada Vale",
        "Tides",
        "01",
        "Slow Ferry",
        "0:00",
        "",
        str(music / "Tides/01.wav"),
    ]


def test_a_title_cannot_command_the_terminal(dunnock: CommandLine, tmp_path: Path) -> None:
    make_track(tmp_path / "Odd/1.wav", "Red\x1b[31m\nAlert\tNow\x9b")
    dunnock.run("scan", tmp_path / "Odd")
    (line,) = dunnock.run("tracks").out.splitlines()
    assert len(line.split("\t")) == 7
    assert "\x1b" not in line
    assert "\x9b" not in line


def test_a_name_that_is_not_utf8_is_scanned_and_shown(dunnock: CommandLine, tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/caf\xe9"
    make_track(tmp_path / "track.wav", "Untitled")
    os.mkdir(folder)  # noqa: PTH102 - a Path would hide the odd byte
    os.rename(tmp_path / "track.wav", folder + b"/\xff.wav")  # noqa: PTH104 - as above
    dunnock.run("scan", folder)
    (track,) = dunnock.json("tracks")
    assert track["path"] == f"{tmp_path}/caf\ufffd/\ufffd.wav"
    assert [each["path"] for each in dunnock.json("folders", "list")] == [f"{tmp_path}/caf\ufffd"]
    assert titles(dunnock, "unt") == ["Untitled"]


def test_a_missing_file_is_shown_as_missing(dunnock: CommandLine, music: Path) -> None:
    dunnock.run("scan", music)
    (music / "Tides/02.wav").unlink()
    dunnock.run("scan")
    assert {track["title"]: track["state"] for track in dunnock.json("tracks")} == {
        "Slow Ferry": "ok",
        "Ebb": "missing",
        "Déjà vu 事変 🎵": "ok",
    }
    assert "\tmissing\t" in dunnock.run("tracks", "ebb").out
