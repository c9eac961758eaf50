"""Make the demo collection: play the pieces, encode and tag them, and write the table of expected tags.

Run from the checkout with ffmpeg on the path: `python tools/make_demo.py`. What it writes into `demo/` is checked
in; tests read that and never encode. The table is written from the list of pieces, not from what our reader says.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).parent.parent))  # so that it runs as a script too

from tools.demo_pieces import PIECES, Piece
from tools.demo_synth import draw_cover, play
from tools.demo_tags import write_tags
from tools.demo_words import write_words

DEMO: Final = Path(__file__).parent.parent / "demo"
COVER_SIZE: Final = 160
FOLDER_COVER_SIZE: Final = 300
FOLDER_COVER: Final = "The Ludlow Hedge/Field Recordings of Nothing/cover.jpg"
LARGEST: Final = 2_000_000
BITEXACT: Final = ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact"]
ENCODERS: Final = {
    "mp3": ["-c:a", "libmp3lame", "-b:a", "64k"],
    "flac": ["-c:a", "flac", "-compression_level", "8"],
    "vorbis": ["-c:a", "libvorbis", "-q:a", "0"],
    "opus": ["-c:a", "libopus", "-b:a", "40k"],
    "aac": ["-c:a", "aac", "-b:a", "48k"],
    "alac": ["-c:a", "alac"],
    "pcm": [],
    "wma": ["-c:a", "wmav2", "-b:a", "48k"],
    "wavpack": ["-c:a", "wavpack"],
}
BROKEN: Final = "Captain Lukewarm/Lost Tapes"
NOT_AUDIO: Final = "This is not an audio file."
CUT_OFF: Final = "The file is cut off: its end is missing."


def main() -> None:
    """Write `demo/` anew."""
    for folder in DEMO.iterdir():
        if folder.is_dir():
            shutil.rmtree(folder)
    expected: dict[str, Any] = {}
    for piece in PIECES:
        expected[piece.path] = _make(piece)
    (DEMO / FOLDER_COVER).write_bytes(draw_cover(2, FOLDER_COVER_SIZE, "JPEG"))
    write_words(DEMO)
    expected |= _make_broken()
    table = json.dumps(expected, ensure_ascii=False, indent=1, sort_keys=True)
    (DEMO / "expected.json").write_text(table + "\n", encoding="utf-8")
    size = sum(file.stat().st_size for file in DEMO.rglob("*") if file.is_file())
    print(f"{len(expected)} files, {size} bytes")
    if size > LARGEST:
        sys.exit(f"The demo collection is larger than {LARGEST} bytes: make the pieces shorter.")


def _make(piece: Piece) -> dict[str, Any]:
    """Write one file, and return what is expected to be read from it."""
    target = DEMO / piece.path
    target.parent.mkdir(parents=True, exist_ok=True)
    wav = play(piece.seed, scale=piece.scale, tempo=piece.tempo, rate=piece.rate, channels=piece.channels)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source.wav"
        source.write_bytes(wav)
        command = [
            "ffmpeg",
            "-v",
            "error",
            "-y",
            "-i",
            str(source),
            *BITEXACT,
            *ENCODERS[piece.codec],
            str(target),
        ]
        subprocess.run(command, check=True)
    cover = None
    if piece.cover is not None:
        cover = draw_cover(piece.cover, COVER_SIZE, "PNG" if piece.cover == 6 else "JPEG")  # noqa: PLR2004
    write_tags(target, piece.tags, cover, piece.id3_version)
    frames = (len(wav) - 44) // 2 // piece.channels
    date = piece.tags.get("date")
    return {
        **piece.tags,
        "year": int(date[:4]) if date else None,
        "duration_ms": round(frames * 1_000 / piece.rate),
        "sample_rate": piece.rate,
        "channels": piece.channels,
        "codec": piece.codec,
        "has_cover": cover is not None,
    }


def _make_broken() -> dict[str, Any]:
    """Write the files that no one can play, each with the reason that is expected."""
    folder = DEMO / BROKEN
    folder.mkdir(parents=True)

    def first_part(of: str, share: float) -> bytes:
        data = next(DEMO.glob(of)).read_bytes()
        return data[: int(len(data) * share)]

    text = "Mix notes, third attempt. More kettle in the left channel. Ask Ida about the cat.\n"
    (folder / "01 Nothing at All.mp3").write_bytes(b"")
    (folder / "02 Notes About the Mix.mp3").write_text(text * 12, encoding="utf-8")
    # the encoder writes the index of an MP4 last: without the end of the file it is lost
    (folder / "03 The Tape Ran Out.m4a").write_bytes(_without_index())
    (folder / "04 Almost Finished.ogg").write_bytes(first_part("Various*/*/01 *.ogg", 0.5))
    return {
        f"{BROKEN}/01 Nothing at All.mp3": {"error": "The file is empty."},
        f"{BROKEN}/02 Notes About the Mix.mp3": {"error": NOT_AUDIO},
        f"{BROKEN}/03 The Tape Ran Out.m4a": {"error": CUT_OFF},
        f"{BROKEN}/04 Almost Finished.ogg": {"error": CUT_OFF},
    }


def _without_index() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        source, whole = Path(folder) / "source.wav", Path(folder) / "whole.m4a"
        source.write_bytes(play(61, scale="minor", tempo=120, rate=16_000))
        subprocess.run(
            ["ffmpeg", "-v", "error", "-y", "-i", str(source), *BITEXACT, *ENCODERS["aac"], str(whole)],
            check=True,
        )
        data = whole.read_bytes()
        return data[: data.index(b"moov") - 2_000]


if __name__ == "__main__":
    main()
