"""Requests about settings."""

from dunnock.commands.context import Context
from dunnock.contract.models import Acted, Done, SettingsReply
from dunnock.contract.requests import SettingsList, SettingsReset, SettingsSet


def list_settings(context: Context, request: SettingsList) -> SettingsReply:
    """Read all settings."""
    return context.app.settings.values()


def set_value(context: Context, request: SettingsSet) -> Done:
    """Give a setting a value."""
    context.app.settings.set(request.key, request.value)
    return Done()


def reset(context: Context, request: SettingsReset) -> Acted:
    """Give a setting its default again."""
    return context.app.settings.reset(request.key)
