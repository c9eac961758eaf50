"""A window's place among the events."""

from dunnock.contract.models.base import Reply


class Subscribed(Reply):
    """The window's place in the feed: events after `seq` follow."""

    seq: int
    window: str
