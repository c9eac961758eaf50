"""Play the melodies of the demo collection, and draw its covers. Nothing but arithmetic: no samples of anybody's."""

import io
import math
import random
import struct
from array import array
from typing import Final

from PIL import Image, ImageDraw

_A4: Final = 440.0
_A4_MIDI: Final = 69
_ATTACK: Final = 0.012  # seconds
_LOUDEST: Final = 26_000
_SCALES: Final = {
    "major": (0, 2, 4, 7, 9),
    "minor": (0, 3, 5, 7, 10),
    "dorian": (0, 2, 3, 7, 9),
    "hijaz": (0, 1, 4, 5, 7),
    "in": (0, 1, 5, 7, 8),
}
_CHORDS: Final = {
    "major": ((0, 4, 7), (-3, 0, 4), (-7, -3, 0), (-5, -1, 2)),
    "minor": ((0, 3, 7), (-4, 0, 3), (-9, -5, -2), (-2, 2, 5)),
    "dorian": ((0, 3, 7), (5, 9, 12), (0, 3, 7), (-2, 2, 5)),
    "hijaz": ((0, 4, 7), (1, 5, 8), (0, 4, 7), (-2, 1, 5)),
    "in": ((0, 5, 7), (0, 5, 8), (-4, 1, 5), (0, 5, 7)),
}
_RHYTHMS: Final = ((1.0, 1.0, 1.0, 1.0), (1.5, 0.5, 1.0, 1.0), (0.5, 0.5, 1.0, 2.0), (1.0, 0.5, 0.5, 2.0))


def play(seed: int, *, scale: str, tempo: int, rate: int, channels: int = 1, beats: int = 8) -> bytes:
    """Return a melody with chords under it as a WAV file of 16 bits.

    Args:
        seed: chooses the melody; the same seed gives the same bytes.
        scale: a key of the scales above.
        tempo: beats a minute.
        rate: samples a second.
        channels: 1, or 2 for melody and chords a little apart.
        beats: length; four beats a bar.
    """
    dice = random.Random(seed)
    beat = 60.0 / tempo
    frames = int((beats * beat + 0.4) * rate)
    melody = [0.0] * frames
    chords = [0.0] * frames
    root = _A4_MIDI - 9 + dice.randrange(-4, 5)
    brightness = dice.uniform(0.15, 0.5)
    step = 4 + dice.randrange(3)
    motif = [dice.choice(_RHYTHMS) for _ in range(2)]
    for bar in range(beats // 4):
        chord = _CHORDS[scale][bar % 4]
        for number, tone in enumerate((chord[0] - 12, *chord)):
            start = (bar * 4 + number * 0.5) * beat
            _add_note(
                chords,
                root + tone - 12,
                start,
                beat * (4 - number * 0.5),
                volume=0.25,
                brightness=0.2,
                rate=rate,
            )
        position = bar * 4.0
        for length in motif[bar % 2]:
            step = min(9, max(0, step + dice.choice((-2, -1, -1, 0, 1, 1, 2))))
            octave, degree = divmod(step, 5)
            last = bar == beats // 4 - 1 and position + length >= beats
            tone = 12 if last else _SCALES[scale][degree] + 12 * octave
            _add_note(
                melody,
                root + tone,
                position * beat,
                length * beat * 1.6,
                volume=0.6,
                brightness=brightness,
                rate=rate,
            )
            position += length
    return _wav(melody, chords, rate, channels)


def _add_note(
    track: list[float], midi: int, start: float, length: float, *, volume: float, brightness: float, rate: int
) -> None:
    """Add a plucked tone with two overtones that fade sooner than it does."""
    first = int(start * rate)
    turn = 2 * math.pi * _A4 * 2 ** ((midi - _A4_MIDI) / 12) / rate
    for i in range(min(int(length * rate), len(track) - first)):
        time = i / rate
        fade = min(1.0, time / _ATTACK) * math.exp(-3.2 * time) * min(1.0, (length - time) / 0.03)
        phase = turn * i
        tone = (
            math.sin(phase)
            + brightness * fade * math.sin(2 * phase)
            + brightness * fade**2 * math.sin(3 * phase)
        )
        track[first + i] += volume * fade * tone


def _wav(melody: list[float], chords: list[float], rate: int, channels: int) -> bytes:
    left = [m + c for m, c in zip(melody, chords, strict=True)]
    right = [0.8 * m + 1.1 * c for m, c in zip(melody, chords, strict=True)] if channels > 1 else []
    gain = _LOUDEST / max(map(abs, left + right))
    samples = array("h", bytes(2 * channels * len(left)))
    samples[::channels] = array("h", [round(gain * s) for s in left])
    if right:
        samples[1::2] = array("h", [round(gain * s) for s in right])
    data = samples.tobytes()
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, channels, rate, rate * channels * 2, channels * 2, 16)
    body = b"WAVE" + form + struct.pack("<4sI", b"data", len(data)) + data
    return struct.pack("<4sI", b"RIFF", len(body)) + body


def draw_cover(seed: int, size: int, kind: str) -> bytes:
    """Return a small picture: hills, a sun, and a few birds.

    Args:
        seed: chooses colours and shapes.
        size: pixels a side.
        kind: `JPEG` or `PNG`.
    """
    dice = random.Random(seed)
    hue = dice.randrange(360)
    image = Image.new("RGB", (size, size), f"hsl({hue}, 35%, 82%)")
    draw = ImageDraw.Draw(image)
    radius = size * dice.uniform(0.1, 0.2)
    x, y = size * dice.uniform(0.25, 0.75), size * dice.uniform(0.2, 0.4)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=f"hsl({(hue + 160) % 360}, 60%, 62%)")
    for layer in range(3):
        base = size * (0.55 + 0.15 * layer)
        swing = dice.uniform(0.6, 1.6)
        ridge = [
            (px, base + size * 0.06 * math.sin(px / size * 6.28 * swing + layer * 2))
            for px in range(size + 1)
        ]
        shade = f"hsl({(hue + 25 * layer) % 360}, 30%, {55 - 14 * layer}%)"
        draw.polygon([(0, size), *ridge, (size, size)], fill=shade)
    for _ in range(4):
        bx, by = size * dice.uniform(0.1, 0.85), size * dice.uniform(0.08, 0.45)
        wing = size * dice.uniform(0.02, 0.04)
        draw.line((bx - wing, by - wing, bx, by, bx + wing, by - wing), fill="#2b2f33", width=2)
    out = io.BytesIO()
    image.save(out, kind, quality=70, optimize=True)
    return out.getvalue()
