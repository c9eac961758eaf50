"""What was measured, as it is kept: raw figures, without a name or a path of the machine they come from."""

import importlib.metadata
import json
import os
import platform
from pathlib import Path
from statistics import median
from typing import Any

from pydantic import BaseModel, ConfigDict

from benchmarks.events.stage import SideName
from benchmarks.machine import processor

LOOKS = 3
"""At memory in use, of which the median is taken."""

RESULTS = Path(__file__).parents[1] / "results" / "events.json"

_PACKAGES = ("pytauri-wheel", "fastapi", "uvicorn", "uvloop", "httptools", "websockets", "apsw")


class Result(BaseModel):
    """The base of all of them."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Samples = dict[SideName, list[float]]
"""Milliseconds, one value a run."""


class Latency(Result):
    """Single events after quiet, by event: from the commit to the handler, to the changed page, to the next frame."""

    error_ms: float
    """The greatest error of the alignment of clocks."""
    handler: dict[str, Samples]
    page: dict[str, Samples]
    frame: dict[str, Samples]
    round_trip: Samples
    """Request to handler, on the page's clock alone: means of batches, so that a tick does not matter."""


class Frames(Result):
    """Times from frame to frame."""

    count: int
    median_ms: float
    p99_ms: float
    longest_ms: float


class BurstRun(Result):
    """One burst. Times are from its last commit."""

    written_ms: float
    """From its first transaction to its last commit."""
    right_ms: float
    """Until the window shows what the database says, and goes on doing so."""
    last_ms: float
    """Until the last event was handled."""
    events: int
    longest_flush_ms: float
    script_ms: float
    longest_block_ms: float
    frames: Frames
    answers_ms: list[float]
    """What each request took that was sent meanwhile."""
    cpu_seconds: float


class Burst(Result):
    """Bursts of so many changes, so many in a transaction."""

    changes: int
    per: int
    runs: dict[SideName, list[BurstRun]]


class Bursts(Result):
    """All of them, and the frames of the same page by itself, scrolling."""

    scrolling: dict[SideName, Frames]
    bursts: list[Burst]


class Payload(Result):
    """One event with so many ids: until the window is right, and until the last part of it was handled."""

    ids: int
    right: Samples
    last: Samples


class Payloads(Result):
    """Events of all lengths."""

    payloads: list[Payload]


class Setting(Result):
    """Windows side by side, and a burst: until every window that is seen and runs is right."""

    name: str
    changes: int
    right: Samples
    after: Samples
    """Until the hidden or stalled window is right, once it is shown or goes on; empty where there is none."""


class Windows(Result):
    """All arrangements of windows."""

    settings: list[Setting]


class Memory(Result):
    """Megabytes in use by a process: before many changes and after each burst of them, and at the most meanwhile.

    A look may come just before or just after garbage is collected: before and after are the medians of some looks.
    """

    resident_mb: list[float]
    peak_mb: float

    @property
    def before_mb(self) -> float:
        """At first."""
        return median(self.resident_mb[:LOOKS])

    @property
    def after_mb(self) -> float:
        """In the end."""
        return median(self.resident_mb[-LOOKS:])

    @property
    def grown_mb(self) -> float:
        """What the changes have left behind."""
        return self.after_mb - self.before_mb


class Growth(Result):
    """What many changes leave behind, by process."""

    changes: int
    cpu_seconds: dict[SideName, float]
    memory: dict[SideName, dict[str, Memory]]


class Rest(Result):
    """What a process uses while nothing happens."""

    cpu_percent: float
    """Of one core."""
    wakes: float
    """A second."""


class Idle(Result):
    """Both sides at rest at the same time, by process."""

    seconds: float
    processes: dict[SideName, dict[str, Rest]]


class Machine(Result):
    """What it was measured on."""

    processor: str
    cores: int
    memory_gb: int
    system: str
    python: str
    packages: dict[str, str]


class Results(Result):
    """All parts, as far as they were measured."""

    machine: Machine
    latency: Latency | None = None
    bursts: Bursts | None = None
    payloads: Payloads | None = None
    windows: Windows | None = None
    growth: Growth | None = None
    idle: Idle | None = None

    def with_part(self, name: str, part: Result) -> "Results":
        """The same with one part measured anew."""
        return self.model_copy(update={name: part})


def this_machine() -> Machine:
    """Describe this machine by what matters for the figures."""
    pages: int = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return Machine(
        processor=processor(),
        cores=os.cpu_count() or 1,
        memory_gb=round(pages / 1e9),
        system=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
        packages={name: importlib.metadata.version(name) for name in _PACKAGES},
    )


def load(path: Path = RESULTS) -> Results:
    """Read what was kept."""
    return Results.model_validate_json(path.read_text("utf-8"))


def save(results: Results, path: Path = RESULTS) -> None:
    """Keep it, in a form of which a change is readable: one line a list of figures."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(_readable(results.model_dump(mode="json", exclude_none=True)) + "\n", "utf-8")


def _readable(value: Any, indent: str = "") -> str:
    inner = indent + " "
    if isinstance(value, dict) and value:
        fields = [f"{inner}{json.dumps(key)}: {_readable(each, inner)}" for key, each in value.items()]
        return "{\n" + ",\n".join(fields) + f"\n{indent}}}"
    if isinstance(value, list) and any(isinstance(each, dict) for each in value):
        return "[\n" + ",\n".join(inner + _readable(each, inner) for each in value) + f"\n{indent}]"
    return json.dumps(value, ensure_ascii=False)
