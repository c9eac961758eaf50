"""libmpv, loaded through python-mpv, and the options each instance of it is made with."""

import contextlib
import ctypes
import ctypes.util
import locale
import os
from collections.abc import Mapping
from typing import Any

from dunnock.contract.errors import PlayerError

_HINT = "Install libmpv: apt install libmpv2 (Fedora: mpv-libs, Arch: mpv). `dunnock doctor` checks it."

_LEAST = (2, 0)
"""The client interface of mpv 0.35, the oldest that was tried."""

_OPTIONS: Mapping[str, str] = {
    # nothing of the person's own mpv: neither its configuration, its scripts, nor the places it remembers
    "config": "no",
    "load-scripts": "no",
    "resume-playback": "no",
    "terminal": "no",
    "input-default-bindings": "no",
    "input-vo-keyboard": "no",
    "stop-screensaver": "no",
    # a path is one file with sound: no pictures, no files beside it, no lists, and so nothing from the network
    "vid": "no",
    "sid": "no",
    "audio-display": "no",
    "autoload-files": "no",
    "access-references": "no",
    "idle": "yes",
    "hr-seek": "yes",
    "prefetch-playlist": "yes",
    "audio-pitch-correction": "yes",
    "audio-client-name": "Dunnock",
}

_SCRIPTS = (
    "osc",
    "ytdl",
    "load-stats-overlay",
    "load-osd-console",
    "load-console",  # the same since mpv 0.40
    "load-auto-profiles",
    "load-select",
    "load-positioning",
    "load-commands",
    "load-context-menu",
)
"""The options of libmpv's own scripts, which serve a person at its window. Each is an interpreter of Lua on a thread of
its own, and does something whenever a file is loaded."""


def load_libmpv() -> Any:
    """The module of python-mpv.

    Raises:
        PlayerError: when libmpv is missing, broken or too old.
    """
    _load_without_the_interpreter()
    try:
        import mpv
    except (OSError, ImportError, RuntimeError, AttributeError) as error:
        # OSError: there is none, or it cannot be loaded; the others: python-mpv finds it too old
        raise PlayerError(f"Nothing can be played: {error}", _HINT) from error
    if mpv.MPV_VERSION < _LEAST:
        found = ".".join(map(str, mpv.MPV_VERSION))
        wanted = ".".join(map(str, _LEAST))
        raise PlayerError(
            f"Nothing can be played: libmpv is too old (client interface {found}; {wanted} is needed).", _HINT
        )
    return mpv


def _load_without_the_interpreter() -> None:
    """Have the library in memory before python-mpv asks for it.

    To link it takes a tenth of a second, and `ctypes.CDLL` keeps all of Python's threads waiting for that: a window
    would answer nothing meanwhile. A foreign function is called without the interpreter. When this fails, python-mpv
    fails as well, and says why.
    """
    found = ctypes.util.find_library("mpv")
    if found is not None and os.name == "posix":
        ctypes.CDLL(None).dlopen(found.encode(), os.RTLD_NOW)


def create(module: Any, options: Mapping[str, str]) -> Any:
    """Make an instance of libmpv, with more options.

    Raises:
        PlayerError: when it cannot be made.
    """
    # libmpv ends the process, or reads 1.5 as 1, in a locale with a decimal comma; GTK sets one as it starts
    locale.setlocale(locale.LC_NUMERIC, "C")
    asked = {key.replace("-", "_"): value for key, value in {**_OPTIONS, **options}.items()}
    try:
        made = module.MPV(**asked)
    except (AttributeError, TypeError, ValueError, RuntimeError, SystemError) as error:
        raise PlayerError(f"Nothing can be played: libmpv refuses to start ({error}).", _HINT) from error
    for script in _SCRIPTS:
        # Afterwards, when one that is not known costs nothing: as an option of MPV() it would leave an instance behind.
        with contextlib.suppress(AttributeError):
            made[script] = "no"
    return made
