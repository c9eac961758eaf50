"""List the pieces of the demo collection: what is played, in which format, and how it is tagged.

All names are invented. Between them the pieces have what is hard about real collections: an album on two discs, a
compilation, several artists, emoji, CJK and right-to-left titles, punctuation, sort tags, ReplayGain, ids.
"""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID, uuid5

_NAMESPACE: Final = UUID("d0d0cafe-0000-4000-8000-000000000000")


def made_up_id(name: str) -> str:
    """Return an id in the form of MusicBrainz ids that belongs to nothing."""
    return str(uuid5(_NAMESPACE, name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One file.

    `tags` are named as the fields of `dunnock.media.tags.Tags`; what is left out is not tagged.
    """

    path: str
    tags: dict[str, Any]
    seed: int
    scale: str = "major"
    tempo: int = 108
    rate: int = 22_050
    channels: int = 1
    codec: str
    cover: int | None = None
    """Seed of the embedded picture."""
    id3_version: int = 4


_DISCS: Final = "Wren & Weather/Small Hours, Large Birds"
_SMALL_HOURS: Final = {
    "album": "Small Hours, Large Birds",
    "album_artists": ["Wren & Weather"],
    "genres": ["Folk", "Chamber Pop"],
    "disc_total": 2,
    "date": "2019-11-08",
    "original_date": "2017",
    "musicbrainz_album_id": made_up_id("Small Hours, Large Birds"),
    "musicbrainz_artist_id": made_up_id("Wren & Weather"),
    "rg_album_gain": -4.1,
    "rg_album_peak": 0.912345,
}
_WAITING: Final = {
    "album": "Music for Waiting Rooms",
    "album_artists": ["Various Artists"],
    "compilation": True,
    "genres": ["Easy Listening"],
    "track_total": 5,
    "date": "2021",
}


def _small_hours(disc: int, track: int, title: str, seed: int, **tags: Any) -> Piece:
    return Piece(
        path=f"{_DISCS}/CD {disc}/{track:02} {title.replace('/', '-').replace('?', '')}.mp3",
        tags={
            **_SMALL_HOURS,
            "title": title,
            "artists": ["Wren & Weather"],
            "track_no": track,
            "track_total": 3 if disc == 1 else 2,
            "disc_no": disc,
            "musicbrainz_track_id": made_up_id(title),
            **tags,
        },
        seed=seed,
        scale="major" if seed % 2 else "dorian",
        tempo=96 + seed,
        channels=2,
        codec="mp3",
        cover=1,
        id3_version=4 if disc == 1 else 3,
    )


def _waiting(track: int, title: str, artists: list[str], ending: str, seed: int, **options: Any) -> Piece:
    tags = {**_WAITING, "title": title, "artists": artists, "track_no": track, **options.pop("tags", {})}
    path = f"Various Artists/Music for Waiting Rooms/{track:02} {' & '.join(artists)} - {title}.{ending}"
    return Piece(path=path, tags=tags, seed=seed, **options)


PIECES: Final[tuple[Piece, ...]] = (
    _small_hours(1, 1, "Kettle Before Dawn", 11, rg_track_gain=-3.2, rg_track_peak=0.87),
    _small_hours(1, 2, "Heron on the Ring Road", 12, rg_track_gain=-5.25, rg_track_peak=0.9),
    _small_hours(
        1,
        3,
        "Who Moved the Moon?",
        13,
        artists=["Wren & Weather", "Pavel Tamm"],
        composers=["Ida Krol", "Pavel Tamm"],
        title_sort="Moon, Who Moved the",
        comment="Recorded in one take.\nThe second take was better, but the cat sat on it.",
        rg_track_gain=-4.0,
        rg_track_peak=0.912345,
    ),
    # tagged as ID3v2.3, which has no lists
    _small_hours(2, 1, "Large Birds, Pt. 1", 14, genres=["Folk"]),
    _small_hours(2, 2, "Large Birds, Pt. 10", 15, genres=["Folk"]),
    *(
        Piece(
            path=f"The Ludlow Hedge/Field Recordings of Nothing/{number:02} - {title}.flac",
            tags={
                "title": title,
                "artists": ["The Ludlow Hedge"],
                "artist_sort": "Ludlow Hedge, The",
                "album": "Field Recordings of Nothing",
                "album_artists": ["The Ludlow Hedge"],
                "album_artist_sort": "Ludlow Hedge, The",
                "genres": ["Ambient", "Field Recording"],
                "track_no": number,
                "track_total": 3,
                "date": "2014-03-01",
                "rg_track_gain": gain,
                "rg_track_peak": 0.5,
                "rg_album_gain": 1.5,
                "rg_album_peak": 0.61,
            },
            seed=20 + number,
            scale="minor",
            tempo=120,
            rate=16_000,
            codec="flac",
        )
        for number, title, gain in (
            (1, "Silence, Slightly Out of Tune", 2.25),
            (2, "A Gate That Does Not Creak", 1.5),
            (3, "Café à l'Heure Bleue", -0.75),
        )
    ),
    _waiting(1, "Please Take a Number", ["Captain Lukewarm"], "ogg", 31, codec="vorbis", cover=4),
    _waiting(
        2,
        "Fern in the Corner",
        ["Signal Box Sisters", "Moth Assembly"],
        "opus",
        32,
        scale="dorian",
        rate=48_000,
        channels=2,
        codec="opus",
        tags={"rg_track_gain": -1.0, "rg_album_gain": 0.5},
    ),
    _waiting(3, "The Dentist Will See You Later", ["Moth Assembly"], "m4a", 33, codec="aac", cover=4),
    _waiting(
        4,
        "Magazine from 1987",
        ["Ørsted & Åse", "DJ Überhang"],
        "wma",
        34,
        codec="wma",
        tags={"disc_no": 1, "disc_total": 1, "composers": ["Jürgen Öhl"]},
    ),
    _waiting(5, "Somebody Else's Coat", ["Nobody's Uncle"], "wv", 35, rate=16_000, codec="wavpack"),
    Piece(
        path="夜汽車クラブ/窓の外/01 終電の月.opus",
        tags={
            "title": "終電の月",
            "artists": ["夜汽車クラブ"],
            "artist_sort": "Yogisha Kurabu",
            "album": "窓の外",
            "genres": ["シティポップ"],
            "track_no": 1,
            "date": "1984",
        },
        seed=41,
        scale="in",
        rate=48_000,
        codec="opus",
        cover=5,
    ),
    Piece(
        path="夜汽車クラブ/窓の外/02 한밤의 기차.m4a",
        tags={
            "title": "한밤의 기차",
            "artists": ["夜汽車クラブ", "김하늘"],
            "album": "窓の外",
            "album_artists": ["夜汽車クラブ"],
            "genres": ["シティポップ"],
            "track_no": 2,
            "track_total": 9,
            "date": "1984-06-02",
            "title_sort": "Hanbamui gicha",
        },
        seed=42,
        scale="in",
        codec="aac",
        cover=5,
    ),
    Piece(
        path="فرقة الشرفة/شاي بعد المطر.ogg",
        tags={
            "title": "شاي بعد المطر",
            "artists": ["فرقة الشرفة"],
            "album": "مفاتيح ضائعة",
            "track_no": 7,
            "date": "2003-10-30",
            "comment": "עם תודה לשכנים",
        },
        seed=43,
        scale="hijaz",
        codec="vorbis",
    ),
    Piece(
        path="DJ Überhang/🎉 Modem Party/01 56k 📠❤️.m4a",
        tags={
            "title": "56k 📠❤️",
            "artists": ["DJ Überhang"],
            "album": "🎉 Modem Party",
            "genres": ["Electro"],
            "track_no": 1,
            "track_total": 1,
            "disc_no": 1,
            "disc_total": 1,
            "date": "1999-12-31",
            "compilation": False,
            "rg_track_gain": -7.5,
            "rg_track_peak": 1.0,
            "musicbrainz_track_id": made_up_id("56k"),
        },
        seed=44,
        tempo=132,
        rate=16_000,
        codec="alac",
        cover=6,
    ),
    Piece(
        path="Ørsted & Åse/Live at the Library/1 Shh!.wav",
        tags={
            "title": "Shh!",
            "artists": ["Ørsted & Åse"],
            "album": "Live at the Library",
            "genres": ["Jazz"],
            "track_no": 1,
            "date": "2008-04-23",
        },
        seed=51,
        scale="dorian",
        tempo=144,
        rate=11_025,
        codec="pcm",
    ),
    Piece(
        path="Ørsted & Åse/Live at the Library/2 Overdue (Ba$$ Solo).aiff",
        tags={
            "title": "Overdue (Ba$$ Solo)",
            "artists": ["Ørsted & Åse"],
            "album": "Live at the Library",
            "genres": ["Jazz"],
            "track_no": 2,
            "track_total": 2,
            "date": "2008",
        },
        seed=52,
        scale="minor",
        tempo=144,
        rate=11_025,
        codec="pcm",
        cover=7,
    ),
)
