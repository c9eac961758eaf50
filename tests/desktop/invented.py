"""Collections by artists who do not exist, which look like those of people."""

import random
from pathlib import Path

from tests.desktop.collection import write_flac

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


def hard_to_lay_out(folder: Path) -> None:
    """Write an album whose names are too long for every place, run from right to left, or are one long word."""
    folder.mkdir(parents=True)
    names = [
        ("A Very Long Title, " * 12, "An Orchestra of Many Words and Few Rests " * 4),
        ("Unbroken" * 30, "Onewordonly" * 20),
        ("\u0623\u063a\u0646\u064a\u0629 \u0627\u0644\u0635\u0628\u0627\u062d", "\u05e9\u05d9\u05e8"),
    ]
    for number, (title, artist) in enumerate(names, 1):
        write_flac(
            folder / f"{number}.flac",
            seconds=36_000 * number,
            title=title,
            artist=artist,
            album=f"Every Song of the Year, {title}",
            tracknumber=str(1000 + number),
            date="2024",
        )
