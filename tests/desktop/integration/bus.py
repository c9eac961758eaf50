"""A session bus of a test's own, on which nothing is started by itself, and programs that speak to it."""

import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from tests.desktop.processes import wait_until

_CONFIGURATION = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


class Heard:
    """What a running program has printed so far."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._lines: list[str] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def text(self) -> str:
        """All of it."""
        return "".join(self._lines)

    def close(self) -> None:
        """Wait for the end of it."""
        self._reader.join(5)

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                self._lines.append(line)


class SessionBus:
    """A bus whose socket lies in a folder. It can be ended, stopped for a while, and started again."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "bus"
        self.address = f"unix:path={self.socket}"
        self._configuration = folder / "bus.conf"
        self._configuration.write_text(_CONFIGURATION.format(socket=self.socket))
        self.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.end()

    def start(self) -> None:
        """Run it."""
        self._process = subprocess.Popen(
            ["dbus-daemon", f"--config-file={self._configuration}", "--nofork", "--nosyslog"],
            stderr=subprocess.DEVNULL,
        )
        assert wait_until(self.socket.exists, 10), "dbus-daemon did not start"

    def end(self) -> None:
        """End it, however it is."""
        self._process.kill()
        self._process.wait(5)
        self.socket.unlink(missing_ok=True)

    def hang(self) -> None:
        """Let it answer nobody until `go_on`."""
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it answer again."""
        self._process.send_signal(signal.SIGCONT)

    def run(self, *command: str, seconds: float = 10.0) -> "subprocess.CompletedProcess[str]":
        """Run a program on it to its end."""
        return subprocess.run(
            command, env=self._environment(), capture_output=True, text=True, timeout=seconds, check=False
        )

    @contextmanager
    def listening(self, *command: str) -> "Iterator[Heard]":
        """Run a program that prints what it hears, until the end of the block; it hears from the beginning of it."""
        process = subprocess.Popen(command, env=self._environment(), stdout=subprocess.PIPE, text=True)
        heard = Heard(process)
        try:
            assert wait_until(lambda: bool(heard.text()), 10), f"{command[0]} prints nothing"
            yield heard
        finally:
            process.terminate()
            process.wait(5)
            heard.close()

    def _environment(self) -> dict[str, str]:
        return {"PATH": os.environ["PATH"], "DBUS_SESSION_BUS_ADDRESS": self.address, "LC_ALL": "C.UTF-8"}

    def names(self) -> set[str]:
        """The names that programs can be found by."""
        listed = self.run(
            *(
                "dbus-send",
                "--session",
                "--print-reply",
                "--dest=org.freedesktop.DBus",
                "/org/freedesktop/DBus",
            ),
            "org.freedesktop.DBus.ListNames",
        ).stdout
        return {line.split('"')[1] for line in listed.splitlines() if line.strip().startswith('string "')}
