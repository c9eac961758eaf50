"""Single values of tags, cleaned."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunnock.media.tag_values import (
    LONGEST_TEXT,
    artists_of,
    clean_list,
    clean_text,
    gain_of,
    genres_of,
    number_of,
    peak_of,
    r128_gain_of,
    year_of,
)


@pytest.mark.parametrize(
    ("date", "year"),
    [
        ("1997", 1997),
        ("1997-05-21", 1997),
        ("1997-05-21T12:30:00", 1997),
        ("19970521", 1997),
        ("21/05/1997", 1997),
        ("21.05.1997", 1997),
        ("May 1997", 1997),
        ("(c) 2003 Somebody", 2003),
        ("97", None),
        ("0000", None),
        ("12345", None),
        ("", None),
        (None, None),
    ],
)
def test_the_year_is_found_in_any_date(date: str | None, year: int | None) -> None:
    assert year_of(date) == year


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("3", (3, None)),
        ("03/12", (3, 12)),
        (" 3 / 12 ", (3, 12)),
        ("3 of 12", (3, 12)),
        ("0/0", (None, None)),
        ("A1", (None, None)),
        ("/12", (None, None)),
        ("99999999999", (None, None)),
        (None, (None, None)),
    ],
)
def test_numbers_are_read_with_their_totals(text: str | None, numbers: tuple[int | None, int | None]) -> None:
    assert number_of(text) == numbers


@pytest.mark.parametrize(
    ("text", "gain"),
    [("-6.50 dB", -6.5), ("+3,25 dB", 3.25), ("2", 2.0), ("loud", None), ("-900 dB", None), (None, None)],
)
def test_a_gain_is_a_number_of_decibels_that_can_be_true(text: str | None, gain: float | None) -> None:
    assert gain_of(text) == gain


def test_a_peak_is_not_negative() -> None:
    assert peak_of("1.02") == 1.02
    assert peak_of("-1") is None


@pytest.mark.parametrize(
    ("text", "gain"), [("-1536", -1.0), ("0", 5.0), ("256", 6.0), ("99999", None), ("x", None)]
)
def test_an_r128_gain_counts_from_another_reference(text: str, gain: float | None) -> None:
    assert r128_gain_of(text) == gain


@pytest.mark.parametrize(
    ("values", "genres"),
    [
        (["Rock"], ("Rock",)),
        (["Rock; Pop", "Rock"], ("Rock", "Pop")),
        (["(17)"], ("Rock",)),
        (["(17)(6)"], ("Rock", "Grunge")),
        (["(4)Eurodisco"], ("Disco", "Eurodisco")),
        (["(RX)"], ("Remix",)),
        (["((Strange)"], ("(Strange)",)),
        (["255"], ("255",)),
        (["1980s"], ("1980s",)),
        (["Singer/Songwriter"], ("Singer/Songwriter",)),
    ],
)
def test_genres_are_a_list_of_names(values: list[str], genres: tuple[str, ...]) -> None:
    assert genres_of(values) == genres


def test_the_credit_gives_way_to_the_artists_named_in_it() -> None:
    assert artists_of(["Ann feat. Bob", "Ann", "Bob"], []) == ("Ann", "Bob")
    assert artists_of(["Ann feat. Bob"], ["Ann", "Bob"]) == ("Ann", "Bob")
    assert artists_of(["Ann", "Bob", "Cid"], []) == ("Ann", "Bob", "Cid")
    assert artists_of(["Ann"], ["Ann"]) == ("Ann",)
    assert artists_of([], ["Ann"]) == ("Ann",)


@given(st.text(max_size=2_000))
def test_a_cleaned_text_is_short_printable_at_its_ends_and_never_empty(text: str) -> None:
    cleaned = clean_text(text)
    if cleaned is not None:
        assert 0 < len(cleaned) <= LONGEST_TEXT
        assert "\0" not in cleaned
        assert cleaned == cleaned.strip(" \t\r\n")
        assert "\n" not in cleaned


@given(st.text(st.characters(categories=["Cs", "Lu"]), max_size=30))
def test_half_characters_never_leave_the_cleaning(text: str) -> None:
    cleaned = clean_text(text) or ""
    assert cleaned.encode("utf-8").decode() == cleaned


@given(st.lists(st.text(max_size=10)))
def test_a_cleaned_list_has_each_value_once_in_its_order(values: list[str]) -> None:
    cleaned = clean_list(values)
    assert len(set(cleaned)) == len(cleaned)
    assert clean_list(cleaned) == cleaned
