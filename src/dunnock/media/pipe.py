"""Talk to a reader process: whole messages, with a limit on its silence."""

import contextlib
import os
import select
import subprocess
from time import monotonic
from typing import Any, Final

from dunnock.media.messages import LENGTH_SIZE, Request, pack, unpack

_READ_SIZE: Final = 256 * 1024
_LAST_WORDS: Final = 2_000


class PipeClosedError(Exception):
    """The process has ended or answers nonsense."""


class PipeSilentError(Exception):
    """The process said nothing for too long."""


class Pipe:
    """The pipes to and from a process that was started with all three of them.

    Args:
        process: the process, its pipes in binary mode.
    """

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        if process.stdin is None or process.stdout is None or process.stderr is None:
            raise ValueError("the process must be started with pipes")
        self._input = process.stdin
        self._output = process.stdout
        self._errors = process.stderr
        # nobody reads the messages of a healthy process: it must never block on them
        os.set_blocking(self._errors.fileno(), False)
        self._poll = select.poll()
        self._poll.register(self._output.fileno(), select.POLLIN)
        self._buffer = bytearray()

    def send(self, request: Request) -> None:
        """Send one request.

        Raises:
            PipeClosedError: the process is gone.
        """
        try:
            self._input.write(pack(request))
            self._input.flush()
        except (OSError, ValueError) as error:
            raise PipeClosedError(str(error)) from error

    def receive(self, silence_limit: float) -> Any:
        """Wait for the next message.

        Raises:
            PipeClosedError: the process has ended.
            PipeSilentError: nothing came for `silence_limit` seconds.
        """
        self._read_until(LENGTH_SIZE, silence_limit)
        size = int.from_bytes(self._buffer[:LENGTH_SIZE], "big")
        self._read_until(LENGTH_SIZE + size, silence_limit)
        body = bytes(self._buffer[LENGTH_SIZE : LENGTH_SIZE + size])
        del self._buffer[: LENGTH_SIZE + size]
        try:
            return unpack(body)
        except ValueError as error:
            raise PipeClosedError(str(error)) from error

    def _read_until(self, size: int, silence_limit: float) -> None:
        while len(self._buffer) < size:
            deadline = monotonic() + silence_limit
            while not self._poll.poll(max(0.0, deadline - monotonic()) * 1_000):
                if monotonic() >= deadline:
                    raise PipeSilentError
            data = os.read(self._output.fileno(), _READ_SIZE)
            if not data:
                raise PipeClosedError("the process has ended")
            self._buffer += data

    def last_words(self) -> str:
        """Return the end of what the process wrote to standard error."""
        with contextlib.suppress(OSError):
            said = self._errors.read()
            if said:
                return said.decode("utf-8", "replace")[-_LAST_WORDS:].strip()
        return ""

    def close(self) -> None:
        """Close all pipes. The process takes the end of its input as the sign to end."""
        for stream in (self._input, self._output, self._errors):
            with contextlib.suppress(OSError, ValueError):
                stream.close()
