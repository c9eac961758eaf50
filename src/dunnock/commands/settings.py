"""Requests about settings."""

from dunnock.commands.context import Context, off_the_loop
from dunnock.contract.models import Acted, Done, SettingsReply
from dunnock.contract.requests import SettingsList, SettingsReset, SettingsSet


async def list_settings(context: Context, request: SettingsList) -> SettingsReply:
    """Read all settings."""
    return await off_the_loop(context.app.settings.values)


async def set_value(context: Context, request: SettingsSet) -> Done:
    """Give a setting a value."""
    await off_the_loop(context.app.settings.set, request.key, request.value)
    return Done()


async def reset(context: Context, request: SettingsReset) -> Acted:
    """Give a setting its default again."""
    return await off_the_loop(context.app.settings.reset, request.key)
