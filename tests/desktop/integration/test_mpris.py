"""Every verb of `playerctl`, on the app as it is."""

import json
import re
import time
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import quote

import pytest
from PIL import Image

from dunnock.services.sources import Source
from tests.desktop.integration.bus import Heard
from tests.desktop.integration.conftest import LENGTH_MS, Desktop

DESTINATION = "--dest=org.mpris.MediaPlayer2.dunnock"
PATH = "/org/mpris/MediaPlayer2"
PLAYER = "org.mpris.MediaPlayer2.Player"


def _position(desktop: Desktop) -> float:
    return float(desktop.ctl("position"))


def test_the_player_is_listed_by_its_name(desktop: Desktop) -> None:
    assert desktop.bus.run("playerctl", "--list-all").stdout.split() == ["dunnock"]


def test_an_empty_queue_is_stopped_and_has_no_metadata(desktop: Desktop) -> None:
    assert desktop.ctl("status") == "Stopped"
    assert "/org/mpris/MediaPlayer2/TrackList/NoTrack" in _property(desktop, "Metadata", whole=True)
    assert desktop.bus.run("playerctl", "--player=dunnock", "metadata").returncode == 1
    assert "The queue is empty" in _refusal(desktop, "Play")


def test_play_pause_and_stop_do_so(desktop: Desktop) -> None:
    desktop.app.queue.add(Source(track_ids=desktop.tracks))
    desktop.comes_true(lambda: _property(desktop, "CanPlay") == "true")
    desktop.ctl("play")
    assert (desktop.state(), desktop.ctl("status")) == ("playing", "Playing")
    desktop.ctl("pause")
    assert (desktop.state(), desktop.ctl("status")) == ("paused", "Paused")
    desktop.ctl("play-pause")
    assert (desktop.state(), desktop.ctl("status")) == ("playing", "Playing")
    desktop.ctl("play-pause")
    assert (desktop.state(), desktop.ctl("status")) == ("paused", "Paused")
    desktop.ctl("stop")
    assert (desktop.state(), desktop.ctl("status")) == ("stopped", "Stopped")


def test_an_answer_comes_when_its_effect_can_be_read(desktop: Desktop) -> None:
    desktop.play()
    _until_title(desktop, "Song 0 🎉")
    desktop.app.feed.close()  # no news from now on
    desktop.ctl("next")
    assert desktop.ctl("metadata", "title") == "Song 1 🎉"
    desktop.ctl("pause")
    assert desktop.ctl("status") == "Paused"


def test_next_and_previous_go_through_the_queue(desktop: Desktop) -> None:
    desktop.play(1)
    _until_title(desktop, "Song 1 🎉")
    desktop.ctl("next")
    assert (desktop.entry(), desktop.ctl("metadata", "title")) == (2, "Song 2 🎉")
    desktop.ctl("previous")
    assert (desktop.entry(), desktop.ctl("metadata", "title")) == (1, "Song 1 🎉")


def test_what_can_be_done_is_told(desktop: Desktop) -> None:
    assert [_property(desktop, each) for each in ("CanGoNext", "CanGoPrevious", "CanPlay", "CanSeek")] == [
        "false"
    ] * 4
    desktop.play(3)
    _until_title(desktop, "Song 3 🎉")
    assert [_property(desktop, each) for each in ("CanGoNext", "CanGoPrevious", "CanPlay", "CanSeek")] == [
        "true"
    ] * 4
    desktop.ctl("next")
    assert (_property(desktop, "CanGoNext"), _property(desktop, "CanGoPrevious")) == ("false", "true")
    desktop.ctl("loop", "Playlist")
    assert _property(desktop, "CanGoNext") == "true"


def test_the_position_is_told_and_set_and_moved(desktop: Desktop) -> None:
    desktop.play()
    _until_title(desktop, "Song 0 🎉")
    desktop.ctl("pause")
    desktop.ctl("position", "60")
    assert _position(desktop) == pytest.approx(60, abs=0.01)
    assert desktop.app.playback.state().position_ms == pytest.approx(60_000, abs=10)
    desktop.ctl("position", "5+")
    assert _position(desktop) == pytest.approx(65, abs=0.01)
    desktop.ctl("position", "25-")
    assert _position(desktop) == pytest.approx(40, abs=0.01)


def test_the_position_moves_on_by_itself_while_it_plays(desktop: Desktop) -> None:
    desktop.play()
    _until_title(desktop, "Song 0 🎉")
    first = _position(desktop)
    time.sleep(0.3)
    assert _position(desktop) >= first + 0.25


def test_seeking_beyond_the_end_is_next_also_where_the_end_would_repeat(desktop: Desktop) -> None:
    desktop.app.queue.repeat("one")
    desktop.play()
    _until_title(desktop, "Song 0 🎉")
    desktop.ctl("position", f"{LENGTH_MS // 1000 + 1}+")
    assert desktop.entry() == 1


def test_seeking_before_the_beginning_is_the_beginning(desktop: Desktop) -> None:
    desktop.play()
    _until_title(desktop, "Song 0 🎉")
    desktop.ctl("pause")
    desktop.ctl("position", "10")
    desktop.ctl("position", "60-")
    assert (desktop.entry(), _position(desktop)) == (0, 0)


def test_a_position_for_a_track_that_has_passed_is_left_alone(desktop: Desktop) -> None:
    desktop.play()
    _until_title(desktop, "Song 0 🎉")
    old = _track_id(desktop)
    desktop.ctl("next")
    desktop.ctl("pause")
    before = desktop.app.playback.state().position_ms
    _call(desktop, "SetPosition", f"objpath:{old}", "int64:60000000")
    new = _track_id(desktop)
    _call(desktop, "SetPosition", f"objpath:{new}", f"int64:{LENGTH_MS * 1000 + 1}")
    assert desktop.app.playback.state().position_ms == before


def test_a_jump_is_told_and_mere_playing_is_not(desktop: Desktop) -> None:
    desktop.play()
    _until_title(desktop, "Song 0 🎉")
    with _listening(desktop) as heard:
        desktop.app.settings.set("volume", 33)
        desktop.comes_true(lambda: "Volume" in heard.text())
        assert "Seeked" not in heard.text()
        desktop.app.playback.seek(90_000)
        desktop.comes_true(lambda: "member=Seeked" in heard.text())
        told = re.search(r"member=Seeked\n\s+int64 (\d+)", heard.text())
        assert told is not None
        assert int(told[1]) == pytest.approx(90_000_000, abs=2_000_000)
        assert '"Position"' not in heard.text()


def test_changes_made_elsewhere_are_told(desktop: Desktop) -> None:
    with _listening(desktop) as heard:
        desktop.play(2)
        desktop.comes_true(lambda: '"Playing"' in heard.text() and "Song 2 🎉" in heard.text())
        desktop.app.queue.repeat("one")
        desktop.comes_true(lambda: '"Track"' in heard.text())
        desktop.app.queue.shuffle(on=True)
        desktop.comes_true(lambda: bool(re.search(r'"Shuffle"\n\s+variant\s+boolean true', heard.text())))
        desktop.app.settings.set("speed", 1.5)
        desktop.comes_true(lambda: bool(re.search(r'"Rate"\n\s+variant\s+double 1.5', heard.text())))


def test_the_volume_is_told_and_set(desktop: Desktop) -> None:
    assert float(desktop.ctl("volume")) == pytest.approx(0.8)
    desktop.ctl("volume", "0.35")
    assert desktop.app.settings.get("volume") == 35
    desktop.ctl("volume", "0.1+")
    assert float(desktop.ctl("volume")) == pytest.approx(0.45)
    assert desktop.app.settings.get("volume") == 45
    desktop.ctl("volume", "7")
    assert desktop.app.settings.get("volume") == 100


def test_muted_is_no_volume_and_a_volume_ends_it(desktop: Desktop) -> None:
    desktop.app.settings.set("muted", True)
    desktop.comes_true(lambda: float(desktop.ctl("volume")) == 0)
    desktop.ctl("volume", "0.5")
    assert (desktop.app.settings.get("muted"), desktop.app.settings.get("volume")) == (False, 50)


@pytest.mark.parametrize(("word", "mode"), [("Track", "one"), ("Playlist", "all"), ("None", "off")])
def test_loop_is_told_and_set(desktop: Desktop, word: str, mode: str) -> None:
    desktop.app.queue.repeat("one" if mode == "off" else "off")
    desktop.ctl("loop", word)
    assert (desktop.app.queue.state().repeat, desktop.ctl("loop")) == (mode, word)


def test_shuffle_is_told_and_set(desktop: Desktop) -> None:
    assert desktop.ctl("shuffle") == "Off"
    desktop.ctl("shuffle", "On")
    assert (desktop.app.queue.state().shuffle, desktop.ctl("shuffle")) == (True, "On")
    desktop.ctl("shuffle", "Toggle")
    assert (desktop.app.queue.state().shuffle, desktop.ctl("shuffle")) == (False, "Off")


def test_the_speed_is_told_and_set_within_its_bounds_and_zero_is_a_pause(desktop: Desktop) -> None:
    desktop.play()
    _until_title(desktop, "Song 0 🎉")
    _set(desktop, "Rate", "double:1.25")
    assert (desktop.app.settings.get("speed"), _property(desktop, "Rate")) == (1.25, "1.25")
    _set(desktop, "Rate", "double:9")
    assert desktop.app.settings.get("speed") == 4
    _set(desktop, "Rate", "double:0")
    assert (desktop.state(), desktop.app.settings.get("speed")) == ("paused", 4)


def test_the_metadata_says_what_the_tags_say(desktop: Desktop) -> None:
    desktop.play(1)
    _until_title(desktop, "Song 1 🎉")
    found = {
        line.split(maxsplit=2)[1]: line.split(maxsplit=2)[2]
        for line in desktop.ctl("metadata").splitlines()
        if "xesam:artist" not in line
    }
    entry = desktop.app.queue.state().current_entry_id
    assert found == {
        "mpris:trackid": f"'/org/dunnock/entry/{entry}'",
        "mpris:length": str(LENGTH_MS * 1000),
        "xesam:title": "Song 1 🎉",
        "xesam:album": "The <Album>",
        "xesam:albumArtist": "Various",
        "xesam:genre": "Jazz",
        "xesam:trackNumber": "2",
        "xesam:discNumber": "1",
        "xesam:useCount": "0",
        "xesam:contentCreated": "1987",
        "xesam:url": f"file://{quote(str(desktop.music / '1 träck.flac'))}",
    }
    artists = re.findall(r"xesam:artist\s+(.*)", desktop.ctl("metadata"))
    assert artists == ["Ann & Bob", "Çelik"]


def test_the_same_track_twice_in_the_queue_is_two_tracks_to_the_desktop(desktop: Desktop) -> None:
    desktop.tracks = [desktop.tracks[0], desktop.tracks[0]]
    desktop.play()
    _until_title(desktop, "Song 0 🎉")
    first = desktop.ctl("metadata", "mpris:trackid")
    desktop.ctl("next")
    assert desktop.ctl("metadata", "mpris:trackid") != first


def test_a_liked_track_has_the_full_rating_at_once(desktop: Desktop) -> None:
    desktop.play()
    _until_title(desktop, "Song 0 🎉")
    desktop.ctl("pause")  # what plays is told every few seconds, whatever happens
    assert "userRating" not in desktop.ctl("metadata")
    desktop.app.favorites.set([desktop.tracks[0]], favorite=True)
    desktop.comes_true(lambda: bool(re.search(r"xesam:userRating\s+1", desktop.ctl("metadata"))))


def test_the_cover_is_a_file_that_exists(desktop: Desktop) -> None:
    Image.new("RGB", (300, 300), "teal").save(desktop.music / "cover.png")
    desktop.play()
    _until_title(desktop, "Song 0 🎉")
    desktop.comes_true(lambda: "mpris:artUrl" in desktop.ctl("metadata"))
    url = desktop.ctl("metadata", "mpris:artUrl")
    assert url.startswith("file:///")
    with Image.open(Path(url.removeprefix("file://"))) as picture:
        assert picture.size == (300, 300)


def test_a_file_of_the_library_is_opened(desktop: Desktop) -> None:
    desktop.ctl("open", (desktop.music / "3 träck.flac").as_uri())
    assert desktop.state() == "playing"
    assert desktop.ctl("metadata", "title") == "Song 3 🎉"


@pytest.mark.parametrize(
    ("uri", "answer"),
    [
        ("file:///nowhere/at/all.flac", "no music that is in the library"),
        ("https://example.org/stream.mp3", "files of this machine"),
        ("file://elsewhere/song.flac", "files of this machine"),
        ("file://", "files of this machine"),
        ("file:song.flac", "files of this machine"),
        ("file:///song%00.flac", "files of this machine"),
        ("file://[nowhere/song.flac", "files of this machine"),
    ],
)
def test_what_is_not_in_the_library_is_refused_with_a_reason(desktop: Desktop, uri: str, answer: str) -> None:
    desktop.play()
    _until_title(desktop, "Song 0 🎉")
    assert answer in _refusal(desktop, "OpenUri", f"string:{uri}")
    assert (desktop.app.queue.state().total, desktop.state()) == (5, "playing")


def test_the_program_is_described_raised_and_ended(desktop: Desktop) -> None:
    root = "org.mpris.MediaPlayer2"
    described = {
        name: _property(desktop, name, root)
        for name in ("Identity", "DesktopEntry", "CanQuit", "CanRaise", "HasTrackList")
    }
    assert described == {
        "Identity": "Dunnock",
        "DesktopEntry": "dunnock",
        "CanQuit": "true",
        "CanRaise": "true",
        "HasTrackList": "false",
    }
    _call(desktop, "Raise", interface=root)
    _call(desktop, "Quit", interface=root)
    assert desktop.shell.asked == ["focus", "quit"]


def test_every_property_of_the_specification_is_there(desktop: Desktop) -> None:
    listed = desktop.bus.run(
        *("dbus-send", "--session", "--print-reply=literal", DESTINATION, PATH),
        *("org.freedesktop.DBus.Properties.GetAll", f"string:{PLAYER}"),
    ).stdout
    names = (
        "PlaybackStatus LoopStatus Rate Shuffle Metadata Volume Position MinimumRate MaximumRate CanGoNext"
    )
    for name in f"{names} CanGoPrevious CanPlay CanPause CanSeek CanControl".split():
        assert re.search(rf"^\s*{name}\s", listed, re.MULTILINE), name


def test_playerctl_follows(desktop: Desktop) -> None:
    form = json.dumps({"status": "{{status}}", "title": "{{title}}"})
    command = ("playerctl", "--player=dunnock", "--follow", "metadata", "--format", form)
    desktop.play()
    with desktop.bus.listening(*command) as heard:
        desktop.comes_true(lambda: '"Playing", "title": "Song 0 🎉"' in heard.text())
        desktop.app.playback.next()
        desktop.comes_true(lambda: '"Playing", "title": "Song 1 🎉"' in heard.text())


def _listening(desktop: Desktop) -> AbstractContextManager[Heard]:
    """What the player tells the bus, as dbus-monitor prints it."""
    return desktop.bus.listening("dbus-monitor", "--session", f"type='signal',path='{PATH}'")


def _until_title(desktop: Desktop, title: str) -> None:
    command = ("playerctl", "--player=dunnock", "metadata", "title")
    desktop.comes_true(lambda: desktop.bus.run(*command).stdout.strip() == title)


def _track_id(desktop: Desktop) -> str:
    return desktop.ctl("metadata", "mpris:trackid").strip("'")


def _refusal(desktop: Desktop, member: str, *arguments: str) -> str:
    """Why the player does not do something."""
    refused = desktop.bus.run(
        *("dbus-send", "--session", "--print-reply", DESTINATION, PATH, f"{PLAYER}.{member}", *arguments)
    )
    assert refused.returncode != 0
    return refused.stderr


def _call(desktop: Desktop, member: str, *arguments: str, interface: str = PLAYER) -> None:
    done = desktop.bus.run(
        *("dbus-send", "--session", "--print-reply", DESTINATION, PATH, f"{interface}.{member}", *arguments)
    )
    assert done.returncode == 0, done.stderr


def _set(desktop: Desktop, name: str, value: str) -> None:
    _call(
        desktop,
        "Set",
        f"string:{PLAYER}",
        f"string:{name}",
        f"variant:{value}",
        interface="org.freedesktop.DBus.Properties",
    )


def _property(desktop: Desktop, name: str, interface: str = PLAYER, *, whole: bool = False) -> str:
    done = desktop.bus.run(
        *("dbus-send", "--session", "--print-reply=literal", DESTINATION, PATH),
        *("org.freedesktop.DBus.Properties.Get", f"string:{interface}", f"string:{name}"),
    )
    assert done.returncode == 0, done.stderr
    return done.stdout if whole else done.stdout.split()[-1]
