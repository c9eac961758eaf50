"""What processes use, read from /proc."""

import os
import threading
import time

from benchmarks.events.processes import busiest, cpu_seconds, resident, wakes, woken


def test_work_is_counted_also_of_a_thread_that_has_ended() -> None:
    before = cpu_seconds(os.getpid())

    def work() -> None:
        end = time.thread_time() + 0.3
        while time.thread_time() < end:
            pass

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert cpu_seconds(os.getpid()) - before >= 0.25


def test_every_wait_that_ends_is_a_wake() -> None:
    before = wakes(os.getpid())
    for _ in range(50):
        time.sleep(0.001)
    assert woken(before, wakes(os.getpid())) >= 50


def test_wakes_are_those_of_the_threads_that_live_at_the_second_look() -> None:
    assert woken({1: 100, 2: 7}, {1: 130, 3: 5}) == 35


def test_memory_in_use_is_that_of_the_pages_that_were_touched() -> None:
    before = resident(os.getpid())
    held = bytearray(os.urandom(50_000_000))
    grown = resident(os.getpid()) - before
    assert len(held) * 0.9 <= grown
    assert grown <= len(held) * 3


def test_the_busiest_process_is_the_one_that_has_used_most_meanwhile() -> None:
    own, parent = os.getpid(), os.getppid()
    before = {own: cpu_seconds(own), parent: cpu_seconds(parent)}
    end = time.thread_time() + 0.3
    while time.thread_time() < end:
        pass
    assert busiest(before, [own, parent]) == own
