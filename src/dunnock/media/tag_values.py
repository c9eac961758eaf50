"""Clean the values of tags, whatever library they came from, and put them together as `Tags`."""

import re
from collections.abc import Callable, Iterable
from typing import Any, Final, NamedTuple

from dunnock.media.tag_model import Tags

LONGEST_TEXT: Final = 1_000
"""Characters kept of one value: some files carry a whole book in a comment, or garbage."""

R128_TO_REPLAYGAIN: Final = 5.0
"""dB between the references of Opus R128 tags (-23 LUFS; RFC 7845, 5.2.1) and of ReplayGain 2 (-18 LUFS)."""

RawTags = dict[str, list[str]]
"""Values by canonical name (see `CANONICAL_NAMES`), as they are in the file."""

_NAMES_IN_USE: Final[dict[str, str]] = {
    # canonical name: the names in use, lower case. Frames of ID3v2.3/2.4 and v2.2, Vorbis and APE keys,
    # atoms and freeform names of MP4, attributes of ASF; as in the mapping table of MusicBrainz Picard.
    "title": "tit2 tt2 \xa9nam",
    "artist": "tpe1 tp1 \xa9art author wm/artists",
    "artists": "",
    "album": "talb tal \xa9alb wm/albumtitle",
    "albumartist": "tpe2 tp2 aart wm/albumartist album_artist ensemble",
    "genre": "tcon tco \xa9gen wm/genre",
    "composer": "tcom tcm \xa9wrt wm/composer",
    "comment": "description comments \xa9cmt",
    "track": "trck trk trkn tracknumber wm/tracknumber",
    "track_total": "tracktotal totaltracks",
    "disc": "tpos tpa disk discnumber wm/partofset",
    "disc_total": "disctotal totaldiscs",
    "date": "tdrc \xa9day",
    "year": "tyer tye _year wm/year",
    "date_ddmm": "tdat tda",
    "titlesort": "tsot tst sonm titlesortorder wm/titlesortorder",
    "artistsort": "tsop tsp soar artistsortorder wm/artistsortorder",
    "albumsort": "tsoa tsa soal albumsortorder wm/albumsortorder",
    "albumartistsort": "tso2 ts2 soaa albumartistsortorder wm/albumartistsortorder",
    "originaldate": "tdor tory tor originalreleasetime wm/originalreleasetime",
    "originalyear": "originalreleaseyear wm/originalreleaseyear",
    "compilation": "tcmp tcp cpil iscompilation wm/iscompilation itunescompilation",
    "musicbrainz_trackid": "ufid ufi",
    "musicbrainz_albumid": "",
    "musicbrainz_artistid": "",
    "replaygain_track_gain": "",
    "replaygain_track_peak": "",
    "replaygain_album_gain": "",
    "replaygain_album_peak": "",
    "r128_track_gain": "",
    "r128_album_gain": "",
}
_NAMES_WITH_SPACES: Final = {
    "album artist": "albumartist",
    "musicbrainz track id": "musicbrainz_trackid",
    "musicbrainz album id": "musicbrainz_albumid",
    "musicbrainz artist id": "musicbrainz_artistid",
    "musicbrainz/track id": "musicbrainz_trackid",
    "musicbrainz/album id": "musicbrainz_albumid",
    "musicbrainz/artist id": "musicbrainz_artistid",
}
CANONICAL_NAMES: Final[dict[str, str]] = {
    alias: name for name, aliases in _NAMES_IN_USE.items() for alias in (name, *aliases.split())
} | _NAMES_WITH_SPACES
"""The canonical name of a lower-case name found in a file."""

_NUMBER_OF: Final = re.compile(r"\s*(\d{1,6})(?!\d)(?:\s*(?:/|of)\s*(\d{1,6})(?!\d))?", re.IGNORECASE)
_YEAR: Final = re.compile(r"(?<!\d)([12]\d{3})(?:(?!\d)|(?=(?:0[1-9]|1[0-2])[0-3]\d(?!\d)))")
_DECIMAL: Final = re.compile(r"\s*([-+]?\d+(?:[.,]\d+)?)")
_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_NUMBERED_GENRES: Final = re.compile(r"(?:\((\d{1,3}|RX|CR)\)|^(\d{1,3})$)")
_LINE_BREAKS: Final = re.compile(r"[\r\n\t\v\f]")
_TRUE: Final = frozenset({"1", "true", "yes"})
_LOUDEST_GAIN: Final = 64.0  # dB; more is a broken tag and would hurt ears
_HIGHEST_PEAK: Final = 1_000.0
_DDMM: Final = 4


class Stream(NamedTuple):
    """The properties of the audio in a file."""

    duration: float
    """Seconds."""
    bitrate: float | None
    """kbit/s."""
    sample_rate: int | None
    channels: int | None
    codec: str


def clean_text(value: str, *, keep_lines: bool = False) -> str | None:
    """Return a value without NUL and outer white space, capped in length; None if nothing is left."""
    text = value.strip("\0 \t\r\n\v\f\ufeff\u3000\xa0")
    if not text:
        return None
    if len(text) > LONGEST_TEXT:
        text = text[:LONGEST_TEXT].rstrip()
    if not text.isprintable():
        text = text.replace("\0", " ")
        if not keep_lines:
            text = _LINE_BREAKS.sub(" ", text)
        # half of a surrogate pair can come out of broken UTF-16; SQLite and the window cannot carry it
        text = text.encode("utf-8", "replace").decode("utf-8")
    return text


def clean_list(values: Iterable[str]) -> tuple[str, ...]:
    """Return the values, cleaned, each once, in their order. A NUL parts values, as ID3v2.4 has it."""
    found: dict[str, None] = {}
    for value in values:
        for part in value.split("\0") if "\0" in value else (value,):
            if text := clean_text(part):
                found[text] = None
    return tuple(found)


def first_text(values: Iterable[str] | None, *, keep_lines: bool = False) -> str | None:
    """Return the first value with text in it."""
    for value in values or ():
        text = clean_text(value.lstrip("\0").partition("\0")[0], keep_lines=keep_lines)
        if text:
            return text
    return None


def number_of(value: str | None) -> tuple[int | None, int | None]:
    """Read `3`, `03/12` or `3 of 12` as number and total. Zero means that there is none."""
    match = _NUMBER_OF.match(value) if value else None
    if match is None:
        return None, None
    return int(match[1]) or None, int(match[2] or 0) or None


def year_of(date: str | None) -> int | None:
    """Find the year in a date written in any order: `1997`, `1997-05-21`, `19970521`, `21/05/1997`."""
    match = _YEAR.search(date) if date else None
    return int(match[1]) if match else None


def gain_of(value: str | None) -> float | None:
    """Read a ReplayGain gain such as `-6.50 dB`, in dB."""
    gain = _decimal(value)
    return gain if gain is not None and abs(gain) <= _LOUDEST_GAIN else None


def peak_of(value: str | None) -> float | None:
    """Read a ReplayGain peak such as `0.988553`; 1.0 is full scale."""
    peak = _decimal(value)
    return peak if peak is not None and 0 <= peak <= _HIGHEST_PEAK else None


def r128_gain_of(value: str | None) -> float | None:
    """Read an Opus R128 gain, a Q7.8 fixed-point number in text, as a ReplayGain gain in dB."""
    raw = _decimal(value)
    if raw is None or not -32768 <= raw <= 32767:  # noqa: PLR2004  # the range of 16 bits
        return None
    return round(raw / 256 + R128_TO_REPLAYGAIN, 2)


def _decimal(value: str | None) -> float | None:
    match = _DECIMAL.match(value) if value else None
    return float(match[1].replace(",", ".")) if match else None


def genres_of(values: Iterable[str]) -> tuple[str, ...]:
    """Return the genres: numbers of ID3v1 (`17`, `(17)`, `(17)(6)`) as names, lists parted at semicolons."""
    genres: list[str] = []
    for text in clean_list(values):
        for part in text.split(";") if ";" in text else (text,):
            if _NUMBERED_GENRES.search(part):
                genres += _numbered_genres(part)
            else:
                genres.append(part.replace("((", "(", 1) if part.startswith("((") else part)
    return clean_list(genres)


def _numbered_genres(text: str) -> list[str]:
    """Resolve ID3v1 numbers; what is written behind them is a genre of its own if it says something else."""
    from mutagen.id3 import TCON

    def name(code: str) -> str:
        named = {"RX": "Remix", "CR": "Cover"}.get(code)
        if named:
            return named
        return str(TCON.GENRES[int(code)]) if int(code) < len(TCON.GENRES) else code

    found = [name(match[1] or match[2]) for match in _NUMBERED_GENRES.finditer(text)]
    rest = _NUMBERED_GENRES.sub("", text).strip()
    return [*found, rest] if rest else found


def artists_of(credit: list[str], members: list[str]) -> tuple[str, ...]:
    """Choose between the credit (`Ann feat. Bob`) and the list of artists (`Ann`, `Bob`) written beside it.

    Some readers put both into one list; then the first is the credit if all the others are named in it.
    """
    listed = clean_list(members)
    if len(listed) > 1:
        return listed
    artists = clean_list(credit) or listed
    if len(artists) > 2 and all(artist in artists[0] for artist in artists[1:]):  # noqa: PLR2004
        return artists[1:]
    return artists


def _recording_id(values: list[str]) -> str | None:
    """Pick the MusicBrainz id out of `UFID` frames, which name their owner before it, or of a plain value."""
    for value in values:
        owner, _, identifier = value.rpartition("\0")
        if not owner or "musicbrainz.org" in owner:
            return _identifier([identifier])
    return None


def _identifier(values: list[str] | None) -> str | None:
    text = first_text(values)
    match = _UUID.search(text) if text else None
    return match[0].lower() if match else text


def _date_of(raw: RawTags) -> str | None:
    """Return the date as tagged; ID3v2.3 keeps day and month (DDMM) apart from the year."""
    date = first_text(raw.get("date")) or first_text(raw.get("year"))
    ddmm = first_text(raw.get("date_ddmm"))
    if date and ddmm and len(date) == _DDMM and len(ddmm) == _DDMM and (date + ddmm).isdecimal():
        return f"{date}-{ddmm[2:]}-{ddmm[:2]}"
    return date


def _is_true(values: list[str]) -> bool:
    return (first_text(values) or "").lower() in _TRUE


_SIMPLE_FIELDS: Final[dict[str, tuple[str, Callable[[list[str]], Any]]]] = {
    # canonical name: the field of Tags, and how its value is made
    "title": ("title", first_text),
    "album": ("album", first_text),
    "albumartist": ("album_artists", clean_list),
    "genre": ("genres", genres_of),
    "composer": ("composers", clean_list),
    "comment": ("comment", lambda values: first_text(values, keep_lines=True)),
    "compilation": ("compilation", _is_true),
    "titlesort": ("title_sort", first_text),
    "artistsort": ("artist_sort", first_text),
    "albumsort": ("album_sort", first_text),
    "albumartistsort": ("album_artist_sort", first_text),
    "musicbrainz_trackid": ("musicbrainz_track_id", _recording_id),
    "musicbrainz_albumid": ("musicbrainz_album_id", _identifier),
    "musicbrainz_artistid": ("musicbrainz_artist_id", _identifier),
    "r128_track_gain": ("rg_track_gain", lambda values: r128_gain_of(first_text(values))),
    "r128_album_gain": ("rg_album_gain", lambda values: r128_gain_of(first_text(values))),
    "replaygain_track_gain": ("rg_track_gain", lambda values: gain_of(first_text(values))),
    "replaygain_track_peak": ("rg_track_peak", lambda values: peak_of(first_text(values))),
    "replaygain_album_gain": ("rg_album_gain", lambda values: gain_of(first_text(values))),
    "replaygain_album_peak": ("rg_album_peak", lambda values: peak_of(first_text(values))),
}


def build_tags(raw: RawTags, stream: Stream, *, has_cover: bool) -> Tags:
    """Clean everything that was found in a file and put it together."""
    fields: dict[str, Any] = {}
    for name, values in raw.items():
        simple = _SIMPLE_FIELDS.get(name)
        if simple is not None and fields.get(simple[0]) is None:
            fields[simple[0]] = simple[1](values)
    if "artist" in raw or "artists" in raw:
        fields["artists"] = artists_of(raw.get("artist", []), raw.get("artists", []))
    if "track" in raw:
        fields["track_no"], fields["track_total"] = number_of(first_text(raw["track"]))
    if "disc" in raw:
        fields["disc_no"], fields["disc_total"] = number_of(first_text(raw["disc"]))
    for total in ("track_total", "disc_total"):
        if total in raw:
            fields[total] = number_of(first_text(raw[total]))[0] or fields.get(total)
    if "originaldate" in raw or "originalyear" in raw:
        fields["original_date"] = first_text(raw.get("originaldate")) or first_text(raw.get("originalyear"))
    date = fields["date"] = _date_of(raw)
    fields["year"] = (
        year_of(date) or year_of(first_text(raw.get("year"))) or year_of(fields.get("original_date"))
    )
    return Tags(
        **fields,
        duration_ms=round(stream.duration * 1_000),
        bitrate=round(stream.bitrate) or None if stream.bitrate else None,
        sample_rate=stream.sample_rate or None,
        channels=stream.channels or None,
        codec=stream.codec,
        has_cover=has_cover,
    )
