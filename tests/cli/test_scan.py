"""`dunnock scan`."""

import json
import os
import pty
import re
import select
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from dunnock.cli.progress import cut
from tests.cli.conftest import CommandLine, make_track

NUMBERS = ("added", "updated", "removed", "skipped", "errors")


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A folder that takes some seconds to scan."""
    folder = tmp_path / "Large"
    make_track(folder / "000/0000.wav", "The same again")
    content = (folder / "000/0000.wav").read_bytes()
    for place in range(6000):
        album = folder / f"{place // 20:03}"
        album.mkdir(exist_ok=True)
        (album / f"{place:04}.wav").write_bytes(content)
    return folder


def stats(lines: list[Any]) -> dict[str, int]:
    assert lines[-1]["event"] == "library:scan-complete"
    return {name: lines[-1]["payload"]["stats"][name] for name in NUMBERS}


def test_a_first_scan_adds_and_the_next_ones_find_what_changed(dunnock: CommandLine, music: Path) -> None:
    nothing = dict.fromkeys(NUMBERS, 0)
    assert stats(dunnock.json("scan", music)) == nothing | {"added": 3, "errors": 2}
    assert stats(dunnock.json("scan"))["skipped"] == 3
    make_track(music / "Tides/01.wav", "Slower Ferry and a longer title")
    make_track(music / "Tides/03.wav", "Flood", number=3)
    (music / "Tides/02.wav").unlink()
    found = stats(dunnock.json("scan"))
    assert (found["added"], found["updated"], found["removed"]) == (1, 1, 1)
    assert [track["title"] for track in dunnock.json("tracks", "tides")] == [
        "Slower Ferry and a longer title",
        "Ebb",
        "Flood",
    ]


def test_progress_and_the_end_are_the_jobs_events(dunnock: CommandLine, music: Path) -> None:
    lines = dunnock.json("scan", music)
    assert [line["event"] for line in lines[:-1]] == ["library:scan-progress"] * (len(lines) - 1)
    assert {line["payload"]["job_id"] for line in lines} == {lines[-1]["payload"]["job_id"]}
    last = lines[-2]["payload"]
    assert (last["status"], last["scanned"], last["errors"], last["current_path"]) == (
        "completed",
        5,
        2,
        None,
    )
    logged = {line["seq"]: line for line in dunnock.json("events", "--no-follow")}
    assert [logged[line["seq"]] for line in lines] == lines


def test_a_pipe_gets_one_line_and_no_progress(dunnock: CommandLine, music: Path) -> None:
    done = dunnock.run("scan", music)
    assert re.fullmatch(
        r"5 files in \d+\.\d s: 3 added, 0 updated, 0 removed, 0 unchanged, "
        r"2 could not be read \(`dunnock scan --errors` lists them\)\n",
        done.out,
    )
    assert done.err == ""


def test_a_terminal_gets_a_progress_line_that_is_taken_away(dunnock: CommandLine, music: Path) -> None:
    controller, terminal = pty.openpty()
    process = dunnock.start("scan", music, stderr=terminal, environment={"TERM": "xterm", "COLUMNS": "60"})
    os.close(terminal)
    out, _ = process.communicate(timeout=50)
    drawn = b""
    while select.select([controller], [], [], 1)[0]:
        try:
            drawn += os.read(controller, 65536)
        except OSError:  # the other end is closed: all is read
            break
    os.close(controller)
    assert process.returncode == 0
    assert out.startswith("5 files in ")
    text = drawn.decode()
    assert "5 files · 5 new or changed · 2 could not be read" in text
    assert text.endswith("\r\x1b[K")
    assert "\n" not in text


def test_the_progress_line_is_never_wider_than_the_terminal() -> None:
    assert cut("short", 10) == "short"
    assert cut("exactly 10", 10) == "exactly 10"
    assert cut("something longer", 10) == "something…"
    # each of these takes two columns
    assert cut("東京事変のライブ", 10) in {"東京事変…", "東京事…"}


def test_the_errors_are_listed_with_their_reasons(dunnock: CommandLine, music: Path) -> None:
    dunnock.run("scan", music)
    errors = dunnock.json("scan", "--errors")
    assert [error["path"] for error in errors] == [
        str(music / "Tides/empty.mp3"),
        str(music / "Tides/notes.mp3"),
    ]
    assert all(error["reason"].endswith(".") for error in errors)
    plain = [line.split("\t") for line in dunnock.run("scan", "--errors").out.splitlines()]
    assert plain == [[error["path"], error["reason"]] for error in errors]
    assert dunnock.json("scan", "--errors", music) == errors
    # listing is not scanning
    assert len({line["payload"]["job_id"] for line in scans(dunnock)}) == 1
    (music / "Tides/empty.mp3").unlink()
    dunnock.run("scan")
    assert [error["path"] for error in dunnock.json("scan", "--errors")] == [str(music / "Tides/notes.mp3")]


def scans(dunnock: CommandLine) -> list[Any]:
    return [
        line for line in dunnock.json("events", "--no-follow") if line["event"] == "library:scan-complete"
    ]


def test_a_folder_that_is_not_there_is_refused_and_nothing_is_scanned(
    dunnock: CommandLine, tmp_path: Path
) -> None:
    done = dunnock.run("scan", tmp_path / "nowhere", code=1)
    assert str(tmp_path / "nowhere") in done.err
    assert done.out == ""
    assert scans(dunnock) == []


def test_a_folder_that_is_away_is_told_and_the_others_are_scanned(
    dunnock: CommandLine, music: Path, tmp_path: Path
) -> None:
    make_track(tmp_path / "Stick/01.wav", "On a stick")
    dunnock.run("scan", music, tmp_path / "Stick")
    (tmp_path / "Stick").rename(tmp_path / "Pocket")
    make_track(music / "Tides/03.wav", "Flood", number=3)
    done = dunnock.run("scan")
    assert done.err.startswith(f"dunnock: {tmp_path / 'Stick'} ")
    assert {track["title"]: track["state"] for track in dunnock.json("tracks")} == {
        "Slow Ferry": "ok",
        "Ebb": "ok",
        "Flood": "ok",
        "Déjà vu 事変 🎵": "ok",
        "On a stick": "offline",
    }


def test_a_folder_inside_a_music_folder_adds_no_second_root(dunnock: CommandLine, music: Path) -> None:
    dunnock.run("scan", music)
    dunnock.run("scan", music / "Tides")
    assert [folder["path"] for folder in dunnock.json("folders", "list")] == [str(music)]
    assert len(dunnock.json("tracks")) == 3


def begin(dunnock: CommandLine, folder: Path, **options: Any) -> subprocess.Popen[str]:
    """A scan that has told of tracks it has added, and is not over."""
    process = dunnock.start("scan", folder, "--json", **options)
    assert process.stdout is not None
    for line in process.stdout:
        payload = json.loads(line)["payload"]
        assert payload.get("status") == "scanning", "the scan was over before it could be stopped"
        # files found are read ahead of what is written: so many that some are
        if payload["found"] >= 2000:
            return process
    raise AssertionError(process.communicate())


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_a_stopped_scan_keeps_what_it_has_done_and_the_next_goes_on(
    dunnock: CommandLine, large: Path, number: signal.Signals
) -> None:
    process = begin(dunnock, large)
    # to the whole group, as a terminal does: the readers hear it too
    os.killpg(process.pid, number)
    out, err = process.communicate(timeout=20)
    lines = [json.loads(line) for line in out.splitlines()]
    assert process.returncode == 1
    assert err == "dunnock: The scan was stopped. What it has read stays; the next scan goes on from there.\n"
    assert lines[-2]["payload"]["status"] == "cancelled"
    first = stats(lines)
    assert 0 < first["added"] < 6000
    assert len(dunnock.json("tracks")) == first["added"]
    second = stats(dunnock.json("scan"))
    assert (second["added"], second["skipped"], second["updated"]) == (
        6000 - first["added"],
        first["added"],
        0,
    )
    assert len(scans(dunnock)) == 2


@pytest.mark.slow
def test_a_second_interrupt_does_not_wait(dunnock: CommandLine, large: Path) -> None:
    process = begin(dunnock, large)
    began = time.monotonic()
    while process.poll() is None and time.monotonic() < began + 10:
        process.send_signal(signal.SIGINT)
        time.sleep(0.02)
    assert process.wait(timeout=1) in {1, -signal.SIGINT}


@pytest.mark.slow
def test_a_reader_that_goes_away_stops_the_scan(dunnock: CommandLine, large: Path) -> None:
    process = begin(dunnock, large)
    assert process.stdout is not None
    process.stdout.close()
    assert process.wait(timeout=20) == 1
    assert process.stderr is not None
    assert "Traceback" not in process.stderr.read()
    (ended,) = scans(dunnock)
    assert ended["payload"]["stats"]["added"] < 6000


@pytest.mark.slow
def test_two_scans_at_once_are_one_after_the_other(dunnock: CommandLine, large: Path) -> None:
    first = begin(dunnock, large)
    second = dunnock.json("scan", large)
    assert first.communicate(timeout=50)[1] == ""
    assert first.returncode == 0
    assert stats(second) == dict.fromkeys(NUMBERS, 0) | {"skipped": 6000}
    assert len(scans(dunnock)) == 2
