"""FastAPI and uvicorn: the page, its requests, and the socket for events."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI, Request, Response, WebSocket
from fastapi.concurrency import run_in_threadpool
from fastapi.staticfiles import StaticFiles

from benchmarks.events.acts import CommitClock
from benchmarks.events.baseline.backend import Backend
from benchmarks.events.baseline.manager import ConnectionManager
from dunnock.commands import CommandError, Context, dispatch
from dunnock.contract.events import Event
from tests.desktop.race.worker import NoWindow

_JSON = "application/json"


class Broadcast:
    """Takes events from any thread, and has them sent in order by the event loop."""

    def __init__(self, manager: ConnectionManager) -> None:
        self._manager = manager
        self._waiting: asyncio.Queue[Event] = asyncio.Queue()
        self._loop: asyncio.AbstractEventLoop | None = None

    def send(self, event: Event) -> None:
        """Send an event as soon as the loop gets to it; whoever committed it does not wait."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._waiting.put_nowait, event)

    async def run(self) -> None:
        """Send until cancelled."""
        self._loop = asyncio.get_running_loop()
        while True:
            event = await self._waiting.get()
            await self._manager.broadcast(event.NAME, event.model_dump(mode="json"))


class Server:
    """The server on a port of its own. `run` keeps the thread until `stop` is called on another."""

    def __init__(self, home: Path, page: Path, clock: CommitClock) -> None:
        self.manager = ConnectionManager()
        self._broadcast = Broadcast(self.manager)
        self.backend = Backend(home, clock, self._broadcast.send)
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen()  # whoever is told the port may connect before the server runs
        self.port: int = self._socket.getsockname()[1]
        # Compressing what never leaves the machine would only cost time.
        config = uvicorn.Config(
            self._application(page), log_level="critical", access_log=False, ws_per_message_deflate=False
        )
        self._server = uvicorn.Server(config)

    def run(self) -> None:
        """Serve until stopped."""
        self._server.run(sockets=[self._socket])
        self.backend.close()

    def stop(self) -> None:
        """Let `run` return."""
        self._server.should_exit = True
        self._server.force_exit = True  # a window that is still open must not hold up the end

    def _application(self, page: Path) -> FastAPI:
        context = Context(self.backend, NoWindow())

        @asynccontextmanager
        async def lifespan(application: FastAPI) -> AsyncIterator[None]:
            tasks = [asyncio.create_task(work()) for work in (self._broadcast.run, self.manager.heartbeat)]
            yield
            for task in tasks:
                task.cancel()

        application = FastAPI(lifespan=lifespan)

        @application.post("/api/{name}")
        async def request(name: str, request: Request) -> Response:
            try:
                reply = await run_in_threadpool(dispatch, context, name, await request.body())
                return Response(reply, media_type=_JSON)
            except CommandError as error:
                return Response(error.reply, status_code=400, media_type=_JSON)

        @application.websocket("/ws")
        async def events(socket: WebSocket) -> None:
            await self.manager.serve(socket)

        application.mount("/", StaticFiles(directory=page))
        return application
