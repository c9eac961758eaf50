"""Write the tags of the demo collection in the way of each format."""

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from mutagen.aiff import AIFF
from mutagen.apev2 import BINARY, APEValue
from mutagen.asf import ASF
from mutagen.flac import FLAC, Picture
from mutagen.id3 import APIC, COMM, TXXX, UFID, Encoding, Frames
from mutagen.mp3 import MP3
from mutagen.mp4 import MP4, MP4Cover, MP4FreeForm
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis
from mutagen.wave import WAVE
from mutagen.wavpack import WavPack

_R128_REFERENCE: Final = 5.0
_ID3V24: Final = 4
_ID3_FILES: Final[dict[str, Callable[[Path], Any]]] = {".mp3": MP3, ".wav": WAVE, ".aiff": AIFF}
_VORBIS_FILES: Final[dict[str, Callable[[Path], Any]]] = {".flac": FLAC, ".ogg": OggVorbis, ".opus": OggOpus}
_ID3_IDS: Final = {
    "musicbrainz_album_id": "MusicBrainz Album Id",
    "musicbrainz_artist_id": "MusicBrainz Artist Id",
}
_FRONT_COVER: Final = 3
_ID3_FRAMES: Final = {
    "title": "TIT2",
    "artists": "TPE1",
    "album": "TALB",
    "album_artists": "TPE2",
    "genres": "TCON",
    "composers": "TCOM",
    "title_sort": "TSOT",
    "artist_sort": "TSOP",
    "album_artist_sort": "TSO2",
    "date": "TDRC",
    "original_date": "TDOR",
}
_TEXT_NAMES: Final = {
    # field: name in Vorbis comments; most other formats use a like one
    "title": "TITLE",
    "artists": "ARTIST",
    "album": "ALBUM",
    "album_artists": "ALBUMARTIST",
    "genres": "GENRE",
    "composers": "COMPOSER",
    "comment": "COMMENT",
    "date": "DATE",
    "original_date": "ORIGINALDATE",
    "title_sort": "TITLESORT",
    "artist_sort": "ARTISTSORT",
    "album_artist_sort": "ALBUMARTISTSORT",
    "musicbrainz_track_id": "MUSICBRAINZ_TRACKID",
    "musicbrainz_album_id": "MUSICBRAINZ_ALBUMID",
    "musicbrainz_artist_id": "MUSICBRAINZ_ARTISTID",
}
_MP4_ATOMS: Final = {
    "title": "\xa9nam",
    "artists": "\xa9ART",
    "album": "\xa9alb",
    "album_artists": "aART",
    "genres": "\xa9gen",
    "composers": "\xa9wrt",
    "comment": "\xa9cmt",
    "date": "\xa9day",
    "title_sort": "sonm",
    "artist_sort": "soar",
}
_ASF_NAMES: Final = {
    "title": "Title",
    "artists": "Author",
    "album": "WM/AlbumTitle",
    "album_artists": "WM/AlbumArtist",
    "genres": "WM/Genre",
    "composers": "WM/Composer",
    "date": "WM/Year",
}
_GAINS: Final = {
    "rg_track_gain": "REPLAYGAIN_TRACK_GAIN",
    "rg_track_peak": "REPLAYGAIN_TRACK_PEAK",
    "rg_album_gain": "REPLAYGAIN_ALBUM_GAIN",
    "rg_album_peak": "REPLAYGAIN_ALBUM_PEAK",
}


def write_tags(path: Path, tags: dict[str, Any], cover: bytes | None, id3_version: int) -> None:
    """Tag a file, with a picture if there is one."""
    match path.suffix:
        case ".mp3" | ".wav" | ".aiff":
            _write_id3(path, tags, cover, id3_version)
        case ".flac" | ".ogg" | ".opus":
            _write_vorbis(path, tags, cover)
        case ".m4a":
            _write_mp4(path, tags, cover)
        case ".wma":
            _write_asf(path, tags, cover)
        case ".wv":
            _write_ape(path, tags, cover)
        case _:
            raise ValueError(f"no way to tag {path}")


def _texts(value: Any) -> list[str]:
    return [str(v) for v in value] if isinstance(value, list) else [str(value)]


def _number(tags: dict[str, Any], name: str) -> str | None:
    number, total = tags.get(f"{name}_no"), tags.get(f"{name}_total")
    if number is None:
        return None
    return f"{number}/{total}" if total else str(number)


def _gain_texts(tags: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (name, f"{tags[key]:.2f} dB" if key.endswith("gain") else f"{tags[key]:.6f}")
        for key, name in _GAINS.items()
        if key in tags
    ]


def _r128_texts(tags: dict[str, Any]) -> list[tuple[str, str]]:
    names = (("rg_track_gain", "R128_TRACK_GAIN"), ("rg_album_gain", "R128_ALBUM_GAIN"))
    return [(name, str(round((tags[key] - _R128_REFERENCE) * 256))) for key, name in names if key in tags]


def _write_id3(path: Path, tags: dict[str, Any], cover: bytes | None, version: int) -> None:
    audio: Any = _ID3_FILES[path.suffix](path)
    if audio.tags is None:
        audio.add_tags()
    id3: Any = audio.tags
    encoding = Encoding.UTF8 if version == _ID3V24 else Encoding.UTF16
    texts = {frame: tags.get(name) for name, frame in _ID3_FRAMES.items()}
    texts |= {"TRCK": _number(tags, "track"), "TPOS": _number(tags, "disc")}
    for frame, text in texts.items():
        if text:
            id3.add(Frames[frame](encoding=encoding, text=_texts(text)))
    if "comment" in tags:
        id3.add(COMM(encoding=encoding, lang="eng", desc="", text=tags["comment"]))
    if "musicbrainz_track_id" in tags:
        id3.add(UFID(owner="http://musicbrainz.org", data=tags["musicbrainz_track_id"].encode()))
    described = _gain_texts(tags) + [(name, tags[key]) for key, name in _ID3_IDS.items() if key in tags]
    for description, text in described:
        id3.add(TXXX(encoding=Encoding.LATIN1, desc=description, text=text))
    if cover:
        id3.add(APIC(encoding=Encoding.LATIN1, mime=_mime(cover), type=_FRONT_COVER, desc="", data=cover))
    if version != _ID3V24:
        id3.update_to_v23()
    audio.save(v2_version=version, padding=lambda _: 64)


def _write_vorbis(path: Path, tags: dict[str, Any], cover: bytes | None) -> None:
    audio: Any = _VORBIS_FILES[path.suffix](path)
    for name, key in _TEXT_NAMES.items():
        if name in tags:
            audio[key] = _texts(tags[name])
    for name in ("track", "disc"):
        if number := _number(tags, name):
            audio[f"{name}number"] = number
    if tags.get("compilation"):
        audio["COMPILATION"] = "1"
    for name, text in _r128_texts(tags) if path.suffix == ".opus" else _gain_texts(tags):
        audio[name] = text
    if cover:
        _add_vorbis_picture(audio, cover)
    audio.save(padding=lambda _: 64)


def _add_vorbis_picture(audio: Any, cover: bytes) -> None:
    picture = Picture()
    picture.type, picture.mime, picture.data = _FRONT_COVER, _mime(cover), cover
    if isinstance(audio, FLAC):
        audio.add_picture(picture)
    else:
        audio["METADATA_BLOCK_PICTURE"] = base64.b64encode(picture.write()).decode()


def _write_mp4(path: Path, tags: dict[str, Any], cover: bytes | None) -> None:
    audio: Any = MP4(path)
    for name, atom in _MP4_ATOMS.items():
        if name in tags:
            audio[atom] = _texts(tags[name])
    for name, atom in (("track", "trkn"), ("disc", "disk")):
        if f"{name}_no" in tags:
            audio[atom] = [(tags[f"{name}_no"], tags.get(f"{name}_total", 0))]
    if "compilation" in tags:
        audio["cpil"] = tags["compilation"]
    free = _gain_texts(tags)
    if "musicbrainz_track_id" in tags:
        free.append(("MusicBrainz Track Id", tags["musicbrainz_track_id"]))
    for name, text in free:
        audio[f"----:com.apple.iTunes:{name}"] = MP4FreeForm(text.encode())
    if cover:
        kind = MP4Cover.FORMAT_PNG if _mime(cover) == "image/png" else MP4Cover.FORMAT_JPEG
        audio["covr"] = [MP4Cover(cover, kind)]
    audio.save(padding=lambda _: 64)


def _write_asf(path: Path, tags: dict[str, Any], cover: bytes | None) -> None:
    audio: Any = ASF(path)
    for name, key in _ASF_NAMES.items():
        if name in tags:
            audio[key] = _texts(tags[name])
    for name, key in (("track", "WM/TrackNumber"), ("disc", "WM/PartOfSet")):
        if number := _number(tags, name):
            audio[key] = number
    if "compilation" in tags:
        audio["WM/IsCompilation"] = tags["compilation"]
    if cover:
        raise ValueError(f"no piece in WMA has a picture: {path}")
    audio.save(padding=lambda _: 64)


def _write_ape(path: Path, tags: dict[str, Any], cover: bytes | None) -> None:
    audio: Any = WavPack(path)
    if audio.tags is None:
        audio.add_tags()
    for name, key in _TEXT_NAMES.items():
        if name in tags:
            audio["Year" if key == "DATE" else "Album Artist" if key == "ALBUMARTIST" else key.title()] = (
                _texts(tags[name])
            )
    for name in ("track", "disc"):
        if number := _number(tags, name):
            audio[name.title()] = number
    if tags.get("compilation"):
        audio["Compilation"] = "1"
    if cover:
        audio["Cover Art (Front)"] = APEValue(b"cover.jpg\0" + cover, BINARY)
    audio.save()


def _mime(cover: bytes) -> str:
    return "image/png" if cover.startswith(b"\x89PNG") else "image/jpeg"
