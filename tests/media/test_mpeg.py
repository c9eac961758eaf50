"""MP3 audio: length, bitrate, and what is no MP3 at all."""

import os
from collections.abc import Callable

import pytest

from tests.media.builders import FRAME_SECONDS, JPEG, SAMPLE_RATE, demo_file, id3_tag, mp3_frames, xing_frame
from tests.media.conftest import Reader


def test_a_constant_bitrate_gives_the_length(read: Reader) -> None:
    tags = read(mp3_frames([128] * 1_000))
    assert tags.duration_ms == pytest.approx(1_000 * FRAME_SECONDS * 1_000, rel=0.01)
    assert (tags.bitrate, tags.sample_rate, tags.channels, tags.codec) == (128, SAMPLE_RATE, 2, "mp3")


def test_a_variable_bitrate_without_a_header_is_estimated_and_not_believed_from_its_first_frames(
    read: Reader,
) -> None:
    # a quiet beginning at 32 kbit/s: from that alone the file would seem eight times as long
    tags = read(mp3_frames([32, 40, 48, 32, 40] + [320, 256] * 500))
    assert tags.duration_ms == pytest.approx(1_005 * FRAME_SECONDS * 1_000, rel=0.15)


def test_a_vbr_header_gives_the_exact_length(read: Reader) -> None:
    frames = mp3_frames([64, 320] * 200)
    tags = read(xing_frame(400, len(frames)) + frames)
    assert tags.duration_ms == round(400 * FRAME_SECONDS * 1_000)
    assert tags.bitrate == pytest.approx(192, abs=1)


def test_what_the_encoder_added_at_the_ends_does_not_count(read: Reader) -> None:
    frames = mp3_frames([128] * 100)
    delay_and_padding = (576 << 12 | 1_000).to_bytes(3, "big")
    lame = b"LAME3.100".ljust(21, b"\0") + delay_and_padding
    tags = read(xing_frame(100, len(frames), lame=lame) + frames)
    assert tags.duration_ms == round((100 * 1152 - 1_576) / SAMPLE_RATE * 1_000)


def test_a_vbr_header_that_cannot_be_true_is_not_believed(read: Reader) -> None:
    frames = mp3_frames([128] * 100)
    tags = read(xing_frame(90_000_000, len(frames)) + frames)
    assert 0 < tags.duration_ms < 60_000


def test_zeros_between_tag_and_audio_are_passed_over(read: Reader) -> None:
    tags = read(id3_tag(padding=10) + bytes(5_000) + mp3_frames([128] * 200))
    assert tags.duration_ms == pytest.approx(200 * FRAME_SECONDS * 1_000, rel=0.05)


def test_layer_two_is_called_by_its_name(read: Reader) -> None:
    frame = bytes([0xFF, 0xFD, 0x80, 0x00]).ljust(144 * 128_000 // SAMPLE_RATE, b"\0")
    assert read(frame * 50, "song.mp2").codec == "mp2"


@pytest.mark.parametrize(
    "data",
    [
        b"Dear diary,\n" * 400,
        JPEG * 20,
        b"\xff" * 5_000,
        bytes(5_000),
        b"\xff\xfb\x90\x00",
        b"PK\x03\x04" + bytes(999),
    ],
    ids=["text", "jpeg", "ones", "zeros", "one header", "zip"],
)
def test_what_is_no_audio_is_called_so(reason: Callable[..., str], data: bytes) -> None:
    if data == b"\xff\xfb\x90\x00":
        data += b"and then text"
    assert reason(data) == "This is not an audio file."


def test_an_empty_file_is_called_so(reason: Callable[..., str]) -> None:
    assert reason(b"") == "The file is empty."


def test_a_large_file_of_noise_is_given_up_quickly(reason: Callable[..., str]) -> None:
    noise = (b"\xff\xfa\x90\x00" + os.urandom(96)) * 40_000
    assert reason(noise) == "This is not an audio file."


def test_half_a_file_still_has_its_tags(read: Reader) -> None:
    data = demo_file("Wren*/*/CD 1/02 *.mp3").read_bytes()
    tags = read(data[: len(data) // 2])
    assert (tags.title, tags.artists) == ("Heron on the Ring Road", ("Wren & Weather",))
