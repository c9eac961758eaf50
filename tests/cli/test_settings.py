"""`dunnock settings`."""

import pytest

from dunnock.contract.settings import Settings
from tests.cli.conftest import CommandLine


def test_a_new_home_has_the_default_of_every_setting(dunnock: CommandLine) -> None:
    assert dunnock.json("settings", "list") == [Settings().model_dump(mode="json")]
    plain = dunnock.run("settings", "list").out.splitlines()
    assert [line.split(" = ")[0] for line in plain] == list(Settings.model_fields)
    assert "theme = system" in plain
    assert "scan_on_start = true" in plain


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("theme", "dark", "dark"),
        ("theme", '"dark"', "dark"),
        ("scan_on_start", "false", False),
        ("sidebar_width", "300", 300),
        ("library_sort", '{"column":"year","descending":true}', {"column": "year", "descending": True}),
    ],
)
def test_a_setting_is_set_kept_and_reset(dunnock: CommandLine, key: str, text: str, value: object) -> None:
    before = dunnock.json("settings", "get", key)[0]["value"]
    assert dunnock.run("settings", "set", key, text).out == ""
    assert dunnock.json("settings", "get", key) == [{"key": key, "value": value}]
    assert dunnock.json("settings", "list")[0][key] == value
    assert dunnock.json("settings", "reset", key) == [{"key": key, "value": before}]


def test_a_word_is_printed_plain(dunnock: CommandLine) -> None:
    assert dunnock.run("settings", "get", "theme").out == "system\n"
    assert dunnock.run("settings", "get", "scan_on_start").out == "true\n"


def test_setting_prints_the_new_value_as_json_when_asked(dunnock: CommandLine) -> None:
    assert dunnock.json("settings", "set", "theme", "light") == [{"key": "theme", "value": "light"}]


@pytest.mark.parametrize(
    "act", ["set theme purple", "set sidebar_width wide", "set colour red", "reset colour"]
)
def test_what_a_setting_cannot_be_is_refused(dunnock: CommandLine, act: str) -> None:
    arguments = act.split()
    done = dunnock.run("settings", *arguments, code=1)
    assert done.err.startswith("dunnock: ")
    assert arguments[1] in done.err
    assert dunnock.json("settings", "list") == [Settings().model_dump(mode="json")]
    assert dunnock.run("events", "--no-follow").out == ""
