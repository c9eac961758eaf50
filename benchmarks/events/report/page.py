"""`docs/performance.md`: what was compared, what came out, what it was measured on, and what of it is noise."""

from collections.abc import Callable, Iterable, Sequence
from statistics import median
from typing import TypeVar

from benchmarks.events.figures import SLOWER_MS, SLOWER_SHARE, Comparison, estimate, percentile, plain
from benchmarks.events.goals import budgets, comparisons, pick
from benchmarks.events.reasons import reason
from benchmarks.events.report.texts import HEAD, NOISE
from benchmarks.events.results import Burst, Growth, Idle, Latency, Results, Samples
from benchmarks.events.stage import SIDES

_PICTURES = "performance"

_Part = TypeVar("_Part")


def page(results: Results) -> str:
    """The whole page."""
    sections: list[tuple[object, Callable[[], str]]] = [
        (True, lambda: _promises(results)),
        (results.latency, lambda: _latency(_there(results.latency))),
        (results.bursts, lambda: _bursts(results)),
        (results.payloads, lambda: _payloads(results)),
        (results.windows, lambda: _windows(results)),
        (results.growth, lambda: _growth(_there(results.growth))),
        (results.idle, lambda: _idle(_there(results.idle))),
        (True, lambda: _machine(results)),
    ]
    return "\n\n".join([HEAD.strip(), *(write() for there, write in sections if there)]) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown; all columns but the first hold figures."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def picture(name: str, what: str) -> str:
    """A picture beside the page."""
    return f"![{what}]({_PICTURES}/{name}.svg)"


def _there(part: _Part | None) -> _Part:
    assert part is not None
    return part


def _promises(results: Results) -> str:
    rows = comparisons(results)
    lines = []
    for budget in budgets(results):
        bound = "at least" if budget.at_least else "at most"
        measured = f"{budget.measured:,.2f}".rstrip("0").rstrip(".")
        verdict = "kept" if budget.kept else "**missed**"
        lines.append((budget.what, f"{bound} {budget.limit:g} {budget.unit}", measured, verdict))
    slower = [row for row in rows if row.verdict == "missed"]
    unsure = [row for row in rows if row.verdict == "open"]
    said = f"{len(rows) - len(slower) - len(unsure)} of {len(rows)} rows"
    what = f"nowhere slower by more than {SLOWER_MS:g} ms or {SLOWER_SHARE:.0%}, whichever is more"
    lines.insert(0, (what, "every row, one-sided 95 % level", said, "**missed**" if slower else "kept" if not unsure else "open"))
    parts = ["## What was promised", table(("promise", "bound", "measured", ""), lines)]
    missed = [(each.what, each.what) for each in budgets(results) if not each.kept]
    missed += [(_excess(row), row.what) for row in slower]
    if missed:
        parts.append("Missed, and why:")
        parts.append("\n".join(f"- {what}. {reason(key)}" for what, key in missed))
    if unsure:
        parts.append(
            "Rows in which the samples vary too much to say at that level (median difference within these bounds):"
        )
        parts.append("\n".join(f"- {_excess(row)}" for row in unsure))
    return "\n\n".join(parts)


def _excess(row: Comparison) -> str:
    return (
        f"{row.what}: {plain(row.ours)} ms against {plain(row.baseline)} ms"
        f" (slower by {row.least:.1f} to {row.most:.1f} ms, {row.tolerance:.1f} allowed)"
    )


def _latency(latency: Latency) -> str:
    head = ("event", "", "handler, median", "p95", "p99", "page, median", "p95", "p99", "frame, median", "p95", "p99")
    rows = []
    for event in latency.handler:
        for name in SIDES:
            figures = [
                estimate(moment[event][name], percent)
                for moment in (latency.handler, latency.page, latency.frame)
                for percent in (50, 95, 99)
            ]
            rows.append((f"`{event}`" if name == "ours" else "", _name(name), *figures))
    rounds = len(next(iter(latency.handler.values()))["ours"])
    trip = " against ".join(f"{estimate(latency.round_trip[name])} ms" for name in SIDES)
    return "\n\n".join(
        [
            "## One change after quiet",
            picture("latency", "Time until the page shows a change, for each event"),
            f"Milliseconds from the commit to the event's handler, to the changed page, and to the frame after it, in"
            f" {rounds} rounds, with 95 % intervals.",
            table(head, rows),
            "A change asked for by the page itself, from the request to the handler of its event, on the page's clock"
            f" alone (medians of batches of 20): {trip}.",
        ]
    )


def _bursts(results: Results) -> str:
    assert results.bursts is not None
    head = ("changes", "in a transaction", "", "right after, ms", "last event, ms", "events", "longest flush, ms")
    head += ("longest block, ms", "p99 frame, ms", "request, p99, ms", "CPU, s")
    rows = [row for burst in results.bursts.bursts for row in _burst(burst)]
    quiet = ", ".join(f"{_name(name)} {results.bursts.scrolling[name].p99_ms:g} ms" for name in SIDES)
    return "\n\n".join(
        [
            "## Bursts",
            picture("bursts", "Time from the last commit until the window is right, by size of the burst"),
            "From the last commit until the window shows what the database says and goes on doing so, and until the last"
            " event is handled; what is blocked, drawn and answered meanwhile. Medians of the runs, except for the longest"
            " and the p99 of requests, which are of all runs.",
            table(head, rows),
            f"The same page scrolling by itself has a p99 frame of: {quiet}.",
        ]
    )


def _burst(burst: Burst) -> list[tuple[object, ...]]:
    rows = []
    for name in SIDES:
        runs = burst.runs[name]
        sizes = (f"{burst.changes:,}", f"{burst.per:,}") if name == "ours" else ("", "")
        answers = [ms for run in runs for ms in run.answers_ms]
        rows.append(
            (
                *sizes,
                _name(name),
                estimate(pick(runs)),
                plain(median(run.last_ms for run in runs)),
                f"{median(run.events for run in runs):,.0f}",
                f"{max(run.longest_flush_ms for run in runs):.0f}",
                f"{max(run.longest_block_ms for run in runs):.0f}",
                f"{median(run.frames.p99_ms for run in runs):.0f}",
                f"{percentile(answers, 99):.0f}" if answers else "–",
                f"{median(run.cpu_seconds for run in runs):.2f}",
            )
        )
    return rows


def _payloads(results: Results) -> str:
    assert results.payloads is not None
    rows = [
        (f"{each.ids:,}", *(estimate(of[name]) for of in (each.right, each.last) for name in SIDES))
        for each in results.payloads.payloads
    ]
    head = ("ids", "right: Dunnock, ms", "WebSocket, ms", "last part: Dunnock, ms", "WebSocket, ms")
    return "\n\n".join(
        [
            "## Long events",
            picture("payloads", "Time until the window is right, by ids in one event"),
            "One event about so many tracks, of which one is on the screen. Dunnock sends it in pieces of at most 8 KiB,"
            " because WebKit keeps the memory of larger ones; the WebSocket sends it whole.",
            table(head, rows),
        ]
    )


def _windows(results: Results) -> str:
    assert results.windows is not None
    rows = []
    for each in results.windows.settings:
        after = [str(estimate(each.after[name])) if each.after[name] else "–" for name in SIDES]
        rows.append((each.name, f"{each.changes:,}", *(estimate(each.right[name]) for name in SIDES), *after))
    head = ("windows", "changes", "Dunnock, ms", "WebSocket, ms", "once back: Dunnock, ms", "WebSocket, ms")
    return "\n\n".join(
        [
            "## Several windows",
            "From the last commit of a burst in transactions of 1 until every window that is seen and runs is right;"
            " and, where one was hidden or its process stopped meanwhile, until that one is, from when it is back.",
            table(head, rows),
        ]
    )


def _growth(growth: Growth) -> str:
    rows = [
        (
            f"{_name(name)}, {process}",
            plain(memory.before_mb),
            plain(memory.peak_mb),
            plain(memory.after_mb),
            f"{memory.after_mb - memory.before_mb:+.1f}",
        )
        for name in SIDES
        for process, memory in growth.memory[name].items()
    ]
    cpu = ", ".join(f"{_name(name)} {growth.cpu_seconds[name]:.0f} s" for name in SIDES)
    return "\n\n".join(
        [
            f"## After {growth.changes:,} changes",
            picture("growth", "Memory of each process after many changes"),
            "Megabytes in use. Dunnock's backend lives in the process of the window, with all of GTK and WebKit's own"
            " half of it; the server is a bare process, and its window's share is not counted here.",
            table(("process", "before", "at the most", "after", "growth"), rows),
            f"Processor time of all processes that take part: {cpu}.",
        ]
    )


def _idle(idle: Idle) -> str:
    rows = [
        (f"{_name(name)}, {process}", f"{rest.cpu_percent:.3f} %", f"{rest.wakes:.1f}")
        for name in SIDES
        for process, rest in idle.processes[name].items()
    ]
    return "\n\n".join(
        [
            "## At rest",
            f"Both at rest for {idle.seconds:.0f} s at the same time, each with a window process of its own. Of Dunnock's"
            " backend the whole process of the window is counted; of the WebSocket's, the server alone.",
            table(("process", "of one core", "wakes a second"), rows),
        ]
    )


def _machine(results: Results) -> str:
    machine = results.machine
    packages = ", ".join(f"{name} {version}" for name, version in machine.packages.items())
    error = f"{results.latency.error_ms:.2f} ms" if results.latency else "not measured"
    lines = [
        "## What it was measured on",
        f"{machine.processor}, {machine.cores} cores, {machine.memory_gb} GB; {machine.system}, Python {machine.python};"
        f" {packages}. A virtual screen (Xvfb) without a graphics card.",
        NOISE.strip().format(error=error),
    ]
    return "\n\n".join(lines)


def _name(side: str) -> str:
    return {"ours": "Dunnock", "baseline": "WebSocket"}[side]


def both(samples: Samples) -> list[str]:
    """The medians of both sides."""
    return [plain(percentile(samples[name], 50)) for name in SIDES]
