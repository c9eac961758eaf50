"""Settings, as they are read."""

from typing import Any

from dunnock.contract.models.base import Reply


class SettingsReply(Reply):
    """All settings' values by key."""

    values: dict[str, Any]
