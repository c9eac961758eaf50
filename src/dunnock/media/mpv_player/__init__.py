"""The port of playback, fulfilled with libmpv.

- `library`: libmpv itself, and the options it is made with.
- `deck`: one instance of it, with the file that plays and the one that follows.
- `clock`: the place that is heard, for all threads.
- `fade`, `faults`: how one item gives way to the next, and why one could not be played.
- `playback`: what is loaded, what follows, and what is told of it.
- `player`: the thread of it all.

Album gain is applied by libmpv only where the file has an album *peak* too; else the track's gain is.
"""

import os
from collections.abc import Mapping

from dunnock.media.mpv_player.player import MpvPlayer
from dunnock.media.player import Listener

__all__ = ["AUDIO_OUTPUT_VARIABLE", "MpvPlayer", "make_player"]

AUDIO_OUTPUT_VARIABLE = "DUNNOCK_AUDIO_OUTPUT"
"""Names libmpv's output in place of the system's: with `null` everything plays, and nothing is heard."""


def make_player(listener: Listener, environment: Mapping[str, str] = os.environ) -> MpvPlayer:
    """Make the player of this process, as the environment wants it.

    Raises:
        PlayerError: when libmpv is missing, too old, or refuses to start.
    """
    return MpvPlayer(listener, audio_output=environment.get(AUDIO_OUTPUT_VARIABLE) or None)
