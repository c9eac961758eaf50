"""The part of the tour where something is heard."""

import shutil
from collections.abc import Callable
from pathlib import Path

from tests.desktop.harness import ROOT, DrivenWindow

SPACE = " "

_TWICE = "arguments[0].dispatchEvent(new MouseEvent('dblclick', {bubbles: true}))"
_COVER = """
const picture = document.querySelector('[data-testid="now-playing"] img');
return picture !== null && picture.complete && picture.naturalWidth > 0
"""
_AWAY_WITH_SUMMARY = """
for (const each of document.getAnimations()) if (each.animationName?.endsWith('linger')) each.finish();
"""
_ROW_OF = """
return document.querySelectorAll('[data-testid="track-row"]').length > 8 ? null
  : [...document.querySelectorAll('[data-testid="track-row"]')].find(
      row => row.querySelector('.title').textContent.trim() === arguments[0]) ?? null
"""
_TITLE = "return document.querySelector('[data-testid=\"player-title\"]').textContent.trim()"


def add_music(folder: Path) -> None:
    """Put an album with covers and lyrics, and one without, into a folder of music."""
    for artist in ("Wren & Weather", "Various Artists"):
        shutil.copytree(ROOT / "demo" / artist, folder / artist)


class Playing:
    """Plays, and has each screen of it looked at.

    Args:
        window: shows a library that `add_music` was used on, with something in its queue.
        look: is called with the name of the screen that is shown.
        look_at_mini: opens the small window beside it, looks at that, and closes it; None where nobody wants to.
    """

    def __init__(
        self,
        window: DrivenWindow,
        look: Callable[[str], None],
        look_at_mini: Callable[[str], None] | None,
    ) -> None:
        self.window = window
        self._look = look
        self._look_at_mini = look_at_mini

    def walk(self) -> None:
        """Visit every screen, and leave the library open and the queue as it was."""
        # The summary of the scan goes by itself, which is not to be looked at while it fades.
        self.window.driver.run(_AWAY_WITH_SUMMARY)
        self.window.driver.until(lambda: not self.window.driver.has("scan-progress"), what="it is gone")
        self._play("small hours", "Kettle Before Dawn")
        self._repeat_it()
        self._open("library")
        self._look("player-playing")
        self._click("player-artwork")
        self.window.see("lyrics")
        self.window.driver.until(lambda: self.window.driver.run(_COVER), what="the cover is shown")
        self._look("now-playing")
        if self._look_at_mini is not None:
            self._look_at_mini("mini")
        self._play("waiting rooms", "Fern in the Corner")
        self._click("player-artwork")
        self.window.see("now-playing")
        self._look("now-playing-plain")
        self._open("library")
        self._click("player-toggle")
        self._until_state("paused")
        self._look("player-paused")
        self._click("player-menu")
        self.window.see("player-sleep")
        self._look("player-menu")
        self._click("player-stop")
        self._until_state("stopped")
        self._open("history")
        self.window.see("history-row")
        self._look("history")
        self._faulty()
        self._open("library")

    def _faulty(self) -> None:
        self._open("library")
        row = self.window.driver.select('[data-testid="track-row"][data-index="2"]')
        self.window.driver.run(_TWICE, row.reference)
        self.window.see("player-retry")
        self._settled()
        self._look("player-fault")
        self.window.driver.run("document.querySelector('[data-testid=\"player-fault\"] .close').click()")

    def _play(self, words: str, title: str) -> None:
        """Search for an album, and play what is found from one of its tracks on."""
        driver = self.window.driver
        self._open("library")
        self._click("search")
        driver.press(*words)
        driver.until(lambda: driver.run(_ROW_OF, title), what=f"{title} is found")
        self.window.settle()
        driver.run(_TWICE, driver.run(_ROW_OF, title))
        driver.until(lambda: driver.run(_TITLE) == title, what=f"{title} is heard")
        self._until_state("playing")
        driver.run(
            "const field = document.querySelector('[data-testid=\"search\"]'); field.focus(); field.select()"
        )
        driver.press("\ue00c")
        self._settled()

    def _repeat_it(self) -> None:
        """Pieces are short: let one go on for as long as it is looked at."""
        while (before := self._mode()) != "one":
            self._click("queue-repeat")
            self._until_not(before)

    def _mode(self) -> str:
        return str(self.window.driver.find("queue-repeat").attribute("data-mode"))

    def _until_not(self, mode: str) -> None:
        self.window.driver.until(lambda: self._mode() != mode, what="another way to repeat")

    def _settled(self) -> None:
        self.window.driver.run("document.querySelectorAll('.toast .close').forEach(button => button.click())")
        self.window.driver.until(lambda: not self.window.driver.has("toast"), what="no notice is left")
        self.window.settle()

    def _open(self, place: str) -> None:
        self._click(f"nav-{place}")
        self.window.settle()

    def _click(self, testid: str) -> None:
        self.window.see(testid)
        self.window.driver.find(testid).click()

    def _until_state(self, state: str) -> None:
        css = "document.querySelector('[data-testid=\"player-toggle\"]').dataset.state"
        self.window.driver.until(
            lambda: self.window.driver.run(f"return {css}") == state, what=f"the player is {state}"
        )
