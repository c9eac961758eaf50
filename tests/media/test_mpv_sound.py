"""What comes out of the player: its samples, written to a file in place of a loudspeaker."""

import array
import json
import queue
import shutil
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutagen.flac import FLAC
from mutagen.id3 import TXXX
from mutagen.oggopus import OggOpus
from mutagen.wave import WAVE

from dunnock.media.mpv_player import MpvPlayer
from dunnock.media.mpv_player.mixer import fade_length, gains, volume
from dunnock.media.player import Ended, Item, News, Output, Started
from tests.media import sounds
from tests.media.mpv_bench import PATIENCE_S

DEMO = Path(__file__).parents[2] / "demo"
EXPECTED = json.loads((DEMO / "expected.json").read_text(encoding="utf-8"))
PEAK = 12_000
FULL = Output(volume=100)
RAW = {
    "ao-pcm-waveheader": "no",
    "audio-format": "s16",
    "audio-channels": "mono",
    "audio-samplerate": str(sounds.RATE),
}
"""What comes out is as `sounds` writes it, whatever goes in."""


def sound_of(folder: Path, output: Output, *paths: Path) -> list[int]:
    """Play files, one after the other, and return the samples that came out."""
    written = folder / "heard.raw"
    news: queue.SimpleQueue[News] = queue.SimpleQueue()
    player = MpvPlayer(news.put, audio_output="pcm", options={"ao-pcm-file": str(written), **RAW})
    player.set_output(output)
    items = [Item(number, bytes(path)) for number, path in enumerate(paths)]
    # this output takes a whole file at once: it is let go when all is as it is to be
    player.load(items[0], paused=True)
    assert isinstance(news.get(timeout=PATIENCE_S), Started)
    for number, item in enumerate(items):
        after = items[number + 1] if number + 1 < len(items) else None
        player.follow_with(after)
        player.resume()
        while not isinstance(told := news.get(timeout=PATIENCE_S), Ended):
            pass
        assert (told.item_id, told.reason) == (item.item_id, "end"), told
    player.close()
    return array.array("h", written.read_bytes()).tolist()


def end_of(path: Path) -> Ended:
    """Play a file without listening, and return how it ended."""
    news: queue.SimpleQueue[News] = queue.SimpleQueue()
    player = MpvPlayer(news.put, audio_output="null")
    player.load(Item(1, bytes(path)))
    while not isinstance(told := news.get(timeout=PATIENCE_S), Ended):
        pass
    player.close()
    return told


def peak(samples: list[int]) -> int:
    return max(map(abs, samples))


def with_gains(path: Path, **gains: str) -> Path:
    """A tone of `PEAK` with ReplayGain tags."""
    sounds.write(path, sounds.tone(0.5, peak=PEAK))
    file = WAVE(path)
    file.add_tags()
    tags: Any = file.tags
    for key, value in gains.items():
        tags.add(TXXX(encoding=3, desc=f"REPLAYGAIN_{key.upper()}", text=value))
    file.save()
    return path


def flac_with_gains(path: Path, tags: dict[str, str]) -> Path:
    """A file of the demo collection with these ReplayGain tags alone."""
    shutil.copy(next(DEMO.glob("**/*.flac")), path)
    file = FLAC(path)
    for key in [key for key in file if key.startswith("replaygain")]:
        del file[key]
    for kind, value in tags.items():
        file[f"REPLAYGAIN_{kind.upper()}"] = value
    file.save()
    return path


def near(found: float, wanted: float) -> bool:
    return abs(found - wanted) <= 0.01 * wanted


def test_two_files_follow_each_other_without_a_sample_more_or_less(tmp_path: Path) -> None:
    whole = sounds.tone(2.0)
    first = sounds.write(tmp_path / "1.wav", whole[:44_100])
    second = sounds.write(tmp_path / "2.wav", whole[44_100:])
    assert sound_of(tmp_path, FULL, first, second) == whole


def test_at_full_volume_the_samples_are_those_of_the_file(tmp_path: Path) -> None:
    samples = sounds.tone(0.5)
    assert sound_of(tmp_path, FULL, sounds.write(tmp_path / "1.wav", samples)) == samples


@pytest.mark.parametrize(("percent", "wanted"), [(50, PEAK / 8), (80, PEAK * 0.512), (0, 0)])
def test_the_volume_is_the_cube_of_the_control(tmp_path: Path, percent: int, wanted: float) -> None:
    path = sounds.write(tmp_path / "1.wav", sounds.tone(0.5, peak=PEAK))
    assert near(peak(sound_of(tmp_path, Output(volume=percent), path)), wanted)


def test_muted_is_silent(tmp_path: Path) -> None:
    path = sounds.write(tmp_path / "1.wav", sounds.tone(0.5))
    heard = sound_of(tmp_path, Output(volume=100, muted=True), path)
    assert len(heard) == 22_050
    assert peak(heard) == 0


def test_a_speed_keeps_the_pitch(tmp_path: Path) -> None:
    path = sounds.write(tmp_path / "1.wav", sounds.tone(4.0, hertz=441.0))
    heard = sound_of(tmp_path, Output(volume=100, speed=2.0), path)
    assert abs(len(heard) - 2 * sounds.RATE) < 0.1 * sounds.RATE
    middle = heard[sounds.RATE // 2 : sounds.RATE]
    crossings = sum(1 for before, after in pairwise(middle) if before < 0 <= after) / (
        len(middle) / sounds.RATE
    )
    assert abs(crossings - 441.0) < 20


def test_each_replaygain_takes_its_own_tag(tmp_path: Path) -> None:
    path = with_gains(
        tmp_path / "1.wav",
        track_gain="-6.02 dB",
        track_peak="0.4",
        album_gain="-12.04 dB",
        album_peak="0.4",
    )
    assert near(peak(sound_of(tmp_path, FULL, path)), PEAK)
    assert near(peak(sound_of(tmp_path, Output(volume=100, replaygain="track"), path)), PEAK / 2)
    assert near(peak(sound_of(tmp_path, Output(volume=100, replaygain="album"), path)), PEAK / 4)


@pytest.mark.parametrize(
    ("tags", "track", "album"),
    [
        ({"track_gain": "-6.02 dB", "track_peak": "0.4", "album_gain": "-12.04 dB"}, 1 / 2, 1 / 4),
        ({"track_gain": "-6.02 dB", "album_gain": "-12.04 dB"}, 1 / 2, 1 / 4),
        ({"track_gain": "-6.02 dB"}, 1 / 2, 1 / 2),
        ({"album_gain": "-12.04 dB", "album_peak": "0.4"}, 1, 1 / 4),
        ({"track_gain": "+6.02 dB"}, 1, 1),
    ],
)
def test_a_gain_without_a_peak_is_taken_but_not_to_play_louder(
    tmp_path: Path, tags: dict[str, str], track: float, album: float
) -> None:
    path = flac_with_gains(tmp_path / "1.flac", tags)
    plain = peak(sound_of(tmp_path, FULL, path))
    assert near(peak(sound_of(tmp_path, Output(volume=100, replaygain="track"), path)), plain * track)
    assert near(peak(sound_of(tmp_path, Output(volume=100, replaygain="album"), path)), plain * album)


def test_the_preamp_adds_to_replaygain_and_not_to_a_file_without(tmp_path: Path) -> None:
    path = with_gains(tmp_path / "1.wav", track_gain="-6.02 dB", track_peak="0.4")
    plain = sounds.write(tmp_path / "2.wav", sounds.tone(0.5, peak=PEAK))
    output = Output(volume=100, replaygain="track", preamp_db=3.0)
    assert near(peak(sound_of(tmp_path, output, path)), 8_485)
    assert near(peak(sound_of(tmp_path, output, plain)), PEAK)


def test_the_guard_keeps_a_loud_gain_from_clipping(tmp_path: Path) -> None:
    loud = PEAK / 32_768
    path = with_gains(tmp_path / "1.wav", track_gain="+12 dB", track_peak=f"{loud:.6f}")
    guarded = sound_of(tmp_path, Output(volume=100, replaygain="track"), path)
    assert near(peak(guarded), 32_767)
    assert sum(1 for sample in guarded if abs(sample) >= 32_760) < len(guarded) / 10
    free = sound_of(tmp_path, Output(volume=100, replaygain="track", prevent_clipping=False), path)
    assert sum(1 for sample in free if abs(sample) >= 32_760) > len(free) / 3


def test_the_gain_of_an_opus_file_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "song.opus"
    shutil.copy(next(DEMO.glob("**/*.opus")), path)
    tags = OggOpus(path)
    tags["R128_TRACK_GAIN"] = str(
        -11 * 256
    )  # RFC 7845 5.2.1: 1/256 dB to -23 LUFS, 5 dB less than ReplayGain's
    tags.save()
    plain = peak(sound_of(tmp_path, FULL, path))
    assert near(peak(sound_of(tmp_path, Output(volume=100, replaygain="track"), path)), plain / 2)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_file_of_the_demo_collection_plays_as_long_as_its_tags_say(tmp_path: Path, name: str) -> None:
    expected = EXPECTED[name]
    if "error" in expected:
        told = end_of(DEMO / name)
        assert (told.reason, told.message) == ("error", "The file is not audio, or is damaged.")
    else:
        heard = len(sound_of(tmp_path, FULL, DEMO / name)) / sounds.RATE
        assert heard == pytest.approx(expected["duration_ms"] / 1000, abs=0.1)


def test_a_picture_is_not_played() -> None:
    told = end_of(next(DEMO.glob("**/*.jpg")))
    assert (told.reason, told.message) == ("error", "The file is not audio, or is damaged.")


@given(st.floats(0.05, 12), st.floats(-1, 13))
def test_a_fade_is_as_loud_at_every_place(length: float, place: float) -> None:
    falling, rising = gains(place, length)
    assert falling**2 + rising**2 == pytest.approx(1)
    assert 0 <= falling <= 1
    assert 0 <= rising <= 1


@given(st.floats(0.05, 12), st.floats(0, 12), st.floats(0, 12))
def test_a_fade_only_falls_on_one_side_and_rises_on_the_other(
    length: float, one: float, other: float
) -> None:
    early, late = sorted((one, other))
    assert gains(late, length)[0] <= gains(early, length)[0]
    assert gains(late, length)[1] >= gains(early, length)[1]


def test_a_gain_is_what_the_sound_is_multiplied_with() -> None:
    # libmpv cubes what it is given
    assert (volume(100, 0.5) / 100) ** 3 == pytest.approx(0.5)
    assert (volume(50, 0.5) / 100) ** 3 == pytest.approx(0.0625)


@given(st.integers(0, 12_000), st.floats(0, 600), st.floats(0, 600))
def test_a_fade_takes_no_more_than_half_of_either(asked: int, one: float, other: float) -> None:
    length = fade_length(asked, one, other)
    assert length == 0 or 0.05 <= length <= min(asked / 1000, one / 2, other / 2)
