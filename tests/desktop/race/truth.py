"""Compares what a window believes with what the database says, field by field."""

from typing import Any

from pydantic import BaseModel

from dunnock.app import App
from dunnock.contract.settings import Sort

_STAMP = {"as_of", "epoch"}
_SEEN = 20
"""Rows that are on the screen at the least, where the list has so many."""


def plain(model: BaseModel) -> dict[str, Any]:
    """A reply as JSON, without the moment it was read at."""
    return model.model_dump(mode="json", exclude=_STAMP)


def differences(app: App, window: dict[str, Any]) -> list[str]:
    """Where a window's stores and the database differ, without the list of the library."""
    pairs: list[tuple[str, Any, Any]] = [
        ("queue", _without_stamp(window["queue"]["state"]), plain(app.queue.state())),
        ("player", _without_stamp(window["player"]["state"]), plain(app.playback.state())),
        ("playlists", window["playlists"]["all"], plain(app.playlists.list())["playlists"]),
        ("history", window["history"], plain(app.history.state())),
        ("settings", window["settings"], plain(app.settings.values())["values"]),
        ("folders", window["folders"], plain(app.folders.list())["folders"]),
        ("scans", window["scan"]["jobs"], plain(app.scans.list())["jobs"]),
    ]
    found = [f"{name}: shown {shown}, true {true}" for name, shown, true in pairs if shown != true]
    found += _rows("queue", window["queue"]["rows"], plain(app.queue.rows(0, 500)))
    opened = window["playlist"]
    if opened is not None and any(each["id"] == opened["id"] for each in window["playlists"]["all"]):
        found += _rows("playlist", opened["rows"], plain(app.playlists.rows(opened["id"], 0, 500)))
    return found


def library_differences(app: App, window: dict[str, Any]) -> list[str]:
    """The same of the list of tracks, favorites or recent ones."""
    library = window["library"]
    view = app.views.open(library["section"], library["query"], Sort.model_validate(library["sort"]))
    true = plain(app.views.rows(view.view_id, 0, 500))
    found = _rows("library", library["rows"], true)
    found += [
        f"library {name}: shown {library[name]}, true {true[name]}"
        for name in ("total", "duration_ms")
        if library[name] != true[name]
    ]
    return found


def _without_stamp(reply: dict[str, Any]) -> dict[str, Any]:
    return {key: reply[key] for key in reply.keys() - _STAMP}


def _rows(name: str, shown: list[tuple[int, Any]], true: dict[str, Any]) -> list[str]:
    """`shown` are the rows held, each with its place; what is on the screen must be held."""
    held = dict(shown)
    rows: list[Any] = true["rows"]
    missing = [at for at in range(min(_SEEN, len(rows))) if at not in held]
    found = [f"{name}: the rows {missing} are not held, of {len(rows)}"] if missing else []
    for place, row in held.items():
        if place < 500 and row != (rows[place] if place < len(rows) else None):
            found.append(f"{name} {place}: shown {row}, true {rows[place] if place < len(rows) else None}")
    return found
