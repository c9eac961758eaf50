import os
import threading
import time
from pathlib import Path

import pytest

from dunnock.store import gate as gate_module
from dunnock.store.database import Database
from dunnock.store.gate import COURTESY_SECONDS, WriteGate


def until(condition: threading.Event) -> None:
    assert condition.wait(10)


def spin_until_a_person_waits(gate: WriteGate) -> None:
    deadline = time.monotonic() + 10
    while gate._people_waiting == 0:
        assert time.monotonic() < deadline
        time.sleep(0)


def test_a_person_overtakes_a_scan_that_writes_batch_after_batch(tmp_path: Path) -> None:
    gate = WriteGate(tmp_path / "turns")
    order: list[str] = []
    scanning = threading.Event()

    def scan() -> None:
        for batch in range(3):
            with gate.hold(background=True):
                order.append(f"batch {batch}")
                scanning.set()
                if batch == 0:
                    spin_until_a_person_waits(gate)

    thread = threading.Thread(target=scan)
    thread.start()
    until(scanning)
    with gate.hold(background=False):
        order.append("person")
    thread.join()
    assert order == ["batch 0", "person", "batch 1", "batch 2"]


def test_background_work_goes_on_when_no_person_waits(tmp_path: Path) -> None:
    gate = WriteGate(tmp_path / "turns")
    with gate.hold(background=False):
        pass
    with gate.hold(background=True):
        pass


def test_only_one_thread_holds_it(tmp_path: Path) -> None:
    gate = WriteGate(tmp_path / "turns")
    inside = 0
    most = 0

    def work(*, background: bool) -> None:
        nonlocal inside, most
        for _ in range(200):
            with gate.hold(background=background):
                inside += 1
                most = max(most, inside)
                inside -= 1

    threads = [threading.Thread(target=work, kwargs={"background": each % 2 == 0}) for each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (inside, most) == (0, 1)


def test_it_is_free_again_after_an_error(tmp_path: Path) -> None:
    gate = WriteGate(tmp_path / "turns")
    with pytest.raises(KeyError), gate.hold(background=False):
        raise KeyError
    with gate.hold(background=False):
        pass


def test_background_work_knows_of_a_person_of_another_process_and_waits_for_them(tmp_path: Path) -> None:
    # A gate of its own opens the file for itself, as another process does.
    here, elsewhere = WriteGate(tmp_path / "turns"), WriteGate(tmp_path / "turns")
    order: list[str] = []
    waiting = threading.Event()

    def scan() -> None:
        assert here.is_wanted()
        waiting.set()
        with here.hold(background=True):
            order.append("batch")

    with elsewhere.hold(background=False):
        thread = threading.Thread(target=scan)
        thread.start()
        until(waiting)
        time.sleep(COURTESY_SECONDS / 5)
        order.append("person")
    thread.join()
    assert order == ["person", "batch"]
    assert not here.is_wanted()


def test_background_work_rests_while_what_a_person_did_is_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, elsewhere = WriteGate(tmp_path / "turns"), WriteGate(tmp_path / "turns")
    for seconds in ("DRAWING_SECONDS", "COURTESY_SECONDS"):
        monkeypatch.setattr(gate_module, seconds, 20)
    with elsewhere.hold(background=False):
        pass
    entered = threading.Event()

    def scan() -> None:
        with here.hold(background=True):
            entered.set()

    thread = threading.Thread(target=scan)
    thread.start()
    assert not entered.wait(0.05)
    # Nobody has done anything for long.
    os.utime(tmp_path / "turns", (0, 0))
    until(entered)
    thread.join()


def test_background_work_rests_after_no_background_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate_module, "DRAWING_SECONDS", 20)
    here = WriteGate(tmp_path / "turns")
    os.utime(tmp_path / "turns", (0, 0))
    for _ in range(2):
        with here.hold(background=True):
            assert not here._is_being_drawn()


def test_background_work_tells_background_work_of_nobody(tmp_path: Path) -> None:
    here, elsewhere = WriteGate(tmp_path / "turns"), WriteGate(tmp_path / "turns")
    with elsewhere.hold(background=True):
        assert not here.is_wanted()


def test_a_person_who_never_stops_holds_background_work_up_only_for_a_while(tmp_path: Path) -> None:
    here, elsewhere = WriteGate(tmp_path / "turns"), WriteGate(tmp_path / "turns")
    with elsewhere.hold(background=False), here.hold(background=True):
        pass


def test_a_person_of_this_process_who_waits_is_known_to_the_work_that_holds_it(tmp_path: Path) -> None:
    gate = WriteGate(tmp_path / "turns")

    def act() -> None:
        with gate.hold(background=False):
            pass

    with gate.hold(background=True):
        assert not gate.is_wanted()
        thread = threading.Thread(target=act)
        thread.start()
        spin_until_a_person_waits(gate)
        assert gate.is_wanted()
    thread.join()


def test_background_work_that_reads_rests_while_a_person_writes(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate_module, "COURTESY_SECONDS", 10)
    thread = threading.Thread(target=database.make_way)
    with database.transaction():
        thread.start()
        thread.join(0.05)
        assert thread.is_alive()
    thread.join(10)
    assert not thread.is_alive()
