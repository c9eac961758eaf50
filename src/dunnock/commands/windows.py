"""Requests about windows."""

from dunnock.commands.context import Context
from dunnock.contract.models import Done
from dunnock.contract.requests import WindowOpen


async def open_another(context: Context, request: WindowOpen) -> Done:
    """Open another window on the same library."""
    context.window.open_another()
    return Done()
