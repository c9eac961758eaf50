"""Take the pictures of docs/screenshots from the real window: every screen, by day and by night.

Needs what the tests of the window need, Xvfb and WebKitWebDriver, and util-linux for a /media of its own, so that
the pictures show the path of a music folder as a person has it. Run it from anywhere: tools/screenshots.py [FOLDER]
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.desktop import x11  # noqa: E402 - after the path is set
from tests.desktop.harness import DrivenWindow, Place, Screen, is_painted  # noqa: E402 - after the path is set
from tests.desktop.tour import Tour  # noqa: E402

THEMES = ("light", "dark")
MEDIA = Path("/media")
INSIDE = "DUNNOCK_PICTURES_MEDIA"
"""Set in the process that has a /media of its own."""

MINI_TITLE, MINI_SIZE = "Dunnock player", (340, 120)
"""The small window, as it opens."""

COLOURS = 160
"""The most frequent ones of a picture, which are kept exactly; the others become the nearest of them."""


def change_theme(window: DrivenWindow, theme: str) -> None:
    """Choose a theme as the button does, which a press would do only after closing what is open over it."""
    driver = window.driver
    if driver.run("return document.documentElement.dataset.theme") != theme:
        driver.run("document.querySelector('[data-testid=\"theme-toggle\"]').click()")
        driver.until(
            lambda: driver.run("return document.documentElement.dataset.theme") == theme,
            what=f"the theme is {theme}",
        )
    window.rest()


def take(window: DrivenWindow, screen: Screen, target: Path, size: tuple[int, int] | None = None) -> None:
    """Write what the window shows as a PNG. Without a manager of windows it is in the corner of the screen."""
    width, height = size or window.driver.run("return [innerWidth, innerHeight]")
    picture = screen.picture().convert("RGB").crop((0, 0, width, height))
    found = sorted(picture.getcolors(picture.width * picture.height) or [], reverse=True)
    palette = Image.new("P", (1, 1))
    palette.putpalette(
        [part for _, colour in found[:COLOURS] for part in cast("tuple[int, int, int]", colour)]
    )
    picture.quantize(palette=palette, dither=Image.Dither.NONE).save(target, optimize=True)
    print(target.name, target.stat().st_size, flush=True)


@contextmanager
def small_window(window: DrivenWindow, screen: Screen) -> Iterator[None]:
    """Open the small window over the corner of the other, and close it again."""
    with x11.connect(screen.display) as connection:
        window.driver.find("player-mini").click()
        window.driver.until(
            lambda: (small := connection.window(MINI_TITLE)) is not None and connection.is_visible(small),
            what="the small window is open",
        )
        corner = (0, 0, *MINI_SIZE)
        window.driver.until(
            lambda: is_painted(screen.picture().crop(corner)), what="the small window is drawn"
        )
        yield
        connection.close(connection.window(MINI_TITLE) or 0)
        window.driver.until(lambda: connection.window(MINI_TITLE) is None, what="the small window is closed")


def walk(target: Path) -> None:
    """Take every picture."""
    target.mkdir(parents=True, exist_ok=True)
    screen = Screen()
    try:
        with tempfile.TemporaryDirectory(prefix="dunnock-pictures-") as folder:
            place = Place(Path(folder), screen.display)
            place.cli("settings", "set", "theme", THEMES[0])
            with DrivenWindow(place) as window:

                def look(name: str) -> None:
                    for theme in THEMES:
                        change_theme(window, theme)
                        take(window, screen, target / f"{name}-{theme}.png")
                    change_theme(window, THEMES[0])

                def look_at_mini(name: str) -> None:
                    with small_window(window, screen):
                        for theme in THEMES:
                            change_theme(window, theme)
                            # It draws when it has heard of it, too.
                            time.sleep(1)
                            take(window, screen, target / f"{name}-{theme}.png", MINI_SIZE)
                        change_theme(window, THEMES[0])

                Tour(
                    window,
                    MEDIA / "robin" / "Music",
                    look,
                    artists=160,
                    scanned=1_500,
                    look_at_mini=look_at_mini,
                ).walk()
    finally:
        screen.close()


def main() -> None:
    """Become a process with an empty /media, and take every picture there."""
    if INSIDE in os.environ:
        walk(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screenshots")
        return
    mount = f'mount -t tmpfs music {MEDIA} && mkdir {MEDIA}/robin && exec "$@"'
    command = ["unshare", "--map-root-user", "--mount", "sh", "-c", mount, "sh", sys.executable, *sys.argv]
    os.execvpe(command[0], command, {**os.environ, INSIDE: "1"})  # noqa: S606 - a shell is not wanted


if __name__ == "__main__":
    main()
