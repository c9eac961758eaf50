"""A connection to the session bus that comes back by itself."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from dbus_fast import DBusError, DBusFastError, ErrorType, Message, MessageFlag, MessageType
from dbus_fast.aio import MessageBus

_log = logging.getLogger(__name__)

CONNECT_SECONDS = 10.0
"""How long a bus may take to let us in."""

FIRST_WAIT_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 60.0
"""The pause before a lost bus is tried again: doubled each time, up to the longest."""

CALL_SECONDS = 10.0
"""How long an answer of another program may take."""


async def stay_on_bus(address: str, serve: Callable[[MessageBus], Awaitable[None]]) -> None:
    """Connect, serve, and do so again whenever the bus was lost, until cancelled.

    Args:
        address: where the bus is.
        serve: called with each new connection; returns, or raises, when it is lost.
    """
    wait = FIRST_WAIT_SECONDS
    while True:
        bus: MessageBus | None = None
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                bus = await MessageBus(bus_address=address).connect()
            wait = FIRST_WAIT_SECONDS
            await serve(bus)
            _log.info("The session bus has closed the connection.")
        except (OSError, EOFError, DBusFastError, TimeoutError) as error:
            _log.info("The session bus cannot be used (%r); it is tried again in %s s.", error, wait)
        except Exception:  # noqa: BLE001 - whatever a bus may do, the music goes on
            _log.exception("The session bus cannot be used; it is tried again in %s s.", wait)
        finally:
            if bus is not None:
                bus.disconnect()
        await asyncio.sleep(wait)
        wait = min(2 * wait, LONGEST_WAIT_SECONDS)


@dataclass(frozen=True, slots=True)
class Peer:
    """An object of another program, and the interface of it that is spoken to."""

    name: str
    path: str
    interface: str


_BUS = Peer("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")


async def call(
    bus: MessageBus, peer: Peer, member: str, signature: str = "", *body: Any, start: bool = False
) -> list[Any]:
    """Call a method of another program, and return the values of its answer.

    `start` lets the bus start the program that is known to have the peer's name.

    Raises:
        DBusError: it answered with an error, or is not there.
        TimeoutError: it did not answer in time.
    """
    message = Message(
        destination=peer.name,
        path=peer.path,
        interface=peer.interface,
        member=member,
        signature=signature,
        body=list(body),
        flags=MessageFlag.NONE if start else MessageFlag.NO_AUTOSTART,
    )
    async with asyncio.timeout(CALL_SECONDS):
        reply = await bus.call(message)
    if reply.message_type is MessageType.ERROR:
        text = str(reply.body[0]) if reply.body else ""
        raise DBusError(reply.error_name or ErrorType.FAILED, text)
    return list(reply.body)


async def hear(bus: MessageBus, rule: str) -> None:
    """Have the bus pass on the signals that match a rule; a message handler of the connection gets them."""
    await call(bus, _BUS, "AddMatch", "s", rule)
