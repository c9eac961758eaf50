"""A path is one file with sound, whatever it looks like."""

import os
import queue
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from dunnock.media.mpv_player import MpvPlayer
from dunnock.media.mpv_player.deck import Deck, DeckNews, Happened
from dunnock.media.mpv_player.library import load_libmpv
from dunnock.media.player import Ended, Item, News, Started
from tests.media import sounds
from tests.media.mpv_bench import PATIENCE_S

Told = queue.SimpleQueue[News]


@pytest.fixture
def told() -> Told:
    return queue.SimpleQueue()


@pytest.fixture
def player(told: Told) -> Iterator[MpvPlayer]:
    player = MpvPlayer(told.put, audio_output="null")
    yield player
    player.close()


@pytest.mark.parametrize(
    "name",
    [
        b"caf\xe9 \xff\xfe.wav",
        "窓の外 🎉.wav".encode(),
        b"-song.wav",
        b"--vid=auto",
        b"%TITLE% ${path}.wav",
        b"a,b=c\\\"d'.wav",
        b"line\nbreak.wav",
        b"edl:// %3%abc.wav",
    ],
)
def test_a_name_is_only_a_name(player: MpvPlayer, told: Told, tmp_path: Path, name: bytes) -> None:
    plain = sounds.silence(tmp_path / "plain.wav", 0.5)
    path = bytes(tmp_path) + b"/" + name.replace(b"/", b"")
    plain.rename(os.fsdecode(path))
    player.load(Item(1, path))
    news = told.get(timeout=PATIENCE_S)
    assert isinstance(news, Started), news
    assert news.duration_ms == 500


@pytest.mark.parametrize("name", [b"-", b"-song.wav", b"memory://song.wav", b"http://127.0.0.1/song.wav"])
def test_a_path_without_a_root_is_a_file_too(
    player: MpvPlayer, told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: bytes
) -> None:
    monkeypatch.chdir(tmp_path)
    plain = sounds.silence(tmp_path / "plain.wav", 0.5)
    path = Path(os.fsdecode(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    plain.rename(path)
    player.load(Item(1, name))
    assert isinstance(told.get(timeout=PATIENCE_S), Started)


def test_a_file_whose_name_is_an_address_can_follow(player: MpvPlayer, told: Told, tmp_path: Path) -> None:
    first = sounds.silence(tmp_path / "first.wav", 0.5)
    folder = tmp_path / "memory:" / "x"
    folder.mkdir(parents=True)
    second = sounds.silence(folder / "second.wav", 0.5)
    player.load(Item(1, bytes(first)))
    player.follow_with(Item(2, bytes(tmp_path) + b"/memory://x/second.wav"))
    assert second.exists()
    assert [type(told.get(timeout=PATIENCE_S)) for _ in range(3)] == [Started, Ended, Started]


def test_a_folder_is_no_list_of_files(player: MpvPlayer, told: Told, tmp_path: Path) -> None:
    sounds.silence(tmp_path / "song.wav", 0.5)
    player.load(Item(1, bytes(tmp_path)))
    news = told.get(timeout=PATIENCE_S)
    assert isinstance(news, Ended)
    assert news.message == "This is not a file."


def test_a_pipe_is_not_waited_for(player: MpvPlayer, told: Told, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.flac")
    player.load(Item(1, bytes(tmp_path / "pipe.flac")))
    news = told.get(timeout=PATIENCE_S)
    assert isinstance(news, Ended)
    assert news.message == "This is not a file."


def test_an_empty_file_is_told_of(player: MpvPlayer, told: Told, tmp_path: Path) -> None:
    (tmp_path / "empty.flac").touch()
    player.load(Item(1, bytes(tmp_path / "empty.flac")))
    news = told.get(timeout=PATIENCE_S)
    assert isinstance(news, Ended)
    assert news.message == "The file is not audio, or is damaged."


@pytest.mark.parametrize(
    "content",
    [
        "#EXTM3U\n#EXTINF:5,x\n{address}\n",
        "{address}\n",
        "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n{address}\n#EXT-X-ENDLIST\n",
        "[playlist]\nFile1={address}\nNumberOfEntries=1\n",
        "ffconcat version 1.0\nfile {address}\n",
        "# mpv EDL v0\n{address}\n",
    ],
    ids=["m3u", "text", "hls", "pls", "ffconcat", "edl"],
)
@pytest.mark.parametrize("suffix", [".mp3", ".m3u", ".m3u8"])
def test_a_list_that_names_an_address_asks_nobody(
    player: MpvPlayer, told: Told, tmp_path: Path, content: str, suffix: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/song.mp3"
        path = tmp_path / f"list{suffix}"
        path.write_text(content.format(address=address))
        player.load(Item(1, bytes(path)))
        news = told.get(timeout=PATIENCE_S)
        assert isinstance(news, Ended), news
        assert news.reason == "error"
        server.settimeout(0.2)
        with pytest.raises(TimeoutError):
            server.accept()


def test_no_file_of_a_list_is_opened(tmp_path: Path) -> None:
    song = sounds.silence(tmp_path / "song.wav", 0.5)
    path = tmp_path / "list.m3u"
    path.write_text(f"#EXTM3U\n{song}\n")
    told: queue.SimpleQueue[DeckNews] = queue.SimpleQueue()
    deck = Deck(load_libmpv(), told.put, {"ao": "null"})
    deck.load(bytes(path))
    while (news := told.get(timeout=PATIENCE_S)).happened is not Happened.ENDED:
        pass
    assert news.error != 0
    with pytest.raises(queue.Empty):
        while True:
            assert told.get(timeout=0.5).happened is not Happened.SOUNDING
    deck.close()


def test_a_list_of_files_is_told_of_as_no_audio(player: MpvPlayer, told: Told, tmp_path: Path) -> None:
    song = sounds.silence(tmp_path / "song.wav", 0.5)
    path = tmp_path / "list.m3u"
    path.write_text(f"#EXTM3U\n{song}\n")
    player.load(Item(1, bytes(path)))
    news = told.get(timeout=PATIENCE_S)
    assert isinstance(news, Ended)
    assert news.message == "The file is not audio, or is damaged."
