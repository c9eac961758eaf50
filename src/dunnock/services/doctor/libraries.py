"""What is installed beside Dunnock: the libraries it loads, and fonts."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from dunnock.services.doctor.finding import Finding

_LIBRARY_SECONDS = 20

_LOADS = """
import ctypes, sys
library = ctypes.CDLL(sys.argv[1])
print(".".join(str(getattr(library, name)()) for name in sys.argv[2:]))
"""
"""Run in another process: a broken library may end the process that loads it."""


def check_webkit() -> Finding:
    """Load the library that draws the window."""
    version = _version_of(
        "libwebkit2gtk-4.1.so.0",
        "webkit_get_major_version",
        "webkit_get_minor_version",
        "webkit_get_micro_version",
    )
    if isinstance(version, _Unloadable):
        return Finding(
            "webkit",
            "failed",
            f"The window cannot open: {version.reason}",
            "Install WebKitGTK 4.1: apt install libwebkit2gtk-4.1-0 (Fedora: webkit2gtk4.1, Arch: "
            "webkit2gtk-4.1).",
        )
    return Finding("webkit", "ok", f"WebKitGTK {version}")


def check_mpv() -> Finding:
    """Load the library that plays."""
    version = _version_of("libmpv.so.2", "mpv_client_api_version")
    if isinstance(version, _Unloadable):
        return Finding(
            "mpv",
            "failed",
            f"Nothing can be played: {version.reason}",
            "Install libmpv: apt install libmpv2 (Fedora: mpv-libs, Arch: mpv).",
        )
    # the interface's version is one number: major in the upper 16 bits, minor in the lower (mpv/client.h)
    return Finding("mpv", "ok", f"libmpv, client interface {int(version) >> 16}.{int(version) & 0xFFFF}")


def check_fonts(environment: Mapping[str, str] = os.environ) -> Finding:
    """Ask fontconfig for letters that titles have and a small system lacks."""
    program = shutil.which("fc-list", path=environment.get("PATH"))
    if program is None:
        return Finding(
            "fonts",
            "warning",
            "fc-list is missing: the fonts are unknown.",
            "Install it: apt install fontconfig.",
        )
    wanted = {"Japanese": ":lang=ja", "Arabic": ":lang=ar", "emoji": ":charset=1f3b5"}
    lacking = [
        name
        for name, pattern in wanted.items()
        if not subprocess.run(
            [program, pattern, "family"], env=dict(environment), capture_output=True, check=False
        ).stdout.strip()
    ]
    if lacking:
        return Finding(
            "fonts",
            "warning",
            f"No font has {' or '.join(lacking)}: such titles are shown as boxes.",
            "Install fonts: apt install fonts-noto-core fonts-wqy-microhei fonts-noto-color-emoji.",
        )
    return Finding("fonts", "ok", f"Fonts for {', '.join(wanted)}")


@dataclass(frozen=True, slots=True)
class _Unloadable:
    reason: str


def _version_of(library: str, *functions: str) -> "str | _Unloadable":
    """What the library's version functions return, with dots between."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", _LOADS, library, *functions],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_LIBRARY_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return _Unloadable(f"{library} took more than {_LIBRARY_SECONDS} s to load.")
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or [f"loading it ended with {done.returncode}"])[-1]
        return _Unloadable(f"{library} cannot be loaded ({last.removeprefix('OSError: ')}).")
    return done.stdout.strip()
