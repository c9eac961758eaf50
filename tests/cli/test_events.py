"""`dunnock events`: the log, live."""

import json
import re
import select
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

from tests.cli.conftest import CommandLine


def read_line(process: subprocess.Popen[str], seconds: float = 20) -> str:
    assert process.stdout is not None
    ready, _, _ = select.select([process.stdout], [], [], seconds)
    assert ready, "no event came"
    return process.stdout.readline()


def interrupt(process: subprocess.Popen[str]) -> tuple[int, str]:
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    return process.returncode, err


def setting(value: str, previous: str) -> dict[str, Any]:
    return {"key": "theme", "value": value, "previous_value": previous}


def test_changes_of_other_processes_are_printed_as_they_are_committed(dunnock: CommandLine) -> None:
    follower = dunnock.start("events", "--json", "--since", "0")
    told = []
    for theme in ("dark", "light"):
        dunnock.run("settings", "set", "theme", theme)
        # one line at a time, without waiting for a full buffer
        told.append(json.loads(read_line(follower)))
    assert interrupt(follower) == (0, "")
    assert [line["payload"] for line in told] == [setting("dark", "system"), setting("light", "dark")]
    assert [line["seq"] for line in told] == [1, 2]
    for line in told:
        assert list(line) == ["seq", "at", "event", "payload"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["at"])


def test_the_live_log_begins_with_the_next_event(dunnock: CommandLine) -> None:
    dunnock.run("settings", "set", "theme", "dark")
    follower = dunnock.start("events", "--json")
    assert follower.stdout is not None
    deadline = time.monotonic() + 30
    themes = ["light", "dark"]
    # nothing says when it has begun to follow: change until it tells of one
    while not select.select([follower.stdout], [], [], 0)[0]:
        assert time.monotonic() < deadline
        dunnock.run("settings", "set", "theme", themes[0])
        themes.reverse()
    first = json.loads(follower.stdout.readline())
    assert first["seq"] > 1
    assert interrupt(follower) == (0, "")


def test_without_following_the_kept_log_is_printed_and_the_command_ends(dunnock: CommandLine) -> None:
    assert dunnock.run("events", "--no-follow").out == ""
    dunnock.run("settings", "set", "theme", "dark")
    dunnock.run("settings", "set", "theme", "light")
    printed = dunnock.json("events", "--no-follow")
    assert [line["payload"] for line in printed] == [setting("dark", "system"), setting("light", "dark")]
    assert dunnock.json("events", "--no-follow", "--since", "1") == printed[1:]
    assert dunnock.json("events", "--no-follow", "--since", "2") == []
    assert dunnock.json("events", "--no-follow", "--since", "99") == []


def test_merged_prints_what_a_window_would_get(dunnock: CommandLine) -> None:
    for theme in ("dark", "light", "dark"):
        dunnock.run("settings", "set", "theme", theme)
    merged = dunnock.json("events", "--no-follow", "--merged")
    assert [(line["seq"], line["payload"]) for line in merged] == [(3, setting("dark", "system"))]


def test_every_event_of_a_scan_is_printed(dunnock: CommandLine, music: Path) -> None:
    dunnock.run("scan", music)
    printed = dunnock.json("events", "--no-follow")
    assert [line["seq"] for line in printed] == list(range(1, len(printed) + 1))
    assert {line["event"] for line in printed} >= {
        "folders:updated",
        "library:updated",
        "library:scan-progress",
        "library:scan-complete",
    }


def test_a_line_for_people_has_all_an_event_says(dunnock: CommandLine) -> None:
    dunnock.run("settings", "set", "theme", "dark")
    (line,) = dunnock.run("events", "--no-follow").out.splitlines()
    found = re.fullmatch(r"\d\d:\d\d:\d\d\.\d{3}\s+1\s+settings:updated\s+(\{.*\})", line)
    assert found is not None
    assert json.loads(found[1]) == setting("dark", "system")
