"""The row that a reader process makes of a file."""

import json

from dunnock.media.messages import LENGTH_SIZE, pack, unpack
from dunnock.media.rows import TrackRow, build_row
from dunnock.media.tag_model import Tags


def row(path: bytes = b"/music/01 Some Song.mp3", **tags: object) -> TrackRow:
    return build_row(path, Tags(duration_ms=1_000, codec="mp3", **tags))  # type: ignore[arg-type]  # given by name


def test_lists_are_kept_as_json_and_as_text() -> None:
    made = row(artists=("Ann", "Bób"), genres=("Jazz", "Funk"))
    assert json.loads(made.artists) == ["Ann", "Bób"]
    assert "ó" in made.artists
    assert (made.artist, made.genre, made.genres) == ("Ann, Bób", "Jazz, Funk", '["Jazz","Funk"]')
    assert (made.album_artists, made.album_artist) == ("[]", None)


def test_the_file_name_stands_in_for_a_missing_title() -> None:
    made = row()
    assert (made.title, made.title_display, made.title_key) == (None, "01 Some Song", "0000000001 some song")
    assert "song" in made.search_text.split()


def test_a_path_that_is_not_utf8_is_kept_and_can_be_shown() -> None:
    made = row(b"/music/caf\xe9.mp3")
    assert (made.path, made.path_text, made.title_display) == (
        b"/music/caf\xe9.mp3",
        "/music/caf\ufffd.mp3",
        "caf\ufffd",
    )


def test_both_keys_are_made_for_names_with_an_article() -> None:
    made = row(title="A Song", artists=("The Band",), album="Die Platte")
    assert (made.title_key_plain, made.artist_key_plain, made.album_key_plain) == (
        "a song",
        "the band",
        "die platte",
    )
    assert (made.title_key, made.artist_key, made.album_key) == ("song\x01a", "band\x01the", "platte\x01die")


def test_sort_tags_decide_over_names() -> None:
    made = row(
        artists=("夜汽車クラブ",),
        artist_sort="Yogisha",
        title="終電",
        title_sort="Shuden",
        album_sort="B",
        album="C",
    )
    assert (made.artist_key, made.title_key, made.album_key) == ("yogisha", "shuden", "b")


def test_the_artist_of_the_album_is_found_from_the_nearest() -> None:
    assert row(artists=("Ann",)).album_artist_key == "ann"
    assert row(artists=("Ann",), compilation=True).album_artist_key == "various artists"
    assert row(artists=("Ann",), album_artists=("Bob",)).album_artist_key == "bob"
    assert row(album_artists=("Bob",)).artist_key == "bob"
    assert row().artist_key == "\U0010ffff"


def test_every_shown_field_can_be_searched() -> None:
    made = row(
        title="Title",
        artists=("Ann",),
        album="Álbum",
        album_artists=("Band",),
        composers=("Composer",),
        genres=("Jazz",),
        year=1997,
        comment="secret",
    )
    assert made.search_text == "title ann album band composer jazz 1997"


def test_a_row_goes_through_the_pipe_unharmed() -> None:
    made = row(title="T", rg_track_gain=-1.5, has_cover=True)
    assert TrackRow._make(unpack(pack((1, [tuple(made)], [], True))[LENGTH_SIZE:])[1][0]) == made
    assert made.has_cover == 1
