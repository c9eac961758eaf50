"""The history: acts that can be undone, and acts that were."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from dunnock.store.database import Reader, Transaction


@dataclass(frozen=True, slots=True)
class Act:
    """One act. `content` is what its domain wrote of it."""

    id: int
    domain: str
    label: str
    content: dict[str, Any]


def record(transaction: Transaction, at: int, domain: str, label: str, content: dict[str, Any]) -> int:
    """Write down a new act and return its id. What was undone before cannot be done again after it."""
    transaction.execute("DELETE FROM act WHERE state = 'undone'")
    transaction.execute(
        "INSERT INTO act (at, state, domain, label, content) VALUES (?, 'done', ?, ?, ?)",
        (at, domain, label, json.dumps(content, ensure_ascii=False, separators=(",", ":"))),
    )
    return int(transaction.value("SELECT max(id) FROM act"))


def newest_done(reader: Reader) -> Act | None:
    """The act that undo takes back."""
    return _act(reader, "state = 'done' ORDER BY id DESC")


def newest_id(reader: Reader) -> int | None:
    """The id of the act that undo takes back."""
    newest: int | None = reader.value("SELECT max(id) FROM act WHERE state = 'done'")
    return newest


def oldest_undone(reader: Reader) -> Act | None:
    """The act that redo does again."""
    return _act(reader, "state = 'undone' ORDER BY id")


def set_state(transaction: Transaction, act_id: int, state: Literal["done", "undone"]) -> None:
    """Record that an act was undone, or done again."""
    transaction.execute("UPDATE act SET state = ? WHERE id = ?", (state, act_id))


def labels(reader: Reader) -> tuple[str | None, str | None]:
    """The names of the acts that undo would take back and redo would do again."""
    row = reader.row(
        "SELECT (SELECT label FROM act WHERE state = 'done' ORDER BY id DESC LIMIT 1),"
        " (SELECT label FROM act WHERE state = 'undone' ORDER BY id LIMIT 1)"
    )
    assert row is not None  # noqa: S101 - a SELECT without FROM has one row
    return row[0], row[1]


def contents(reader: Reader, domain: str) -> Iterator[dict[str, Any]]:
    """What was written of each act of a domain."""
    for (content,) in reader.rows("SELECT content FROM act WHERE domain = ?", (domain,)):
        yield json.loads(content)


def beyond(reader: Reader, kept: int) -> list[int]:
    """Ids of the acts that are older than the `kept` newest."""
    return [
        int(row[0]) for row in reader.rows("SELECT id FROM act ORDER BY id DESC LIMIT -1 OFFSET ?", (kept,))
    ]


def delete(transaction: Transaction, act_ids: Sequence[int]) -> None:
    """Forget acts."""
    transaction.execute(
        "DELETE FROM act WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(act_ids)),)
    )


def _act(reader: Reader, which: str) -> Act | None:
    row = reader.row(f"SELECT id, domain, label, content FROM act WHERE {which} LIMIT 1")
    return None if row is None else Act(row[0], row[1], row[2], json.loads(row[3]))
