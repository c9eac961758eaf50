"""Requests about undo and redo."""

from dunnock.commands.context import Context
from dunnock.contract.models import HistoryMoved, HistoryState
from dunnock.contract.requests import HistoryReadState, HistoryRedo, HistoryUndo


def state(context: Context, request: HistoryReadState) -> HistoryState:
    """Read what undo would take back and redo do again."""
    return context.app.history.state()


def undo(context: Context, request: HistoryUndo) -> HistoryMoved:
    """Take back the newest act, if it is the one asked for."""
    return context.app.history.undo(request.act_id)


def redo(context: Context, request: HistoryRedo) -> HistoryMoved:
    """Do again the act that was taken back last."""
    return context.app.history.redo()
