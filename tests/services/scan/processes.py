"""Scans in processes of their own, that stop where a test wants them to."""

import os
import subprocess
import sys
from pathlib import Path

_SOURCE = Path(__file__).parents[3] / "src"

_SCRIPT = """
import os, sys, time
from pathlib import Path
from dunnock.app import App

home, music, hold_at, then = Path(sys.argv[1]), os.fsencode(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
held = False

def committed():
    global held
    with app.database.read() as reader:
        tracks = reader.value("SELECT count(*) FROM track")
    if tracks >= hold_at and not held:
        held = True
        print(job_id, flush=True)
        if then == "stay":
            sys.stdin.read()
    elif held and then == "dawdle":
        time.sleep(0.15)

with App(home) as app:
    folder_id = app.folders.add(music)
    app.database.on_commit(committed)
    job_id = "none"
    job_id = app.scans.start([folder_id]).job_id
    print(app.scans.wait(job_id).status, flush=True)
"""


class OtherProcess:
    """A process that scans a folder.

    It prints the job's id when at least `hold_at` tracks are committed; then it stays there until `go_on` (in the
    middle of its scan, with nothing locked), or goes on slowly.
    """

    def __init__(self, home: Path, music: Path, *, hold_at: int, then: str = "stay") -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _SCRIPT, str(home), str(music), str(hold_at), then],
            env={**os.environ, "PYTHONPATH": str(_SOURCE)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def wait_until_held(self) -> str:
        """Wait until it is in the middle of its scan, and return the job's id."""
        return self._line()

    def go_on(self) -> None:
        """Let it go on."""
        assert self._process.stdin is not None
        self._process.stdin.close()

    def status(self) -> str:
        """Wait for the end of its scan, and return how it ended."""
        return self._line()

    def kill(self) -> None:
        """End it as the machine's power does."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """End it if it still runs."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline().strip()
        assert line, "the other process ended without a word"
        return line
