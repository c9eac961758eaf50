"""What the system gives: a screen, space on the disk, and file notification."""

import os
import shutil
import socket
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from dunnock.services.doctor.finding import Finding
from dunnock.services.doctor.places import nearest

LITTLE_SPACE = 200 * 2**20
"""Bytes that should be free at the database: its write-ahead log, and a backup before a migration."""

FEW_WATCHES = 8192
"""Watches below which file notification runs out in a library with so many folders."""


def check_screen(environment: Mapping[str, str] = os.environ) -> Finding:
    """Connect to the display the window would open on; without one, look for a virtual one."""
    display, wayland = environment.get("DISPLAY"), environment.get("WAYLAND_DISPLAY")
    if wayland:
        place = Path(environment.get("XDG_RUNTIME_DIR", "/")) / wayland
        return _reached("screen", f"Wayland display {wayland}", str(place))
    if display and display.startswith(":"):
        number = display[1:].split(".")[0]
        return _reached("screen", f"X display {display}", f"/tmp/.X11-unix/X{number}")  # noqa: S108 - X's own place
    if display:
        return Finding("screen", "ok", f"X display {display}, of another machine: not tried")
    if shutil.which("Xvfb", path=environment.get("PATH")):
        return Finding("screen", "ok", "No screen; Xvfb is there for a virtual one")
    return Finding(
        "screen",
        "failed",
        "There is no screen, and no Xvfb to make a virtual one.",
        "Start Dunnock in a desktop session, or install Xvfb: apt install xvfb.",
    )


def _reached(name: str, what: str, place: str) -> Finding:
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(2)
        for address in (place, f"\0{place}"):  # X servers also listen under an abstract name
            try:
                client.connect(address)
            except OSError:
                continue
            return Finding(name, "ok", what)
    return Finding(
        name,
        "failed",
        f"{what} does not answer.",
        "Start Dunnock from a terminal of the desktop session, or unset DISPLAY and WAYLAND_DISPLAY: "
        "then it takes a virtual screen.",
    )


def check_space(
    home: Path, free: Callable[[Path], int] = lambda path: shutil.disk_usage(path).free
) -> Finding:
    """Look how much can be written where the database is. `free` gives the free bytes at a path."""
    place = nearest(home)
    try:
        room = free(place)
    except OSError as error:
        return Finding(
            "space", "failed", f"The disk of {place} cannot be asked: {error.strerror}.", "Look at that disk."
        )
    found = f"{room / 2**20:,.0f} MiB free at {place}"
    if room < LITTLE_SPACE:
        return Finding(
            "space",
            "failed" if room < LITTLE_SPACE / 10 else "warning",
            f"Only {found}.",
            "Free some space, or set DUNNOCK_HOME to a folder on another disk.",
        )
    return Finding("space", "ok", found)


def check_watches(limits: Path = Path("/proc/sys/fs/inotify")) -> Finding:
    """Read the system's limits on file notification, and take one."""
    if sys.platform != "linux":
        return Finding("watches", "ok", "This system has no such limits")
    try:
        most = {name: int((limits / name).read_text()) for name in ("max_user_watches", "max_user_instances")}
    except (OSError, ValueError) as error:
        return Finding(
            "watches",
            "warning",
            f"The limits cannot be read: {error}.",
            "Changes are looked for by the clock instead.",
        )
    found = f"{most['max_user_watches']:,} watches, {most['max_user_instances']:,} instances a user"
    mend = (
        "Raise it: put fs.inotify.max_user_watches=524288 and fs.inotify.max_user_instances=512 "
        "into /etc/sysctl.d/dunnock.conf, then run sysctl --system."
    )
    refused = _refusal_of_a_watch()
    if refused is not None:
        return Finding("watches", "warning", f"No file notification ({refused}); {found}.", mend)
    if most["max_user_watches"] < FEW_WATCHES:
        return Finding("watches", "warning", f"Few: {found}.", mend)
    return Finding("watches", "ok", found)


def _refusal_of_a_watch() -> str | None:
    from inotify_simple import INotify, flags

    try:
        with INotify() as watch:
            watch.add_watch("/", flags.DELETE_SELF)
    except OSError as error:
        return error.strerror
    return None
