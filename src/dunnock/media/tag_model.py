"""What is read from one file: the `Tags`, or the reason why there are none."""

from dataclasses import dataclass


class UnreadableFile(Exception):  # noqa: N818  # it is a fact about the file, not an error of the program
    """A file that cannot be played or read.

    Attributes:
        reason: a sentence in plain language, for the list of scan errors.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """The tags and the audio properties of one file, cleaned.

    A text is never empty, has no NUL and no white space at its ends, and is at most 1,000 characters long.
    What is not tagged is None, an empty tuple or False.
    """

    title: str | None = None
    artists: tuple[str, ...] = ()
    album: str | None = None
    album_artists: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    composers: tuple[str, ...] = ()
    comment: str | None = None
    track_no: int | None = None
    track_total: int | None = None
    disc_no: int | None = None
    disc_total: int | None = None
    year: int | None = None
    date: str | None = None
    """The date as it is tagged."""
    original_date: str | None = None
    compilation: bool = False
    title_sort: str | None = None
    artist_sort: str | None = None
    album_sort: str | None = None
    album_artist_sort: str | None = None
    musicbrainz_track_id: str | None = None
    """The id of the recording."""
    musicbrainz_album_id: str | None = None
    """The id of the release."""
    musicbrainz_artist_id: str | None = None
    """The id of the first artist."""
    rg_track_gain: float | None = None
    """dB, against the ReplayGain 2 reference of -18 LUFS, whatever the format stores."""
    rg_track_peak: float | None = None
    """1.0 is full scale."""
    rg_album_gain: float | None = None
    rg_album_peak: float | None = None
    duration_ms: int
    bitrate: int | None = None
    """kbit/s."""
    sample_rate: int | None = None
    """Hz."""
    channels: int | None = None
    codec: str
    """One of mp3, mp2, flac, aac, alac, vorbis, opus, speex, pcm, adpcm, wma, wavpack, ape, musepack, tta."""
    has_cover: bool = False
    """Whether a picture is embedded."""
