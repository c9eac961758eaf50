"""Whether there is a screen to open a window on."""

import ctypes
import os
import sys
from pathlib import Path

from dunnock.contract.errors import NotFoundError


def has_screen() -> bool:
    """Whether the environment names an X or Wayland display."""
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def draw_without_gpu(devices: Path = Path("/dev/dri")) -> None:
    """Tell WebKit to draw in memory where there is no graphics card. Call it before GTK is loaded.

    It would otherwise copy every frame through buffers meant for one: start and scrolling take several times as long.

    Args:
        devices: where Linux lists graphics cards.
    """
    if not devices.exists():
        os.environ.setdefault("WEBKIT_DISABLE_DMABUF_RENDERER", "1")


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
