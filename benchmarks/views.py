"""Measure lists of a large library: opening, reading rows at both ends, searching, finding places.

python -m benchmarks.views [--tracks 100000]
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import get_args

from benchmarks.machine import Budget, conclude, describe_machine, percentile
from dunnock.app import App
from dunnock.contract.events import LibraryUpdated, ViewUpdated
from dunnock.contract.settings import ColumnId, Sort
from dunnock.store.database import Database
from dunnock.views import Views
from tests.store.sample_library import add_folder, add_track

JUMP_MS = 50
"""What the window has for a jump to any place; reading the rows is a part of it."""

_SYLLABLES = (
    "an",
    "be",
    "cor",
    "du",
    "el",
    "fi",
    "gra",
    "hol",
    "in",
    "jo",
    "ka",
    "lun",
    "mor",
    "nigh",
    "os",
    "pe",
    "qui",
    "ro",
)
_BY_ARTIST = Sort(column="artist", descending=False)
_PAGE = 100


def fill(database: Database, count: int) -> None:
    """Put a made-up library of so many tracks into the database: twelve an album, some three albums an artist."""
    chance = random.Random(3)

    def name(words: int) -> str:
        return " ".join(
            "".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))) for _ in range(words)
        ).title()

    with database.transaction() as transaction:
        add_folder(transaction)
    artist, album = name(2), name(3)
    for start in range(0, count, 1_000):
        with database.transaction() as transaction:
            ids = []
            for number in range(start, min(start + 1_000, count)):
                if number % 12 == 0:
                    artist, album = artist if chance.random() < 0.65 else name(2), name(3)
                ids.append(
                    add_track(
                        transaction,
                        b"%d.flac" % number,
                        added_at=number,
                        title=name(3),
                        artists=(artist,),
                        album=album,
                        track_no=number % 12 + 1,
                        disc_no=1,
                        year=chance.randint(1960, 2025),
                        duration_ms=chance.randint(60_000, 600_000),
                    )
                )
            transaction.emit(LibraryUpdated(action="added", track_ids=ids))


def ignore(event: ViewUpdated) -> None:
    """Nobody listens to a list that is built once."""


def timed(act: Callable[[], object], runs: int) -> list[float]:
    """How long each of some runs took, in ms."""
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        act()
        times.append((time.perf_counter() - began) * 1000)
    return times


def show(what: str, times: list[float]) -> float:
    """Print a line, and return the median."""
    print(
        f"{what:<34} median {median(times):8.2f} ms   p95 {percentile(times, 95):8.2f} ms   most {max(times):8.2f} ms"
    )
    return median(times)


def measure_opening(app: App) -> None:
    """Each order, built anew at each run."""
    for column in get_args(ColumnId):
        for descending in (False, True):
            sort = Sort(column=column, descending=descending)

            def build(sort: Sort = sort) -> None:
                Views(app.database, ignore).open("library", "", sort)

            show(f"open by {column}{', descending' if descending else ''}", timed(build, 7))


def measure_searching(app: App, word: str) -> None:
    """The lists as a word is typed, letter by letter."""
    for letters in range(1, len(word) + 1):
        query = word[:letters]

        def search(query: str = query) -> int:
            return Views(app.database, ignore).open("library", query, _BY_ARTIST).total

        show(f"search {query} ({search():,} found)", timed(search, 15))


def main() -> int:
    """Measure, print, and return 0 when the budgets are kept."""
    parser = argparse.ArgumentParser(description="Measure lists of a large library.")
    parser.add_argument("--tracks", type=int, default=100_000)
    arguments = parser.parse_args()
    last = arguments.tracks - _PAGE
    print(describe_machine())
    with tempfile.TemporaryDirectory() as folder, App(Path(folder)) as app:
        fill(app.database, arguments.tracks)
        app.views.start()
        measure_opening(app)
        measure_searching(app, "nighan")
        view = app.views.open("library", "", _BY_ARTIST).view_id
        begin = show("100 rows at 0", timed(lambda: app.views.rows(view, 0, _PAGE), 300))
        end = show(f"100 rows at {last:,}", timed(lambda: app.views.rows(view, last, _PAGE), 300))
        ids = app.views.track_ids(view, 0, arguments.tracks).track_ids
        show("place of the last track", timed(lambda: app.views.locate(view, ids[-1:]), 30))
        some = random.Random(4).sample(ids, 1_000)
        show("places of 1,000 tracks", timed(lambda: app.views.locate(view, some), 30))
        show("all ids", timed(lambda: app.views.track_ids(view, 0, arguments.tracks), 30))
    return conclude(
        [
            Budget("100 rows at the end", end, JUMP_MS, "ms"),
            Budget("at the end, against at the beginning", end / begin, 1.5, "times"),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
