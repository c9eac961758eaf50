"""The messages between `dunnock.media.pool` and its workers.

A message is a length of four bytes (big endian) and a `marshal` of that many bytes. To the worker go
`Request`s; from it come `None` when it is ready, then `Answer`s. A batch is answered in one message, or in
several when it takes long, so that silence means that a file hangs. Both ends are the same program with the
same Python, as `marshal` asks for.
"""

import marshal
from typing import Any, Final

LENGTH_SIZE: Final = 4

Request = tuple[int, list[bytes]]
"""Batch id and paths."""

Answer = tuple[int, list[tuple[Any, ...]], list[tuple[bytes, str]], bool]
"""Batch id, rows as plain tuples, failures as pairs of path and reason, and whether the batch is finished."""


def pack(message: Request | Answer | None) -> bytes:
    """Return a message as it goes through the pipe."""
    body = marshal.dumps(message)
    return len(body).to_bytes(LENGTH_SIZE, "big") + body


def unpack(body: bytes) -> Any:
    """Return the message of a body.

    Raises:
        ValueError: the body is garbled.
    """
    try:
        return marshal.loads(body)  # noqa: S302  # what comes through the pipe is our own
    except (EOFError, TypeError) as error:
        raise ValueError("garbled message") from error
