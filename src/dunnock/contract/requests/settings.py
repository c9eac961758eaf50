"""Requests about settings."""

from typing import Any

from dunnock.contract.models import Acted, Done, SettingsReply
from dunnock.contract.requests.base import Request


class SettingsList(Request):
    """Read all settings."""

    NAME = "settings_list"
    REPLY = SettingsReply


class SettingsSet(Request):
    """Give a setting a value."""

    NAME = "settings_set"
    REPLY = Done

    key: str
    value: Any


class SettingsReset(Request):
    """Give a setting its default again."""

    NAME = "settings_reset"
    REPLY = Acted

    key: str
