"""The lock that makes one window of two starts."""

import subprocess
import sys
import threading
from pathlib import Path

from dunnock.services.instance import InstanceLock
from tests.desktop.harness import ROOT

HOLDER = """
import sys
from pathlib import Path
from dunnock.services.instance import InstanceLock
assert InstanceLock(Path(sys.argv[1])).take()
print("taken", flush=True)
sys.stdin.read()
"""


def holder(home: Path) -> "subprocess.Popen[str]":
    """Another process that has taken the lock."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(home)],
        env={"PYTHONPATH": str(ROOT / "src")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "taken\n"
    return process


def test_the_lock_is_for_one_process_and_free_when_that_is_killed(tmp_path: Path) -> None:
    lock = InstanceLock(tmp_path)
    with holder(tmp_path) as process:
        assert not lock.take()
        process.kill()
        process.wait()
    assert lock.take()
    lock.close()


def test_a_lock_that_is_kept_is_waited_for_in_vain_but_not_for_long(tmp_path: Path) -> None:
    lock = InstanceLock(tmp_path)
    with holder(tmp_path) as process:
        assert not lock.take_over()
        process.kill()
    lock.close()


def test_the_lock_of_an_app_that_is_closing_is_taken_over(tmp_path: Path) -> None:
    lock = InstanceLock(tmp_path)
    with holder(tmp_path) as process:
        timer = threading.Timer(0.2, process.kill)
        timer.start()
        assert lock.take_over()
        timer.join()
    lock.close()


def test_two_homes_have_two_locks(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    locks = [InstanceLock(tmp_path), InstanceLock(tmp_path / "other")]
    assert all(lock.take() for lock in locks)
    for lock in locks:
        lock.close()
