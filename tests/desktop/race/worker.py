"""A process beside the windows. A line with a number comes in, so many operations are done, a line goes out.

python -m tests.desktop.race.worker FOLDER_TO_CHANGE SEED
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from dunnock.app import App, dunnock_home
from dunnock.commands import CommandError, Context, dispatch
from tests.desktop.race.operations import Chance, Operation, refusal


class NoWindow:
    """The side of a command that needs a window is not used here."""

    label = "worker"

    def emit(self, name: str, payload: str) -> None:
        """Nothing subscribes."""

    def revive(self) -> None:
        """Nothing to revive."""

    def open_another(self) -> None:
        """Nothing to open."""

    def open_mini(self) -> None:
        """Nothing to open."""

    def pick_folder(self) -> bytes | None:
        """Choose nothing."""
        return None

    def pick_playlist(self) -> bytes | None:
        """Choose nothing."""
        return None

    def pick_playlist_target(self, name: str) -> bytes | None:
        """Choose nothing."""
        return None


def act(app: App, operation: Operation) -> Any:
    """Do an operation; returns the error if it is a fault. A scan is done by the command line, as a whole process."""
    name, body = operation
    if name == "scan_start":
        done = subprocess.run(
            [sys.executable, "-m", "dunnock", "scan"], capture_output=True, text=True, check=False
        )
        return None if "Traceback" not in done.stderr else done.stderr
    try:
        dispatch(Context(app, NoWindow()), name, json.dumps(body).encode())
    except CommandError as error:
        return refusal(error.reply)
    return None


def main() -> None:
    """Work until the input ends."""
    folder, seed = sys.argv[1:]
    with App(dunnock_home()) as app:
        chance = Chance(app, Path(folder), seed)
        for line in sys.stdin:
            faults = [fault for _ in range(int(line)) if (fault := act(app, chance.operation())) is not None]
            print(json.dumps(faults), flush=True)


if __name__ == "__main__":
    main()
