"""What a window can ask for: one function a request, which validates, calls one service and replies."""

from dunnock.commands.context import CommandError, Context, Window
from dunnock.commands.registry import COMMANDS, dispatch
from dunnock.commands.workers import Workers

__all__ = ["COMMANDS", "CommandError", "Context", "Window", "Workers", "dispatch"]
