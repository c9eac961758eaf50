"""What a window can ask for: one async function a request, which calls one service off the event loop."""

from dunnock.commands.context import CommandError, Context, Window
from dunnock.commands.registry import COMMANDS, dispatch

__all__ = ["COMMANDS", "CommandError", "Context", "Window", "dispatch"]
