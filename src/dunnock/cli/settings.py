"""`dunnock settings`: read and change settings, in a running window too."""

import argparse
import json
from typing import Any

from dunnock.cli.parts import Subparsers, add_json_option, one_line, opened_app, print_json, text_argument


def add_parser(commands: Subparsers) -> None:
    """Declare the command and what it can do."""
    command = commands.add_parser(
        "settings", help="read and change settings", description="Read and change settings."
    )
    acts = command.add_subparsers(title="acts", metavar="ACT", required=True)
    listing = acts.add_parser("list", help="every setting", description="Print every setting with its value.")
    get = acts.add_parser("get", help="one setting's value", description="Print one setting's value.")
    change = acts.add_parser("set", help="give a setting a value", description="Give a setting a value.")
    reset = acts.add_parser(
        "reset", help="give a setting its default again", description="Give a setting its default again."
    )
    for act in (get, change, reset):
        act.add_argument("key", metavar="KEY", help="the setting's name")
    change.add_argument("value", metavar="VALUE", help="JSON, or a plain word")
    for act, run in ((listing, _list), (get, _get), (change, _set), (reset, _reset)):
        add_json_option(act, "the value" if act is not listing else "all values")
        act.set_defaults(run=run)


def _list(arguments: argparse.Namespace) -> int:
    with opened_app() as app:
        values = app.settings.values().values
    if arguments.json:
        print_json(values)
    else:
        for key, value in values.items():
            print(f"{key} = {_plain(value)}")
    return 0


def _get(arguments: argparse.Namespace) -> int:
    with opened_app() as app:
        value = app.settings.get(arguments.key)
    _show(arguments, value)
    return 0


def _set(arguments: argparse.Namespace) -> int:
    text = text_argument(arguments.value)
    try:
        value = json.loads(text)
    except json.JSONDecodeError:
        value = text
    with opened_app() as app:
        app.settings.set(arguments.key, value)
        value = app.settings.get(arguments.key)
    if arguments.json:
        _show(arguments, value)
    return 0


def _reset(arguments: argparse.Namespace) -> int:
    with opened_app() as app:
        app.settings.reset(arguments.key)
        value = app.settings.get(arguments.key)
    if arguments.json:
        _show(arguments, value)
    return 0


def _show(arguments: argparse.Namespace, value: Any) -> None:
    if arguments.json:
        print_json({"key": arguments.key, "value": value})
    else:
        print(_plain(value))


def _plain(value: Any) -> str:
    return one_line(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
