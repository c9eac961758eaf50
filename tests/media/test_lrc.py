"""Lyrics with times are read as they are found, and no text is too odd."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunnock.media.lrc import LONGEST_LINE, MOST_LINES, decode_text, parse_lyrics

Lines = list[tuple[int | None, str]]


def read(text: str) -> Lines:
    return [(line.at_ms, line.text) for line in parse_lyrics(text)[1]]


@pytest.mark.parametrize(
    ("stamp", "at_ms"),
    [
        ("[00:12.34]", 12_340),
        ("[00:12.345]", 12_345),
        ("[00:12.3]", 12_300),
        ("[00:12]", 12_000),
        ("[1:02.00]", 62_000),
        ("[00:12:34]", 12_340),
        ("[120:00.00]", 7_200_000),
    ],
)
def test_every_way_to_write_a_time_is_known(stamp: str, at_ms: int) -> None:
    assert read(f"{stamp} Words") == [(at_ms, "Words")]


def test_a_line_with_several_times_is_sung_at_each_and_all_are_in_order() -> None:
    text = "[00:20.00][00:05.00]Again\n[00:10.00]Between\n"
    assert read(text) == [(5_000, "Again"), (10_000, "Between"), (20_000, "Again")]


@pytest.mark.parametrize(
    ("offset", "at_ms"), [("+500", 9_500), ("-500", 10_500), ("250", 9_750), ("+99999", 0)]
)
def test_a_positive_offset_has_the_words_come_sooner(offset: str, at_ms: int) -> None:
    assert read(f"[offset:{offset}]\n[00:10.00]Words") == [(at_ms, "Words")]
    assert read(f"[00:10.00]Words\n[offset: {offset}]") == [(at_ms, "Words")]


def test_what_is_said_about_the_song_is_left_out() -> None:
    text = "[ar:Wren & Weather]\n[ti: Kettle]\n[by:nobody]\n[length: 02:10]\n[#:a note]\n[00:01.00]Words"
    assert read(text) == [(1_000, "Words")]


def test_times_of_words_are_left_out_where_lines_have_times() -> None:
    assert read("[00:01.00] <00:01.00> One <00:01.50>  word <00:02.00>") == [(1_000, "One word")]
    assert read("[00:01.00]One [00:01.50]word") == [(1_000, "One word")]
    assert read("Come at <3:00>") == [(None, "Come at <3:00>")]


def test_a_rest_is_kept_as_an_empty_line() -> None:
    assert read("[00:01.00]One\n[00:05.00]\n[00:09.00]Two") == [(1_000, "One"), (5_000, ""), (9_000, "Two")]


def test_a_line_without_a_time_among_others_is_sung_with_the_one_before() -> None:
    text = "Title\n[00:05.00]One\n(softly)\n\n[00:09.00]Two"
    assert read(text) == [(0, "Title"), (5_000, "One"), (5_000, "(softly)"), (9_000, "Two")]


def test_words_without_times_stay_as_they_are() -> None:
    text = "\n\n[Chorus: twice]\nOne\n\n  Two\r\nThree\r\n\n\n"
    assert parse_lyrics(text)[0] is False
    assert read(text) == [(None, line) for line in ("[Chorus: twice]", "One", "", "  Two", "Three")]


@pytest.mark.parametrize("text", ["", "\n \n", "[ar:Nobody]\n", "\r\n\r\n"])
def test_nothing_is_no_lyrics(text: str) -> None:
    assert parse_lyrics(text) == (False, [])


@pytest.mark.parametrize("words", ["Grüße, été, 終電", "plain"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_is_read_in_the_encodings_there_are(words: str, encoding: str) -> None:
    assert read(decode_text(f"[00:01.00]{words}\n".encode(encoding))) == [(1_000, words)]


def test_what_is_not_utf8_is_read_as_latin_1() -> None:
    assert read(decode_text("[00:01.00]Grüße".encode("latin-1"))) == [(1_000, "Grüße")]


def test_endless_lyrics_are_cut_off() -> None:
    assert len(read("[00:01.00]x\n" * (MOST_LINES + 5))) == MOST_LINES
    assert len(read("[00:01.00][00:02.00]x\n" * MOST_LINES)) == MOST_LINES
    assert len(read("y" * 100_000)[0][1]) == LONGEST_LINE


def test_a_line_of_nothing_but_brackets_takes_no_time_to_speak_of() -> None:
    assert len(read("[" * 500_000)) == 1
    assert len(read("[00:01" * 100_000)) == 1
    assert len(read("[ar:" + " " * 500_000)) == 1


PIECES = st.sampled_from(
    [
        "[00:01.00]",
        "[99:59.999]",
        "[offset:-300]",
        "<00:02.00>",
        "[ar:x]",
        "\n",
        "\r",
        "\t",
        "words ",
        "\0",
        "[",
        "]",
    ]
)


@given(st.one_of(st.text(), st.lists(st.one_of(PIECES, st.text(max_size=5))).map("".join)))
def test_any_text_is_read_and_its_times_are_in_order(text: str) -> None:
    synced, lines = parse_lyrics(text)
    times = [line.at_ms for line in lines]
    if synced:
        known = [time for time in times if time is not None]
        assert len(known) == len(times) > 0
        assert known == sorted(known)
        assert known[0] >= 0
    else:
        assert set(times) <= {None}
    for line in lines:
        assert not set(line.text) & set("\r\n\0\t")
        assert line.model_dump_json()


@given(st.lists(st.tuples(st.integers(0, 5_999), st.integers(0, 999)), min_size=1, max_size=30))
def test_what_is_written_is_what_is_read(times: list[tuple[int, int]]) -> None:
    text = "\n".join(
        f"[{seconds // 60:02}:{seconds % 60:02}.{part:03}]Line {number}"
        for number, (seconds, part) in enumerate(times)
    )
    wanted = [(seconds * 1_000 + part, f"Line {number}") for number, (seconds, part) in enumerate(times)]
    assert read(text) == sorted(wanted, key=lambda each: each[0])


@given(st.binary())
def test_any_bytes_are_text(data: bytes) -> None:
    assert isinstance(parse_lyrics(decode_text(data)), tuple)
