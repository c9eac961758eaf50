"""Requests about windows."""

from dunnock.commands.context import Context
from dunnock.contract.models import Done
from dunnock.contract.requests import WindowOpen, WindowOpenMini


def open_another(context: Context, request: WindowOpen) -> Done:
    """Open another window on the same library."""
    context.window.open_another()
    return Done()


def open_mini(context: Context, request: WindowOpenMini) -> Done:
    """Open the small window with the player alone, or bring it to the front."""
    context.window.open_mini()
    return Done()
