"""What processes use of the machine, read from /proc."""

import contextlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


def wakes(pid: int) -> dict[int, int]:
    """How often each living thread of a process has been woken: each wait that ended is a wake, see proc(5)."""
    found = {}
    for thread in Path(f"/proc/{pid}/task").iterdir():
        # A thread may end while the list is read.
        with contextlib.suppress(OSError):
            status = (thread / "status").read_text()
            found[int(thread.name)] = int(status.partition("\nvoluntary_ctxt_switches:")[2].split()[0])
    return found


def woken(before: Mapping[int, int], after: Mapping[int, int]) -> int:
    """Wakes between two looks, of the threads that live at the second one."""
    return sum(count - before.get(thread, 0) for thread, count in after.items())


def cpu_seconds(pid: int) -> float:
    """Seconds of a core a process has used, with those of its threads that have ended, in steps of a hundredth."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def resident(pid: int) -> int:
    """Bytes of memory a process has in use."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE_BYTES


def peak_resident(pid: int) -> int:
    """The most bytes of memory it had in use since `forget_peak`."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("\nVmHWM:")[2].split()[0]) * 1024


def forget_peak(pid: int) -> None:
    """Measure the peak from here, see `clear_refs` in proc(5)."""
    with contextlib.suppress(OSError):  # not everywhere allowed; the peak is then that of the whole life
        Path(f"/proc/{pid}/clear_refs").write_text("5")


def busiest(before: dict[int, float], pids: Iterable[int]) -> int:
    """The process that has used most since `before`."""
    return max(pids, key=lambda pid: cpu_seconds(pid) - before.get(pid, 0.0))
