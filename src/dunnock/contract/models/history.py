"""Undo and redo."""

from dunnock.contract.models.base import Model, Reply


class HistoryState(Reply):
    """The names of the acts that undo would take back and redo would do again; null when there is none.

    `undo_id` is the id of the act that undo would take back, as it was told when the act was carried out.
    """

    undo: str | None
    undo_id: int | None
    redo: str | None


class HistoryMoved(Model):
    """The act that was taken back or done again; null when there was none.

    `not_restored` is a sentence about what has changed since and was left as it is; null when all was restored.
    """

    label: str | None
    not_restored: str | None
