"""The plots."""

import math
from collections.abc import Mapping, Sequence

from benchmarks.events.figures import estimate, percentile, plain
from benchmarks.events.goals import pick
from benchmarks.events.report.page import NAMES
from benchmarks.events.report.svg import Picture
from benchmarks.events.results import Bursts, Growth, Latency, Payloads, Samples
from benchmarks.events.stage import SIDES

_WIDTH = 760
_LEFT = 190
_RIGHT = 30
_LINE = 18


def latency(measured: Latency) -> str:
    """Each event: the median until the page has changed, with a line to the 95th percentile."""
    rows = list(measured.page.items())
    longest = max(percentile(each, 95) for _, samples in rows for each in samples.values())
    step = _step(longest)
    top = step * math.ceil(longest / step)
    height = 120 + 44 * len(rows)
    picture = _begin(height, "One change after quiet: ms until the page shows it")
    scale = (_WIDTH - _LEFT - _RIGHT) / top
    for ms in range(0, top + 1, step):
        x = _LEFT + ms * scale
        picture.line(x, 78, x, height - 34)
        picture.text(x, height - 16, f"{ms:,}", "soft", "middle")
    for row, (event, samples) in enumerate(rows):
        y = 100 + 44 * row
        picture.text(_LEFT - 14, y + 4, event, anchor="end")
        for number, name in enumerate(SIDES):
            middle, late = percentile(samples[name], 50), percentile(samples[name], 95)
            at = y - 8 + 16 * number
            picture.line(_LEFT + middle * scale, at, _LEFT + late * scale, at, f"{name} range")
            picture.dot(_LEFT + middle * scale, at, name)
    picture.text(24, 62, "point: median; line: to the 95th percentile; shorter is better", "soft")
    return str(picture)


def _step(longest: float) -> int:
    """The distance between marks of an axis: about eight of them, at round numbers."""
    steps: list[int] = [first * 10**power for power in range(6) for first in (1, 2, 5)]
    return next(step for step in steps if longest <= 8 * step)


def bursts(measured: Bursts) -> str:
    """Bursts of changes one by one: how long after the last one the window is wrong."""
    rows = {each.changes: each.runs for each in measured.bursts if each.per == 1}
    lines = {changes: {name: pick(each) for name, each in runs.items()} for changes, runs in rows.items()}
    title = "A burst of changes: ms from its last commit until the window is right"
    return _curves(title, "changes in the burst, each in a transaction of its own", lines)


def payloads(measured: Payloads) -> str:
    """One event with ever more ids."""
    lines = {each.ids: each.right for each in measured.payloads}
    return _curves("One event about many tracks: ms until the window is right", "ids in the event", lines)


def growth(measured: Growth) -> str:
    """Memory in use while many changes arrive, by process: level where nothing is left behind."""
    lines = [
        (name, f"{NAMES[name]}, {process}", memory.resident_mb)
        for name in SIDES
        for process, memory in measured.memory[name].items()
    ]
    height, left, right, low, high = 380, 70, _WIDTH - 190, 90, 320
    most = max(max(looks) for _, _, looks in lines)
    step = _step(most)
    top = step * math.ceil(most / step)
    picture = _begin(height, f"Memory in use while {measured.changes:,} changes arrive, in MB", legend=False)
    picture.text(24, 62, "a level line leaves nothing behind", "soft")

    def up_at(mb: float) -> float:
        return high - (high - low) * mb / top

    for mb in range(0, top + 1, step):
        picture.line(left, up_at(mb), right, up_at(mb))
        picture.text(left - 8, up_at(mb) + 4, f"{mb:,}", "soft", "end")
    for quarter in range(5):
        x = left + (right - left) * quarter / 4
        picture.text(x, high + 20, f"{measured.changes * quarter // 4:,}", "soft", "middle")
    picture.text((left + right) / 2, high + 42, "changes", "soft", "middle")
    labels = _apart([up_at(looks[-1]) for _, _, looks in lines])
    for (name, what, looks), label in zip(lines, labels, strict=True):
        across = (right - left) / max(1, len(looks) - 1)
        points = [(left + across * number, up_at(mb)) for number, mb in enumerate(looks)]
        picture.path(points, name)
        picture.dot(*points[-1], name)
        picture.text(right + 12, label + 4, f"{what} {looks[-1]:.0f}", name)
    return str(picture)


def _begin(height: int, title: str, *, legend: bool = True) -> Picture:
    picture = Picture(_WIDTH, height, title)
    picture.text(24, 36, title, "title")
    if legend:
        for x, name in zip((_WIDTH - 210, _WIDTH - 110), SIDES, strict=True):
            picture.dot(x, 62, name)
            picture.text(x + 10, 66, NAMES[name], name)
    return picture


def _curves(title: str, across: str, lines: Mapping[int, Samples]) -> str:
    """A point for each size, both axes by powers of ten: the median with its interval."""
    height, left, right, low, high = 380, 70, _WIDTH - 110, 90, 320
    every = [ms for samples in lines.values() for name in SIDES for ms in samples[name]]
    floor = math.floor(math.log10(max(0.1, min(every))))
    ceiling = max(floor + 1, math.ceil(math.log10(max(every))))
    sizes = sorted(lines)
    span = math.log10(sizes[-1] / sizes[0]) or 1
    picture = _begin(height, title)
    picture.text(24, 62, "point: median; line: 95 % interval; lower is better", "soft")

    def across_at(size: int) -> float:
        return left + 20 + (right - left - 20) * math.log10(size / sizes[0]) / span

    def up_at(ms: float) -> float:
        return high - (high - low) * (math.log10(max(ms, 10**floor)) - floor) / (ceiling - floor)

    for power in range(floor, ceiling + 1):
        y = up_at(10**power)
        picture.line(left, y, right, y)
        picture.text(left - 8, y + 4, f"{10**power:,g}", "soft", "end")
    for size in sizes:
        picture.text(across_at(size), high + 20, f"{size:,}", "soft", "middle")
    picture.text((left + right) / 2, high + 42, across, "soft", "middle")
    ends = {name: percentile(lines[sizes[-1]][name], 50) for name in SIDES}
    labels = _apart([up_at(ends[name]) for name in SIDES])
    for name, label in zip(SIDES, labels, strict=True):
        points = [(across_at(size), estimate(lines[size][name])) for size in sizes]
        picture.path([(x, up_at(each.value)) for x, each in points], name)
        for x, each in points:
            picture.line(x, up_at(each.low), x, up_at(each.high), f"{name} range")
            picture.dot(x, up_at(each.value), name)
        picture.text(right + 12, label + 4, f"{plain(ends[name])} ms", name)
    return str(picture)


def _apart(heights: Sequence[float]) -> list[float]:
    """Heights moved apart so far that a line of text at each can be read, in their order from the top."""
    moved = list(heights)
    above = -math.inf
    for number in sorted(range(len(heights)), key=lambda number: heights[number]):
        moved[number] = above = max(heights[number], above + _LINE)
    return moved
