"""`dunnock folders`."""

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine


def test_a_folder_is_added_listed_and_removed(dunnock: CommandLine, music: Path) -> None:
    (added,) = dunnock.json("folders", "add", music)
    assert (added["path"], added["state"], added["track_count"], added["scanned_at"]) == (
        str(music),
        "online",
        0,
        None,
    )
    assert dunnock.json("folders", "list") == [added]
    assert dunnock.run("folders", "list").out == f"{added['id']}\t{music}\t0 tracks\tonline\n"
    assert dunnock.run("folders", "remove", music).out == ""
    assert dunnock.json("folders", "list") == []


def test_adding_does_not_scan(dunnock: CommandLine, music: Path) -> None:
    dunnock.run("folders", "add", music)
    assert dunnock.json("tracks") == []
    dunnock.run("scan")
    assert len(dunnock.json("tracks")) == 3


@pytest.mark.parametrize("spelling", ["number", "path", "relative", "slash"])
def test_a_folder_is_named_by_path_or_number(dunnock: CommandLine, music: Path, spelling: str) -> None:
    (added,) = dunnock.json("folders", "add", music)
    name = {
        "number": str(added["id"]),
        "path": str(music),
        "relative": f"{music}/Tides/..",
        "slash": f"{music}/",
    }[spelling]
    dunnock.run("folders", "remove", name)
    assert dunnock.json("folders", "list") == []


def test_removing_takes_the_tracks_out_and_adding_brings_them_back(dunnock: CommandLine, music: Path) -> None:
    dunnock.run("scan", music)
    before = dunnock.json("tracks")
    dunnock.run("folders", "remove", music)
    assert dunnock.json("tracks") == []
    dunnock.run("folders", "add", music)
    assert dunnock.json("tracks") == before


def test_a_folder_that_is_not_one_is_refused(dunnock: CommandLine, tmp_path: Path) -> None:
    for act in ("add", "remove", "confirm-empty"):
        done = dunnock.run("folders", act, tmp_path / "nowhere", code=1)
        assert done.err.startswith("dunnock: ")
        assert str(tmp_path / "nowhere") in done.err


def test_an_emptied_folder_is_offline_until_it_is_confirmed(dunnock: CommandLine, music: Path) -> None:
    dunnock.run("scan", music)
    for inner in music.iterdir():
        shutil.rmtree(inner)
    assert "cannot be reached" in dunnock.run("scan", code=1).err
    (folder,) = dunnock.json("folders", "list")
    assert folder["state"] == "offline"
    assert folder["reason"]
    assert folder["reason"] in dunnock.run("folders", "list").out
    assert {track["state"] for track in dunnock.json("tracks")} == {"offline"}
    dunnock.run("folders", "confirm-empty", music)
    (folder,) = dunnock.json("folders", "list")
    assert (folder["state"], folder["reason"], folder["missing_count"]) == ("online", None, 3)
    assert {track["state"] for track in dunnock.json("tracks")} == {"missing"}
