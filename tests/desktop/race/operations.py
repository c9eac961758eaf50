"""What a person may do next, in the form of a request: drawn by chance from what there is at the moment."""

import json
import random
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from dunnock.app import App
from dunnock.contract.errors import NotFoundError
from tests.desktop.collection import write_flac

Operation = tuple[str, dict[str, Any]]
"""The name of a request and its body."""

SOUND = "/sound/"
"""The folder of the files that have sound."""

EXPECTED_REFUSALS = {"not_found"}
"""What a request may be refused for because another process was quicker. A fault of Dunnock's is not among them."""


class Chance:
    """Draws operations from a seed and the state of a home.

    Args:
        app: reads the home.
        extra_folder: where files may be changed.
        seed: of what is drawn.
        plays: also draw what plays, which only the process of the window can do.
    """

    def __init__(self, app: App, extra_folder: Path, seed: str, *, plays: bool = False) -> None:
        self._app = app
        self._extra = extra_folder
        self._plays = plays
        self._dice = random.Random(seed)

    def operation(self) -> Operation:
        """The next operation."""
        while True:
            try:
                return self._draw()
            except NotFoundError:
                # Another process was quicker: what was drawn first is gone.
                continue

    def _draw(self) -> Operation:
        weights = {
            self._queue: 8,
            self._favorite: 4,
            self._playlist: 8,
            self._setting: 3,
            self._history: 4,
            self._folder: 1,
            self._scan: 1,
            self._player: 6 if self._plays else 0,
        }
        act: Callable[[], Operation]
        (act,) = self._dice.choices(list(weights), list(weights.values()))
        return act()

    def _tracks(self, most: int = 5) -> list[int]:
        tracks = [each.id for each in self._app.library.tracks("", 1000)]
        return self._dice.sample(tracks, min(len(tracks), self._dice.randint(1, most)))

    def _some(self, entries: list[int]) -> list[int]:
        return self._dice.sample(entries, min(len(entries), self._dice.randint(1, 4)))

    def _before(self, entries: list[int]) -> int | None:
        return self._dice.choice([*entries, None])

    def _queue(self) -> Operation:
        entries = self._app.queue.entry_ids(0, 1000).entry_ids
        source = {"track_ids": self._tracks(80 if self._dice.random() < 0.1 else 5)}
        add: list[Operation] = [
            ("queue_add", {"source": source, "at": self._dice.choice(["end", "next"])}),
            ("queue_add", {"source": source, "before_entry_id": self._before(entries)}),
        ]
        if len(entries) < 20:
            return self._dice.choice(add)
        if len(entries) > 400 or self._dice.random() < 0.02:
            return "queue_clear", {}
        rest: list[Operation] = [
            ("queue_remove", {"entry_ids": self._some(entries)}),
            ("queue_move", {"entry_ids": self._some(entries), "before_entry_id": self._before(entries)}),
            ("queue_shuffle", {"on": self._dice.random() < 0.5}),
            ("queue_repeat", {"mode": self._dice.choice(["off", "all", "one"])}),
            ("queue_stop_after_current", {"on": self._dice.random() < 0.5}),
            ("queue_jump", {"entry_id": self._dice.choice(entries)}),
        ]
        return self._dice.choice(add + rest)

    def _favorite(self) -> Operation:
        return "favorites_set", {"track_ids": self._tracks(3), "favorite": self._dice.random() < 0.6}

    def _playlist(self) -> Operation:
        lists = self._app.playlists.list().playlists
        name = f"List {self._dice.randint(1, 99)}"
        create: Operation = ("playlist_create", {"name": name, "source": {"track_ids": self._tracks(9)}})
        if len(lists) < 3:
            return create
        playlist_id = self._dice.choice(lists).id
        entries = self._app.playlists.entry_ids(playlist_id, 0, 1000).entry_ids
        one = {"playlist_id": playlist_id}
        source = {"track_ids": self._tracks()}
        acts: list[Operation] = [
            ("playlist_update", {**one, "name": name}),
            ("playlist_update", {**one, "description": f"About {name}"}),
            (
                "playlist_add",
                {**one, "source": source, "duplicates": "add", "before_entry_id": self._before(entries)},
            ),
            ("playlist_add", {**one, "source": source, "duplicates": "skip"}),
        ]
        if entries:
            acts.append(("playlist_remove", {**one, "entry_ids": self._some(entries)}))
            move = {"entry_ids": self._some(entries), "before_entry_id": self._before(entries)}
            acts.append(("playlist_move", {**one, **move}))
        if len(lists) < 8:
            acts.append(create)
        if self._dice.random() < 0.1 or len(lists) > 12:
            acts = [("playlist_delete", one)]
        return self._dice.choice(acts)

    def _setting(self) -> Operation:
        key, value = self._dice.choice(
            [
                ("volume", self._dice.randint(0, 100)),
                ("theme", self._dice.choice(["light", "dark", "system"])),
                ("sidebar_width", self._dice.randint(180, 320)),
                ("sort_ignores_articles", self._dice.random() < 0.5),
            ]
        )
        if self._dice.random() < 0.2:
            return "settings_reset", {"key": key}
        return "settings_set", {"key": key, "value": value}

    def _history(self) -> Operation:
        return self._dice.choice(["history_undo", "history_undo", "history_redo"]), {}

    def _folder(self) -> Operation:
        for folder in self._app.folders.list().folders:
            if folder.path == str(self._extra):
                return "folders_remove", {"folder_id": folder.id}
        return "folders_add", {"path": str(self._extra)}

    def _player(self) -> Operation:
        """Most files have no sound, so that playing meets both what can be heard and what cannot."""
        tracks = self._app.library.tracks("", 1000)
        heard = [each.id for each in tracks if SOUND in each.path]
        source = (
            {"track_ids": self._dice.sample(heard, min(len(heard), 8))}
            if heard
            else {"track_ids": self._tracks()}
        )
        acts: list[Operation] = [
            ("player_play", {}),
            ("player_toggle", {}),
            ("player_pause", {}),
            ("player_stop", {}),
            ("player_next", {}),
            ("player_previous", {}),
            ("player_seek", {"position_ms": self._dice.randint(0, 5_000)}),
            (
                "player_play_source",
                {"source": source, "place": self._dice.randrange(len(source["track_ids"]))},
            ),
        ]
        return self._dice.choice(acts)

    def _scan(self) -> Operation:
        """Change files first, so that there is something to find."""
        files = sorted(self._extra.glob("*.flac"))
        for number in range(self._dice.randint(1, 6)):
            if len(files) > 40 and self._dice.random() < 0.5:
                files.pop(self._dice.randrange(len(files))).unlink(missing_ok=True)
            else:
                title = f"Song {self._dice.randint(1, 10_000)}"
                name = f"{self._dice.randint(1, 60):02}.flac"
                write_flac(self._extra / name, title=title, artist=f"Artist {number}", album="Extra")
        return "scan_start", {}


def refusal(reply: str) -> Mapping[str, Any] | None:
    """The error of a refused request when it is one that no race explains."""
    error: dict[str, Any] = json.loads(reply)
    return None if error["code"] in EXPECTED_REFUSALS else error
