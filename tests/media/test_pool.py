"""The reader processes: what they answer, and how they end."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dunnock.media.pool import CRASHED, TIMED_OUT, ReadBatch, ReaderPool, ReaderPoolError, worker_command
from dunnock.media.rows import ReadFailure, TrackRow
from tests.media.builders import DEMO_PIECES, mp3_frames

SRC = Path(__file__).parents[2] / "src"
WORKER_NAME = b"dunnock.media.worker"

# A worker like the real one, but with files that end, hang or slow it down, by name.
MEDDLED = """
import os, sys, time
sys.path[:] = sys.argv[1:]
from dunnock.media import worker
read_tags = worker.read_tags
def meddle(whole_path):
    path = os.path.basename(whole_path)
    if b"crash" in path:
        os._exit(3)
    if b"kill" in path:
        os.kill(os.getpid(), 9)
    if b"hang" in path:
        time.sleep(3600)
    if b"slow" in path:
        with open(whole_path + b".reads", "ab") as reads:
            reads.write(b"x")
        time.sleep(0.7)
    if b"raise" in path:
        raise RuntimeError("out of luck")
    return read_tags(whole_path)
worker.read_tags = meddle
worker.main()
"""


def meddled_command() -> list[str]:
    return [sys.executable, "-I", "-S", "-c", MEDDLED, *(path for path in sys.path if path)]


@pytest.fixture
def songs(tmp_path: Path) -> Callable[..., list[bytes]]:
    """Write small MP3 files of these names."""

    def write(*names: str) -> list[bytes]:
        for name in names:
            (tmp_path / name).write_bytes(mp3_frames([128] * 10))
        return [bytes(tmp_path / name) for name in names]

    return write


@pytest.fixture(autouse=True)
def _nothing_is_left_behind() -> Iterator[None]:
    yield
    assert workers_of(os.getpid()) == []


def workers_of(parent: int) -> list[int]:
    """Return the worker processes, zombies too, whose parent is this process."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                stat = (entry / "stat").read_bytes().rpartition(b")")[2].split()
                command = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if int(stat[1]) == parent and (WORKER_NAME in command or b"meddle" in command or stat[0] == b"Z"):
                found.append(int(entry.name))
    return found


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[0]
    except OSError:
        return False
    return state != b"Z"  # an orphan that nobody has waited for yet


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def outcome(batch: ReadBatch | None) -> dict[str, str]:
    """Return the reason of each failure, and `read` for each row, by file name."""
    assert batch is not None
    return {
        Path(os.fsdecode(result.path)).name: result.reason if isinstance(result, ReadFailure) else "read"
        for result in batch.results
    }


def test_batches_come_back_with_rows_and_failures() -> None:
    paths = [bytes(path) for path in DEMO_PIECES]
    batches = {number: paths[number * 5 : number * 5 + 5] for number in range(5)}
    with ReaderPool(2) as pool:
        for number, batch in batches.items():
            pool.submit(number, batch)
        answers = {answer.batch_id: answer.results for answer in pool.results()}
        assert pool.files_read == sum(map(len, batches.values()))
        assert pool.pending == 0
    assert {number: {r.path for r in results} for number, results in answers.items()} == {
        number: set(batch) for number, batch in batches.items()
    }
    results = [result for batch_results in answers.values() for result in batch_results]
    failures = [result for result in results if isinstance(result, ReadFailure)]
    assert len(failures) == 4
    kettle = next(r for r in results if isinstance(r, TrackRow) and r.title == "Kettle Before Dawn")
    assert (kettle.artist, kettle.album_artist_key, kettle.has_cover) == ("Wren & Weather", "wren weather", 1)


def test_nothing_is_started_before_there_is_something_to_read(songs: Callable[..., list[bytes]]) -> None:
    with ReaderPool(4) as pool:
        assert workers_of(os.getpid()) == []
        pool.submit(1, songs("a.mp3"))
        assert outcome(pool.get(20)) == {"a.mp3": "read"}
        assert len(workers_of(os.getpid())) == 1


def test_a_worker_has_no_file_of_its_parent_and_lower_priority(
    songs: Callable[..., list[bytes]], tmp_path: Path
) -> None:
    read_end, write_end = os.pipe()
    os.set_inheritable(write_end, True)
    try:
        with (tmp_path / "window.log").open("w") as log, ReaderPool(1) as pool:
            os.set_inheritable(log.fileno(), True)
            pool.submit(1, songs("a.mp3"))
            pool.get(20)
            (worker,) = workers_of(os.getpid())
            targets = {str(fd.readlink()) for fd in Path(f"/proc/{worker}/fd").iterdir()}
            assert len(targets) == 3
            assert all(target.startswith("pipe:") for target in targets)
            assert str(Path(f"/proc/self/fd/{write_end}").readlink()) not in targets
            assert os.getpriority(os.PRIO_PROCESS, worker) == 19
            assert os.getpgid(worker) != os.getpgid(0)  # Ctrl-C in the terminal does not reach it
            loaded = Path(f"/proc/{worker}/maps").read_text()
            assert "gtk" not in loaded
            assert "pydantic" not in loaded
    finally:
        os.close(read_end)
        os.close(write_end)


@pytest.mark.skipif(not Path("/proc/self/autogroup").exists(), reason="this kernel weighs no sessions")
def test_every_workers_session_steps_back_too(songs: Callable[..., list[bytes]]) -> None:
    def priorities() -> list[str]:
        return [
            Path(f"/proc/{worker}/autogroup").read_text().split()[-1] for worker in workers_of(os.getpid())
        ]

    ours = Path("/proc/self/autogroup").read_text()
    with ReaderPool(3) as pool:
        for batch, name in enumerate(["a.mp3", "b.mp3", "c.mp3"]):
            pool.submit(batch, songs(name))
        assert wait_until(lambda: priorities() == ["19"] * 3, 20)
    assert Path("/proc/self/autogroup").read_text() == ours


@pytest.mark.parametrize("culprit", ["crash.mp3", "kill.mp3"])
def test_a_file_that_ends_its_reader_is_a_failure_and_the_others_are_read(
    songs: Callable[..., list[bytes]], culprit: str
) -> None:
    names = ["a.mp3", "b.mp3", culprit, "c.mp3"]
    with ReaderPool(1, command=meddled_command()) as pool:
        pool.submit(1, songs(*names))
        pool.submit(2, songs("d.mp3"))
        pool.submit(3, songs("e.mp3"))
        answers = {batch.batch_id: outcome(batch) for batch in pool.results()}
    assert answers == {
        1: {"a.mp3": "read", "b.mp3": "read", culprit: CRASHED, "c.mp3": "read"},
        2: {"d.mp3": "read"},
        3: {"e.mp3": "read"},
    }


def test_a_file_that_hangs_its_reader_is_given_up(songs: Callable[..., list[bytes]]) -> None:
    with ReaderPool(1, command=meddled_command(), silence_limit=1.5) as pool:
        pool.submit(1, songs("a.mp3", "hang.mp3", "b.mp3"))
        assert outcome(pool.get(20)) == {"a.mp3": "read", "hang.mp3": TIMED_OUT, "b.mp3": "read"}


def test_a_slow_batch_is_not_taken_for_one_that_hangs(
    songs: Callable[..., list[bytes]], tmp_path: Path
) -> None:
    names = [f"slow {number}.mp3" for number in range(4)]
    with ReaderPool(1, command=meddled_command(), silence_limit=1.5) as pool:
        pool.submit(1, songs(*names))
        assert outcome(pool.get(20)) == dict.fromkeys(names, "read")
    assert {(tmp_path / f"{name}.reads").read_bytes() for name in names} == {b"x"}  # each once


def test_an_error_in_a_reader_is_the_failure_of_that_file_only(songs: Callable[..., list[bytes]]) -> None:
    with ReaderPool(1, command=meddled_command()) as pool:
        pool.submit(1, songs("raise.mp3", "a.mp3"))
        assert outcome(pool.get(20)) == {
            "raise.mp3": "Its tags cannot be understood (RuntimeError: out of luck).",
            "a.mp3": "read",
        }


def test_a_reader_that_does_not_start_is_one_error_with_its_reason(songs: Callable[..., list[bytes]]) -> None:
    broken = [sys.executable, "-c", "raise SystemExit('no such luck')"]
    with ReaderPool(1, command=broken) as pool:
        pool.submit(1, songs("a.mp3"))
        with pytest.raises(ReaderPoolError, match="no such luck"):
            pool.get(20)
    with ReaderPool(1, command=["/nowhere/python"]) as pool:
        pool.submit(1, songs("a.mp3"))
        with pytest.raises(ReaderPoolError, match="cannot be started"):
            list(pool.results())


def test_cancelling_drops_what_is_not_read_and_ends_the_readers_at_once(
    songs: Callable[..., list[bytes]],
) -> None:
    with ReaderPool(2, command=meddled_command()) as pool:
        paths = songs("hang.mp3", "a.mp3")
        for number in range(20):
            pool.submit(number, paths)
        assert wait_until(lambda: len(workers_of(os.getpid())) == 2, 10)
        start = time.monotonic()
        pool.cancel()
        assert time.monotonic() - start < 2
        assert list(pool.results()) == []
        assert pool.get(5) is None
        with pytest.raises(ReaderPoolError, match="closed"):
            pool.submit(99, paths)


def test_get_comes_back_when_the_time_is_over() -> None:
    with ReaderPool(1) as pool:
        assert pool.get(0.01) is None


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_readers_end_within_two_seconds_of_their_parent(
    songs: Callable[..., list[bytes]], how: signal.Signals
) -> None:
    # one reader waits for work, the other hangs in a file
    program = f"""
import sys
sys.path[:0] = [{str(SRC)!r}]
from dunnock.media.pool import ReaderPool
pool = ReaderPool(2, command={meddled_command()!r})
pool.submit(1, {songs("hang.mp3")!r})
pool.submit(2, {songs("a.mp3")!r})
pool.get()
print("ready", flush=True)
pool.get()
"""
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"ready\n"
        workers = workers_of(parent.pid)
        assert len(workers) == 2
        parent.send_signal(how)
        assert wait_until(lambda: not any(map(is_running, workers)), 2)


def test_a_worker_starts_quickly_and_imports_little() -> None:
    listing = "import sys; sys.path[:] = sys.argv[1:]; import dunnock.media.worker; print(*sys.modules)"
    command = worker_command()
    command[command.index("-c") + 1] = listing
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    modules = set(run.stdout.split())
    assert "dunnock.media.tags" in modules
    heavy = {"pydantic", "dunnock.contract", "mutagen", "PIL", "apsw", "asyncio", "subprocess", "pytauri"}
    assert not modules & heavy
