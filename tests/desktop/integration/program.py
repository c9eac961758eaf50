"""Another program on the session bus: what shows notifications, or the tray, or asks for something."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Annotated, Any, Self, TypeVar

from dbus_fast import Message, MessageType, PropertyAccess, Variant
from dbus_fast.aio import MessageBus
from dbus_fast.annotations import DBusBool, DBusDict, DBusInt32, DBusSignature, DBusStr, DBusUInt32
from dbus_fast.service import ServiceInterface, dbus_method, dbus_property, dbus_signal

_Result = TypeVar("_Result")
_Texts = Annotated[list[str], DBusSignature("as")]


class Program:
    """A connection to a bus, on a thread of its own."""

    def __init__(self, address: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self.signals: list[Message] = []
        self._bus = self._wait(self._connect(address))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._wait(self._disconnect())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def own(self, name: str, path: str, interface: ServiceInterface) -> None:
        """Offer an interface under a name."""
        self._wait(self._own(name, path, interface))

    def call(
        self, name: str, path: str, interface: str, member: str, signature: str = "", *body: Any
    ) -> list[Any]:
        """The values another program answers with."""
        message = Message(
            destination=name,
            path=path,
            interface=interface,
            member=member,
            signature=signature,
            body=list(body),
        )
        reply = self._wait(self._bus.call(message))
        assert reply.message_type is MessageType.METHOD_RETURN, reply.body
        return list(reply.body)

    def get(self, name: str, path: str, interface: str, member: str) -> Any:
        """A property of another program."""
        (value,) = self.call(name, path, "org.freedesktop.DBus.Properties", "Get", "ss", interface, member)
        return value.value

    def hear(self, rule: str) -> None:
        """Keep the signals that match a rule in `signals`."""
        bus = "org.freedesktop.DBus"
        self.call(bus, "/org/freedesktop/DBus", bus, "AddMatch", "s", rule)

    def heard(self, member: str) -> list[list[Any]]:
        """What has come with the signals of a name so far."""
        return [message.body for message in self.signals if message.member == member]

    def do(self, act: Callable[[], object]) -> None:
        """Do something on the thread of the connection, such as sending a signal."""

        async def done() -> None:
            act()

        self._wait(done())

    def _wait(self, work: Coroutine[Any, Any, _Result]) -> _Result:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _connect(self, address: str) -> MessageBus:
        bus = await MessageBus(bus_address=address).connect()
        bus.add_message_handler(self._keep)
        return bus

    async def _own(self, name: str, path: str, interface: ServiceInterface) -> None:
        self._bus.export(path, interface)
        await self._bus.request_name(name)

    async def _disconnect(self) -> None:
        self._bus.disconnect()
        await asyncio.wait_for(self._bus.wait_for_disconnect(), 5)

    def _keep(self, message: Message) -> None:
        if message.message_type is MessageType.SIGNAL:
            self.signals.append(message)


class NotificationDaemon(ServiceInterface):
    """What shows notifications; it only remembers them."""

    NAME = "org.freedesktop.Notifications"
    PATH = "/org/freedesktop/Notifications"

    def __init__(self, *abilities: str) -> None:
        super().__init__(self.NAME)
        self._abilities = list(abilities)
        self.shown: list[tuple[int, str, str]] = []
        """For each: the id of the one it replaces or 0, its title, its text."""
        self.hints: list[dict[str, Variant]] = []
        self.buttons: list[list[str]] = []

    @dbus_method("GetCapabilities")
    def get_capabilities(self) -> _Texts:
        return self._abilities

    @dbus_method("Notify")
    def notify(  # noqa: PLR0917 - the form is the specification's
        self,
        name: DBusStr,
        replaces: DBusUInt32,
        icon: DBusStr,
        title: DBusStr,
        text: DBusStr,
        buttons: _Texts,
        hints: DBusDict,
        timeout: DBusInt32,
    ) -> DBusUInt32:
        self.shown.append((replaces, title, text))
        self.buttons.append(buttons)
        self.hints.append(hints)
        return replaces or 40 + len(self.shown)

    @dbus_signal("ActionInvoked")
    def action_invoked(self, number: int, action: str) -> Annotated[tuple[int, str], DBusSignature("us")]:
        return number, action

    @dbus_signal("NotificationClosed")
    def notification_closed(self, number: int) -> Annotated[tuple[int, int], DBusSignature("uu")]:
        return number, 2


class Tray(ServiceInterface):
    """The watcher of a tray; it only remembers what registered."""

    NAME = "org.kde.StatusNotifierWatcher"
    PATH = "/StatusNotifierWatcher"

    def __init__(self) -> None:
        super().__init__(self.NAME)
        self.items: list[str] = []

    @dbus_method("RegisterStatusNotifierItem")
    def register(self, name: DBusStr) -> None:
        self.items.append(name)

    @dbus_property(PropertyAccess.READ, "IsStatusNotifierHostRegistered")
    def has_host(self) -> DBusBool:
        return True
