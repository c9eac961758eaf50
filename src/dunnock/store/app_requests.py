"""Requests other processes leave for the running app, which finds them as it finds their commits."""

import json
from dataclasses import dataclass
from typing import Any

from dunnock.store.database import Database, now_ms


@dataclass(frozen=True, slots=True)
class AppRequest:
    """A request. Somebody waits for the reply to one that is `awaited`."""

    id: int
    name: str
    payload: dict[str, Any]
    awaited: bool


def post(database: Database, name: str, payload: dict[str, Any], *, awaited: bool = False) -> int:
    """Leave a request for the app that runs on this database, and return its id."""
    with database.transaction() as transaction:
        return transaction.insert(
            "INSERT INTO app_request (at, name, payload, awaited) VALUES (?, ?, ?, ?)",
            (now_ms(), name, json.dumps(payload), int(awaited)),
        )


def take(database: Database) -> list[AppRequest]:
    """Every waiting request, oldest first. What nobody waits for is gone from the table afterwards."""
    with database.read() as reader:
        if reader.value("SELECT EXISTS (SELECT 1 FROM app_request WHERE NOT taken)") == 0:
            return []
    with database.transaction() as transaction:
        found = list(
            transaction.rows("SELECT id, name, payload, awaited FROM app_request WHERE NOT taken ORDER BY id")
        )
        transaction.execute("DELETE FROM app_request WHERE NOT awaited")
        transaction.execute("UPDATE app_request SET taken = 1")
    return [AppRequest(row[0], row[1], json.loads(row[2]), bool(row[3])) for row in found]


def clear(database: Database) -> None:
    """Drop what was left for an app that is gone, and replies nobody fetched."""
    with database.transaction() as transaction:
        transaction.execute("DELETE FROM app_request")


def is_awaited(database: Database, request_id: int) -> bool:
    """Whether somebody still waits for the reply to a request."""
    with database.read() as reader:
        return bool(reader.value("SELECT EXISTS (SELECT 1 FROM app_request WHERE id = ?)", (request_id,)))


def answer(database: Database, request_id: int, reply: dict[str, Any]) -> None:
    """Reply to a request, if whoever left it still waits."""
    with database.transaction() as transaction:
        transaction.execute("UPDATE app_request SET reply = ? WHERE id = ?", (json.dumps(reply), request_id))


def reply_to(database: Database, request_id: int) -> dict[str, Any] | None:
    """The reply to a request; None while there is none."""
    with database.read() as reader:
        text = reader.value("SELECT reply FROM app_request WHERE id = ?", (request_id,))
    return None if text is None else dict(json.loads(text))


def withdraw(database: Database, request_id: int) -> None:
    """Take a request back, done or not: an app that comes to it later must not carry it out."""
    with database.transaction() as transaction:
        transaction.execute("DELETE FROM app_request WHERE id = ?", (request_id,))
