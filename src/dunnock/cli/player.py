"""`dunnock player`: what is heard, and the keys of a player. The open window plays; this tells it to."""

import argparse
import re
import time
from typing import TYPE_CHECKING, Any

from dunnock.cli.parts import (
    Subparsers,
    add_json_option,
    length,
    opened_app,
    print_columns,
    print_json,
)

if TYPE_CHECKING:
    from dunnock.app import App

_KEYS = (
    ("play", "go on, or play what is current"),
    ("pause", "pause"),
    ("toggle", "pause, or go on"),
    ("stop", "stop, and forget the place in the track"),
    ("next", "go to the next entry of the queue"),
    ("previous", "begin the track again, or go to the entry before"),
)


def add_parser(commands: Subparsers) -> None:
    """Declare the command and what it can do."""
    command = commands.add_parser(
        "player", help="play, pause and the like", description="See and say what is heard in the open window."
    )
    acts = command.add_subparsers(title="acts", metavar="ACT", required=True)
    status = acts.add_parser("status", help="what is heard", description="Print what is heard.")
    status.set_defaults(run=_status)
    add_json_option(status, "the state")
    for name, does in _KEYS:
        key = acts.add_parser(name, help=does, description=f"{does.capitalize()}.")
        key.set_defaults(run=_press, request=f"player:{name}")
        add_json_option(key, "the state")
    _add_values(acts)


def _add_values(acts: Subparsers) -> None:
    seek = acts.add_parser(
        "seek", help="go to a place in the track", description="Go to a place in the track."
    )
    seek.add_argument(
        "position",
        type=_position,
        metavar="POSITION",
        help="as 1:30 or in seconds; with + or - before it, from here",
    )
    volume = acts.add_parser("volume", help="set the loudness", description="Set the loudness.")
    volume.add_argument("percent", type=_percent, metavar="PERCENT", help="from 0 to 100")
    mute = acts.add_parser(
        "mute", help="play without sound", description="Play without sound, or with it again."
    )
    mute.add_argument("mode", choices=("on", "off"), metavar="MODE", help="on or off")
    sleep = acts.add_parser("sleep", help="stop by itself some time", description="Stop by itself some time.")
    sleep.add_argument(
        "when", type=_sleep, metavar="WHEN", help="minutes from now, end (of this track) or off"
    )
    for act, run in ((seek, _seek), (volume, _volume), (mute, _mute), (sleep, _fall_asleep)):
        act.set_defaults(run=run)
        add_json_option(act, "the state")


def _status(arguments: argparse.Namespace) -> int:
    with opened_app() as app:
        state = _state(app)
    if arguments.json:
        print_json(state)
        return 0
    track = state["track"] or {}
    lines = {
        "state": state["state"],
        "artist": track.get("artist"),
        "title": track.get("title"),
        "album": track.get("album"),
        "position": length(state["position_ms"]),
        "length": length(state["duration_ms"]),
        "volume": f"{state['volume']} %" + (" (muted)" if state["muted"] else ""),
        "speed": state["speed"],
        "sleep": _words_for_sleep(state["sleep"]),
        "message": state["message"],
        "window": "open" if state["running"] else "not open",
    }
    for name, value in lines.items():
        if value not in {None, ""}:
            print_columns(name, value)
    return 0


def _press(arguments: argparse.Namespace) -> int:
    return _ask(arguments, arguments.request, {})


def _seek(arguments: argparse.Namespace) -> int:
    sign, position_ms = arguments.position
    if sign:
        with opened_app() as app:
            position_ms = max(0, _state(app)["position_ms"] + sign * position_ms)
    return _ask(arguments, "player:seek", {"position_ms": position_ms})


def _fall_asleep(arguments: argparse.Namespace) -> int:
    return _ask(arguments, "player:sleep", arguments.when)


def _volume(arguments: argparse.Namespace) -> int:
    return _set(arguments, "volume", arguments.percent)


def _mute(arguments: argparse.Namespace) -> int:
    return _set(arguments, "muted", arguments.mode == "on")


def _ask(arguments: argparse.Namespace, request: str, payload: dict[str, Any]) -> int:
    with opened_app() as app:
        app.requests.ask(request, payload)
        if arguments.json:
            print_json(_state(app))
    return 0


def _set(arguments: argparse.Namespace, key: str, value: Any) -> int:
    """Set what is a setting: it needs no window, and an open one follows."""
    with opened_app() as app:
        app.settings.set(key, value)
        if arguments.json:
            print_json(_state(app))
    return 0


def _state(app: "App") -> dict[str, Any]:
    """The state with the place in the track as it is now, and whether a window is open."""
    state = app.playback.state()
    position_ms = state.position_ms
    if state.state == "playing":
        since = time.time_ns() // 1_000_000 - state.position_at
        position_ms = min(position_ms + max(0, round(since * state.speed)), state.duration_ms or 2**53)
    fields = state.model_dump(mode="json", exclude={"as_of", "epoch", "position_at"})
    return {**fields, "position_ms": position_ms, "running": app.requests.is_heard()}


def _words_for_sleep(sleep: dict[str, Any] | None) -> str | None:
    if sleep is None:
        return None
    if sleep["at"] is None:
        return "at the end of the track"
    return time.strftime("%H:%M", time.localtime(sleep["at"] // 1000))


_CLOCK = re.compile(r"([+-]?)(?:(?:(\d{1,4}):)?(\d{1,4}):)?(\d{1,6}(?:\.\d{1,3})?)", re.ASCII)


def _position(text: str) -> tuple[int, int]:
    """A place, as a sign (0 from the beginning) and milliseconds."""
    found = _CLOCK.fullmatch(text)
    if found is None:
        raise argparse.ArgumentTypeError(f"{text} is no place in a track, such as 1:30, 90 or +10")
    hours, minutes, seconds = (float(part or 0) for part in found.groups()[1:])
    return {"": 0, "+": 1, "-": -1}[found[1]], round(((hours * 60 + minutes) * 60 + seconds) * 1000)


def _percent(text: str) -> int:
    if not re.fullmatch(r"\d{1,3}", text, re.ASCII) or int(text) > 100:  # noqa: PLR2004 - that is what percent means
        raise argparse.ArgumentTypeError(f"{text} is not from 0 to 100")
    return int(text)


def _sleep(text: str) -> dict[str, Any]:
    """What to ask the player for."""
    if text in {"end", "off"}:
        return {"minutes": None, "end_of_track": text == "end"}
    if not re.fullmatch(r"\d{1,4}", text, re.ASCII) or not 1 <= int(text) <= 24 * 60:
        raise argparse.ArgumentTypeError(f"{text} is neither minutes (at most a day) nor end nor off")
    return {"minutes": int(text), "end_of_track": False}
