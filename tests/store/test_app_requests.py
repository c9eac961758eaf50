from pathlib import Path

from dunnock.store import app_requests
from dunnock.store.database import Database


def test_requests_of_another_process_are_found_once_in_their_order(home: Path, database: Database) -> None:
    other = Database(database.path)
    app_requests.post(other, "window:focus", {})
    app_requests.post(other, "player:play", {"position_ms": 7, "title": "Œuvre"})
    other.close()
    assert app_requests.take(database) == [
        ("window:focus", {}),
        ("player:play", {"position_ms": 7, "title": "Œuvre"}),
    ]
    assert app_requests.take(database) == []


def test_looking_for_requests_where_there_are_none_writes_nothing(database: Database) -> None:
    with Database(database.path).transaction():  # who wrote would have to wait for this one
        assert app_requests.take(database) == []
