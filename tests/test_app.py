import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dunnock import app as module
from dunnock.app import App, dunnock_home
from dunnock.contract.errors import DatabaseUnusableError
from dunnock.contract.settings import Sort
from dunnock.store import scans
from dunnock.store.database import Database
from tests.feed.window import Window


class Calls:
    """Remembers what it was called with, and can be waited for."""

    def __init__(self) -> None:
        self.all: list[Any] = []
        self._changed = threading.Condition()

    def __call__(self, *values: Any) -> None:
        with self._changed:
            self.all.append(values)
            self._changed.notify_all()

    def wait_for(self, condition: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(condition, 10)


def open_databases() -> list[str]:
    """Files of a database that this process has open."""
    links = []
    for each in Path("/proc/self/fd").iterdir():
        try:
            links.append(each.readlink().name)
        except FileNotFoundError:  # the listing's own
            continue
    return [name for name in links if name.startswith("dunnock.db")]


def test_the_home_is_the_one_that_was_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DUNNOCK_HOME", str(tmp_path))
    assert dunnock_home() == tmp_path
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DUNNOCK_HOME", "below")
    assert dunnock_home() == tmp_path / "below"
    monkeypatch.setenv("DUNNOCK_HOME", "")
    assert dunnock_home().name == "dunnock"


def test_a_home_is_made_for_this_person_alone(home: Path) -> None:
    with App(home / "deep" / "down") as app:
        assert (app.home / "dunnock.db").exists()
        assert (app.home.stat().st_mode & 0o777) == 0o700


def test_a_home_that_cannot_be_made_is_reported_with_what_to_do(home: Path) -> None:
    (home / "file").write_text("")
    with pytest.raises(DatabaseUnusableError, match="cannot be made") as caught:
        App(home / "file" / "home")
    assert "DUNNOCK_HOME" in caught.value.hint


def test_started_and_closed_twice_it_leaves_no_thread_and_no_open_database(home: Path) -> None:
    before = set(threading.enumerate())
    app = App(home)
    app.start()
    names = sorted(thread.name for thread in set(threading.enumerate()) - before)
    app.start()
    assert sorted(thread.name for thread in set(threading.enumerate()) - before) == names
    assert "feed" in names
    app.close()
    app.close()
    assert set(threading.enumerate()) == before
    assert open_databases() == []


def test_closed_in_whatever_moment_of_its_start_it_ends(home: Path) -> None:
    before = set(threading.enumerate())
    for _ in range(30):
        with App(home) as app:
            app.start()
    assert set(threading.enumerate()) == before


def test_closed_between_two_looks_of_what_identifies_audio_it_ends(home: Path) -> None:
    with App(home) as app:

        class ClosedMeanwhile(threading.Event):
            """Set, with what close sets besides, right after the first look at it."""

            def is_set(self) -> bool:
                before = super().is_set()
                self.set()
                app._scanned.set()
                return before

        app._stop = ClosedMeanwhile()
        thread = threading.Thread(target=app._identify, daemon=True)
        thread.start()
        thread.join(10)
        assert not thread.is_alive()


def test_one_that_was_never_started_runs_nothing(home: Path) -> None:
    before = set(threading.enumerate())
    with App(home) as app:
        app.settings.set("theme", "dark")
        assert app.library.counts().tracks == 0
        assert set(threading.enumerate()) == before


def test_a_window_hears_of_a_change_made_by_a_service(app: App) -> None:
    window = Window(app.feed)
    app.settings.set("theme", "dark")
    window.wait_for_event("settings:updated")


def test_a_request_of_another_process_reaches_the_running_app(home: Path) -> None:
    with App(home) as other, App(home) as app:
        other.requests.post("window:focus", {"left for": "an earlier app"})
        heard = Calls()
        app.requests.listen(heard)
        app.start()
        other.requests.post("window:focus", {"now": 1})
        heard.wait_for(lambda: bool(heard.all))
    assert heard.all == [("window:focus", {"now": 1})]


def test_a_request_that_fails_keeps_neither_the_next_nor_any_event_from_coming(
    app: App, caplog: pytest.LogCaptureFixture
) -> None:
    heard = Calls()

    def fail_first(name: str, payload: dict[str, Any]) -> None:
        heard(name)
        if name == "first":
            raise OSError("no window to bring to the front")

    app.requests.listen(fail_first)
    window = Window(app.feed)
    app.requests.post("first", {})
    app.requests.post("second", {})
    app.settings.set("theme", "dark")
    window.wait_for_event("settings:updated")
    heard.wait_for(lambda: len(heard.all) == 2)
    assert "The request first of another process failed" in caplog.text


def test_a_scan_left_by_a_process_that_died_is_ended_at_the_next_start(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        module, "FOLDER_CHECK_SECONDS", 3_600
    )  # it must not take until the first check of folders
    database = Database(home / "dunnock.db")
    with database.transaction() as transaction:
        scans.insert_job(transaction, "dead", [])
        scans.begin(transaction, "dead", 1)
    database.close()
    with App(home) as app:
        window = Window(app.feed)
        app.start()
        window.wait_for_event("library:scan-complete")
        assert app.scans.job("dead").status == "failed"
        assert len(window.payloads("library:scan-complete")) == 1


def test_a_scan_whose_process_dies_while_the_app_runs_is_ended_too(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FOLDER_CHECK_SECONDS", 0.01)
    with App(home) as app:
        window = Window(app.feed)
        app.start()
        with app.database.transaction() as transaction:
            scans.insert_job(transaction, "dead", [])
            scans.begin(transaction, "dead", 1)
        window.wait_for_event("library:scan-complete")
        assert app.scans.job("dead").status == "failed"


def test_a_folder_that_comes_back_is_online_and_scanned_by_itself(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FOLDER_CHECK_SECONDS", 0.01)
    music = tmp_path / "music"
    music.mkdir()
    with App(home) as app:
        app.folders.add(os.fsencode(music))
        music.rename(tmp_path / "away")
        window = Window(app.feed)
        app.start()
        window.wait_for(lambda: '"offline"' in "".join(window.payloads("folders:updated")))
        scanned = len(window.payloads("library:scan-complete"))
        (tmp_path / "away").rename(music)
        window.wait_for(lambda: '"online"' in "".join(window.payloads("folders:updated")))
        window.wait_for(lambda: len(window.payloads("library:scan-complete")) > scanned)


def test_folders_are_still_watched_after_a_failure(
    home: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "FOLDER_CHECK_SECONDS", 0.001)
    checks = Calls()

    def check() -> list[int]:
        checks()
        raise OSError("the database is busy")

    with App(home) as app:
        monkeypatch.setattr(app.folders, "check", check)
        app.start()
        checks.wait_for(lambda: len(checks.all) >= 3)
    assert "the database is busy" in caplog.text


def test_a_view_that_changed_is_heard_of_after_the_change_itself(app: App, home: Path) -> None:
    from tests.store.sample_library import filled

    app.views.open("library", "", Sort(column="title", descending=False))
    window = Window(app.feed)
    filled(app.database, ["b", "a"])
    window.wait_for_event("view:updated")
    names = [event.name for event in window.events]
    assert names.index("library:updated") < names.index("view:updated")
