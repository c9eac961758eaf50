"""The colour of a cover: one lively hue that much of it has."""

import colorsys
from typing import Final

from PIL import Image

_SIDE: Final = 48
_BINS: Final = 36
_PALEST: Final = 0.22
_DARKEST: Final = 0.18
_LEAST_SHARE: Final = 0.02
"""Of all pixels that are seen: a smaller speck does not speak for a picture."""

_OPAQUE: Final = 128


def accent_of(image: Image.Image) -> str | None:
    """Return the accent of a picture as `#rrggbb`; None for one without colours: grey, black, white, or clear.

    Every pixel counts for its hue as much as it is saturated and bright. The hue that gathers most, with its
    neighbours, wins; the colour is the mean of its pixels. The same picture always has the same accent.
    """
    small = image.convert("RGBA")
    small.thumbnail((_SIDE, _SIDE), Image.Resampling.BOX)
    weights = [0.0] * _BINS
    sums = [[0.0, 0.0, 0.0] for _ in range(_BINS)]
    counts = [0] * _BINS
    seen = 0
    data = small.tobytes()
    for red, green, blue, alpha in zip(data[::4], data[1::4], data[2::4], data[3::4], strict=True):
        if alpha < _OPAQUE:
            continue
        seen += 1
        hue, saturation, value = colorsys.rgb_to_hsv(red / 255, green / 255, blue / 255)
        if saturation < _PALEST or value < _DARKEST:
            continue
        weight = saturation * value
        at = int(hue * _BINS) % _BINS
        weights[at] += weight
        counts[at] += 1
        for channel, level in enumerate((red, green, blue)):
            sums[at][channel] += level * weight
    return _mean(weights, sums, counts, seen)


def _mean(weights: list[float], sums: list[list[float]], counts: list[int], seen: int) -> str | None:
    # A hue on the border of two bins is shared between them: neighbours count together.
    best = max(range(_BINS), key=lambda at: sum(weights[near] for near in _near(at)))
    near = _near(best)
    if sum(counts[at] for at in near) < max(1, seen * _LEAST_SHARE):
        return None
    total = sum(weights[at] for at in near)
    red, green, blue = (round(sum(sums[at][channel] for at in near) / total) for channel in range(3))
    return f"#{red:02x}{green:02x}{blue:02x}"


def _near(at: int) -> tuple[int, int, int]:
    return ((at - 1) % _BINS, at, (at + 1) % _BINS)
