"""Where the words of a track are found."""

import os
import random
from pathlib import Path
from typing import Any

import mutagen
import pytest
from mutagen.id3 import SYLT, TXXX, USLT, Encoding
from mutagen.mp4 import MP4FreeForm

from dunnock.contract.models import Lyrics
from dunnock.media.lyrics import LARGEST_FILE, NO_LYRICS, read_lyrics
from tests.media.pictures import DEMO_OF, bare

PLAIN = "One\nTwo"
SYNCED = "[00:01.00]One\n[00:02.50]Two"


def lines(lyrics: Lyrics) -> list[tuple[int | None, str]]:
    return [(line.at_ms, line.text) for line in lyrics.lines]


def with_words(path: Path, words: str) -> Path:
    """Put words into a music file, in the way of its format."""
    audio: Any = mutagen.File(path)
    if audio.tags is None:
        audio.add_tags()
    match path.suffix:
        case ".mp3" | ".wav" | ".aiff":
            audio.tags.add(USLT(encoding=Encoding.UTF8, lang="eng", desc="", text=words))
        case ".m4a":
            audio["\xa9lyr"] = [words]
        case ".wma":
            audio["WM/Lyrics"] = [words]
        case _:
            audio["LYRICS"] = words
    audio.save()
    return path


@pytest.mark.parametrize("ending", DEMO_OF)
def test_the_words_in_a_file_are_found_in_every_format(ending: str, tmp_path: Path) -> None:
    found = read_lyrics(bytes(with_words(bare(tmp_path, ending), PLAIN)))
    assert (found.synced, found.source) == (False, "tags")
    assert lines(found) == [(None, "One"), (None, "Two")]


@pytest.mark.parametrize("ending", DEMO_OF)
def test_words_with_times_in_a_tag_are_known_as_such(ending: str, tmp_path: Path) -> None:
    found = read_lyrics(bytes(with_words(bare(tmp_path, ending), SYNCED)))
    assert (found.synced, found.source) == (True, "tags")
    assert lines(found) == [(1_000, "One"), (2_500, "Two")]


@pytest.mark.parametrize("ending", DEMO_OF)
def test_a_file_without_words_has_none(ending: str, tmp_path: Path) -> None:
    assert read_lyrics(bytes(bare(tmp_path, ending))) == NO_LYRICS


@pytest.mark.parametrize("name", ["UNSYNCEDLYRICS", "unsynced lyrics", "Lyrics", "SYNCEDLYRICS"])
def test_other_names_for_words_are_known(name: str, tmp_path: Path) -> None:
    flac = bare(tmp_path, ".flac")
    audio: Any = mutagen.File(flac)
    audio[name] = PLAIN
    audio.save()
    assert len(read_lyrics(bytes(flac)).lines) == 2
    mp3 = bare(tmp_path, ".mp3")
    audio = mutagen.File(mp3)
    audio.add_tags()
    audio.tags.add(TXXX(encoding=Encoding.UTF8, desc=name, text=[PLAIN]))
    audio.save()
    assert len(read_lyrics(bytes(mp3)).lines) == 2
    m4a = bare(tmp_path, ".m4a")
    audio = mutagen.File(m4a)
    audio[f"----:com.apple.iTunes:{name}"] = [MP4FreeForm(PLAIN.encode())]
    audio.save()
    assert len(read_lyrics(bytes(m4a)).lines) == 2


def sylt(path: Path, text: list[tuple[str, int]], *, form: int = 2, kind: int = 1) -> Path:
    audio: Any = mutagen.File(path)
    audio.add_tags()
    audio.tags.add(SYLT(encoding=Encoding.UTF8, lang="eng", format=form, type=kind, desc="", text=text))
    audio.save()
    return path


def test_words_with_times_in_a_frame_of_their_own_are_lines(tmp_path: Path) -> None:
    found = read_lyrics(bytes(sylt(bare(tmp_path, ".mp3"), [("Two", 2_500), ("One", 1_000)])))
    assert (found.synced, found.source) == (True, "tags")
    assert lines(found) == [(1_000, "One"), (2_500, "Two")]


def test_syllables_are_put_together_to_lines(tmp_path: Path) -> None:
    text = [
        ("Strang", 100),
        ("ers", 200),
        (" in", 300),
        ("\nthe ", 1_000),
        ("night", 1_200),
        ("\n", 2_000),
        ("La", 2_100),
    ]
    found = read_lyrics(bytes(sylt(bare(tmp_path, ".mp3"), text)))
    assert lines(found) == [(100, "Strangers in"), (1_000, "the night"), (2_100, "La")]


def test_times_counted_in_frames_and_what_is_not_sung_are_left_out(tmp_path: Path) -> None:
    assert read_lyrics(bytes(sylt(bare(tmp_path, ".mp3"), [("One", 1)], form=1))) == NO_LYRICS
    assert read_lyrics(bytes(sylt(bare(tmp_path, ".mp3"), [("Am7", 1)], kind=5))) == NO_LYRICS


@pytest.mark.parametrize("name", ["song.lrc", "Song.LRC", "SONG.Lrc"])
def test_a_file_beside_the_track_is_found_whatever_its_case(name: str, tmp_path: Path) -> None:
    path = bare(tmp_path, ".flac")
    (tmp_path / name).write_text(SYNCED)
    (tmp_path / "other.lrc").write_text("[00:00.00]Wrong")
    found = read_lyrics(bytes(path))
    assert (found.synced, found.source) == (True, "file")
    assert lines(found) == [(1_000, "One"), (2_500, "Two")]


def test_words_with_times_win_and_the_file_wins_otherwise(tmp_path: Path) -> None:
    path = with_words(bare(tmp_path, ".mp3"), SYNCED)
    beside = tmp_path / "song.lrc"
    beside.write_text("Plain words")
    assert read_lyrics(bytes(path)).source == "tags"
    beside.write_text("[00:09.00]Later")
    assert lines(read_lyrics(bytes(path))) == [(9_000, "Later")]
    with_words(path, PLAIN)
    beside.write_text("Plain words")
    assert lines(read_lyrics(bytes(path))) == [(None, "Plain words")]
    beside.write_text("\n")
    assert read_lyrics(bytes(path)).source == "tags"


def test_a_name_that_is_not_utf8_has_its_file_beside_it(tmp_path: Path) -> None:
    odd = bytes(tmp_path) + b"/caf\xe9"
    os.rename(bytes(bare(tmp_path, ".mp3")), odd + b".mp3")  # noqa: PTH104  # bytes, not str
    with open(odd + b".LRC", "w") as file:  # noqa: PTH123  # bytes, not str
        file.write(SYNCED)
    assert read_lyrics(odd + b".mp3").source == "file"


def test_a_file_that_is_gone_a_pipe_or_endless_does_no_harm(tmp_path: Path) -> None:
    assert read_lyrics(bytes(tmp_path / "gone.mp3")) == NO_LYRICS
    os.mkfifo(tmp_path / "song.lrc")
    assert read_lyrics(bytes(tmp_path / "song.mp3")) == NO_LYRICS
    (tmp_path / "song.lrc").unlink()
    (tmp_path / "song.lrc").write_bytes(b"[00:01.00]words\n" * (LARGEST_FILE // 8))
    assert read_lyrics(bytes(tmp_path / "song.mp3")).synced


@pytest.mark.parametrize("ending", DEMO_OF)
def test_damaged_files_never_raise(ending: str, tmp_path: Path) -> None:
    path = with_words(bare(tmp_path, ending), SYNCED)
    whole = path.read_bytes()
    chance = random.Random(ending)
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 30)):
            data[chance.randrange(min(len(data), 4_000))] = chance.randrange(256)
        path.write_bytes(data)
        assert read_lyrics(bytes(path)).model_dump_json()
