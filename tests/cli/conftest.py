"""The command line as a person has it: a real process on a home of its own."""

import json
import os
import signal
import struct
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

SECONDS = 50
"""Longer than any command takes, shorter than a test may."""


class CommandLine:
    """Runs `dunnock` on one home."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.running: list[subprocess.Popen[str]] = []
        self.environment = {
            **os.environ,
            "DUNNOCK_HOME": str(home),
            "PYTHONPATH": str(Path(__file__).parents[2] / "src"),
            # set, it would hide a line that is kept back
            "PYTHONUNBUFFERED": "",
            # a warning of Python's in a command would be seen by a person
            "PYTHONWARNINGS": "error",
        }

    def run(
        self, *arguments: str | bytes | Path, code: int = 0, environment: Mapping[str, str] = {}
    ) -> "Done":
        """Run a command to its end, and expect its exit code."""
        done = subprocess.run(
            [sys.executable, "-m", "dunnock", *arguments],
            env={**self.environment, **environment},
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
        result = Done(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))
        assert result.code == code, result
        assert "Traceback" not in result.err, result
        return result

    def json(self, *arguments: str | bytes | Path, environment: Mapping[str, str] = {}) -> list[Any]:
        """Run a command to its end, and read each of its lines as JSON."""
        done = self.run(*arguments, "--json", environment=environment)
        return [json.loads(line) for line in done.out.splitlines()]

    def start(self, *arguments: str | Path, **options: Any) -> subprocess.Popen[str]:
        """Start a command in a process group of its own, as a shell does, and leave it running."""
        process = subprocess.Popen(
            [sys.executable, "-m", "dunnock", *arguments],
            env=self.environment | options.pop("environment", {}),
            stdout=options.pop("stdout", subprocess.PIPE),
            stderr=options.pop("stderr", subprocess.PIPE),
            encoding="utf-8",
            start_new_session=True,
            **options,
        )
        self.running.append(process)
        return process

    def close(self) -> None:
        """End what a failed test has left running."""
        for process in self.running:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
            process.communicate(timeout=SECONDS)


class Done:
    """What a command printed, and how it ended."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    def __repr__(self) -> str:
        return f"exit {self.code}\n--- stdout\n{self.out}\n--- stderr\n{self.err}"


@pytest.fixture
def dunnock(tmp_path: Path) -> Iterator[CommandLine]:
    command_line = CommandLine(tmp_path / "home")
    yield command_line
    command_line.close()


def make_track(
    path: Path, title: str, artist: str = "Ada Vale", album: str = "Tides", number: int = 1
) -> None:
    """Write a tenth of a second of silence with tags: a WAV file with an ID3v2.4 chunk."""
    frames = b"".join(
        chunk(name, b"\0\0\x03" + text.encode(), order=">")
        for name, text in ((b"TIT2", title), (b"TPE1", artist), (b"TALB", album), (b"TRCK", str(number)))
    )
    # sizes in ID3 have seven bits a byte; a frame below 128 bytes needs no care
    size = bytes(len(frames) >> shift & 0x7F for shift in (21, 14, 7, 0))
    content = (
        b"WAVE"
        + chunk(b"fmt ", struct.pack("<HHIIHH", 1, 1, 8000, 16000, 2, 16))
        + chunk(b"data", bytes(1600))
        + chunk(b"id3 ", b"ID3\x04\0\0" + size + frames)
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(chunk(b"RIFF", content))


def chunk(name: bytes, content: bytes, order: str = "<") -> bytes:
    """A chunk of RIFF; big-endian and with the flags in front of the content, a frame of ID3."""
    if order == ">":
        return name + struct.pack(">I", len(content) - 2) + content
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


@pytest.fixture
def music(tmp_path: Path) -> Path:
    """A music folder: three tracks, a file that is none, and one that is empty."""
    folder = tmp_path / "Music"
    make_track(folder / "Tides/01.wav", "Slow Ferry")
    make_track(folder / "Tides/02.wav", "Ebb", number=2)
    make_track(folder / "Été/01.wav", "Déjà vu 事変 🎵", artist="Zoë & Öl", album="Été")
    (folder / "Tides/notes.mp3").write_text("not a song at all, only words about songs\n" * 20)
    (folder / "Tides/empty.mp3").touch()
    return folder
