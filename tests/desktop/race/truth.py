"""Compares what a window believes with what the database says, field by field."""

from typing import Any

from pydantic import BaseModel

from dunnock.app import App
from dunnock.contract.settings import Sort

_STAMP = {"as_of", "epoch"}
_ALL = 100_000
"""More rows than any list has."""

Drawn = list[tuple[int, int | None]]
"""The rows in the document: the place of each, and the id it is known by; None for a placeholder."""


def plain(model: BaseModel) -> dict[str, Any]:
    """A reply as JSON, without the moment it was read at."""
    return model.model_dump(mode="json", exclude=_STAMP)


def differences(app: App, window: dict[str, Any], drawn: Drawn) -> list[str]:
    """Where a window and the database differ, without the list of tracks. `drawn` are the rows of the queue."""
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
    true = plain(app.queue.rows(0, _ALL))
    return found + _rows("queue", window["queue"]["rows"], true) + _drawn("queue", drawn, true, "entry_id")


def list_differences(app: App, window: dict[str, Any], drawn: Drawn) -> list[str]:
    """The same of the list of tracks and of the playlist opened last. One of them is in the document: `drawn`."""
    is_playlist = window["place"] == "playlist"
    found = _library_differences(app, window, [] if is_playlist else drawn)
    opened = window["playlist"]
    if opened is None or all(each["id"] != opened["id"] for each in window["playlists"]["all"]):
        return found
    true = plain(app.playlists.rows(opened["id"], 0, _ALL))
    found += _rows("playlist", opened["rows"], true)
    return found + _drawn("playlist", drawn if is_playlist else [], true, "entry_id")


def _library_differences(app: App, window: dict[str, Any], drawn: Drawn) -> list[str]:
    library = window["library"]
    view = app.views.open(library["section"], library["query"], Sort.model_validate(library["sort"]))
    true = plain(app.views.rows(view.view_id, 0, _ALL))
    found = _rows("library", library["rows"], true) + _drawn("library", drawn, true, "id")
    found += [
        f"library {name}: shown {library[name]}, true {true[name]}"
        for name in ("total", "duration_ms")
        if library[name] != true[name]
    ]
    return found


def _without_stamp(reply: dict[str, Any]) -> dict[str, Any]:
    return {key: reply[key] for key in reply.keys() - _STAMP}


def _rows(name: str, shown: list[tuple[int, Any]], true: dict[str, Any]) -> list[str]:
    """`shown` are the rows held, each with its place."""
    rows: list[Any] = true["rows"]
    truth = {place: rows[place] if place < len(rows) else None for place, _ in shown}
    return [
        f"{name} {place}: shown {row}, true {truth[place]}" for place, row in shown if row != truth[place]
    ]


def _drawn(name: str, drawn: Drawn, true: dict[str, Any], key: str) -> list[str]:
    ids = [row[key] for row in true["rows"]]
    return [
        f"{name} {place}: drawn {shown}, true {ids[place : place + 1]}"
        for place, shown in drawn
        if [shown] != ids[place : place + 1]
    ]
