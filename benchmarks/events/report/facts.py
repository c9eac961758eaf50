"""The README's table of facts, between two markers."""

from collections.abc import Iterator

from benchmarks.events.figures import percentile, plain
from benchmarks.events.goals import pick
from benchmarks.events.report.page import both, table
from benchmarks.events.results import Results
from benchmarks.events.stage import SIDES

BEGIN = "<!-- facts of the way of events: made by `./run bench events --render` -->"
END = "<!-- end of the facts -->"

_EVENT = "queue:updated"
_BURSTS = (1_000, 10_000, 100_000)


def facts(results: Results) -> str:
    """The table."""
    return table(("", "Dunnock", "the WebSocket it replaced"), _rows(results))


def with_facts(readme: str, results: Results) -> str:
    """The README with the table in its place.

    Raises:
        ValueError: it has no place for it.
    """
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"README.md needs the lines {BEGIN} and {END}")
    return f"{before}{BEGIN}\n\n{facts(results)}\n\n{END}{after}"


def _rows(results: Results) -> Iterator[tuple[str, ...]]:
    if results.latency:
        latency = results.latency
        yield ("one change, until its event is handled", *_ms(both(latency.handler[_EVENT])))
        yield ("one change, until the page shows it", *_ms(both(latency.page[_EVENT])))
    if results.bursts:
        for burst in results.bursts.bursts:
            if burst.per == 1 and burst.changes in _BURSTS:
                right = [plain(percentile(pick(burst.runs[name]), 50)) for name in SIDES]
                yield (f"{burst.changes:,} changes one by one, until the window is right", *_ms(right))
    if results.growth:
        grown = [sum(each.grown_mb for each in results.growth.memory[name].values()) for name in SIDES]
        yield (f"memory gained by {results.growth.changes:,} changes", *(f"{each:.0f} MB" for each in grown))
    if results.idle:
        rest = [results.idle.processes[name]["backend"] for name in SIDES]
        yield ("backend at rest", *(f"{each.cpu_percent:.2f} % of a core" for each in rest))


def _ms(figures: list[str]) -> list[str]:
    return [f"{figure} ms" for figure in figures]
