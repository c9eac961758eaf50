"""Requests about the window's own events."""

from dunnock.commands.context import Context
from dunnock.contract.models import Done, Subscribed
from dunnock.contract.requests import FeedAck, FeedSubscribe


def subscribe(context: Context, request: FeedSubscribe) -> Subscribed:
    """Start, or after a reload restart, the window's events."""
    subscription = context.subscribe()
    return Subscribed(
        as_of=subscription.seq,
        epoch=context.app.settings.values().epoch,
        seq=subscription.seq,
        window=context.window.label,
    )


def acknowledge(context: Context, request: FeedAck) -> Done:
    """Note that the window has handled a flush, so that the feed sends the next one."""
    context.acknowledge(request.seq)
    return Done()
