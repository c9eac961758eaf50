"""The connection manager: every event goes to every socket, as text."""

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

from fastapi import WebSocket, WebSocketDisconnect

HEARTBEAT_SECONDS = 30.0


class ConnectionManager:
    """The open sockets, in the server's event loop."""

    def __init__(self) -> None:
        self._sockets: list[WebSocket] = []

    async def serve(self, socket: WebSocket) -> None:
        """Take a connection, and keep it until it is closed. What comes in is not looked at."""
        await socket.accept()
        self._sockets.append(socket)
        try:
            while True:
                await socket.receive_text()
        except WebSocketDisconnect:
            self._forget(socket)

    async def broadcast(self, event: str, data: dict[str, Any]) -> None:
        """Send an event to each socket, one after the other; those that are closed are forgotten."""
        message = json.dumps({"event": event, "data": data, "timestamp": datetime.now(UTC).isoformat()})
        for socket in list(self._sockets):
            try:
                await socket.send_text(message)
            except (RuntimeError, WebSocketDisconnect):
                self._forget(socket)

    async def heartbeat(self) -> None:
        """Find out, again and again, who is still there."""
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            await self.broadcast("heartbeat", {})

    def _forget(self, socket: WebSocket) -> None:
        if socket in self._sockets:
            self._sockets.remove(socket)
