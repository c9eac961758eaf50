"""What a person sees in the real window, from the first start to a library that fills while they look."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.desktop import x11
from tests.desktop.collection import write_collection, write_flac
from tests.desktop.harness import DrivenWindow, Place, Screen

ESCAPE = "\ue00c"


@pytest.fixture
def music(tmp_path: Path) -> Path:
    """A folder for music beside the home."""
    folder = tmp_path / "music"
    folder.mkdir()
    return folder


def test_the_first_start_invites_to_add_a_folder(window: DrivenWindow) -> None:
    window.see("welcome")
    window.see("add-folder")
    assert window.row_count() == 0
    assert not window.driver.has("scan-progress")


@pytest.mark.timeout(120)
def test_rows_appear_while_the_scan_runs(window: DrivenWindow, music: Path) -> None:
    tracks = 8_000
    write_collection(music, tracks)
    window.add_folder(music)
    growing: list[int] = []
    seen: list[tuple[int, str | None]] = []

    def look() -> bool:
        rows, status = window.row_count(), window.scan_status()
        seen.append((rows, status))
        if status == "scanning" and 0 < rows < tracks and rows > (growing[-1] if growing else 0):
            growing.append(rows)
        return status == "completed" and rows == tracks

    window.driver.until(look, what=f"the scan is complete and shows {tracks} rows", seconds=60)
    assert len(growing) >= 3, f"the row count was not seen to grow during the scan: {seen}"
    assert growing == sorted(set(growing))
    events = window.place.cli("events", "--since", "0", "--no-follow", "--json").stdout.splitlines()
    assert '"library:scan-complete"' in events[-1]
    window.see("track-row")


def test_a_folder_that_does_not_exist_is_refused_in_the_dialog(window: DrivenWindow, music: Path) -> None:
    window.add_folder(music / "nowhere")
    window.see("field-error")
    assert str(music / "nowhere") in window.driver.find("field-error").text()


def scanned(window: DrivenWindow, music: Path, tracks: int) -> None:
    """Have a folder scanned to the end."""
    window.add_folder(music)
    window.driver.until(
        lambda: window.scan_status() == "completed" and window.row_count() == tracks,
        what=f"{tracks} rows",
        seconds=60,
    )
    window.settle()


def test_a_search_narrows_the_list_and_escape_brings_it_back(window: DrivenWindow, music: Path) -> None:
    write_collection(music, 300)
    scanned(window, music, 300)
    window.driver.press("/")
    window.driver.press(*"artist 0007 00073")
    window.driver.until(lambda: window.row_count() == 1, what="one row is left")
    assert "Song 00073" in window.titles()[0]
    window.driver.press(ESCAPE)
    window.driver.until(lambda: window.row_count() == 300, what="every row is back")


def test_a_click_on_a_header_sorts_and_the_next_one_reverses(window: DrivenWindow, music: Path) -> None:
    for number, title in enumerate(("Alder", "Élan", "Zephyr", "oak 2", "oak 10")):
        write_flac(music / f"{number}.flac", title=title, artist=f"Artist {9 - number}")
    scanned(window, music, 5)

    def order() -> list[str]:
        names = ("Alder", "Élan", "Zephyr", "oak 2", "oak 10")
        return [next(name for name in names if name in row) for row in window.titles()]

    assert order() == ["oak 10", "oak 2", "Zephyr", "Élan", "Alder"]
    window.driver.find("sort-title").click()
    ascending = ["Alder", "Élan", "oak 2", "oak 10", "Zephyr"]
    window.driver.until(lambda: order() == ascending, what="sorted by title")
    window.driver.find("sort-title").click()
    window.driver.until(lambda: order() == ascending[::-1], what="sorted by title, from the end")


@pytest.mark.timeout(120)
def test_a_reload_in_the_middle_of_a_scan_ends_in_the_right_state(window: DrivenWindow, music: Path) -> None:
    tracks = 8_000
    write_collection(music, tracks)
    window.add_folder(music)
    window.driver.until(lambda: 0 < window.row_count() < tracks, what="some rows are there", seconds=30)
    window.driver.reload()
    seen: set[int] = set()

    def look() -> bool:
        seen.add(window.row_count())
        return window.scan_status() == "completed" and tracks in seen

    window.driver.until(look, what="the scan is complete after the reload", seconds=60)
    assert window.row_count() == tracks
    assert len(seen - {0, tracks}) >= 1, "the reload came too late: nothing was seen of the scan after it"


def test_a_scan_by_the_command_line_shows_in_the_open_window(window: DrivenWindow, music: Path) -> None:
    window.see("welcome")
    write_collection(music, 120)
    done = window.place.cli("scan", str(music))
    assert done.returncode == 0, done.stderr
    window.driver.until(lambda: window.row_count() == 120, what="120 rows")
    # and a file that is gone, and one that is new
    (music / "Artist 0003" / "Album 0003" / "04.flac").unlink()
    write_flac(music / "new.flac", title="Newcomer", artist="Aaa")
    done = window.place.cli("scan")
    assert done.returncode == 0, done.stderr
    window.driver.until(lambda: window.row_count() == 121, what="121 rows")
    window.driver.until(lambda: "Newcomer" in window.titles()[0], what="the new one in its place")


def test_a_title_made_of_html_is_shown_as_text(window: DrivenWindow, music: Path) -> None:
    title = "<img src=x onerror=\"window.broken = true\"><b>bold</b> & 'quoted'"
    write_flac(music / "1.flac", title=title, artist="<script>window.broken = true</script>", album="{@html}")
    scanned(window, music, 1)
    (row,) = window.titles()
    assert title in row
    assert "<script>window.broken = true</script>" in row
    assert (
        window.driver.run(
            "return document.querySelectorAll('[data-testid=\"track-row\"] :is(img, b, script)').length"
        )
        == 0
    )
    assert window.driver.run("return window.broken === undefined")


@pytest.mark.timeout(120)
def test_a_burst_of_reloads_ends_with_every_row_and_live_events(window: DrivenWindow, music: Path) -> None:
    write_collection(music, 200)
    scanned(window, music, 200)
    # the page's own, which do not wait for it to be loaded
    for _ in range(12):
        window.driver.run("location.reload()")
    window.driver.until(lambda: window.row_count() == 200, what="every row is back")
    window.settle()
    write_flac(music / "late.flac", title="Latecomer", artist="Aaa")
    assert window.place.cli("scan").returncode == 0
    window.driver.until(lambda: window.row_count() == 201, what="the newest change")
    assert "Latecomer" in window.titles()[0]


def test_the_library_is_there_at_the_next_start(
    place: Place, open_window: Callable[[], DrivenWindow], music: Path
) -> None:
    write_collection(music, 50)
    assert place.cli("scan", str(music)).returncode == 0
    with open_window() as window:
        window.driver.until(lambda: window.row_count() == 50, what="50 rows")
        window.see("track-row")
    with open_window() as window:
        window.driver.until(lambda: window.row_count() == 50, what="50 rows again")


def test_the_page_may_do_nothing_but_listen_and_ask_dunnock(window: DrivenWindow) -> None:
    refused = window.driver.run_async(
        "const done = arguments[arguments.length - 1];"
        "const ask = command => window.__TAURI_INTERNALS__.invoke(command, {}).then(() => 'allowed', String);"
        "Promise.all(['plugin:window|close', 'plugin:event|emit', 'plugin:dialog|open', 'plugin:webview|print']"
        ".map(ask)).then(done)"
    )
    assert len(refused) == 4
    assert all("not allowed" in answer or "not found" in answer for answer in refused), refused


def test_the_page_cannot_reach_the_network(window: DrivenWindow) -> None:
    violated = window.driver.run_async(
        "const done = arguments[arguments.length - 1];"
        "document.addEventListener('securitypolicyviolation', event => done(event.effectiveDirective), {once: true});"
        "fetch('http://127.0.0.1:9/').catch(() => {})"
    )
    assert violated == "connect-src"


def test_the_systems_dialog_for_folders_opens_and_may_be_closed(window: DrivenWindow, screen: Screen) -> None:
    window.see("add-folder")
    window.driver.find("add-folder").click()
    window.see("add-folder-browse")
    window.driver.find("add-folder-browse").click()
    with x11.connect(screen.display) as display:

        def dialog() -> int:
            found = display.window("Add a music folder")
            return found if found is not None and display.is_visible(found) else 0

        display.close(window.driver.until(dialog, what="the dialog is open"))
        window.driver.until(lambda: not dialog(), what="the dialog is gone")
    window.settle()
    assert window.driver.run("return document.querySelector('[data-testid=\"add-folder-path\"]').value") == ""
    assert not window.driver.has("field-error")
