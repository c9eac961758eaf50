from pathlib import Path

from dunnock.store import app_requests
from dunnock.store.database import Database


def test_requests_of_another_process_are_found_once_in_their_order(home: Path, database: Database) -> None:
    other = Database(database.path)
    app_requests.post(other, "window:focus", {})
    app_requests.post(other, "player:seek", {"position_ms": 7, "title": "Œuvre"}, awaited=True)
    other.close()
    assert [(each.name, each.payload, each.awaited) for each in app_requests.take(database)] == [
        ("window:focus", {}, False),
        ("player:seek", {"position_ms": 7, "title": "Œuvre"}, True),
    ]
    assert app_requests.take(database) == []


def test_looking_for_requests_where_there_are_none_writes_nothing(database: Database) -> None:
    app_requests.post(database, "player:play", {}, awaited=True)
    app_requests.take(database)
    with Database(database.path).transaction():  # who wrote would have to wait for this one
        assert app_requests.take(database) == []


def test_only_who_waits_finds_a_reply_and_only_when_it_is_there(database: Database) -> None:
    posted = app_requests.post(database, "window:focus", {})
    awaited = app_requests.post(database, "player:play", {}, awaited=True)
    app_requests.take(database)
    assert app_requests.reply_to(database, awaited) is None
    app_requests.answer(database, posted, {"error": None})
    app_requests.answer(database, awaited, {"error": {"code": "player"}})
    assert app_requests.reply_to(database, posted) is None
    assert app_requests.reply_to(database, awaited) == {"error": {"code": "player"}}


def test_what_was_taken_back_is_not_found_any_more(database: Database) -> None:
    withdrawn = app_requests.post(database, "player:play", {}, awaited=True)
    app_requests.withdraw(database, withdrawn)
    assert app_requests.take(database) == []
    app_requests.answer(database, withdrawn, {"error": None})
    assert app_requests.reply_to(database, withdrawn) is None


def test_what_was_left_for_an_app_that_is_gone_is_dropped(database: Database) -> None:
    app_requests.post(database, "window:focus", {})
    taken = app_requests.post(database, "player:play", {}, awaited=True)
    app_requests.take(database)
    app_requests.post(database, "player:stop", {}, awaited=True)
    app_requests.clear(database)
    assert app_requests.take(database) == []
    assert app_requests.reply_to(database, taken) is None
