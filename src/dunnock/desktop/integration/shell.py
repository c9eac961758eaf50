"""What the desktop may ask of the windows."""

from typing import Protocol


class Shell(Protocol):
    """The windows, as far as the desktop may ask something of them. Every method may be called on any thread."""

    def focus(self) -> None:
        """Bring a window to the front."""

    def open_mini(self) -> None:
        """Open the small window with the player alone, or bring it to the front."""

    def has_focus(self) -> bool:
        """Whether the person is looking at one of the windows."""

    def quit(self) -> None:
        """End Dunnock."""
