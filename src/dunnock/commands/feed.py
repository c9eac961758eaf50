"""Requests about the window's own events."""

from dunnock.commands.context import Context, off_the_loop
from dunnock.contract.models import Done, Subscribed
from dunnock.contract.requests import FeedAck, FeedSubscribe


async def subscribe(context: Context, request: FeedSubscribe) -> Subscribed:
    """Start, or after a reload restart, the window's events."""

    def start() -> Subscribed:
        subscription = context.subscribe()
        return Subscribed(
            as_of=subscription.seq,
            epoch=context.app.settings.values().epoch,
            seq=subscription.seq,
            window=context.window.label,
        )

    return await off_the_loop(start)


async def acknowledge(context: Context, request: FeedAck) -> Done:
    """Note that the window has handled a flush, so that the feed sends the next one."""
    await off_the_loop(context.acknowledge, request.seq)
    return Done()
