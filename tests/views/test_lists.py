"""Which tracks a list holds, and in what order."""

import pytest

from dunnock.contract.events import LibraryUpdated
from dunnock.contract.models import Section
from dunnock.contract.settings import Sort
from tests.views.reading import BY_TITLE, add_all, titles
from tests.views.shelf import Shelf


def test_names_are_sorted_without_their_article_unless_the_setting_says_so(shelf: Shelf) -> None:
    add_all(shelf, "The Zephyr", "A Moth", "Nest", "Der Berg")
    assert titles(shelf) == ["Der Berg", "A Moth", "Nest", "The Zephyr"]
    shelf.set_ignore_articles(ignore=False)
    shelf.rest()
    assert titles(shelf) == ["A Moth", "Der Berg", "Nest", "The Zephyr"]


def test_names_are_sorted_without_case_and_accents_and_with_their_numbers(shelf: Shelf) -> None:
    add_all(shelf, "track 10", "Track 2", "Écume", "echo", "Zen", "éclair")
    assert titles(shelf) == ["echo", "éclair", "Écume", "track 2".capitalize(), "track 10", "Zen"]


@pytest.mark.parametrize("descending", [False, True])
def test_what_is_unknown_comes_last_in_both_directions(shelf: Shelf, *, descending: bool) -> None:
    shelf.add(title="unknown")
    shelf.add(title="known", artists=("Åse",), album="Fjord", year=1999, track_no=3)
    for column in ("artist", "album", "year", "number"):
        sort = Sort.model_validate({"column": column, "descending": descending})
        assert titles(shelf, sort=sort) == ["known", "unknown"], column


def test_equals_keep_one_order_in_both_directions(shelf: Shelf) -> None:
    for number in (2, 1, 3):
        shelf.add(
            title=f"Song {number}", artists=("Åse",), album="Fjord", disc_no=1, track_no=number, year=1999
        )
    for descending in (False, True):
        assert titles(shelf, sort=Sort(column="year", descending=descending)) == [
            "Song 1",
            "Song 2",
            "Song 3",
        ]


def test_every_word_typed_must_begin_a_word_of_the_track(shelf: Shelf) -> None:
    shelf.add(title="Nightfall", artists=("Motörhead",))
    shelf.add(title="Night Train", artists=("Wren",))
    assert titles(shelf, "night") == ["Night Train", "Nightfall"]
    assert titles(shelf, "moto nig") == ["Nightfall"]
    assert titles(shelf, "TRAIN  wr") == ["Night Train"]
    assert titles(shelf, "fall") == []  # not the middle of a word
    assert titles(shelf, '"night" OR train* NOT (') == []  # words like others, and signs
    shelf.add(title="Night or Not a Train")
    shelf.rest()
    assert titles(shelf, '"night" OR train* NOT (') == ["Night or Not a Train"]


def test_the_recently_added_are_the_newest_five_hundred(shelf: Shelf) -> None:
    for number in range(510):
        shelf.add(title=f"{number:03}", added_at=number)
    newest = Sort(column="added", descending=True)
    found = shelf.views.open("recently-added", "", newest)
    assert found.total == 500
    assert titles(shelf, sort=newest, section="recently-added")[:2] == ["509", "508"]
    # A search within looks among those alone.
    assert titles(shelf, "009", newest, "recently-added") == []
    assert titles(shelf, "010", newest, "recently-added") == ["010"]


def played(shelf: Shelf, track_id: int, plays: int, at: int) -> None:
    with shelf.database.transaction() as transaction:
        transaction.execute(
            "UPDATE track SET plays = ?, last_played_at = ? WHERE id = ?", (plays, at, track_id)
        )
        transaction.emit(LibraryUpdated(action="updated", track_ids=[track_id]))


def test_the_played_are_the_last_and_the_most_played_and_follow_each_play(shelf: Shelf) -> None:
    add_all(shelf, "a", "b", "c", "d")
    by_time = Sort(column="added", descending=True)
    by_plays = Sort(column="plays", descending=True)
    first, second, third, _ = sorted(shelf.shown)
    played(shelf, first, 9, at=100)
    played(shelf, second, 1, at=300)
    played(shelf, third, 4, at=200)
    shelf.rest()
    assert titles(shelf, "", by_time, "recently-played") == ["b", "c", "a"]
    assert titles(shelf, "", by_plays, "most-played") == ["a", "c", "b"]
    played(shelf, third, 10, at=400)
    shelf.rest()
    assert titles(shelf, "", by_time, "recently-played") == ["c", "b", "a"]
    assert titles(shelf, "", by_plays, "most-played") == ["c", "a", "b"]
    assert titles(shelf, "a", by_time, "recently-played") == ["a"]


def test_the_played_are_the_first_five_hundred_of_their_order(shelf: Shelf) -> None:
    for number in range(510):
        played(shelf, shelf.add(title=f"{number:03}"), plays=number + 1, at=1000 - number)
    shelf.rest()
    sections: list[tuple[Section, str]] = [("recently-played", "505"), ("most-played", "005")]
    for section, missing in sections:
        assert shelf.views.open(section, "", BY_TITLE).total == 500, section
        assert titles(shelf, missing, BY_TITLE, section) == []


def test_what_lies_in_a_removed_folder_is_not_among_the_played(shelf: Shelf) -> None:
    add_all(shelf, "a")
    played(shelf, next(iter(shelf.shown)), 3, at=1)
    shelf.toggle_folder(b"/music")
    shelf.rest()
    assert titles(shelf, section="most-played") == []
    assert titles(shelf, section="recently-played") == []


def test_a_removed_folder_is_hidden_at_once_and_shown_again_when_it_is_back(shelf: Shelf) -> None:
    shelf.add_folder(b"/other")
    shelf.add(title="here")
    shelf.add(b"/other", title="there")
    assert titles(shelf) == ["here", "there"]
    shelf.toggle_folder(b"/other")
    shelf.rest()
    assert titles(shelf) == ["here"]
    assert titles(shelf, "the") == []
    shelf.toggle_folder(b"/other")
    shelf.rest()
    assert titles(shelf) == ["here", "there"]
