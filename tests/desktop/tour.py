"""A walk through every screen of the window, for those who look at them: the test of looks, and the pictures."""

from collections.abc import Callable
from pathlib import Path

from tests.desktop import x11
from tests.desktop.harness import DrivenWindow
from tests.desktop.invented import invent
from tests.desktop.tour_playing import Playing, add_music

ESCAPE, ENTER, SHIFT, CONTROL, RIGHT, DOWN = "\ue00c", "\ue007", "\ue008", "\ue009", "\ue014", "\ue015"

_RIGHT_CLICK = """
const box = arguments[0].getBoundingClientRect();
arguments[0].dispatchEvent(new MouseEvent('contextmenu', {
  bubbles: true, cancelable: true, button: 2, clientX: box.left + 240, clientY: box.top + 16,
}));
"""

_SCROLL = "document.querySelector('[data-testid=\"track-list\"]').scrollTo(0, arguments[0])"

ROW = 32
"""Pixels a row of the list is high."""

_IN_MENU = "return document.activeElement.getAttribute('role') === 'menuitem'"

PLAYLIST = """#EXTM3U
#EXTINF:214,The Pale Harbours - Tides at the Window
lost/Tides at the Window.flac
#EXTINF:187,Little Lanterns - Letters in June
lost/Letters in June.flac
"""


class Tour:
    """Goes from screen to screen, and has each one looked at.

    Args:
        window: an open window on an empty home.
        music: a folder, yet to be made, for the music.
        look: is called with the name of the screen that is shown.
        artists: how many of them the library has.
        scanned: how many more there are to read while the scan is looked at.
        more: writes more into the library's folder before it is added.
        look_at_mini: opens the small window, looks at it under the given name, and closes it.
    """

    def __init__(
        self,
        window: DrivenWindow,
        music: Path,
        look: Callable[[str], None],
        *,
        artists: int,
        scanned: int,
        more: Callable[[Path], None] = lambda _: None,
        look_at_mini: Callable[[str], None] | None = None,
    ) -> None:
        self.window = window
        self.music = music
        self._look = look
        self._artists = artists
        self._scanned = scanned
        self._more = more
        self._look_at_mini = look_at_mini
        self.seen: list[str] = []

    def walk(self) -> None:
        """Visit every screen."""
        for part in (
            self._first_start,
            self._library,
            self._lists,
            self._playlists,
            self._queue,
            self._over_the_window,
            self._settings,
            self._playing,
            self._scan,
            self._narrow,
            self._offline,
        ):
            part()

    def look(self, name: str) -> None:
        """Have what is shown now looked at."""
        self.window.rest()
        self.seen.append(name)
        self._look(name)

    # What a person does

    def _click(self, testid: str) -> None:
        self.window.see(testid)
        self.window.driver.find(testid).click()

    def _go(self, place: str) -> None:
        self._click(f"nav-{place}")
        self.window.settle()

    def _row(self, number: int) -> None:
        """Choose a row of the list, counted from one."""
        css = f'[data-testid="track-row"][data-index="{number - 1}"]'
        self.window.driver.run(_SCROLL, max(0, number - 8) * ROW)
        self.window.rest()
        shown = f"return document.querySelector({css!r}) !== null"
        self.window.driver.until(lambda: self.window.driver.run(shown), what=f"row {number} is shown")
        self.window.driver.select(css).click()

    def _press(self, *keys: str) -> None:
        """Press keys together, the last one briefly."""
        *held, last = keys
        steps = [("keyDown", key) for key in (*held, last)] + [("keyUp", key) for key in (last, *held)]
        actions = [{"type": kind, "value": key} for kind, key in steps]
        self.window.driver.command(
            "POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]}
        )

    def _gone(self, testid: str) -> None:
        driver = self.window.driver
        driver.until(lambda: not driver.has(testid), what=f"{testid} is gone")

    def _leave(self, testid: str) -> None:
        self._press(ESCAPE)
        self._gone(testid)

    def _menu(self, css: str) -> None:
        """Open the menu of an element."""
        driver = self.window.driver
        driver.run(_RIGHT_CLICK, driver.select(css).reference)
        self.window.see("context-menu")
        driver.until(lambda: driver.run(_IN_MENU), what="the menu has the focus")

    def _scanned_all(self) -> None:
        self.window.driver.until(
            lambda: self.window.scan_status() == "completed", what="the scan is complete", seconds=90
        )
        self.window.settle()

    # The screens

    def _first_start(self) -> None:
        self.window.see("welcome")
        self.look("empty")
        self._click("add-folder")
        self.window.see("add-folder-path")
        self.window.driver.find("add-folder-path").type(str(self.music))
        self.look("add-folder")
        self._click("add-folder-submit")
        self.window.see("field-error")
        self.look("add-folder-error")
        self._leave("add-folder-path")

    def _library(self) -> None:
        invent(self.music, self._artists, seed=7)
        self._more(self.music / "0000 Zoo")
        add_music(self.music)
        self.window.add_folder(self.music)
        self._scanned_all()
        self._row(6)
        self.window.see("selected-count")
        self.look("library")
        self._click("columns")
        self.look("columns")
        self._leave("context-menu")
        self._menu('[data-testid="track-row"][data-index="5"]')
        self.look("context-menu")
        self._press(ESCAPE)
        self._gone("context-menu")
        self._click("search")
        self.window.driver.press(*"zither")
        self.window.see("empty-list")
        self.window.settle()
        self.look("search-nothing")
        self._press(ESCAPE)
        self.window.see("track-row")

    def _lists(self) -> None:
        self._go("recently-added")
        self.look("recently-added")
        self._go("favorites")
        self.look("liked-songs-empty")
        self._go("library")
        self._row(2)
        for _ in range(9):
            self._press(SHIFT, DOWN)
        self._press("l")
        self.window.settle()
        self._go("favorites")
        self.window.see("track-row")
        self.look("liked-songs")

    def _playlists(self) -> None:
        files = sorted(self.music.rglob("*.flac"))[20:32]
        listed = self.music.parent / "Sunday morning.m3u8"
        listed.write_text(PLAYLIST + "".join(f"{file}\n" for file in files))
        done = self.window.place.cli("playlists", "import", str(listed))
        assert done.returncode == 0, done.stderr
        self._click("playlist-new")
        self.window.see("playlist-name")
        self.window.driver.find("playlist-name").type("Rain" + ENTER)
        self.window.see("playlist-empty")
        self.window.settle()
        self.look("playlist-empty")
        self.window.driver.select('[data-testid="playlist-item"][title^="Sunday"]').click()
        self.window.driver.until(lambda: len(self.window.titles()) > 10, what="the entries are shown")
        self._click("playlist-description")
        self.window.see("playlist-description-field")
        self.window.driver.find("playlist-description-field").type(
            "For coffee, and a window to look out of." + ENTER
        )
        self.window.settle()
        self._away_with_toasts()
        self.look("playlist")
        self._menu('[data-testid="playlist-item"][title^="Sunday"]')
        self.look("playlist-menu")
        self._press(ESCAPE)
        self._gone("context-menu")
        self._click("playlist-import")
        self.window.see("import-path")
        self.look("import-playlist")
        self._leave("import-path")

    def _queue(self) -> None:
        if not self.window.driver.has("queue-panel"):
            self._click("queue-toggle")
        self._go("library")
        self.window.see("queue-empty")
        self.look("queue-empty")
        self._row(2)
        for _ in range(22):
            self._press(SHIFT, DOWN)
        self._press(CONTROL, ENTER)
        self.window.see("queue-row")
        self.window.settle()
        fourth = self.window.driver.select('[data-testid="queue-row"][data-index="3"]')
        done = self.window.place.cli("queue", "jump", str(fourth.attribute("data-entry-id")))
        assert done.returncode == 0, done.stderr
        self.window.settle()
        self._click("queue-repeat")
        self.window.settle()
        self._click("queue-menu")
        self.window.see("context-menu")
        self.look("queue-menu")
        self._click("queue-stop")
        self.window.see("queue-stop-off")
        self._away_with_toasts()
        self.look("queue")
        self._click("queue-stop-off")
        self._click("queue-menu")
        self._click("queue-clear")
        self.window.see("queue-empty")
        self.window.see("toast-undo")
        self.look("toast")
        self._click("toast-undo")
        self.window.see("queue-row")
        self._away_with_toasts()

    def _away_with_toasts(self) -> None:
        self.window.driver.run("document.querySelectorAll('.toast .close').forEach(button => button.click())")
        self._gone("toast")

    def _over_the_window(self) -> None:
        self._row(4)
        self._press("p")
        self.window.see("playlist-filter")
        self.look("add-to-playlist")
        self._leave("playlist-filter")
        self._press("?")
        self.window.see("shortcuts")
        self.look("shortcuts")
        self._leave("shortcuts")

    def _settings(self) -> None:
        self._go("settings")
        self.window.see("folder")
        self.look("settings")

    def _playing(self) -> None:
        Playing(self.window, self.look, self._look_at_mini).walk()

    def _scan(self) -> None:
        more = self.music.parent / "More music"
        invent(more, self._scanned, seed=11)
        self._go("library")
        before = self.window.row_count()
        self.window.add_folder(more)
        self.window.driver.until(
            lambda: self.window.scan_status() == "scanning" and self.window.row_count() > before,
            what="rows come in",
            seconds=60,
        )
        self.look("scan")
        assert self.window.scan_status() == "scanning", (
            "the scan was over before it was looked at: raise `scanned`"
        )
        self._click("scan-progress")
        self.window.see("scan-details")
        self._scanned_all()
        self.look("scan-details")
        self._click("scan-progress")
        self._gone("scan-details")

    def _narrow(self) -> None:
        self._resize(800, 500)
        self.look("narrow")
        self._click("queue-toggle")
        self.window.see("queue-row")
        self.look("narrow-queue")
        self._click("queue-toggle")
        self._go("settings")
        self.look("narrow-settings")
        self._press("?")
        self.window.see("shortcuts")
        self.look("narrow-shortcuts")
        self._leave("shortcuts")
        self._resize(1280, 800)

    def _resize(self, width: int, height: int) -> None:
        display = self.window.place.display
        assert display is not None
        with x11.connect(display) as connection:
            window = connection.window("Dunnock")
            assert window is not None
            connection.resize(window, width, height)
        self.window.driver.until(
            lambda: self.window.driver.run("return [innerWidth, innerHeight]") == [width, height],
            what=f"the window is {width} by {height}",
        )
        self.window.settle()

    def _offline(self) -> None:
        self._go("library")
        self.music.rename(self.music.with_name("Elsewhere"))
        self.window.place.cli("scan")
        self.window.see("offline-notice")
        self.window.settle()
        self.look("offline")
        self._go("settings")
        self.window.see("folder-reason")
        self.look("offline-settings")
