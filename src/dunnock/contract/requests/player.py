"""Requests about what is heard."""

from typing import Annotated, Literal

from pydantic import Field

from dunnock.contract.models import Acted, Artwork, Done, Lyrics, OutputDevices, PlayerState, Plays
from dunnock.contract.requests.base import Brief, Request, RowCount, Start
from dunnock.contract.requests.source import Source


class PlayerReadState(Brief):
    """Read what is heard now."""

    NAME = "player_state"
    REPLY = PlayerState


class PlayerPlay(Brief):
    """Go on with what was paused or is current, or play an entry of the queue from its beginning."""

    NAME = "player_play"
    REPLY = Done

    entry_id: int | None = None


class PlayerPlaySource(Brief):
    """Put a list in the place of the queue, and play it from the chosen place."""

    NAME = "player_play_source"
    REPLY = Acted

    source: Source
    place: Annotated[int, Field(ge=0, description="Where in the list to begin, from 0.")] = 0


class PlayerPause(Brief):
    """Pause."""

    NAME = "player_pause"
    REPLY = Done


class PlayerToggle(Brief):
    """Pause, or go on."""

    NAME = "player_toggle"
    REPLY = Done


class PlayerStop(Brief):
    """Stop; the place in the track is forgotten."""

    NAME = "player_stop"
    REPLY = Done


class PlayerSeek(Brief):
    """Go to a place in the track; beyond its end is the end."""

    NAME = "player_seek"
    REPLY = Done

    position_ms: Annotated[int, Field(ge=0)]


class PlayerNext(Brief):
    """Go to the next entry; what is paused or stopped stays so."""

    NAME = "player_next"
    REPLY = Done


class PlayerPrevious(Brief):
    """Go to the entry before, or after three seconds of this one begin it again; what is paused or stopped stays so."""

    NAME = "player_previous"
    REPLY = Done


class PlayerSleep(Brief):
    """Stop by itself after some minutes or at the end of the track; with neither, do not."""

    NAME = "player_sleep"
    REPLY = Done

    minutes: Annotated[int | None, Field(ge=1, le=24 * 60)] = None
    end_of_track: bool = False


class PlayerListDevices(Request):
    """Read what sound can come out of."""

    NAME = "player_devices"
    REPLY = OutputDevices


class PlaysList(Brief):
    """Read what was heard, the newest first."""

    NAME = "plays_list"
    REPLY = Plays

    start: Start
    count: RowCount


class LyricsRead(Request):
    """Read the words of a track."""

    NAME = "lyrics"
    REPLY = Lyrics

    track_id: int


class ArtworkRead(Request):
    """Find the picture of a track."""

    NAME = "artwork"
    REPLY = Artwork

    track_id: int


class ArtworkReadImage(Request):
    """Read a picture, scaled to fit a square of `size` pixels, as the bytes of a JPEG or PNG file."""

    NAME = "artwork_image"
    REPLY = bytes

    artwork_id: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    size: Literal["64", "128", "256", "640"]
