"""Requests about undo and redo. There is one history, of all windows and the command line."""

from dunnock.contract.models import HistoryMoved, HistoryState
from dunnock.contract.requests.base import Request


class HistoryReadState(Request):
    """Read which act undo would take back, and which one redo would do again."""

    NAME = "history_state"
    REPLY = HistoryState


class HistoryUndo(Request):
    """Take back the newest act, whoever did it."""

    NAME = "history_undo"
    REPLY = HistoryMoved


class HistoryRedo(Request):
    """Do again the act that was taken back last."""

    NAME = "history_redo"
    REPLY = HistoryMoved
