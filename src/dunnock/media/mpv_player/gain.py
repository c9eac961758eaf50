"""ReplayGain where libmpv leaves it out: files whose tags hold a gain, but not every peak.

libmpv 0.35 takes the gains of a file only if the track's peak is there too, and the album's only with the album's peak
(found by playing such files). Here the gain is worked out for it, when the file's first sound is ready: what is in the
output's buffer by then, some tenths of a second, is heard without it.
"""

import math
from collections.abc import Mapping

from dunnock.media.player import Output
from dunnock.media.tag_values import gain_of, peak_of


def missed_gain(tags: Mapping[str, str], output: Output) -> float | None:
    """Decibels to play a file with by its tags; None where libmpv does that by itself, or has nothing to go by.

    Without a peak the file is taken to reach full scale: clipping is then prevented by never playing it louder.
    """
    if output.replaygain == "off":
        return None
    read = {key.upper(): value for key, value in tags.items()}
    track, album = _pair(read, "TRACK"), _pair(read, "ALBUM")
    wanted = album if output.replaygain == "album" and album[0] is not None else track
    gain, peak = wanted
    if gain is None or (None not in track and None not in wanted):
        return None
    decibels = gain + output.preamp_db
    return min(decibels, -20 * math.log10(peak or 1.0)) if output.prevent_clipping else decibels


def _pair(tags: Mapping[str, str], kind: str) -> tuple[float | None, float | None]:
    return gain_of(tags.get(f"REPLAYGAIN_{kind}_GAIN")), peak_of(tags.get(f"REPLAYGAIN_{kind}_PEAK"))
