"""The few things a window manager does to a window, done by hand: our virtual screen has none."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager

_XID = ctypes.c_ulong
_NO_WINDOW = 0
_REVERT_TO_NONE = 0
_CURRENT_TIME = 0
_VIEWABLE = 2
_CLIENT_MESSAGE = 33


_IGNORE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(lambda _display, _error: 0)


class _Attributes(ctypes.Structure):
    """XWindowAttributes of Xlib.h."""

    _fields_ = [
        *((name, ctypes.c_int) for name in ("x", "y", "width", "height", "border_width", "depth")),
        ("visual", ctypes.c_void_p),
        ("root", _XID),
        *((name, ctypes.c_int) for name in ("class_", "bit_gravity", "win_gravity", "backing_store")),
        ("backing_planes", ctypes.c_ulong),
        ("backing_pixel", ctypes.c_ulong),
        ("save_under", ctypes.c_int),
        ("colormap", _XID),
        ("map_installed", ctypes.c_int),
        ("map_state", ctypes.c_int),
        ("all_event_masks", ctypes.c_long),
        ("your_event_mask", ctypes.c_long),
        ("do_not_propagate_mask", ctypes.c_long),
        ("override_redirect", ctypes.c_int),
        ("screen", ctypes.c_void_p),
    ]


class _ClientMessage(ctypes.Structure):
    """XClientMessageEvent of Xlib.h, filled up to the size of an XEvent."""

    _fields_ = [
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", _XID),
        ("message_type", _XID),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        ("padding", ctypes.c_long * 16),
    ]


class Display:
    """A connection to an X server."""

    def __init__(self, x11: ctypes.CDLL, connection: int) -> None:
        self._x11 = x11
        self._connection = ctypes.c_void_p(connection)
        self._root = x11.XDefaultRootWindow(self._connection)

    def window(self, title: str) -> int | None:
        """The top-level window with a title."""
        return next(iter(self.windows(title)), None)

    def windows(self, title: str) -> list[int]:
        """Every top-level window with a title."""
        return [window for window in self._children(self._root) if self._title(window) == title.encode()]

    def _title(self, window: int) -> bytes | None:
        name = ctypes.c_char_p()
        self._x11.XFetchName(self._connection, _XID(window), ctypes.byref(name))
        return name.value

    def is_visible(self, window: int) -> bool:
        """Whether the window is on the screen."""
        attributes = _Attributes()
        self._x11.XGetWindowAttributes(self._connection, _XID(window), ctypes.byref(attributes))
        return int(attributes.map_state) == _VIEWABLE

    def size(self, window: int) -> tuple[int, int]:
        """The width and height of the window, in pixels."""
        attributes = _Attributes()
        self._x11.XGetWindowAttributes(self._connection, _XID(window), ctypes.byref(attributes))
        return int(attributes.width), int(attributes.height)

    def hide(self, window: int) -> None:
        """Take the window off the screen, as minimising does."""
        self._x11.XUnmapWindow(self._connection, _XID(window))
        self._x11.XSync(self._connection, 0)

    def show(self, window: int) -> None:
        """Put the window back on the screen."""
        self._x11.XMapWindow(self._connection, _XID(window))
        self._x11.XSync(self._connection, 0)

    def park_pointer(self) -> None:
        """Move the pointer into a corner, where it rests on nothing that looks different under it."""
        self._x11.XWarpPointer(self._connection, _XID(0), _XID(self._root), 0, 0, 0, 0, 0, 0)
        self._x11.XSync(self._connection, 0)

    def resize(self, window: int, width: int, height: int) -> None:
        """Give the window another size, in pixels."""
        self._x11.XResizeWindow(self._connection, _XID(window), ctypes.c_uint(width), ctypes.c_uint(height))
        self._x11.XSync(self._connection, 0)

    def close(self, window: int) -> None:
        """Ask the window to close, as the cross in its corner does."""
        event = _ClientMessage(
            type=_CLIENT_MESSAGE,
            window=window,
            message_type=self._x11.XInternAtom(self._connection, b"WM_PROTOCOLS", 0),
            format=32,
        )
        event.data[0] = self._x11.XInternAtom(self._connection, b"WM_DELETE_WINDOW", 0)
        self._x11.XSendEvent(self._connection, _XID(window), 0, ctypes.c_long(0), ctypes.byref(event))
        self._x11.XSync(self._connection, 0)

    def is_focused(self, window: int) -> bool:
        """Whether the window, or one inside it, gets the keys."""
        focused, revert = _XID(), ctypes.c_int()
        self._x11.XGetInputFocus(self._connection, ctypes.byref(focused), ctypes.byref(revert))
        return int(focused.value) in {window, *self._children(window)}

    def focus_nothing(self) -> None:
        """Take the focus away from every window; the root's would be that of the window under the pointer, too."""
        self._x11.XSetInputFocus(self._connection, _XID(_NO_WINDOW), _REVERT_TO_NONE, _XID(_CURRENT_TIME))
        self._x11.XSync(self._connection, 0)

    def paint(self, colour: int) -> None:
        """Fill the screen's background with a colour (0xRRGGBB)."""
        self._x11.XSetWindowBackground(self._connection, _XID(self._root), ctypes.c_ulong(colour))
        self._x11.XClearWindow(self._connection, _XID(self._root))
        self._x11.XSync(self._connection, 0)

    def _children(self, window: int) -> list[int]:
        root, parent, count = _XID(), _XID(), ctypes.c_uint()
        children = ctypes.POINTER(_XID)()
        self._x11.XQueryTree(
            self._connection,
            _XID(window),
            ctypes.byref(root),
            ctypes.byref(parent),
            ctypes.byref(children),
            ctypes.byref(count),
        )
        found = [int(children[index]) for index in range(count.value)]
        if found:
            self._x11.XFree(children)
        return found


@contextmanager
def connect(display: str) -> Iterator[Display]:
    """A connection to the X server of that name."""
    x11 = ctypes.CDLL("libX11.so.6")
    # The default handler ends the process, which is harsh for a look at a window that has just gone.
    x11.XSetErrorHandler(_IGNORE)
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.restype = _XID
    x11.XInternAtom.restype = _XID
    connection = x11.XOpenDisplay(display.encode())
    assert connection, f"no X server answers at {display}"
    try:
        yield Display(x11, connection)
    finally:
        x11.XCloseDisplay(ctypes.c_void_p(connection))
