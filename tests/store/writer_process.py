"""Another process that writes to a database: one transaction for each line it is given."""

import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self


class WriterProcess:
    """Starts `main` below in a process of its own, and ends it."""

    def __init__(self, path: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__, str(path)],
            cwd=Path(__file__).parents[2],
            env={"PYTHONPATH": "src"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._answer()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate(timeout=30)
        assert self._process.returncode == 0

    def write(self, value: str) -> int:
        """Have it commit a value of a setting with an event, and return the monotonic time in ns when it was done."""
        self.ask(value)
        return self.done()

    def ask(self, value: str) -> None:
        """Have it commit, without waiting."""
        assert self._process.stdin is not None
        self._process.stdin.write(value + "\n")
        self._process.stdin.flush()

    def done(self) -> int:
        """Wait for the oldest commit asked for, and return the monotonic time in ns when it was done."""
        return int(self._answer())

    def _answer(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the writing process has ended"
        return line


def main() -> None:
    """Write until the input ends."""
    import json
    import time

    from dunnock.contract.events import SettingsUpdated
    from dunnock.store.database import Database

    database = Database(Path(sys.argv[1]))
    print(0, flush=True)
    for line in sys.stdin:
        value = line.strip()
        with database.transaction() as transaction:
            transaction.execute("REPLACE INTO setting VALUES ('theme', ?)", (json.dumps(value),))
            transaction.emit(SettingsUpdated(key="theme", value=value, previous_value=None))
        print(time.monotonic_ns(), flush=True)
    database.close()


if __name__ == "__main__":
    main()
