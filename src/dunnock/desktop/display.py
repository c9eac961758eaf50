"""Whether there is a screen to open a window on."""

import ctypes
import os
import sys

from dunnock.contract.errors import NotFoundError


def has_screen() -> bool:
    """Whether the environment names an X or Wayland display."""
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def require_screen() -> None:
    """Make sure that the display the environment names answers. Loads GTK; call it on the main thread.

    Tauri ends the process with a stack trace where GTK finds no screen.

    Raises:
        NotFoundError: it does not answer.
    """
    if sys.platform != "linux":
        return
    if not ctypes.CDLL("libgtk-3.so.0").gtk_init_check(None, None):
        named = " ".join(
            f"{name}={os.environ[name]}" for name in ("WAYLAND_DISPLAY", "DISPLAY") if name in os.environ
        )
        raise NotFoundError(
            f"The screen does not answer ({named}).",
            "Name one that does in DISPLAY, or unset both: Dunnock then makes a virtual screen.",
        )
