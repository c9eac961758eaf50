"""Requests about settings."""

from typing import Any

from dunnock.contract.models import Acted, Done, SettingsReply
from dunnock.contract.requests.base import Brief


class SettingsList(Brief):
    """Read all settings."""

    NAME = "settings_list"
    REPLY = SettingsReply


class SettingsSet(Brief):
    """Give a setting a value."""

    NAME = "settings_set"
    REPLY = Done

    key: str
    value: Any


class SettingsReset(Brief):
    """Give a setting its default again."""

    NAME = "settings_reset"
    REPLY = Acted

    key: str
