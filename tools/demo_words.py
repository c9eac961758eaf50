"""Give pieces of the demo collection words: with times in a file beside one, without in the tags of another.

Run by `make_demo.py`; by itself it puts the words into the collection as it is, and leaves the audio alone.
"""

from pathlib import Path
from typing import Any, Final

from mutagen.flac import FLAC

DEMO: Final = Path(__file__).parent.parent / "demo"

_BESIDE: Final = {
    "Wren & Weather/Small Hours, Large Birds/CD 1/01 Kettle Before Dawn.lrc": """\
[ar:Wren & Weather]
[ti:Kettle Before Dawn]
[offset:0]
[00:00.30]Four o'clock, and the kettle knows
[00:01.40]what the street has not been told:
[00:02.50]<00:02.50>milk <00:02.80>comes <00:03.10>late
[00:03.60]and the bird on the gate
[00:04.60]is wearing its coat for the cold
""",
}
_IN_THE_TAGS: Final = {
    "The Ludlow Hedge/Field Recordings of Nothing/02 - A Gate That Does Not Creak.flac": (
        "(no gate)\n\n(still no gate)\n\nThank you for not creaking."
    ),
}


def write_words(demo: Path) -> None:
    """Write the file with times and the tag without."""
    for name, words in _BESIDE.items():
        (demo / name).write_text(words, encoding="utf-8")
    for name, words in _IN_THE_TAGS.items():
        audio: Any = FLAC(demo / name)
        audio["LYRICS"] = words
        audio.save(padding=lambda _: 64)


if __name__ == "__main__":
    write_words(DEMO)
