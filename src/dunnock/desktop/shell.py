"""Opens the window: what has to be there first, in order, and its end, in the reverse order."""

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from dunnock.app import App
from dunnock.contract.errors import DatabaseUnusableError, NotFoundError
from dunnock.desktop.deadline import Deadline
from dunnock.desktop.demo import add_demo, demo_home
from dunnock.desktop.display import draw_without_gpu, has_screen, require_screen
from dunnock.desktop.log import log_to
from dunnock.desktop.quit_signals import QuitSignals
from dunnock.desktop.virtual_screen import LiveEvents, LivePicture, VirtualScreen
from dunnock.services.app_requests import FOCUS
from dunnock.services.instance import InstanceLock

FRONTEND = Path(__file__).parent.parent / "frontend"
"""Where the built page lies in a checkout and in an installed package."""


def run_window(
    home: Path, *, demo: Path | None = None, play: Sequence[str] = (), frontend: Path = FRONTEND
) -> int:
    """Open the window, or bring forward the one that is open on this home.

    Args:
        home: the folder of the database.
        demo: the demo collection, for a throw-away home instead of `home`.
        play: absolute paths of files and folders to play from the start.
        frontend: the folder of the built page.

    Returns:
        The exit code.

    Raises:
        DunnockError: the window cannot be opened; its words say why.
    """
    if not (frontend / "index.html").is_file():
        raise NotFoundError(
            f"The window's page is not built: {frontend} has no index.html.",
            "Start Dunnock with ./run, which builds it.",
        )
    with QuitSignals() as signals, ExitStack() as stack:
        if demo is not None:
            home = stack.enter_context(demo_home(demo))
        lock = _lock(home)
        stack.callback(lock.close)
        if not lock.take():
            with App(home) as running:
                running.requests.post(FOCUS, {})
            if not lock.take_over():
                _say("Dunnock is already open on this library. Its window comes to the front.")
                return 0
        stack.enter_context(log_to(home))
        screen = None if has_screen() else VirtualScreen()
        if screen is not None:
            stack.callback(screen.leave)
            screen.start()
        draw_without_gpu()
        require_screen()
        app = stack.enter_context(App(home))
        if screen is not None:
            # Beside a throw-away home, not in it: the picture is to be looked at afterwards.
            picture = home.with_suffix(".png") if demo is not None else home / "screen.png"
            stack.enter_context(LivePicture(screen, picture))
            stack.enter_context(LiveEvents(app.feed))
            _say(f"No screen: the window is on a virtual one. Its picture is kept in {picture}")
        if demo is not None:
            _say(f"A demo library, gone when Dunnock ends, is in {home}")
            add_demo(app)
        # Late: it loads WebKit, which a second start and a missing page can do without.
        from dunnock.desktop import window

        return window.run(app, signals, Deadline(), frontend, play)


def _lock(home: Path) -> InstanceLock:
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        return InstanceLock(home)
    except OSError as error:
        raise DatabaseUnusableError(
            f"The folder {home} cannot be used: {error.strerror}.",
            "Set DUNNOCK_HOME to a folder you can write to.",
        ) from error


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()
