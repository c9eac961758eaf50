"""The real app with a player without sound, on the session bus of a test's own."""

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from dunnock.app import App
from dunnock.contract.events import LibraryUpdated
from dunnock.desktop.integration.player import DesktopPlayer
from dunnock.desktop.integration.session_bus import SessionBusControls
from dunnock.media.player import Listener
from dunnock.services.sources import Source
from tests.desktop.integration.bus import SessionBus
from tests.desktop.processes import wait_until
from tests.fake_player import FakePlayer
from tests.store.sample_library import add_folder, add_track

LENGTH_MS = 180_000


@dataclass
class FakeShell:
    """Windows that only remember."""

    focused: bool = False
    asked: list[str] = field(default_factory=list)

    def focus(self) -> None:
        self.asked.append("focus")

    def open_mini(self) -> None:
        self.asked.append("mini")

    def has_focus(self) -> bool:
        return self.focused

    def quit(self) -> None:
        self.asked.append("quit")


@dataclass
class Desktop:
    """The app, what it plays with, its windows, and the bus its controls are on."""

    bus: SessionBus
    app: App
    shell: FakeShell
    controls: SessionBusControls
    players: list[FakePlayer]
    tracks: list[int]
    music: Path

    def ctl(self, *arguments: str) -> str:
        """What `playerctl` answers."""
        done = self.bus.run("playerctl", "--player=dunnock", *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def play(self, place: int = 0) -> None:
        """Play the library, from a track on."""
        self.app.playback.play_source(Source(track_ids=self.tracks), place)

    def entry(self) -> int | None:
        """The current entry's place in the queue."""
        return self.app.queue.state().current_place

    def state(self) -> str:
        """What the app itself says of the player."""
        return self.app.playback.state().state

    def comes_true(self, condition: Callable[[], bool], *, seconds: float = 10.0) -> None:
        """Wait until the bus tells what is so."""
        assert wait_until(condition, seconds)


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[SessionBus]:
    """An empty session bus."""
    for program in ("dbus-daemon", "dbus-send", "playerctl"):
        assert shutil.which(program), f"{program} is missing; ./test installs it"
    with SessionBus(tmp_path) as bus:
        yield bus


@pytest.fixture
def desktop(bus: SessionBus, home: Path, tmp_path: Path) -> Iterator[Desktop]:
    """The controls on the bus, and five tracks that can be played."""
    players: list[FakePlayer] = []

    def make_player(listener: Listener) -> FakePlayer:
        players.append(FakePlayer(listener, default_length_ms=LENGTH_MS))
        return players[-1]

    music = tmp_path / "Müsic & more"
    music.mkdir()
    shell = FakeShell()
    before = set(threading.enumerate())
    with App(home, make_player) as app:
        tracks = _fill(app, music)
        app.start()
        controls = SessionBusControls(DesktopPlayer(app), shell, bus.address)
        controls.start()
        try:
            desktop = Desktop(bus, app, shell, controls, players, tracks, music)
            desktop.comes_true(lambda: "org.mpris.MediaPlayer2.dunnock" in bus.names())
            yield desktop
        finally:
            controls.close()
    assert [each for each in threading.enumerate() if each not in before and each.name == "session-bus"] == []


def _fill(app: App, music: Path) -> list[int]:
    path = bytes(music)
    with app.database.transaction() as transaction:
        add_folder(transaction, path)
        found = []
        for number in range(5):
            name = f"{number} träck.flac"
            (music / name).write_bytes(b"fLaC")
            found.append(
                add_track(
                    transaction,
                    name.encode(),
                    path=path,
                    title=f"Song {number} 🎉",
                    artists=("Ann & Bob", "Çelik"),
                    album="The <Album>",
                    album_artists=("Various",),
                    genres=("Jazz",),
                    track_no=number + 1,
                    disc_no=1,
                    year=1987,
                    duration_ms=LENGTH_MS,
                )
            )
        transaction.emit(LibraryUpdated(action="added", track_ids=found))
    return found
