"""What plays, in the words of MPRIS and the vocabulary of xesam it takes over."""

from urllib.parse import quote

from dbus_fast import Variant

from dunnock.desktop.integration.player import NowPlaying
from dunnock.store.track_credits import Credits

NO_TRACK = "/org/mpris/MediaPlayer2/TrackList/NoTrack"
"""The track id that MPRIS gives to nothing."""

_ENTRIES = "/org/dunnock/entry"


def track_id(now: NowPlaying) -> str:
    """The object path that stands for the current entry of the queue.

    The entry, not the track: the same track may be in the queue twice, and a desktop must notice the change.
    """
    return f"{_ENTRIES}/{now.entry_id}" if now.has_track else NO_TRACK


def metadata(now: NowPlaying) -> dict[str, Variant]:
    """What there is to say about the current track; keys without a value are left out, as the specification asks."""
    track = now.track
    found = {"mpris:trackid": Variant("o", track_id(now))}
    if track is None or not now.has_track:
        return found
    texts = {"xesam:title": track.title, "xesam:album": track.album}
    lists = {} if now.credits is None else _lists(now.credits)
    numbers = {"xesam:trackNumber": track.track_no, "xesam:discNumber": track.disc_no}
    found |= {key: Variant("s", value) for key, value in texts.items() if value}
    found |= {key: Variant("as", list(value)) for key, value in lists.items() if value}
    found |= {key: Variant("i", value) for key, value in numbers.items() if value is not None}
    if now.credits is not None:
        found["xesam:url"] = Variant("s", f"file://{quote(now.credits.path)}")
    found["xesam:useCount"] = Variant("i", track.plays)
    if now.duration_ms > 0:
        found["mpris:length"] = Variant("x", now.duration_ms * 1000)
    if track.year is not None:
        found["xesam:contentCreated"] = Variant("s", f"{track.year:04}")
    if track.favorite:
        found["xesam:userRating"] = Variant("d", 1.0)
    if now.art is not None:
        found["mpris:artUrl"] = Variant("s", now.art.as_uri())
    return found


def _lists(made_by: Credits) -> dict[str, tuple[str, ...]]:
    return {
        "xesam:artist": made_by.artists,
        "xesam:albumArtist": made_by.album_artists,
        "xesam:composer": made_by.composers,
        "xesam:genre": made_by.genres,
    }
