"""`docs/cli.md` has every command and option, no other, and the JSON that is really printed."""

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dunnock.cli import parser
from tests.cli.conftest import CommandLine

PAGE = (Path(__file__).parents[2] / "docs/cli.md").read_text(encoding="utf-8")


def parsers(top: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield top
    for action in top._actions:
        if isinstance(action, argparse._SubParsersAction):
            for child in action.choices.values():
                yield from parsers(child)


COMMANDS = {each.prog: each for each in parsers(parser())}


def section(command: str) -> str:
    found = re.search(rf"^##+ `{command}`\n(.*?)(?=^##+ |\Z)", PAGE, flags=re.DOTALL | re.MULTILINE)
    assert found is not None, f"docs/cli.md has no section `{command}`"
    return found[1]


def options(command: argparse.ArgumentParser) -> set[str]:
    return {name for action in command._actions for name in action.option_strings} - {"-h", "--help"}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_of_a_command_is_documented_and_no_other(command: str) -> None:
    named = set(re.findall(r"^- `(-[-a-z]+)`: ", section(command), flags=re.MULTILINE))
    assert named == options(COMMANDS[command])


@pytest.mark.parametrize("command", COMMANDS)
def test_every_argument_of_a_command_is_documented(command: str) -> None:
    for action in COMMANDS[command]._actions:
        if not action.option_strings and not isinstance(action, argparse._SubParsersAction):
            assert isinstance(action.metavar, str)
            assert action.metavar in section(command)


def test_no_command_is_documented_that_does_not_exist() -> None:
    assert set(re.findall(r"^##+ `(dunnock[^`]*)`$", PAGE, flags=re.MULTILINE)) == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_it_does(command: str) -> None:
    assert COMMANDS[command].description
    for action in COMMANDS[command]._actions:
        if not isinstance(action, argparse._SubParsersAction):
            assert action.help


def documented(command: str) -> list[Any]:
    """The objects of the example that is marked with a command."""
    found = re.search(rf"^```json {command}\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)
    assert found is not None, f"docs/cli.md has no example of `{command} --json`"
    return [json.loads(line) for line in found[1].splitlines()]


def shape(value: Any) -> Any:
    """The names and kinds of fields, without their values. A null tells nothing of the kind."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items() if inner is not None} | {
            key: "null" for key, inner in value.items() if inner is None
        }
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", value):
        return "time"
    return type(value).__name__


def alike(left: Any, right: Any) -> bool:
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(alike(left[key], right[key]) for key in left)
    return "null" in (left, right) or left == right


def same_form(printed: Any, example: Any) -> bool:
    return alike(shape(printed), shape(example))


def test_the_examples_of_json_have_the_form_that_is_printed(dunnock: CommandLine, music: Path) -> None:
    scan = dunnock.json("scan", music)
    dunnock.run("settings", "set", "theme", "dark")
    for printed, example in zip(scan[-2:], documented("scan"), strict=True):
        assert same_form(printed, example), printed
    assert scan[-2]["payload"]["status"] == documented("scan")[0]["payload"]["status"] == "completed"
    for command in ("scan --errors", "tracks", "folders list"):
        for printed in dunnock.json(*command.split()):
            assert same_form(printed, documented(command)[0]), (command, printed)
    assert same_form(dunnock.json("events", "--no-follow")[-1], documented("events")[0])
    assert dunnock.json("settings", "get", "theme") == documented("settings get")


def test_the_example_of_the_doctor_has_the_form_that_is_printed(dunnock: CommandLine) -> None:
    lines = dunnock.start("doctor", "--json").communicate(timeout=50)[0].splitlines()
    assert lines
    for line in lines:
        assert same_form(json.loads(line), documented("doctor")[0])
