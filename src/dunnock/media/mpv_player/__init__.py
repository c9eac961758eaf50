"""The port of playback, fulfilled with libmpv.

- `library`: libmpv itself, and the options it is made with.
- `deck`: one instance of it, with the file that plays and the one that follows.
- `clock`: the place that is heard, for all threads.
- `mixer`: how loud the decks are, and how one fades into the other.
- `gain`: ReplayGain where libmpv leaves it out.
- `faults`: why something could not be played.
- `stage`: the item that is heard, the one that follows, and how one gives way to the other.
- `playback`: what is done when it is asked for, when time passes, and when a deck tells something.
- `player`: the thread of it all.
"""

import os
from collections.abc import Callable, Mapping

from dunnock.media.mpv_player.player import MpvPlayer
from dunnock.media.player import Listener

__all__ = ["AUDIO_OUTPUT_VARIABLE", "MpvPlayer", "make_player"]

AUDIO_OUTPUT_VARIABLE = "DUNNOCK_AUDIO_OUTPUT"
"""Names libmpv's output in place of the system's: with `null` everything plays, and nothing is heard."""


def make_player(
    listener: Listener,
    environment: Mapping[str, str] = os.environ,
    make_way: Callable[[], None] = lambda: None,
) -> MpvPlayer:
    """Make the player of this process, as the environment wants it. `make_way` as for `MpvPlayer`.

    Raises:
        PlayerError: when libmpv is missing, too old, or refuses to start.
    """
    output = environment.get(AUDIO_OUTPUT_VARIABLE) or None
    return MpvPlayer(listener, audio_output=output, make_way=make_way)
