"""libmpv in a process: its locale, its threads, its absence."""

import contextlib
import ctypes.util
import gc
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dunnock.contract.errors import PlayerError
from dunnock.media.mpv_player import AUDIO_OUTPUT_VARIABLE, MpvPlayer, library, make_player
from dunnock.media.player import Item, Output
from tests.media import sounds
from tests.media.mpv_bench import PATIENCE_S, MpvBench
from tests.media.player.bench import item_of, started

IMPORTS = "import sys; sys.path[:0] = {path!r}\n"


def run(program: str, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a program in a process of its own, which imports what this one does."""
    path = [str(Path(each).resolve()) for each in sys.path if each]
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", IMPORTS.format(path=path) + program],
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )


PLAY = """
import queue
from dunnock.media.mpv_player import MpvPlayer
from dunnock.media.player import Item, Output, Seeked, Started
news = queue.SimpleQueue()
player = MpvPlayer(news.put, audio_output="null")
player.set_output(Output(volume=33, speed=1.25, replaygain="track", preamp_db=-6.5))
player.load(Item(1, {song!r}), position_ms=1250)
told = news.get(timeout=20)
assert isinstance(told, Started) and 1_200 <= told.position_ms < 1_400, told
player.seek(2_750)
told = news.get(timeout=20)
assert isinstance(told, Seeked) and 2_700 <= told.position_ms < 2_900, told
print("played")
"""


def test_it_plays_where_numbers_have_a_comma(tmp_path: Path) -> None:
    """libmpv ends such a process; GTK sets the locale of the person as it starts."""
    localedef = shutil.which("localedef")
    assert localedef, "localedef is missing; it comes with the C library"
    subprocess.run(
        [localedef, "-i", "de_DE", "-f", "UTF-8", tmp_path / "de_DE.UTF-8"], check=True, capture_output=True
    )
    song = bytes(sounds.silence(tmp_path / "song.wav", 5))
    start = (
        "import locale, mpv\n"  # python-mpv sets it right as it is imported, and GTK wrong after that
        "locale.setlocale(locale.LC_ALL, '')\n"
        "assert locale.localeconv()['decimal_point'] == ','\n"
    )
    environment = {"LOCPATH": str(tmp_path), "LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8"}
    done = run(start + PLAY.format(song=song) + "player.close()", environment)
    assert (done.returncode, done.stdout, done.stderr) == (0, "played\n", "")


def test_a_process_that_forgets_to_close_it_ends_well(tmp_path: Path) -> None:
    song = bytes(sounds.silence(tmp_path / "song.wav", 5))
    done = run(PLAY.format(song=song))
    assert (done.returncode, done.stdout, done.stderr) == (0, "played\n", "")


def threads() -> int:
    """Threads of this process, also those that Python does not know of."""
    return len(list(Path("/proc/self/task").iterdir()))


def no_more_threads_than(number: int) -> bool:
    """Whether there are, once the system has cleared away those that ended."""
    until = time.monotonic() + PATIENCE_S
    while threads() > number and time.monotonic() < until:
        time.sleep(0.01)
    return threads() <= number


def test_closing_ends_all_threads(tmp_path: Path) -> None:
    before = threads()
    bench = MpvBench(tmp_path)
    bench.player.set_output(Output(crossfade_ms=500))
    first, second = item_of(bench, 5_000), item_of(bench, 5_000)
    bench.player.load(first)
    bench.player.follow_with(second)
    started(bench, first)
    assert threads() > before
    bench.player.close()
    assert no_more_threads_than(before)
    assert "dunnock-player" not in {thread.name for thread in threading.enumerate()}


@pytest.mark.slow
def test_many_players_one_after_the_other_leave_little_behind(tmp_path: Path) -> None:
    before = threads()
    song = Item(1, bytes(sounds.silence(tmp_path / "song.wav", 1)))
    sizes = []
    for _ in range(60):
        player = MpvPlayer(lambda news: None, audio_output="null")
        player.load(song)
        player.close()
        gc.collect()
        sizes.append(int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4_096)
    assert no_more_threads_than(before)
    assert sizes[-1] - sizes[9] < 100e6


def test_without_libmpv_there_are_words_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "mpv", raising=False)
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: None)
    with pytest.raises(PlayerError) as caught:
        MpvPlayer(lambda news: None)
    assert caught.value.message.startswith("Nothing can be played: ")
    assert "apt install libmpv2" in caught.value.hint


def test_too_old_a_libmpv_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    old: Any = ModuleType("mpv")
    old.MPV_VERSION = (1, 109)
    monkeypatch.setitem(sys.modules, "mpv", old)
    with pytest.raises(PlayerError, match=r"libmpv is too old \(client interface 1\.109; 2\.0 is needed\)"):
        MpvPlayer(lambda news: None)


def test_a_libmpv_without_lua_plays_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It does not know the options of its scripts."""
    monkeypatch.setattr(library, "_SCRIPTS", ("an-option-it-does-not-know",))
    bench = MpvBench(tmp_path)
    item = item_of(bench)
    bench.player.load(item)
    started(bench, item)
    bench.player.close()


def test_no_script_of_libmpv_runs(tmp_path: Path) -> None:
    bench = MpvBench(tmp_path)
    item = item_of(bench)
    bench.player.load(item)
    started(bench, item)
    until = time.monotonic() + PATIENCE_S
    while (scripts := script_threads()) and time.monotonic() < until:
        time.sleep(0.01)
    assert scripts == []
    bench.player.close()


def script_threads() -> list[str]:
    """The names of the threads of this process on which libmpv runs scripts. Source: its `player/scripting.c`."""
    names = []
    for task in Path("/proc/self/task").iterdir():
        with contextlib.suppress(OSError):  # it has ended meanwhile
            names.append((task / "comm").read_text(encoding="utf-8").strip())
    return [name for name in names if name.startswith("mpv/lua")]


def test_what_is_asked_for_makes_way_first(tmp_path: Path) -> None:
    quiet, heard = threading.Event(), threading.Event()

    def make_way() -> None:
        quiet.wait(PATIENCE_S)

    player = MpvPlayer(lambda news: heard.set(), audio_output="null", make_way=make_way)
    player.load(Item(1, bytes(sounds.silence(tmp_path / "song.wav", 5))))
    assert not heard.wait(0.2)  # it takes a tenth of that when nothing is more urgent
    quiet.set()
    assert heard.wait(PATIENCE_S)
    player.close()


def test_an_option_it_refuses_is_an_error_with_words() -> None:
    with pytest.raises(PlayerError, match="libmpv refuses to start"):
        MpvPlayer(lambda news: None, audio_output="null", options={"volume": "very loud"})


def test_the_configuration_of_the_person_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "mpv").mkdir()
    (tmp_path / "mpv" / "mpv.conf").write_text("demuxer=there-is-no-such-one\n")
    (tmp_path / "mpv" / "scripts").mkdir()
    (tmp_path / "mpv" / "scripts" / "evil.lua").write_text(
        f"io.open({str(tmp_path / 'ran')!r}, 'w'):close()\n"
    )
    song = bytes(sounds.silence(tmp_path / "song.wav", 5))
    environment = {
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path),
        "MPV_HOME": str(tmp_path / "mpv"),
    }
    done = run(PLAY.format(song=song) + "player.close()", environment)
    assert (done.returncode, done.stdout) == (0, "played\n"), done.stderr
    assert not (tmp_path / "ran").exists()


def test_a_listener_that_fails_does_not_silence_the_player(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    heard = threading.Event()

    def listen(news: object) -> None:
        if not heard.is_set():
            heard.set()
            raise RuntimeError("this listener is broken")

    player = MpvPlayer(listen, audio_output="null")
    player.load(Item(1, bytes(sounds.silence(tmp_path / "song.wav", 5))), position_ms=1_000)
    assert heard.wait(20)
    player.stop()
    player.close()
    assert "this listener is broken" in caplog.text


def test_the_environment_chooses_the_output(tmp_path: Path) -> None:
    """An output that takes all at once is over at once; one that is timed is not."""
    told = threading.Event()
    player = make_player(lambda news: told.set(), {AUDIO_OUTPUT_VARIABLE: "null"})
    player.load(Item(1, bytes(sounds.silence(tmp_path / "song.wav", 5))))
    assert told.wait(20)
    assert player._playback._deck._get("current_ao") == "null"
    player.close()


def test_the_library_is_linked_while_python_goes_on() -> None:
    # Nothing but a foreign function lets it go on; once python-mpv asks, the library is there already.
    found = run(
        "import sys\n"
        "from pathlib import Path\n"
        "from dunnock.media.mpv_player import library\n"
        "def linked(): return 'libmpv' in Path('/proc/self/maps').read_text()\n"
        "class Finder:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'mpv': print(linked())\n"
        "sys.meta_path.insert(0, Finder())\n"
        "print(linked())\n"
        "library.load_libmpv()\n"
    )
    assert (found.returncode, found.stdout, found.stderr) == (0, "False\nTrue\n", "")
