"""Small sound files for tests, made of numbers: 44,100 samples a second, 16 bits, one channel."""

import array
import math
import wave
from collections.abc import Sequence
from pathlib import Path

RATE = 44_100


def tone(seconds: float, *, peak: int = 12_000, hertz: float = 441.0) -> list[int]:
    """A sine."""
    return [
        round(peak * math.sin(2 * math.pi * hertz * place / RATE)) for place in range(round(seconds * RATE))
    ]


def write(path: Path, samples: Sequence[int], rate: int = RATE) -> Path:
    """Write a WAV file."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(array.array("h", samples).tobytes())
    return path


def silence(path: Path, seconds: float) -> Path:
    """Write a file of which only the length matters."""
    return write(path, array.array("h", bytes(2 * round(seconds * RATE))))
