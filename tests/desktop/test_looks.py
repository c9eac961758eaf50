"""Nothing lies over anything else, is cut off, or is too faint to read, on any screen, by day and by night."""

from pathlib import Path

import pytest

from tests.desktop.harness import DrivenWindow
from tests.desktop.invented import hard_to_lay_out
from tests.desktop.tour import Tour

AUDIT = Path(__file__).with_name("audit.js").read_text()
THEMES = ("light", "dark")


def audit(window: DrivenWindow) -> list[str]:
    """What is wrong with the screen that is shown, as sentences."""
    seen = window.driver.run(AUDIT)
    assert seen["texts"] > 5, "the page has no text to look at"
    findings: list[str] = seen["findings"]
    return findings


def audit_in_both(window: DrivenWindow) -> list[str]:
    """The same in every theme. What the theme-toggle says is not waited for: it closes nothing and moves nothing."""
    root = "document.documentElement.dataset.theme"
    before = window.driver.run(f"return {root} ?? null")
    findings = []
    for theme in THEMES:
        window.driver.run(f"{root} = arguments[0]", theme)
        window.rest()
        findings += [f"{theme}: {finding}" for finding in audit(window)]
    window.driver.run(f"if (arguments[0]) {root} = arguments[0]; else delete {root}", before)
    return findings


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_every_screen_can_be_read_by_day_and_by_night(window: DrivenWindow, tmp_path: Path) -> None:
    findings: dict[str, list[str]] = {}

    def look(screen: str) -> None:
        found = audit_in_both(window)
        if found:
            findings[screen] = found

    tour = Tour(window, tmp_path / "Music", look, artists=10, scanned=400, more=hard_to_lay_out)
    tour.walk()
    assert len(tour.seen) >= 33
    assert findings == {}, "\n".join(f"{at}: {found}" for at, all_of in findings.items() for found in all_of)


@pytest.mark.parametrize(
    ("harm", "finding"),
    [
        ("title.style.color = '#999'", "“Bring your music in” has a contrast of 2.6"),
        ("title.parentElement.style.opacity = '0.4'", "“or drop a folder here” has a contrast of "),
        ("hint.style.transform = 'translateY(-40px)'", "lie over each other"),
        (
            "Object.assign(title.style, {width: '90px', overflow: 'hidden', whiteSpace: 'nowrap'})",
            "“Bring your music in” is cut off by <h2",
        ),
        (
            "Object.assign(title.style, {position: 'fixed', left: '-40px'})",
            "“Bring your music in” is cut off by <html",
        ),
    ],
    ids=["faint", "faded", "overlap", "clipped", "beyond the window"],
)
def test_the_look_at_a_screen_finds(window: DrivenWindow, harm: str, finding: str) -> None:
    window.see("welcome")
    window.rest()
    assert audit(window) == []
    window.driver.run(
        "const [title, hint] = document.querySelectorAll('[data-testid=\"welcome\"] :is(h2, p)');" + harm
    )
    found = audit(window)
    assert any(finding in each for each in found), found


def test_an_ellipsis_and_a_scroll_bar_are_no_fault(window: DrivenWindow) -> None:
    window.see("welcome")
    window.rest()
    window.driver.run(
        "const [title, hint] = document.querySelectorAll('[data-testid=\"welcome\"] :is(h2, p)');"
        "Object.assign(title.style,"
        " {width: '90px', overflow: 'hidden', whiteSpace: 'nowrap', textOverflow: 'ellipsis'});"
        "Object.assign(hint.style, {height: '20px', overflow: 'auto'})"
    )
    assert audit(window) == []


def test_what_is_arriving_is_looked_at_as_it_will_stand(window: DrivenWindow) -> None:
    window.see("welcome")
    window.rest()
    window.driver.run(
        "document.querySelector('[data-testid=\"welcome\"] h2').style.animation = 'arrive 60s step-end'"
    )
    assert audit(window) == []
