"""`docs/performance.md`: what was compared, what came out, what it was measured on, and what of it is noise."""

from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from benchmarks.events.figures import SLOWER_MS, SLOWER_SHARE, Comparison, estimate, percentile, plain
from benchmarks.events.goals import budgets, comparisons, pick
from benchmarks.events.reasons import reason
from benchmarks.events.report import texts
from benchmarks.events.results import (
    Burst,
    BurstRun,
    Bursts,
    Growth,
    Idle,
    Latency,
    Payloads,
    Results,
    Samples,
    Windows,
)
from benchmarks.events.stage import SIDES, SideName
from benchmarks.machine import Budget

NAMES: dict[SideName, str] = {"ours": "Dunnock", "baseline": "WebSocket"}

_NONE = "-"
_FEW = 100
"""Changes that are over before there are frames to speak of."""
_PERCENTS = (50, 95, 99)


def page(results: Results) -> str:
    """The whole page; parts that were not measured are left out."""
    sections = [texts.HEAD, _promises(results)]
    if results.latency:
        sections.append(_latency(results.latency))
    if results.bursts:
        sections.append(_bursts(results.bursts))
    if results.payloads:
        sections.append(_payloads(results.payloads))
    if results.windows:
        sections.append(_windows(results.windows))
    if results.growth:
        sections.append(_growth(results.growth))
    if results.idle:
        sections.append(_idle(results.idle))
    sections.append(_machine(results))
    return "\n\n".join(section.strip() for section in sections) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown; all columns but the first hold figures."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def both(samples: Samples) -> list[str]:
    """The medians of both sides."""
    return [plain(percentile(samples[name], 50)) for name in SIDES]


def _promises(results: Results) -> str:
    rows, others = comparisons(results), budgets(results)
    slower = [row for row in rows if row.verdict == "missed"]
    unsure = [row for row in rows if row.verdict == "open"]
    lines = [_nowhere_slower(len(rows), len(slower), len(unsure)), *map(_promise, others)]
    parts = [texts.PROMISES, table(("promise", "bound", "measured", ""), lines)]
    missed = [f"- {each.what}. {reason(each.what)}" for each in others if not each.kept]
    missed += [f"- {_excess(row)}. {reason(row.what)}" for row in slower]
    if missed:
        parts += [texts.MISSED, "\n".join(missed)]
    if unsure:
        parts += [texts.OPEN, "\n".join(f"- {_excess(row)}" for row in unsure)]
    return "\n\n".join(parts)


def _nowhere_slower(rows: int, slower: int, unsure: int) -> tuple[str, ...]:
    verdict = "**missed**" if slower else "open" if unsure else "kept"
    what = f"nowhere slower by more than {SLOWER_MS:g} ms or {SLOWER_SHARE:.0%}, whichever is more"
    return what, "every row, one-sided 95 % level", f"{rows - slower - unsure} of {rows} rows", verdict


def _promise(budget: Budget) -> tuple[str, ...]:
    bound = "at least" if budget.at_least else "at most"
    measured = f"{budget.measured:,.2f}".rstrip("0").rstrip(".")
    return (
        budget.what,
        f"{bound} {budget.limit:g} {budget.unit}",
        measured,
        "kept" if budget.kept else "**missed**",
    )


def _excess(row: Comparison) -> str:
    return (
        f"{row.what}: {plain(row.ours)} ms against {plain(row.baseline)} ms"
        f" (slower by {row.least:.1f} to {row.most:.1f} ms; {row.tolerance:.1f} ms are allowed)"
    )


def _latency(latency: Latency) -> str:
    moments = {"handler": latency.handler, "page": latency.page, "frame": latency.frame}
    head = ["event", ""]
    head += [
        f"{moment}, {'median' if percent == 50 else f'p{percent}'}"
        for moment in moments
        for percent in _PERCENTS
    ]
    rows = [
        (
            f"`{event}`" if name == "ours" else "",
            NAMES[name],
            *(estimate(events[event][name], percent) for events in moments.values() for percent in _PERCENTS),
        )
        for event in latency.handler
        for name in SIDES
    ]
    trip = ", ".join(f"{NAMES[name]} {estimate(latency.round_trip[name])} ms" for name in SIDES)
    rounds = len(next(iter(latency.handler.values()))["ours"])
    return texts.LATENCY.format(rounds=rounds, table=table(head, rows), trip=trip)


def _bursts(bursts: Bursts) -> str:
    head = ["changes", "in a transaction", "", "right after, ms", "last event, ms", "events"]
    head += [
        "longest flush, ms",
        "longest block, ms",
        "frame, p99 and longest, ms",
        "request, p99, ms",
        "CPU, s",
    ]
    rows = [row for burst in bursts.bursts for row in _burst(burst)]
    quiet = ", ".join(f"{NAMES[name]} {bursts.scrolling[name].p99_ms:g} ms" for name in SIDES)
    return texts.BURSTS.format(table=table(head, rows), quiet=quiet)


def _burst(burst: Burst) -> Iterator[Sequence[object]]:
    for name in SIDES:
        runs = burst.runs[name]
        answers = [ms for run in runs for ms in run.answers_ms]
        yield (
            f"{burst.changes:,}" if name == "ours" else "",
            f"{burst.per:,}" if name == "ours" else "",
            NAMES[name],
            estimate(pick(runs)),
            plain(median(run.last_ms for run in runs)),
            f"{median(run.events for run in runs):,.0f}",
            f"{max(run.longest_flush_ms for run in runs):.0f}",
            f"{max(run.longest_block_ms for run in runs):.0f}",
            _frames(runs) if burst.changes > _FEW else _NONE,
            f"{percentile(answers, 99):.0f}" if answers else _NONE,
            f"{median(run.cpu_seconds for run in runs):.2f}",
        )


def _frames(runs: Sequence[BurstRun]) -> str:
    late = median(run.frames.p99_ms for run in runs)
    return f"{late:.0f}, {max(run.frames.longest_ms for run in runs):.0f}"


def _payloads(payloads: Payloads) -> str:
    head = ("ids", "right: Dunnock, ms", "WebSocket, ms", "last part: Dunnock, ms", "WebSocket, ms")
    rows = [
        (f"{each.ids:,}", *(estimate(of[name]) for of in (each.right, each.last) for name in SIDES))
        for each in payloads.payloads
    ]
    return texts.PAYLOADS.format(table=table(head, rows))


def _windows(windows: Windows) -> str:
    head = ("windows", "changes", "Dunnock, ms", "WebSocket, ms", "once back: Dunnock, ms", "WebSocket, ms")
    rows = [
        (
            each.name,
            f"{each.changes:,}",
            *(estimate(each.right[name]) for name in SIDES),
            *(estimate(each.after[name]) if each.after[name] else _NONE for name in SIDES),
        )
        for each in windows.settings
    ]
    return texts.WINDOWS.format(table=table(head, rows))


def _growth(growth: Growth) -> str:
    rows = [
        (
            f"{NAMES[name]}, {process}",
            plain(memory.before_mb),
            plain(memory.peak_mb),
            plain(memory.after_mb),
            f"{memory.grown_mb:+.1f}",
        )
        for name in SIDES
        for process, memory in growth.memory[name].items()
    ]
    cpu = ", ".join(f"{NAMES[name]} {growth.cpu_seconds[name]:.0f} s" for name in SIDES)
    head = ("process", "before", "at the most", "after", "growth")
    return texts.GROWTH.format(changes=growth.changes, table=table(head, rows), cpu=cpu)


def _idle(idle: Idle) -> str:
    rows = [
        (f"{NAMES[name]}, {process}", f"{rest.cpu_percent:.3f} %", f"{rest.wakes:.1f}")
        for name in SIDES
        for process, rest in idle.processes[name].items()
    ]
    head = ("process", "of one core", "wakes a second")
    return texts.IDLE.format(seconds=idle.seconds, table=table(head, rows))


def _machine(results: Results) -> str:
    machine = results.machine
    return texts.MACHINE.format(
        processor=machine.processor,
        cores=machine.cores,
        memory=machine.memory_gb,
        system=machine.system,
        python=machine.python,
        packages=", ".join(f"{name} {version}" for name, version in machine.packages.items()),
        error=f"{results.latency.error_ms:.2f} ms" if results.latency else "not measured",
    )
