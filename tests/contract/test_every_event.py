"""Every declared event is sent because a person did something, and a store of the window handles it."""

import json
import os
import re
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from dunnock.app import App
from dunnock.commands import Context, dispatch
from dunnock.contract.events import EVENTS, UNLOGGED, FoldersUpdated
from dunnock.feed.pending import RESET_ABOVE
from tests.fake_player import FakePlayer

CHECKOUT = Path(__file__).parents[2]
CONNECT = CHECKOUT / "frontend/src/lib/connect.ts"

_WAVE = b"WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\x40\x06\0\0" + bytes(1600)
SILENCE = b"RIFF" + len(_WAVE).to_bytes(4, "little") + _WAVE
"""A WAV file of a tenth of a second."""

LOGGED = {event.NAME for event in EVENTS if event not in UNLOGGED}
DELIVERED = {event.NAME for event in UNLOGGED}


def dunnock(home: Path, *arguments: str | Path) -> str:
    """What a command prints, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "dunnock", *arguments],
        env={**os.environ, "DUNNOCK_HOME": str(home), "PYTHONPATH": str(CHECKOUT / "src")},
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=50,
    )
    return done.stdout


@pytest.fixture(scope="module")
def sent_by_commands(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of all events that a walk through the command line leaves in the log."""
    home = tmp_path_factory.mktemp("home")
    music = tmp_path_factory.mktemp("music")
    (music / "silence.wav").write_bytes(SILENCE)
    dunnock(home, "scan", music)
    dunnock(home, "settings", "set", "theme", "dark")
    dunnock(home, "queue", "add", music)
    dunnock(home, "queue", "jump", "1")
    dunnock(home, "favorites", "add", music / "silence.wav")
    dunnock(home, "playlists", "create", "Silence", music / "silence.wav")
    (music / "silence.wav").rename(music / "moved.wav")
    dunnock(home, "scan")
    dunnock(home, "folders", "remove", music)
    return {
        json.loads(line)["event"] for line in dunnock(home, "events", "--no-follow", "--json").splitlines()
    }


class RecordingWindow:
    """A window that keeps what it is sent and acknowledges each flush, as long as `answers` is set."""

    label = "main"

    def __init__(self, app: App) -> None:
        self.context = Context(app, self)
        self.answers = True
        self._sent: dict[str, Any] = {}
        self._changed = threading.Condition()

    def emit(self, name: str, payload: str) -> None:
        fields = json.loads(payload)
        with self._changed:
            self._sent[name] = fields
            self._changed.notify_all()
        if name == "feed:flushed" and self.answers:
            self.ask("feed_ack", seq=fields["seq"])

    def revive(self) -> None:
        raise AssertionError("the window was given up although it answered in time")

    def pick_folder(self) -> bytes | None:
        return None

    def pick_playlist(self) -> bytes | None:
        return None

    def pick_playlist_target(self, name: str) -> bytes | None:
        return None

    def open_another(self) -> None:
        raise AssertionError("nobody asked for another window")

    def open_mini(self) -> None:
        raise AssertionError("nobody asked for the small window")

    def ask(self, name: str, **fields: Any) -> Any:
        """Make a request, and return its reply."""
        return json.loads(dispatch(self.context, name, json.dumps(fields).encode()))

    def wait_for(self, name: str) -> Any:
        """The newest payload of an event, once there is one."""
        with self._changed:
            assert self._changed.wait_for(lambda: name in self._sent, 20), f"{name} did not come"
            return self._sent[name]

    def names(self) -> set[str]:
        with self._changed:
            return set(self._sent)


@pytest.fixture(scope="module")
def delivered_to_a_window(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of all events a window gets whose person adds a folder, and which then falls far behind."""
    music = tmp_path_factory.mktemp("music")
    (music / "silence.wav").write_bytes(SILENCE)
    with App(tmp_path_factory.mktemp("home")) as app:
        app.start()
        window = RecordingWindow(app)
        window.ask("feed_subscribe")
        window.ask(
            "library_open_view", section="library", query="", sort={"column": "artist", "descending": False}
        )
        folder_id = window.ask("folders_add", path=str(music))["folder_id"]
        window.wait_for("view:updated")
        window.answers = False
        with app.database.transaction() as transaction:
            # At once: a window that does not answer for five seconds, on a busy machine, is started anew instead.
            for _ in range(RESET_ABOVE + 1):
                transaction.emit(FoldersUpdated(action="online", folder_id=folder_id))
        window.ask("feed_ack", seq=window.wait_for("feed:flushed")["seq"])
        window.wait_for("feed:reset")
        window.context.close()
        return window.names()


@pytest.fixture(scope="module")
def sent_by_a_window(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of all events that are left in the log by a window whose person plays something."""
    music = tmp_path_factory.mktemp("music")
    (music / "silence.wav").write_bytes(SILENCE)
    with App(tmp_path_factory.mktemp("home"), FakePlayer) as app:
        app.start()
        window = RecordingWindow(app)
        window.ask("feed_subscribe")
        window.ask("folders_add", path=str(music))
        app.scans.wait(window.ask("scan_start", folder_ids=None)["job_id"], 30)
        window.ask("player_play_source", source={"paths": [str(music)]})
        window.wait_for("player:updated")
        window.context.close()
        return {row.name for row in app.feed.read_log(0, 1_000)}


@pytest.mark.parametrize("name", sorted(LOGGED))
def test_an_event_is_sent_by_a_real_action(
    sent_by_commands: set[str], sent_by_a_window: set[str], name: str
) -> None:
    assert name in sent_by_commands | sent_by_a_window


@pytest.mark.parametrize("name", sorted(DELIVERED))
def test_an_event_about_delivery_reaches_a_window(delivered_to_a_window: set[str], name: str) -> None:
    assert name in delivered_to_a_window


def test_events_about_delivery_are_in_no_log(sent_by_commands: set[str], sent_by_a_window: set[str]) -> None:
    assert (sent_by_commands | sent_by_a_window) & DELIVERED == set()


def handled() -> set[str]:
    """The names in the object of handlers in `connect.ts`."""
    text = CONNECT.read_text(encoding="utf-8")
    found = re.search(r"^export function handlersOf\(.*?^\}$", text, flags=re.DOTALL | re.MULTILINE)
    assert found is not None, "connect.ts has no handlersOf"
    return set(re.findall(r'^    "([^"]+)": \(', found[0], flags=re.MULTILINE))


def test_every_event_is_handled_by_the_window() -> None:
    assert handled() == {event.NAME for event in EVENTS}
