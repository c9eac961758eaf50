"""Say in plain language why the operating system would not let a file be read."""

import errno
from typing import Final

_REASONS: Final = {
    errno.ENOENT: "The file or folder is gone.",
    errno.ENOTDIR: "This is not a folder.",
    errno.EISDIR: "This is a folder, not a file.",
    errno.EACCES: "There is no permission to read it.",
    errno.EPERM: "There is no permission to read it.",
    errno.ELOOP: "The link leads back to itself.",
    errno.EIO: "The drive reported a read error.",
    errno.ENXIO: "The device is gone.",
    errno.ENODEV: "The device is gone.",
    errno.ESTALE: "The network folder has changed on the server. Mount it again.",
    errno.ENOTCONN: "The network folder is not connected.",
    errno.EHOSTDOWN: "The server of the network folder does not answer.",
    errno.ETIMEDOUT: "The server of the network folder does not answer.",
    errno.ENAMETOOLONG: "The name is too long.",
    errno.EMFILE: "Too many files are open.",
}

_UNKNOWN_REASON: Final = "It cannot be read:"


def reason_of(error: OSError) -> str:
    """Return a sentence for the list of scan errors."""
    known = _REASONS.get(error.errno or 0)
    return known or f"{_UNKNOWN_REASON} {error.strerror or type(error).__name__}."


def is_passing(reason: str) -> bool:
    """Say whether a reason is the system's, and may be gone tomorrow without any change to the file."""
    return reason.startswith(_UNKNOWN_REASON) or reason in _REASONS.values()
