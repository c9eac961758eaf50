import threading
import time

import pytest

from dunnock.store.gate import WriteGate


def until(condition: threading.Event) -> None:
    assert condition.wait(10)


def spin_until_a_person_waits(gate: WriteGate) -> None:
    deadline = time.monotonic() + 10
    while gate._people_waiting == 0:
        assert time.monotonic() < deadline
        time.sleep(0)


def test_a_person_overtakes_a_scan_that_writes_batch_after_batch() -> None:
    gate = WriteGate()
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


def test_background_work_goes_on_when_no_person_waits() -> None:
    gate = WriteGate()
    with gate.hold(background=False):
        pass
    with gate.hold(background=True):
        pass


def test_only_one_thread_holds_it() -> None:
    gate = WriteGate()
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


def test_it_is_free_again_after_an_error() -> None:
    gate = WriteGate()
    with pytest.raises(KeyError), gate.hold(background=False):
        raise KeyError
    with gate.hold(background=False):
        pass
