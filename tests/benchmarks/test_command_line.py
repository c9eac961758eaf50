"""The benchmark's command line."""

import pytest

from benchmarks.events.__main__ import PARTS, parse, scaled
from benchmarks.events.plan import FULL, SHORT


def test_without_arguments_everything_is_measured_and_nothing_kept() -> None:
    asked = parse([])
    assert (asked.only, asked.short, asked.write, asked.runs) == (list(PARTS), False, False, 1.0)


def test_single_parts_can_be_asked_for() -> None:
    assert parse(["--only", "idle,bursts"]).only == ["idle", "bursts"]


def test_a_part_that_is_not_there_is_refused_with_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(["--only", "idle,bust"])
    assert "there is no part bust; there are latency, bursts," in capsys.readouterr().err


def test_a_short_run_is_not_kept(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(["--short", "--write"])
    assert "a short run is not kept" in capsys.readouterr().err


def test_more_runs_leave_the_sizes_as_they_are() -> None:
    twice, least = scaled(FULL, 2), scaled(SHORT, 0.01)
    assert [size[:2] for size in twice.bursts] == [size[:2] for size in FULL.bursts]
    assert [size[2] for size in twice.bursts] == [2 * size[2] for size in FULL.bursts]
    assert twice.growth_bursts == FULL.growth_bursts
    assert {size[2] for size in least.bursts} == {least.rounds} == {1}
