"""The command line as a whole: usage, exit codes, errors, locales, pipes, and a quick start."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from dunnock import __version__
from dunnock.cli import COMMANDS
from tests.cli.conftest import CommandLine


def test_help_names_every_command(dunnock: CommandLine) -> None:
    out = dunnock.run("--help").out
    modules = [command.__name__.rpartition(".")[2] for command in COMMANDS]
    assert modules == [
        "scan",
        "tracks",
        "player",
        "open",
        "queue",
        "favorites",
        "playlists",
        "plays",
        "history",
        "events",
        "folders",
        "settings",
        "contract",
        "doctor",
    ]
    for name in [*(each for each in modules if each != "history"), "undo", "redo"]:
        assert f"\n    {name}" in out


def test_version_is_the_version_of_the_package(dunnock: CommandLine) -> None:
    assert dunnock.run("--version").out == f"dunnock {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["swim"],
        ["--verison"],
        ["tracks", "--limit", "0"],
        ["tracks", "--limit", "many"],
        ["events", "--since", "-1"],
        ["contract", "--format", "cobol"],
        ["settings"],
        ["settings", "get"],
        ["folders", "add"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_exit_code_2_with_the_usage(dunnock: CommandLine, arguments: list[str]) -> None:
    done = dunnock.run(*arguments, code=2)
    assert done.err.startswith("usage: dunnock")
    assert done.out == ""
    assert not dunnock.home.exists()


def test_a_failure_is_told_in_a_line_with_what_to_do(dunnock: CommandLine) -> None:
    done = dunnock.run("settings", "get", "colour", code=1)
    assert done.err.startswith("dunnock: There is no setting colour. ")
    assert done.err.count("\n") == 1
    assert done.out == ""


def test_a_home_that_cannot_be_made_is_told(dunnock: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = dunnock.run("tracks", code=1, environment={"DUNNOCK_HOME": str(tmp_path / "file")})
    assert done.err.startswith("dunnock: ")
    assert str(tmp_path / "file") in done.err
    assert "DUNNOCK_HOME" in done.err


def modules_after(dunnock: CommandLine, *arguments: str) -> set[str]:
    script = (
        "import sys, json\nfrom dunnock.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "print(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        env=dunnock.environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=50,
    )
    return set(json.loads(done.stderr.splitlines()[-1]))


def test_help_loads_next_to_nothing(dunnock: CommandLine) -> None:
    loaded = modules_after(dunnock, "--help")
    assert "dunnock.cli.scan" in loaded
    slow = {"pydantic", "apsw", "anyio", "mutagen", "PIL", "dunnock.app", "dunnock.contract.events"}
    assert loaded & slow == set()


def test_help_takes_less_than_a_tenth_of_a_second(dunnock: CommandLine) -> None:
    def used() -> float:
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    spent = []
    for _ in range(5):
        before = used()
        dunnock.run("--help")
        spent.append(used() - before)
    # processor time, and of the quickest: other programs on this machine are not what is tested
    assert min(spent) < 0.1, spent


@pytest.mark.parametrize("command", ["scan", "tracks", "settings list", "folders list"])
def test_no_command_loads_the_window(dunnock: CommandLine, command: str) -> None:
    loaded = modules_after(dunnock, *command.split())
    assert "dunnock.app" in loaded
    assert [name for name in loaded if name.startswith(("dunnock.desktop", "pytauri"))] == []


@pytest.mark.parametrize("locale", ["C", "POSIX", "en_US.ISO-8859-1"])
def test_output_is_utf8_whatever_the_locale(dunnock: CommandLine, music: Path, locale: str) -> None:
    odd = {"LC_ALL": locale}
    dunnock.run("scan", music, environment=odd)
    assert "Déjà vu 事変 🎵" in dunnock.run("tracks", environment=odd).out
    assert [track["title"] for track in dunnock.json("tracks", "zoë", environment=odd)] == ["Déjà vu 事変 🎵"]


def test_output_is_utf8_where_python_would_write_ascii(dunnock: CommandLine, music: Path) -> None:
    # what Python chooses in a Latin-1 or ASCII locale, also on a machine that has no such locale
    odd = {"LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "ascii:strict", "PYTHONUTF8": "0"}
    dunnock.run("scan", music, environment=odd)
    assert "Déjà vu 事変 🎵" in dunnock.run("tracks", environment=odd).out


@pytest.mark.parametrize("command", ["contract", "tracks", "events --no-follow --json"])
def test_a_reader_that_has_enough_is_no_error(dunnock: CommandLine, music: Path, command: str) -> None:
    dunnock.run("scan", music)
    reading, writing = os.pipe()
    os.close(reading)
    process = dunnock.start(*command.split(), stdout=writing)
    os.close(writing)
    _, err = process.communicate(timeout=50)
    assert (process.returncode, err) == (0, "")
