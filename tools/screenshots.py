"""Take the pictures of docs/screenshots from the real window: by day and by night, empty, full, and mid-scan.

Needs what the tests of the window need: Xvfb and WebKitWebDriver. Run it from anywhere: tools/screenshots.py [FOLDER]
"""

import random
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.desktop.collection import write_flac  # noqa: E402 - after the path is set
from tests.desktop.harness import DrivenWindow, Place, Screen  # noqa: E402

THEMES = ("light", "dark")
ARTISTS = 160
ARTISTS_TO_WATCH = 2_500
"""So many that the scan is still running when its picture is taken."""

ADJECTIVES = [
    "Amber",
    "Blue",
    "Distant",
    "Early",
    "Golden",
    "Hollow",
    "Late",
    "Little",
    "Northern",
    "Open",
    "Pale",
    "Quiet",
    "Salt",
    "Silver",
    "Slow",
    "Winter",
]
NOUNS = [
    "Birds",
    "Bridges",
    "Fields",
    "Harbours",
    "Hours",
    "Islands",
    "Lanterns",
    "Letters",
    "Mornings",
    "Orchards",
    "Rivers",
    "Roads",
    "Rooms",
    "Tides",
]
BANDS = [
    "Choir",
    "Company",
    "Ensemble",
    "Kings",
    "Orchestra",
    "Quartet",
    "Society",
    "Sisters",
    "Trio",
    "Union",
]
PLACES = [
    "Across the Water",
    "After Rain",
    "At the Window",
    "by the Sea",
    "for Two",
    "in June",
    "of Glass",
    "on the Line",
    "under Snow",
]


def invent(folder: Path, artists: int, seed: int) -> None:
    """Write a collection by artists who do not exist."""
    dice = random.Random(seed)
    for number in range(artists):
        artist = f"{dice.choice(('The ', '', ''))}{dice.choice(ADJECTIVES)} {dice.choice(BANDS)}"
        for _ in range(dice.randint(1, 3)):
            album = f"{dice.choice(ADJECTIVES)} {dice.choice(NOUNS)}"
            place = folder / f"{number:04} {artist}" / album
            place.mkdir(parents=True, exist_ok=True)
            year = str(dice.randint(1961, 2024))
            for track in range(1, dice.randint(7, 13)):
                write_flac(
                    place / f"{track:02}.flac",
                    seconds=dice.randint(95, 460),
                    title=f"{dice.choice(NOUNS)} {dice.choice(PLACES)}",
                    artist=artist,
                    album=album,
                    tracknumber=str(track),
                    date=year,
                )


def take(window: DrivenWindow, target: Path) -> None:
    """Write what the page shows as a PNG, once nothing on it is arriving or leaving."""
    window.rest()
    target.write_bytes(window.driver.screenshot())
    print(target)


def empty(window: DrivenWindow, theme: str, target: Path) -> None:
    """The first start."""
    window.see("welcome")
    take(window, target / f"empty-{theme}.png")


def full(window: DrivenWindow, theme: str, target: Path) -> None:
    """A library with one row chosen."""
    music = window.place.folder / "Music"
    invent(music, ARTISTS, seed=7)
    window.add_folder(music)
    window.driver.until(lambda: window.scan_status() == "completed", what="the scan is complete", seconds=60)
    window.settle()
    window.driver.select('[data-testid="track-row"]:nth-of-type(6)').click()
    window.see("selected-count")
    take(window, target / f"library-{theme}.png")


def scanning(window: DrivenWindow, theme: str, target: Path) -> None:
    """Rows coming in."""
    music = window.place.folder / "More music"
    invent(music, ARTISTS_TO_WATCH, seed=11)
    before = window.row_count()
    window.add_folder(music)
    window.driver.until(lambda: window.row_count() > before + 5_000, what="rows come in", seconds=60)
    take(window, target / f"scan-{theme}.png")
    if window.scan_status() != "scanning":
        raise SystemExit("the scan was over before its picture was taken: raise ARTISTS_TO_WATCH")


def main() -> None:
    """Take every picture."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screenshots"
    target.mkdir(parents=True, exist_ok=True)
    screen = Screen()
    try:
        for theme in THEMES:
            with tempfile.TemporaryDirectory(prefix="dunnock-pictures-") as folder:
                place = Place(Path(folder), screen.display)
                place.cli("settings", "set", "theme", theme)
                with DrivenWindow(place) as window:
                    for picture in (empty, full, scanning):
                        picture(window, theme, target)
    finally:
        screen.close()


if __name__ == "__main__":
    main()
