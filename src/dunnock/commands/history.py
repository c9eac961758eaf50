"""Requests about undo and redo."""

from dunnock.commands.context import Context, off_the_loop
from dunnock.contract.models import HistoryMoved, HistoryState
from dunnock.contract.requests import HistoryReadState, HistoryRedo, HistoryUndo


async def state(context: Context, request: HistoryReadState) -> HistoryState:
    """Read what undo would take back and redo do again."""
    return await off_the_loop(context.app.history.state)


async def undo(context: Context, request: HistoryUndo) -> HistoryMoved:
    """Take back the newest act, if it is the one asked for."""
    return await off_the_loop(context.app.history.undo, request.act_id)


async def redo(context: Context, request: HistoryRedo) -> HistoryMoved:
    """Do again the act that was taken back last."""
    return await off_the_loop(context.app.history.redo)
