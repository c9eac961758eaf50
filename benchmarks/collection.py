"""Make collections of music for the benchmarks: many true files, quickly, and the same ones every time.

    python -m benchmarks.collection FOLDER [--files 8000] [--all-formats] [--seconds 190]

A few pieces are encoded with ffmpeg; every file is one of them with tags and a cover of its own. A folder that
already holds what is asked for is left as it is.
"""

import argparse
import io
import json
import random
import shutil
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import mutagen
from mutagen.asf._attrs import ASFByteArrayAttribute
from mutagen.flac import FLAC, Picture
from mutagen.id3 import APIC, ID3, TALB, TCON, TDRC, TIT2, TPE1, TPE2, TPOS, TRCK
from mutagen.mp4 import MP4, MP4Cover
from PIL import Image

SHARES = {"mp3": 60, "flac": 22, "m4a": 10, "ogg": 4, "opus": 4}
"""Files of each format in a hundred."""

ALL_SHARES = {"mp3": 30, "flac": 16, "m4a": 10, "ogg": 8, "opus": 8, "wav": 7, "aiff": 7, "wma": 7, "wv": 7}
"""The same where every format takes part."""

ENCODERS = {
    "mp3": ["-ar", "22050", "-ac", "1", "-c:a", "libmp3lame", "-b:a", "24k"],
    "flac": ["-ar", "8000", "-ac", "1", "-sample_fmt", "s16", "-c:a", "flac"],
    "m4a": ["-ar", "22050", "-ac", "1", "-c:a", "aac", "-b:a", "24k"],
    "ogg": ["-ar", "22050", "-ac", "1", "-c:a", "libvorbis", "-q:a", "-1"],
    "opus": ["-ac", "1", "-c:a", "libopus", "-b:a", "16k"],
    "wav": ["-ar", "8000", "-ac", "1", "-c:a", "pcm_u8"],
    "aiff": ["-ar", "8000", "-ac", "1", "-c:a", "pcm_s8"],
    "wma": ["-ar", "22050", "-ac", "1", "-c:a", "wmav2", "-b:a", "24k"],
    "wv": ["-ar", "8000", "-ac", "1", "-sample_fmt", "s16p", "-c:a", "wavpack"],
}

TRACKS_PER_ALBUM = 12
ALBUMS_PER_ARTIST = 3
COVER_BYTES = 75_000
_PIECES = 3
_COVERS = 16
_MANIFEST = "collection.json"
_ADJECTIVES = (
    "Quiet",
    "Russet",
    "Early",
    "Hollow",
    "Bright",
    "Salt",
    "Northern",
    "Paper",
    "Slow",
    "Wild",
    "Open",
)
_NOUNS = (
    "Ferry",
    "Hedge",
    "River",
    "Lantern",
    "Orchard",
    "Signal",
    "Winter",
    "Harbour",
    "Stair",
    "Meadow",
    "Letter",
)
_GENRES = ("Folk", "Jazz", "Electronic", "Rock", "Classical", "Ambient")


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a collection is made of. `seconds` is the length of every file's music."""

    files: int = 8_000
    all_formats: bool = False
    seconds: int = 190
    covers: bool = True
    version: int = 1
    """Counts up when what is written for the same recipe changes."""


@dataclass(frozen=True, slots=True)
class Song:
    """One file to write: its tags and the kind of file."""

    path: Path
    kind: str
    piece: int
    cover: int | None
    title: str
    artist: str
    album: str
    genre: str
    year: int
    number: int
    disc: int


def build(folder: Path, recipe: Recipe) -> None:
    """Make the collection in `folder`, unless it is there already.

    Raises:
        FileNotFoundError: there is no ffmpeg.
    """
    manifest = folder.with_name(f"{folder.name}.{_MANIFEST}")
    wanted = json.dumps(asdict(recipe))
    if manifest.exists() and manifest.read_text() == wanted and folder.is_dir():
        return
    manifest.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    pieces = folder.with_name(f"{folder.name}.pieces")
    pieces.mkdir(exist_ok=True)
    shares = ALL_SHARES if recipe.all_formats else SHARES
    jobs = [(pieces, kind, piece, recipe.seconds) for kind in shares for piece in range(_PIECES)]
    songs = list(_songs(folder, recipe, shares))
    with ProcessPoolExecutor() as workers:
        list(workers.map(_encode, jobs))
        chunk = 200
        batches = [(pieces, songs[start : start + chunk]) for start in range(0, len(songs), chunk)]
        list(workers.map(_write_songs, batches))
    shutil.rmtree(pieces)
    manifest.write_text(wanted)


def build_small(folder: Path, files: int) -> None:
    """Make a collection of files of under a kilobyte: FLAC with tags and a length, but no sound."""
    manifest = folder.with_name(f"{folder.name}.{_MANIFEST}")
    if manifest.exists() and manifest.read_text() == str(files):
        return
    shutil.rmtree(folder, ignore_errors=True)
    for song in _songs(folder, Recipe(files=files, covers=False), {"flac": 1}):
        song.path.parent.mkdir(parents=True, exist_ok=True)
        song.path.write_bytes(_small_flac(song))
    manifest.write_text(str(files))


def _songs(folder: Path, recipe: Recipe, shares: dict[str, int]) -> Iterator[Song]:
    chance = random.Random(20_240_501)
    kinds, weights = list(shares), list(shares.values())
    for index in range(recipe.files):
        album, number = divmod(index, TRACKS_PER_ALBUM)
        who = album // ALBUMS_PER_ARTIST
        artist = f"{_ADJECTIVES[who % 11]} {_NOUNS[who // 11 % 11]} {who:05}"
        title = f"{chance.choice(_ADJECTIVES)} {chance.choice(_NOUNS)} {chance.choice(_NOUNS)} {index}"
        name = f"{_ADJECTIVES[album % 7]} {_NOUNS[album % 11]} {album}"
        # an album is of one kind, as they are in life
        kind = random.Random(album).choices(kinds, weights)[0]
        yield Song(
            path=folder / artist / name / f"{number + 1:02} {title}.{kind}",
            kind=kind,
            piece=index % _PIECES,
            cover=album % _COVERS if recipe.covers and album % 10 else None,
            title=title,
            artist=artist,
            album=name,
            genre=_GENRES[album % len(_GENRES)],
            year=1960 + album % 60,
            number=number + 1,
            disc=1 + album % 2,
        )


def _encode(job: tuple[Path, str, int, int]) -> None:
    pieces, kind, piece, seconds = job
    base = 196 + 24 * piece
    tone = f"0.4*sin(2*PI*t*{base}*(1+floor(mod(t*2,5))/4))*exp(-2*mod(t*2,1))"
    target = pieces / f"{piece}.{kind}"
    source = f"aevalsrc='{tone}':s=22050:d={seconds}"
    command = ["ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", source, *ENCODERS[kind]]
    subprocess.run([*command, "-map_metadata", "-1", str(target)], check=True)


def _write_songs(batch: tuple[Path, list[Song]]) -> None:
    pieces, songs = batch
    for song in songs:
        song.path.parent.mkdir(parents=True, exist_ok=True)
        file = io.BytesIO(_piece(pieces / f"{song.piece}.{song.kind}"))
        audio = mutagen.File(file, easy=False)
        _tag(audio, song)
        file.seek(0)
        audio.save(file)
        song.path.write_bytes(file.getvalue())


@cache
def _piece(path: Path) -> bytes:
    return path.read_bytes()


@cache
def _cover(number: int) -> bytes:
    """A JPEG of about `COVER_BYTES`."""
    picture = Image.frombytes("RGB", (600, 600), random.Random(number).randbytes(600 * 600 * 3))
    output = io.BytesIO()
    for quality in range(5, 95, 5):
        output = io.BytesIO()
        picture.resize((300, 300)).resize((600, 600)).save(output, "JPEG", quality=quality)
        if output.tell() >= COVER_BYTES:
            break
    return output.getvalue()


def _tag(audio: Any, song: Song) -> None:
    cover = None if song.cover is None else _cover(song.cover)
    if song.kind in {"mp3", "wav", "aiff"}:
        if audio.tags is None:
            audio.add_tags()
        _tag_id3(audio.tags, song, cover)
    elif isinstance(audio, MP4):
        _tag_mp4(audio, song, cover)
    elif song.kind == "wma":
        _tag_asf(audio, song, cover)
    else:
        if audio.tags is None:
            audio.add_tags()
        _tag_comments(audio, song, cover)


def _tag_id3(tags: ID3, song: Song, cover: bytes | None) -> None:
    texts = (
        (TIT2, song.title),
        (TPE1, song.artist),
        (TALB, song.album),
        (TPE2, song.artist),
        (TCON, song.genre),
        (TDRC, str(song.year)),
        (TRCK, f"{song.number}/{TRACKS_PER_ALBUM}"),
        (TPOS, f"{song.disc}/2"),
    )
    for frame, text in texts:
        tags.add(frame(encoding=3, text=text))
    if cover is not None:
        tags.add(APIC(encoding=3, mime="image/jpeg", type=3, data=cover))


def _tag_mp4(audio: MP4, song: Song, cover: bytes | None) -> None:
    audio["\xa9nam"] = song.title
    audio["\xa9ART"] = song.artist
    audio["\xa9alb"] = song.album
    audio["aART"] = song.artist
    audio["\xa9gen"] = song.genre
    audio["\xa9day"] = str(song.year)
    audio["trkn"] = [(song.number, TRACKS_PER_ALBUM)]
    audio["disk"] = [(song.disc, 2)]
    if cover is not None:
        audio["covr"] = [MP4Cover(cover, MP4Cover.FORMAT_JPEG)]


def _tag_asf(audio: Any, song: Song, cover: bytes | None) -> None:
    audio["Title"] = song.title
    audio["Author"] = song.artist
    audio["WM/AlbumTitle"] = song.album
    audio["WM/AlbumArtist"] = song.artist
    audio["WM/Genre"] = song.genre
    audio["WM/Year"] = str(song.year)
    audio["WM/TrackNumber"] = str(song.number)
    if cover is not None:
        # picture type, size, MIME type and description in UTF-16 with their ends, then the picture
        head = struct.pack("<bI", 3, len(cover)) + "image/jpeg\0\0".encode("utf-16-le")
        audio["WM/Picture"] = ASFByteArrayAttribute(head + cover)


def _tag_comments(audio: Any, song: Song, cover: bytes | None) -> None:
    audio["title"] = song.title
    audio["artist"] = song.artist
    audio["album"] = song.album
    audio["albumartist"] = song.artist
    audio["genre"] = song.genre
    audio["date"] = str(song.year)
    audio["tracknumber"] = str(song.number)
    audio["discnumber"] = str(song.disc)
    if cover is None or song.kind == "wv":
        return
    picture = Picture()
    picture.type, picture.mime, picture.data = 3, "image/jpeg", cover
    if isinstance(audio, FLAC):
        audio.add_picture(picture)
    else:
        import base64

        audio["metadata_block_picture"] = base64.b64encode(picture.write()).decode()


def _small_flac(song: Song) -> bytes:
    """A marker, stream info and comments. Source: the FLAC format, RFC 9639."""
    rate, channels, bits, samples = 44_100, 2, 16, 44_100 * (120 + song.number)
    packed = rate << 44 | (channels - 1) << 41 | (bits - 1) << 36 | samples
    info = struct.pack(">HH", 4096, 4096) + bytes(6) + packed.to_bytes(8, "big")
    info += random.Random(str(song.path.name)).randbytes(16)
    fields = [
        f"TITLE={song.title}",
        f"ARTIST={song.artist}",
        f"ALBUM={song.album}",
        f"GENRE={song.genre}",
        f"DATE={song.year}",
        f"TRACKNUMBER={song.number}",
    ]
    comments = struct.pack("<II", 0, len(fields))
    comments += b"".join(struct.pack("<I", len(each.encode())) + each.encode() for each in fields)
    return b"fLaC" + _block(0, info) + _block(4, comments, last=True)


def _block(kind: int, content: bytes, *, last: bool = False) -> bytes:
    return bytes([kind | 0x80 * last]) + len(content).to_bytes(3, "big") + content


def main() -> int:
    """Make a collection as the command line asks."""
    parser = argparse.ArgumentParser(description="Make a collection of music for the benchmarks.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=8_000)
    parser.add_argument("--seconds", type=int, default=190, help="length of every file")
    parser.add_argument("--all-formats", action="store_true", help="wav, aiff, wma and wv too")
    parser.add_argument("--small", action="store_true", help="files without sound, under a kilobyte each")
    arguments = parser.parse_args()
    began = time.monotonic()
    if arguments.small:
        build_small(arguments.folder, arguments.files)
    else:
        recipe = Recipe(files=arguments.files, all_formats=arguments.all_formats, seconds=arguments.seconds)
        build(arguments.folder, recipe)
    print(f"{arguments.folder}: {arguments.files:,} files in {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
