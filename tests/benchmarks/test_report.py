"""The page about the results is what the results render to."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from benchmarks.events.report.facts import with_facts
from benchmarks.events.report.files import ROOT, rendered
from benchmarks.events.report.page import page
from benchmarks.events.results import Results, load, save
from tests.benchmarks.measured import MACHINE, everything

README = (ROOT / "README.md").read_text("utf-8")


def test_the_page_the_pictures_and_the_readme_are_what_the_kept_results_render_to() -> None:
    stale = [path for path, content in rendered(load()).items() if path.read_text("utf-8") != content]
    assert stale == [], "run ./run bench events --render"


def test_no_picture_is_left_of_a_part_that_is_not_measured_any_more() -> None:
    made = {path for path in rendered(load()) if path.suffix == ".svg"}
    assert set((ROOT / "docs" / "performance").glob("*.svg")) == made


def test_the_results_name_no_place_and_nobody_of_the_machine() -> None:
    text = (ROOT / "benchmarks/results/events.json").read_text("utf-8")
    assert not re.search(r"/(home|root|tmp|var|dev)/", text)


def test_results_are_kept_and_read_unchanged(tmp_path: Path) -> None:
    save(everything(), tmp_path / "results" / "events.json")
    assert load(tmp_path / "results" / "events.json") == everything()


def test_a_page_of_everything_has_every_section_and_says_that_all_is_kept() -> None:
    text = page(everything())
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings == [
        "What was promised",
        "One change after quiet",
        "Bursts",
        "Long events",
        "Several windows",
        "After 2,000,000 changes",
        "At rest",
        "What it was measured on",
    ]
    assert "missed" not in text
    assert "Abacus, 2 cores" in text


def test_a_page_of_one_part_has_that_part_alone() -> None:
    text = page(Results(machine=MACHINE, idle=everything().idle))
    assert "## At rest" in text
    assert "## Bursts" not in text


def test_a_missed_promise_is_named_with_its_reason() -> None:
    results = everything()
    assert results.growth is not None
    web = results.growth.memory["ours"]["web"]
    results.growth.memory["ours"]["web"] = web.model_copy(update={"resident_mb": [150.0] * 3 + [400.0] * 3})
    text = page(results)
    assert "| growth after 2,000,000 changes | at most 30 MB | 255 | **missed** |" in text
    assert "- growth after 2,000,000 changes. " in text


def test_every_picture_is_well_formed_and_within_its_frame() -> None:
    for path, content in rendered(everything(), ROOT).items():
        if path.suffix != ".svg":
            continue
        picture = ET.fromstring(content)  # noqa: S314 - our own picture
        _, _, width, height = map(float, picture.attrib["viewBox"].split())
        for each in picture.iter():
            for names, most in ((("x", "x1", "x2", "cx"), width), (("y", "y1", "y2", "cy"), height)):
                assert all(0 <= float(each.attrib[name]) <= most for name in names if name in each.attrib), (
                    path
                )


def test_every_picture_of_the_page_is_made() -> None:
    named = set(re.findall(r"\]\(performance/([\w.]+)\)", page(everything())))
    made = {path.name for path in rendered(everything(), ROOT) if path.suffix == ".svg"}
    assert named == made


def test_only_what_is_between_the_markers_of_the_readme_is_written() -> None:
    begin, end = "<!-- facts of", "<!-- end of the facts"
    written = with_facts(README, everything())
    assert written.split(begin)[0] == README.split(begin)[0]
    assert written.split(end)[1] == README.split(end)[1]
    assert "| 1,000 changes one by one, until the window is right | 12.0 ms | 60.0 ms |" in written
    assert with_facts(written, everything()) == written


def test_a_readme_without_a_place_for_the_table_is_refused() -> None:
    with pytest.raises(ValueError, match=r"README\.md needs the lines"):
        with_facts("# Dunnock\n", everything())
