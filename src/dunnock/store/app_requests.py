"""Requests other processes leave for the running app, which finds them as it finds their commits."""

import json
from typing import Any

from dunnock.store.database import Database, now_ms


def post(database: Database, name: str, payload: dict[str, Any]) -> None:
    """Leave a request for the app that runs on this database."""
    with database.transaction() as transaction:
        transaction.execute(
            "INSERT INTO app_request (at, name, payload) VALUES (?, ?, ?)",
            (now_ms(), name, json.dumps(payload)),
        )


def take(database: Database) -> list[tuple[str, dict[str, Any]]]:
    """Every waiting request with its payload, oldest first; they are gone from the table afterwards."""
    with database.read() as reader:
        if reader.value("SELECT EXISTS (SELECT 1 FROM app_request)") == 0:
            return []
    with database.transaction() as transaction:
        found = list(transaction.rows("SELECT name, payload FROM app_request ORDER BY id"))
        transaction.execute("DELETE FROM app_request")
    return [(name, json.loads(payload)) for name, payload in found]
