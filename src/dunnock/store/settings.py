"""Settings: those that differ from their default are stored, as JSON."""

import json
from typing import Any

from pydantic import ValidationError

from dunnock.contract.settings import Settings
from dunnock.store.database import Reader, Transaction

DEFAULTS: dict[str, Any] = Settings().model_dump(mode="json")


def values(reader: Reader) -> dict[str, Any]:
    """Every setting's value by key. A stored one that no longer fits its type gives way to the default."""
    found = dict(DEFAULTS)
    for key, text in reader.rows("SELECT key, value FROM setting"):
        if key in DEFAULTS:
            try:
                found[key] = parse(key, text)
            except ValidationError:
                continue
    return found


def current(reader: Reader) -> Settings:
    """Every setting, typed."""
    return Settings.model_validate(values(reader))


def parse(key: str, text: str) -> Any:
    """The value a JSON text stands for, if that setting can have it.

    Raises:
        pydantic.ValidationError: it cannot.
    """
    # Strict, from JSON: a list may become a tuple, but the number 1 is not true, and "12" is no width.
    settings = Settings.model_validate_json(f"{{{json.dumps(key)}: {text}}}", strict=True)
    return settings.model_dump(mode="json")[key]


def put(transaction: Transaction, key: str, value: Any) -> None:
    """Store a value, or forget the stored one where it is the default."""
    if value == DEFAULTS[key]:
        transaction.execute("DELETE FROM setting WHERE key = ?", (key,))
        return
    transaction.execute(
        "INSERT INTO setting VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, json.dumps(value)),
    )
