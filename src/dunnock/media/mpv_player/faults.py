"""Why something could not be played, in a sentence for people."""

import os
import stat

AUDIO_OUTPUT_FAILED = -14
"""MPV_ERROR_AO_INIT_FAILED of mpv/client.h."""

_NOT_AUDIO = frozenset({-16, -17})
"""MPV_ERROR_NOTHING_TO_PLAY and MPV_ERROR_UNKNOWN_FORMAT."""

_SHORT_S = 5.0
"""Seconds that may be missing at the end: the length of a file without a header is a guess."""

BROKE_OFF = "The file broke off before its end."
DAMAGED = "The file is not audio, or is damaged."


def fault_of_file(path: bytes) -> str | None:
    """Why the system does not give this file, or None."""
    try:
        found = os.stat(path)  # noqa: PTH116 - the path is bytes
        if not stat.S_ISREG(found.st_mode):
            # a pipe would be waited for, and a folder played as a list
            return "This is not a file."
        with open(path, "rb"):  # noqa: PTH123 - the path is bytes
            return None
    except (FileNotFoundError, NotADirectoryError):
        return "The file is gone."
    except PermissionError:
        return "The file may not be read."
    except OSError as error:
        return f"The file cannot be read: {error.strerror}."
    except ValueError:
        return "The file's name holds a zero byte."


def size_of_file(path: bytes) -> int | None:
    """Its size in bytes; None when it cannot be told."""
    try:
        return os.stat(path).st_size  # noqa: PTH116 - the path is bytes
    except OSError:
        return None


def fault_of_error(path: bytes, error: int) -> str:
    """Why libmpv could not play a file, given its error code."""
    if (fault := fault_of_file(path)) is not None:
        return fault
    return DAMAGED if error in _NOT_AUDIO else "The file cannot be played."


def fault_of_end(path: bytes, *, size: int | None, place: float, duration: float) -> str | None:
    """Why a file may have ended before its time, or None.

    To libmpv a drive that was pulled out is the end of the file.
    """
    if duration - place < _SHORT_S:
        return None
    fault = fault_of_file(path)
    if fault is None and size_of_file(path) != size:
        return BROKE_OFF
    return fault


def fault_of_output(device: str) -> str:
    """What to say when no sound can come out."""
    if device == "auto":
        return "No sound can come out: no output device could be opened."
    return f"No sound can come out: the output device “{device}” could not be opened."
