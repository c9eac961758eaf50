"""Settings: typed, with defaults, refused when wrong, and told to every window when they change."""

import difflib
import json
from typing import Any

from pydantic import ValidationError

from dunnock.contract.errors import SettingError
from dunnock.contract.events import SettingsUpdated
from dunnock.contract.models import NOTHING_DONE, Acted, SettingsReply
from dunnock.contract.settings import VALUE_LIMIT
from dunnock.services import history
from dunnock.store import settings as store
from dunnock.store.database import Database, Transaction

DOMAIN = "settings"


class SettingsService:
    """Reads and changes settings."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def values(self) -> SettingsReply:
        """Every setting's value."""
        with self._database.read() as reader:
            return SettingsReply(values=store.values(reader), **reader.stamp())

    def get(self, key: str) -> Any:
        """One setting's value.

        Raises:
            SettingError: there is no such setting.
        """
        _require(key)
        return self.values().values[key]

    def set(self, key: str, value: Any) -> None:
        """Give a setting a value; nothing is sent when it has that value already.

        Raises:
            SettingError: there is no such setting, or it cannot have that value.
        """
        _require(key)
        value = _checked(key, value)
        with self._database.transaction() as transaction:
            _change(transaction, key, value)

    def reset(self, key: str) -> Acted:
        """Give a setting its default again.

        Raises:
            SettingError: there is no such setting.
        """
        _require(key)
        with self._database.transaction() as transaction:
            previous = store.values(transaction)[key]
            if not _change(transaction, key, store.DEFAULTS[key]):
                return NOTHING_DONE
            content = {"key": key, "before": previous, "after": store.DEFAULTS[key]}
            label = f"Reset the setting {key}"
            return history.record(transaction, DOMAIN, label, content)


def restore(transaction: Transaction, content: dict[str, Any], forward: bool) -> str | None:  # noqa: FBT001 - `Restore`
    """Give a setting the value it had before it was reset, or its default again, unless it was set since."""
    key, was, becomes = content["key"], content["after"], content["before"]
    if forward:
        was, becomes = becomes, was
    if store.values(transaction).get(key) != was:
        return f"The setting {key} was changed since and stayed as it is."
    _change(transaction, key, becomes)
    return None


def _change(transaction: Transaction, key: str, value: Any) -> bool:
    """Store a value and tell of it; return whether it is another one."""
    previous = store.values(transaction)[key]
    if previous == value:
        return False
    store.put(transaction, key, value)
    transaction.emit(SettingsUpdated(key=key, value=value, previous_value=previous))
    return True


def _require(key: str) -> None:
    if key not in store.DEFAULTS:
        near = difflib.get_close_matches(key, store.DEFAULTS, n=1)
        hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(store.DEFAULTS)}."
        raise SettingError(f"There is no setting {key}.", hint)


def _checked(key: str, value: Any) -> Any:
    text = json.dumps(value)
    try:
        result = store.parse(key, text)
    except ValidationError as error:
        details = "; ".join(f"{_place(each['loc'])}{each['msg']}" for each in error.errors())
        raise SettingError(f"{key} cannot be {text[:200]}.", f"{details}.") from error
    if len(json.dumps(result).encode()) > VALUE_LIMIT:
        raise SettingError(f"The value of {key} is too long.", f"It may have {VALUE_LIMIT} bytes of JSON.")
    return result


def _place(location: tuple[int | str, ...]) -> str:
    inner = ".".join(str(part) for part in location[1:])
    return f"{inner}: " if inner else ""
