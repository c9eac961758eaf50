"""Which promises results keep."""

from benchmarks.events.goals import budgets, comparisons, gross
from benchmarks.events.reasons import UNKNOWN, reason
from benchmarks.events.results import RESULTS, Bursts, Frames, Results, load
from tests.benchmarks.measured import MACHINE, around, burst, everything, run


def missed(results: Results) -> list[str]:
    return [each.what for each in budgets(results) if not each.kept]


def of_bursts(**ours: float) -> Results:
    quiet = Frames(count=600, median_ms=16, p99_ms=20, longest_ms=22)
    right = ours.pop("right", 10.0)
    return Results(
        machine=MACHINE,
        bursts=Bursts(
            scrolling={"ours": quiet, "baseline": quiet},
            bursts=[burst(100_000, 1, run(right, **ours), run(60))],
        ),
    )


def test_results_that_keep_everything_miss_nothing() -> None:
    assert missed(everything()) == []
    assert {row.verdict for row in comparisons(everything())} == {"kept"}


def test_a_burst_must_be_right_three_times_sooner() -> None:
    assert missed(of_bursts(right=20)) == []
    assert missed(of_bursts(right=21)) == ["right after 100,000 changes in transactions of 1"]


def test_a_flush_may_run_eight_milliseconds_of_script() -> None:
    assert missed(of_bursts(longest_flush_ms=8)) == []
    assert missed(of_bursts(longest_flush_ms=9)) == ["longest flush"]


def test_frames_of_a_great_burst_may_take_half_as_long_again_as_quiet_ones() -> None:
    assert missed(of_bursts(frame=30)) == []
    assert missed(of_bursts(frame=31)) == ["p99 frame while 100,000 changes arrive, 1 in a transaction"]


def test_a_request_during_a_burst_is_answered_within_fifty_milliseconds() -> None:
    results = of_bursts()
    assert results.bursts is not None
    slow = results.bursts.bursts[0].runs["ours"][0].model_copy(update={"answers_ms": [51.0] * 100})
    results.bursts.bursts[0].runs["ours"][0] = slow
    assert missed(results) == ["p99 of a request during a burst"]


def test_growth_counts_what_is_left_in_both_processes() -> None:
    results = everything()
    assert results.growth is not None
    web = results.growth.memory["ours"]["web"]
    results.growth.memory["ours"]["web"] = web.model_copy(update={"resident_mb": [100.0] * 3 + [126.0] * 3})
    assert missed(results) == ["growth after 2,000,000 changes"]


def test_an_idle_backend_uses_less_than_a_thousandth_of_a_core() -> None:
    results = everything()
    assert results.idle is not None
    results.idle.processes["ours"]["backend"] = results.idle.processes["ours"]["backend"].model_copy(
        update={"cpu_percent": 0.11}
    )
    assert missed(results) == ["idle backend"]


def test_every_row_of_every_part_is_compared() -> None:
    results = everything()
    assert results.latency is not None
    events = len(results.latency.page)
    assert len(comparisons(results)) == 3 * 2 * events + 1 + 4 + 3 + 3


def test_a_row_that_is_grossly_slower_is_named_whatever_the_samples() -> None:
    results = everything()
    assert results.latency is not None
    results.latency.page["queue:updated"] = around(900, 9)
    (named, late) = gross(results, times=5, ms=100)
    assert named == late.replace(", p95", "").replace(late.split(": ")[-1], named.split(": ")[-1])
    assert named.startswith("queue:updated to the page: ")
    assert gross(everything(), times=5, ms=100) == []


def test_what_the_kept_results_miss_has_its_reason() -> None:
    results = load(RESULTS)
    slower = [row.what for row in comparisons(results) if row.verdict == "missed"]
    assert [what for what in missed(results) + slower if reason(what) == UNKNOWN] == []
