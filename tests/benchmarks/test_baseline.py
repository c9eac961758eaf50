"""The server the program is compared with does what such servers did."""

import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import ClientConnection, connect

from benchmarks.events.acts import Acts, CommitClock
from benchmarks.events.baseline import manager
from benchmarks.events.baseline.server import Server
from benchmarks.events.home import make_homes
from dunnock.contract.events import LibraryUpdated


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    (home,) = make_homes(tmp_path, 30, "home")
    page = tmp_path / "page"
    page.mkdir()
    page.joinpath("baseline.html").write_text("the page")
    server = Server(home, page, CommitClock())
    thread = threading.Thread(target=server.run)
    thread.start()
    yield server
    server.stop()
    thread.join(10)
    assert not thread.is_alive()


@pytest.fixture
def socket(server: Server) -> Iterator[ClientConnection]:
    with connect(f"ws://127.0.0.1:{server.port}/ws", compression=None, proxy=None) as connection:
        yield connection


def ask(server: Server, method: str, path: str, body: str | None = None) -> tuple[int, str]:
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)) as connection:
        connection.request(method, path, body)
        reply = connection.getresponse()
        return reply.status, reply.read().decode()


def heard(socket: ClientConnection, name: str) -> dict[str, Any]:
    """The next message of this name."""
    while True:
        message: dict[str, Any] = json.loads(socket.recv(timeout=10))
        if message["event"] == name:
            return message


def test_a_change_is_broadcast_as_text_with_its_event_data_and_moment(
    server: Server, socket: ClientConnection
) -> None:
    server.backend.settings.set("theme", "dark")
    message = heard(socket, "settings:updated")
    assert message.keys() == {"event", "data", "timestamp"}
    assert message["data"] == {"key": "theme", "value": "dark", "previous_value": "light"}


def test_a_long_event_is_sent_whole(server: Server, socket: ClientConnection) -> None:
    ids = list(range(10_000))
    with server.backend.database.transaction() as transaction:
        transaction.emit(LibraryUpdated(action="updated", track_ids=ids))
    assert heard(socket, "library:updated")["data"] == {"action": "updated", "track_ids": ids}


def test_what_is_rolled_back_is_not_broadcast(server: Server, socket: ClientConnection) -> None:
    with pytest.raises(KeyError), server.backend.database.transaction() as transaction:
        transaction.emit(LibraryUpdated(action="removed", track_ids=[1]))
        raise KeyError
    server.backend.settings.set("theme", "dark")
    assert json.loads(socket.recv(timeout=10))["event"] == "settings:updated"


def test_every_event_of_a_burst_is_a_message(server: Server, socket: ClientConnection) -> None:
    acts = Acts(server.backend, CommitClock())
    rows = acts.rows(40)
    acts.burst(40, 10)
    for _ in range(40):
        heard(socket, "library:updated")
    view = json.loads(ask(server, "POST", "/api/library_open_view", _VIEW)[1])
    request = json.dumps({"view_id": view["view_id"], "start": 0, "count": len(rows)})
    reply = json.loads(ask(server, "POST", "/api/library_rows", request)[1])
    assert [(row["id"], row["title"]) for row in reply["rows"]] == rows


_VIEW = json.dumps({"section": "library", "query": "", "sort": {"column": "artist", "descending": False}})


def test_a_list_that_has_changed_is_told_of(server: Server, socket: ClientConnection) -> None:
    ask(server, "POST", "/api/library_open_view", _VIEW)
    with server.backend.database.transaction() as transaction:
        transaction.execute("UPDATE track SET artist_key = 'zz' WHERE id = 1")
        transaction.emit(LibraryUpdated(action="updated", track_ids=[1]))
    assert heard(socket, "view:updated")["data"]["total"] == 30


def test_a_request_that_fails_is_answered_with_its_error(server: Server) -> None:
    status, text = ask(server, "POST", "/api/nonsense", "{}")
    assert (status, json.loads(text)["code"]) == (400, "invalid_request")


def test_it_serves_the_page(server: Server) -> None:
    assert ask(server, "GET", "/baseline.html") == (200, "the page")


def test_a_heartbeat_comes_again_and_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(manager, "HEARTBEAT_SECONDS", 0.05)
    (home,) = make_homes(tmp_path, 5, "home")
    server = Server(home, tmp_path, CommitClock())
    thread = threading.Thread(target=server.run)
    thread.start()
    with connect(f"ws://127.0.0.1:{server.port}/ws", proxy=None) as socket:
        assert [heard(socket, "heartbeat")["data"] for _ in range(2)] == [{}, {}]
    server.stop()
    thread.join(10)
