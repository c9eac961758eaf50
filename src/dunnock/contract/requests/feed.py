"""Requests about the window's own events."""

from dunnock.contract.models import Done, Subscribed
from dunnock.contract.requests.base import Brief, Request


class FeedSubscribe(Request):
    """Start, or after a reload restart, the window's events. Listen first, then subscribe, then load."""

    NAME = "feed_subscribe"
    REPLY = Subscribed


class FeedAck(Brief):
    """Say that every event up to the flush `seq` has been handled."""

    NAME = "feed_ack"
    REPLY = Done

    seq: int
