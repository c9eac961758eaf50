"""What the results are rendered to, file by file."""

from pathlib import Path

from benchmarks.events.report import plots
from benchmarks.events.report.facts import with_facts
from benchmarks.events.report.page import page
from benchmarks.events.results import Results

ROOT = Path(__file__).parents[3]


def rendered(results: Results, root: Path = ROOT) -> dict[Path, str]:
    """The content of every file that is made from the results."""
    pictures = root / "docs" / "performance"
    readme = root / "README.md"
    files = {
        root / "docs" / "performance.md": page(results),
        readme: with_facts(readme.read_text("utf-8"), results),
    }
    if results.latency:
        files[pictures / "latency.svg"] = plots.latency(results.latency)
    if results.bursts:
        files[pictures / "bursts.svg"] = plots.bursts(results.bursts)
    if results.payloads:
        files[pictures / "payloads.svg"] = plots.payloads(results.payloads)
    if results.growth:
        files[pictures / "growth.svg"] = plots.growth(results.growth)
    return files


def render(results: Results, root: Path = ROOT) -> None:
    """Write them."""
    for path, content in rendered(results, root).items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, "utf-8")
