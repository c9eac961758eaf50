"""Requests about windows."""

from dunnock.contract.models import Done
from dunnock.contract.requests.base import Request


class WindowOpen(Request):
    """Open another window on the same library."""

    NAME = "window_open"
    REPLY = Done


class WindowOpenMini(Request):
    """Open the small window with the player alone, or bring it to the front."""

    NAME = "window_open_mini"
    REPLY = Done
