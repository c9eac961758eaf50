"""What was promised of the way of events, and whether it is kept."""

from collections.abc import Iterator, Sequence
from statistics import median

from benchmarks.events.figures import Comparison, compare, percentile, times_sooner
from benchmarks.events.results import BurstRun, Bursts, Latency, Payloads, Results, Samples, Windows
from benchmarks.events.stage import SideName
from benchmarks.machine import Budget

TIMES_SOONER = 3
BURST_FROM = 1_000
FLUSH_MS = 8
FRAMES = 1.5
FRAMES_AT = 100_000
IDLE_PERCENT = 0.1
ANSWER_MS = 50
GROWTH_MB = 30


def comparisons(results: Results) -> list[Comparison]:
    """Every row of which ours may nowhere be slower."""
    rows: list[Comparison] = []
    if results.latency:
        rows += _latency(results.latency)
    if results.bursts:
        rows += _bursts(results.bursts)
    if results.payloads:
        rows += _payloads(results.payloads)
    if results.windows:
        rows += _windows(results.windows)
    return rows


def budgets(results: Results) -> list[Budget]:
    """The other promises, as far as what they are about was measured."""
    found: list[Budget] = []
    if results.bursts:
        found += _of_bursts(results.bursts)
    if results.idle:
        share = results.idle.processes["ours"]["backend"].cpu_percent
        found.append(Budget("idle backend", share, IDLE_PERCENT, "% of a core"))
    if results.growth:
        memory = results.growth.memory["ours"].values()
        grown = sum(each.grown_mb for each in memory)
        found.append(Budget(f"growth after {results.growth.changes:,} changes", grown, GROWTH_MB, "MB"))
    return found


def gross(results: Results, *, times: float, ms: float) -> list[str]:
    """Rows in which ours is so many times and so many ms slower that something must be broken, however few the runs."""
    return [
        f"{row.what}: {row.ours:.1f} ms against {row.baseline:.1f} ms"
        for row in comparisons(results)
        if row.ours > times * row.baseline + ms
    ]


def pick(runs: Sequence[BurstRun]) -> list[float]:
    """When the window was right, of each run."""
    return [run.right_ms for run in runs]


def answers(bursts: Bursts, name: SideName) -> list[float]:
    """What every request took that was sent during a burst."""
    return [ms for burst in bursts.bursts for run in burst.runs[name] for ms in run.answers_ms]


def _latency(latency: Latency) -> Iterator[Comparison]:
    moments = {"to the handler": latency.handler, "to the page": latency.page, "to the frame": latency.frame}
    for moment, events in moments.items():
        for event, samples in events.items():
            for percent in (50, 95):
                which = "" if percent == 50 else f", p{percent}"
                yield _compare(f"{event} {moment}{which}", samples, percent)
    yield _compare("round trip", latency.round_trip)


def _bursts(bursts: Bursts) -> Iterator[Comparison]:
    for burst in bursts.bursts:
        right: Samples = {name: pick(runs) for name, runs in burst.runs.items()}
        yield _compare(f"{burst.changes:,} changes, {burst.per:,} in a transaction", right)


def _payloads(payloads: Payloads) -> Iterator[Comparison]:
    for payload in payloads.payloads:
        yield _compare(f"one event with {payload.ids:,} ids", payload.right)


def _windows(windows: Windows) -> Iterator[Comparison]:
    for setting in windows.settings:
        what = f"{setting.name}, {setting.changes:,} changes"
        yield _compare(what, setting.right)
        if setting.after["ours"]:
            yield _compare(f"{what}, once it is back", setting.after)


def _compare(what: str, samples: Samples, percent: float = 50) -> Comparison:
    return compare(what, samples["ours"], samples["baseline"], percent)


def _of_bursts(bursts: Bursts) -> Iterator[Budget]:
    for burst in bursts.bursts:
        if burst.per == 1 and burst.changes >= BURST_FROM:
            sooner = times_sooner(pick(burst.runs["ours"]), pick(burst.runs["baseline"]))
            what = f"right after {burst.changes:,} changes in transactions of 1"
            yield Budget(what, sooner, TIMES_SOONER, "times sooner", at_least=True)
    flushes = [run.longest_flush_ms for burst in bursts.bursts for run in burst.runs["ours"]]
    yield Budget("longest flush", max(flushes), FLUSH_MS, "ms of script")
    quiet = bursts.scrolling["ours"].p99_ms
    for burst in bursts.bursts:
        if burst.changes >= FRAMES_AT:
            late = median(run.frames.p99_ms for run in burst.runs["ours"])
            what = f"p99 frame while {burst.changes:,} changes arrive, {burst.per:,} in a transaction"
            yield Budget(what, late / quiet, FRAMES, "times a quiet one")
    yield Budget("p99 of a request during a burst", percentile(answers(bursts, "ours"), 99), ANSWER_MS, "ms")
