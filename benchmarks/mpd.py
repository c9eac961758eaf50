"""A Music Player Daemon of our own to compare with: no sound, no network, its files in a temporary folder."""

import contextlib
import os
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

_LOOK_SECONDS = 0.001
_START_SECONDS = 30


class MusicPlayerDaemon:
    """Debian's `mpd` with an empty database and an empty music folder, into which `show` puts a collection.

    The protocol is described at https://mpd.readthedocs.io/en/stable/protocol.html.
    """

    def __init__(self, folder: Path) -> None:
        """Start it with its files in `folder`, which must be empty.

        Raises:
            FileNotFoundError: there is no mpd.
        """
        self._music = folder / "music"
        self._music.mkdir()
        self._socket = folder / "socket"
        configuration = folder / "mpd.conf"
        configuration.write_text(
            f'music_directory "{self._music}"\n'
            f'db_file "{folder / "database"}"\n'
            f'bind_to_address "{self._socket}"\n'
            'auto_update "no"\n'
            'zeroconf_enabled "no"\n'
            'audio_output {\ntype "null"\nname "none"\n}\n'
        )
        self._log = (folder / "log").open("wb")
        self._process = subprocess.Popen(
            ["mpd", "--no-daemon", "--stderr", str(configuration)],
            stderr=self._log,
            stdout=self._log,
            stdin=subprocess.DEVNULL,
        )
        self._connection = self._connect()
        self._reader = self._connection.makefile("r", encoding="utf-8")
        self.version = self._reader.readline().split()[-1]
        self._wait_until_idle()  # it looks at its folder once when it has no database yet

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()
        self._process.terminate()
        self._process.wait()
        self._log.close()

    def show(self, collection: Path) -> None:
        """Put a collection into its music folder, without telling it."""
        (self._music / "collection").symlink_to(collection, target_is_directory=True)

    def update(self) -> float:
        """Let it look at its folder, and return the seconds from the command until it is done."""
        began = time.perf_counter()
        self.ask("update")
        self._wait_until_idle()
        return time.perf_counter() - began

    def songs(self) -> int:
        """How many songs its database holds."""
        return int(self.ask("stats")["songs"])

    def ask(self, command: str) -> dict[str, str]:
        """Send a command and return the fields of its answer.

        Raises:
            RuntimeError: it refuses.
        """
        self._connection.sendall(command.encode() + b"\n")
        answer: dict[str, str] = {}
        for line in self._reader:
            if line == "OK\n":
                return answer
            if line.startswith("ACK"):
                break
            key, _, value = line.rstrip("\n").partition(": ")
            answer[key] = value
        raise RuntimeError(f"mpd does not do {command!r}: {line if answer or line else 'it is gone'}")

    def _wait_until_idle(self) -> None:
        while "updating_db" in self.ask("status"):
            time.sleep(_LOOK_SECONDS)

    def _connect(self) -> socket.socket:
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            connection = socket.socket(socket.AF_UNIX)
            with contextlib.suppress(OSError):
                connection.connect(os.fspath(self._socket))
                return connection
            connection.close()
            time.sleep(0.02)
        self._process.kill()
        self._process.wait()
        raise RuntimeError(f"mpd does not start: {Path(self._log.name).read_text()[-500:]}")
