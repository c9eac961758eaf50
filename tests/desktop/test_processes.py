"""The running program from outside: its processes, its signals, its sockets, its second start, its locale."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.desktop import x11
from tests.desktop.collection import write_collection
from tests.desktop.harness import LIST_AREA, Place, Screen, is_painted
from tests.desktop.processes import end, tree, wait_until
from tests.desktop.running import CLOSING_SECONDS, running, see_window

CLOSING_HANGS = """
import time
App.close = lambda app: time.sleep(60)
"""


def test_the_program_ends_even_when_its_closing_hangs(place: Place, screen: Screen) -> None:
    with running(place, program=CLOSING_HANGS) as app:
        see_window(app, screen)
        assert app.stop() == 0
        assert app.says("closing took more than 3 seconds", seconds=0), app.lines


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_closes_the_program_in_order(place: Place, screen: Screen, number: signal.Signals) -> None:
    with running(place) as app:
        see_window(app, screen)
        assert app.stop(number) == 0
        assert not any("Traceback" in line for line in app.lines), app.lines


def test_ctrl_c_in_a_terminal_which_reaches_every_process_closes_in_order(
    place: Place, screen: Screen, tmp_path: Path
) -> None:
    write_collection(tmp_path / "music", 4_000)
    with running(place) as app:
        see_window(app, screen)
        assert place.cli("folders", "add", str(tmp_path / "music")).returncode == 0
        pids = tree(app.process.pid)
        os.killpg(app.process.pid, signal.SIGINT)
        assert app.process.wait(CLOSING_SECONDS) == 0
        assert end(pids) == []
        assert app.lines == []


def test_closing_the_window_ends_the_program(place: Place, screen: Screen) -> None:
    with running(place) as app, x11.connect(screen.display) as display:
        see_window(app, screen)
        pids = tree(app.process.pid)
        window = display.window("Dunnock")
        assert window is not None
        display.close(window)
        assert app.process.wait(CLOSING_SECONDS) == 0
        assert end(pids) == []


@pytest.mark.timeout(120)
def test_quitting_in_the_middle_of_a_scan_is_quick_and_the_next_start_goes_on(
    place: Place, screen: Screen, tmp_path: Path
) -> None:
    write_collection(tmp_path / "music", 8_000)
    with running(place) as app:
        see_window(app, screen)
        assert place.cli("folders", "add", str(tmp_path / "music")).returncode == 0
        assert app.stop() == 0
    with running(place) as app:
        assert wait_until(lambda: 0 < track_count(place) < 8_000, 30), (
            "the scan did not start at the next start"
        )
        pids = tree(app.process.pid)
        app.process.terminate()
        assert app.process.wait(CLOSING_SECONDS) == 0
        assert end(pids, seconds=2.5) == []
    assert 0 < track_count(place) < 8_000
    with running(place) as app:
        assert wait_until(lambda: track_count(place) == 8_000, 60), "the scan did not go on"
        assert app.stop() == 0


def track_count(place: Place) -> int:
    """How many tracks the library has."""
    return len(place.cli("tracks", "--json", "--limit", "10000").stdout.splitlines())


def test_no_process_of_the_app_has_a_tcp_or_udp_socket(place: Place, screen: Screen, tmp_path: Path) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)),
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams,
    ):
        datagrams.bind(("127.0.0.1", 0))
        assert len(network_sockets([os.getpid()])) == 2, (
            "the look at /proc does not find sockets that are there"
        )
    write_collection(tmp_path / "music", 4_000)
    with running(place) as app:
        see_window(app, screen)
        assert network_sockets(tree(app.process.pid)) == []
        scan = subprocess.Popen(
            [sys.executable, "-m", "dunnock", "scan", str(tmp_path / "music")],
            env=place.environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while scan.poll() is None:
            assert network_sockets([*tree(app.process.pid), *tree(scan.pid)]) == []
        assert scan.returncode == 0
        assert app.stop() == 0


def network_sockets(pids: list[int]) -> list[str]:
    """The TCP and UDP sockets, of whatever state, that processes hold: lines of /proc/net."""
    held = set()
    for pid in pids:
        with contextlib.suppress(OSError):
            for entry in Path(f"/proc/{pid}/fd").iterdir():
                with contextlib.suppress(OSError):
                    found = re.fullmatch(r"socket:\[(\d+)\]", str(entry.readlink()))
                    if found:
                        held.add(found[1])
    lines = []
    for table in ("tcp", "tcp6", "udp", "udp6"):
        with contextlib.suppress(OSError):
            text = Path(f"/proc/net/{table}").read_text("ascii")
            lines += [f"{table} {line}" for line in text.splitlines()[1:] if line.split()[9] in held]
    return lines


def test_a_second_start_brings_the_first_window_forward(place: Place, screen: Screen) -> None:
    with running(place) as app, x11.connect(screen.display) as display:
        see_window(app, screen)
        window = display.window("Dunnock")
        assert window is not None
        display.focus_nothing()
        assert not display.is_focused(window)
        second = place.cli()
        assert second.returncode == 0
        assert "already open" in second.stdout
        assert wait_until(lambda: display.is_focused(window), 5), "the window did not get the focus"
        assert app.stop() == 0


def test_two_homes_are_two_programs(place: Place, screen: Screen, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = Place(tmp_path / "other", screen.display)
    with running(place) as one, running(other) as two:
        assert wait_until(lambda: one.web_process() is not None, 20), one.lines
        assert wait_until(lambda: two.web_process() is not None, 20), two.lines
        assert one.stop() == 0
        assert two.stop() == 0


def test_a_start_right_after_a_killed_one_opens_the_window(place: Place, screen: Screen) -> None:
    with running(place) as app:
        see_window(app, screen)
        pids = tree(app.process.pid)
        app.process.kill()
        app.process.wait()
        assert end(pids, seconds=3) == [], "a child outlived the app by more than three seconds"
    with running(place) as app:
        see_window(app, screen)
        assert app.stop() == 0


TELL_THE_LOCALE = """
import locale

def start(app, original=App.start):
    original(app)
    print("numbers", locale.setlocale(locale.LC_NUMERIC), locale.localeconv()["decimal_point"])
    print("money", locale.setlocale(locale.LC_MONETARY), flush=True)

App.start = start
"""


def test_decimals_have_a_point_where_the_system_says_comma(
    place: Place, screen: Screen, tmp_path: Path
) -> None:
    localedef = shutil.which("localedef")
    assert localedef, "localedef is missing; it comes with the C library"
    made = subprocess.run(
        [localedef, "-i", "de_DE", "-f", "UTF-8", tmp_path / "de_DE.UTF-8"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, (
        f"the locale cannot be made (the package locales has its source): {made.stderr}"
    )
    with running(place, program=TELL_THE_LOCALE, LOCPATH=str(tmp_path), LC_ALL="de_DE.UTF-8") as app:
        assert app.says("money de_DE.UTF-8"), f"the locale is not in force: {app.lines}"
        assert app.says("numbers C .", seconds=0), app.lines
        see_window(app, screen)
        assert app.stop() == 0


@pytest.mark.timeout(120)
def test_a_demo_without_a_screen_shows_events_and_a_picture_and_leaves_nothing(tmp_path: Path) -> None:
    place = Place(tmp_path, None, {"TMPDIR": str(tmp_path)})
    with running(place, "--demo") as app:
        assert app.says("No screen: the window is on a virtual one.")
        (line,) = [line for line in app.lines if line.startswith("No screen")]
        picture = Path(line.rpartition("kept in ")[2])
        assert app.says("library:updated"), app.lines
        assert app.says("library:scan-complete"), app.lines
        (complete,) = [line for line in app.lines if line.startswith("library:scan-complete")]
        assert re.search(r'"added":\d\d', complete), complete
        assert wait_until(lambda: picture.exists() and shows_rows(picture), 20), "the picture shows no rows"
        assert app.stop(signal.SIGINT) == 0
    assert not picture.exists()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("dunnock-")] == []


def shows_rows(picture: Path) -> bool:
    """Whether a picture of the window has a list with something in it."""
    with Image.open(picture) as image:
        return is_painted(image.convert("RGB").crop(LIST_AREA))


def test_a_home_that_cannot_be_made_is_said_in_words(screen: Screen, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    place = Place(tmp_path, screen.display, {"DUNNOCK_HOME": str(tmp_path / "file" / "home")})
    done = place.cli()
    assert done.returncode == 1
    assert "DUNNOCK_HOME" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_screen_that_does_not_answer_is_said_in_words(tmp_path: Path) -> None:
    done = Place(tmp_path, ":987").cli()
    assert done.returncode == 1
    assert done.stderr.startswith("dunnock: The screen does not answer (DISPLAY=:987).")
    assert "Traceback" not in done.stderr


def test_a_second_start_without_a_screen_makes_none(place: Place, screen: Screen) -> None:
    with running(place) as app:
        see_window(app, screen)
        second = Place(place.folder, None).cli()
        assert second.returncode == 0
        assert "already open" in second.stdout
        assert "virtual" not in second.stdout
        assert app.stop() == 0


def test_the_log_of_a_window_is_in_its_home(place: Place, screen: Screen) -> None:
    with running(place) as app:
        see_window(app, screen)
        assert place.cli().returncode == 0
        log = place.home / "logs" / "dunnock.log"
        assert wait_until(lambda: "A second start brought the window to the front" in log.read_text(), 5)
        assert app.stop() == 0
