"""What a figure was measured on, and how it is printed beside what it may be."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles


@dataclass(frozen=True, slots=True)
class Budget:
    """A promise: what was measured, and the most or least it may be."""

    what: str
    measured: float
    limit: float
    unit: str
    at_least: bool = False

    @property
    def kept(self) -> bool:
        """Whether it is kept."""
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit

    def __str__(self) -> str:
        bound = "at least" if self.at_least else "at most"
        verdict = "kept" if self.kept else "NOT KEPT"
        return f"{self.what}: {self.measured:,.2f} {self.unit} ({bound} {self.limit:,g}): {verdict}"


def conclude(budgets: Sequence[Budget]) -> int:
    """Print budgets and return the exit code: 0 when all are kept."""
    print()
    for budget in budgets:
        print(budget)
    return 0 if all(budget.kept for budget in budgets) else 1


def describe_machine() -> str:
    """One line on this machine: processor, cores, load, kernel, Python."""
    load = os.getloadavg()[0]
    return (
        f"{processor()}, {os.cpu_count()} cores (load {load:.1f}), {platform.system()} {platform.release()},"
        f" Python {platform.python_version()}"
    )


def processor() -> str:
    """What the system calls the processor."""
    information = Path("/proc/cpuinfo")
    lines = information.read_text().splitlines() if information.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else "unknown processor"


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that so many percent of the values do not exceed."""
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def default_folder() -> Path:
    """Where collections are kept between runs."""
    return Path(os.environ.get("DUNNOCK_BENCHMARKS", "/var/tmp/dunnock-benchmarks"))  # noqa: S108 - kept on purpose
