"""Requests about undo and redo. There is one history, of all windows and the command line."""

from typing import Annotated

from pydantic import Field

from dunnock.contract.models import HistoryMoved, HistoryState
from dunnock.contract.requests.base import Brief


class HistoryReadState(Brief):
    """Read which act undo would take back, and which one redo would do again."""

    NAME = "history_state"
    REPLY = HistoryState


class HistoryUndo(Brief):
    """Take back the newest act, whoever did it."""

    NAME = "history_undo"
    REPLY = HistoryMoved

    act_id: Annotated[
        int | None, Field(description="Take back this act; refused when it is not the newest any more.")
    ] = None


class HistoryRedo(Brief):
    """Do again the act that was taken back last."""

    NAME = "history_redo"
    REPLY = HistoryMoved
