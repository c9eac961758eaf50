"""Read a small file that lies beside the music: `read_regular_file`."""

import os
import stat


def read_regular_file(path: bytes, most: int) -> bytes | None:
    """Return the first `most` bytes of a file; None if it cannot be read or is no regular file."""
    try:
        # Not blocking: a pipe of that name would hold its reader for ever.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as file:
            return file.read(most) if stat.S_ISREG(os.fstat(descriptor).st_mode) else None
    except OSError:
        return None
