"""A process that does what it is asked for, line by line: the backends and the window are driven this way."""

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Self

ANSWER_SECONDS = 600.0
END_SECONDS = 10.0

Commands = Mapping[str, Callable[..., Any]]
"""What a process can be asked for, by name; arguments and result are JSON."""


def serve(commands: Commands) -> None:
    """Answer each line of the input with a line of the output, until the input ends."""
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            answer = {"value": commands[asked["name"]](**asked["with"])}
        except Exception as error:  # noqa: BLE001 - whoever asked has to hear of it, whatever it is
            answer = {"error": f"{type(error).__name__}: {error}"}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


class RemoteError(Exception):
    """A process could not do what it was asked for, or has ended."""


class Remote:
    """Such a process, from outside. It ends when its input does, so it never outlives the benchmark."""

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self.name = name
        self._process = subprocess.Popen(
            command,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._lock = threading.Lock()
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def call(self, name: str, **arguments: Any) -> Any:
        """Ask for something and return what is answered.

        Raises:
            RemoteError: it failed, or no answer came.
        """
        assert self._process.stdin is not None
        with self._lock:
            try:
                self._process.stdin.write(json.dumps({"name": name, "with": arguments}) + "\n")
                self._process.stdin.flush()
                answer = json.loads(self._lines.get(timeout=ANSWER_SECONDS) or '{"error": "it has ended"}')
            except (OSError, queue.Empty) as error:
                raise RemoteError(f"{self.name} does not answer to {name}: {error!r}") from error
        if "error" in answer:
            raise RemoteError(f"{self.name} could not do {name}: {answer['error']}")
        return answer["value"]

    def close(self) -> None:
        """End it."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                self._lines.put(line)
        self._lines.put("")
