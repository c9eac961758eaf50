"""Compare the way of events with the WebSocket it replaced.

python -m benchmarks.events [--short] [--only PART,…] [--runs TIMES] [--write] [--render]
"""

import argparse
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.events.goals import budgets, comparisons, gross
from benchmarks.events.parts import bursts, growth, idle, latency, payloads, windows
from benchmarks.events.plan import FULL, SHORT, Plan
from benchmarks.events.report.files import render
from benchmarks.events.results import RESULTS, Result, Results, load, save, this_machine
from benchmarks.events.site import built_page
from benchmarks.machine import conclude, describe_machine

PARTS: Mapping[str, Callable[[Path, Plan], Result]] = {
    "latency": latency.measure,
    "bursts": bursts.measure,
    "payloads": payloads.measure,
    "windows": windows.measure,
    "growth": growth.measure,
    "idle": idle.measure,
}

TRIES = 2
"""A part is measured again from its beginning after a hiccup of the machine."""

GROSS_TIMES = 5
GROSS_MS = 100
"""A short run on a busy machine shows only what is broken: ours so many times, and so many ms, slower."""


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="bench events",
        description="Compare the way of events with a WebSocket, in one window, in one run.",
    )
    parser.add_argument("--short", action="store_true", help="a minute: check that the benchmark works")
    parser.add_argument("--only", type=_parts, default=list(PARTS), metavar="PART,…", help=", ".join(PARTS))
    parser.add_argument(
        "--runs", type=float, default=1.0, metavar="TIMES", help="so many times the usual runs"
    )
    parser.add_argument("--write", action="store_true", help="keep the figures, and render the page")
    parser.add_argument(
        "--render", action="store_true", help="render the page from the figures kept; measure nothing"
    )
    asked = parser.parse_args(arguments)
    if asked.short and asked.write:
        parser.error("a short run is not kept: leave out --short or --write")
    return asked


def _parts(text: str) -> list[str]:
    names = text.split(",")
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        raise argparse.ArgumentTypeError(
            f"there is no part {', '.join(unknown)}; there are {', '.join(PARTS)}"
        )
    return names


def scaled(plan: Plan, times: float) -> Plan:
    """The plan with so many times the runs."""

    def more(runs: int) -> int:
        return max(1, round(runs * times))

    return replace(
        plan,
        rounds=more(plan.rounds),
        batches=more(plan.batches),
        bursts=tuple((changes, per, more(runs)) for changes, per, runs in plan.bursts),
        payload_runs=more(plan.payload_runs),
        window_runs=more(plan.window_runs),
    )


def measured(name: str, page: Path, plan: Plan) -> Result | None:
    """Measure a part; None when it could not be, and why has been said."""
    for attempt in range(TRIES):
        began = time.monotonic()
        try:
            part = PARTS[name](page, plan)
        except Exception as error:  # noqa: BLE001 - one part that fails must not lose the others
            print(
                f"\n{name} failed ({type(error).__name__}: {error})"
                + (", again" if attempt + 1 < TRIES else "")
            )
        else:
            print(f"-- {name}: {time.monotonic() - began:.0f} s", flush=True)
            return part
    return None


def main(arguments: Sequence[str] = sys.argv[1:]) -> int:
    """Measure, print, and return 0 when every promise is kept, or, of a short run, when nothing is broken."""
    asked = parse(arguments)
    if asked.render:
        render(load())
        return 0
    # A polite kill ends the processes and the screen that were started, too.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    print(describe_machine(), flush=True)
    page = built_page()
    plan = scaled(SHORT if asked.short else FULL, asked.runs)
    results = Results(machine=this_machine())
    kept = (
        load().model_copy(update={"machine": results.machine})
        if asked.write and RESULTS.exists()
        else results
    )
    failed = []
    for name in asked.only:
        part = measured(name, page, plan)
        if part is None:
            failed.append(name)
            continue
        results, kept = results.with_part(name, part), kept.with_part(name, part)
        if asked.write:
            save(kept)
    if asked.write:
        render(load())
    return max(_conclude(results, short=asked.short), 1 if failed else 0)


def _conclude(results: Results, *, short: bool) -> int:
    rows = comparisons(results)
    for row in rows:
        print(
            f"{row.what:<66} {row.ours:8.1f} ms   WebSocket {row.baseline:8.1f} ms"
            f"   slower by {row.least:7.1f} to {row.most:7.1f} ms: {row.verdict}"
        )
    if not short:
        return max(conclude(budgets(results)), int(any(row.verdict == "missed" for row in rows)))
    for budget in budgets(results):
        print(budget)
    broken = gross(results, times=GROSS_TIMES, ms=GROSS_MS)
    for each in broken:
        print(f"grossly slower: {each}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
