"""A window's side of the app: its place in the feed, and paths that JSON cannot carry."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunnock.app import App
from dunnock.commands import Context
from tests.commands.conftest import FakeWindow, ask


def test_a_window_hears_of_a_change_once_it_has_subscribed(context: Context, window: FakeWindow) -> None:
    ask(context, "settings_set", key="theme", value="dark")
    reply = ask(context, "feed_subscribe")
    assert reply["window"] == "main"
    assert reply["seq"] == context.app.feed.last_seq()
    ask(context, "settings_set", key="theme", value="light")
    assert window.wait_for("settings:updated") == ['{"key":"theme","value":"light","previous_value":"dark"}']


def test_a_reloaded_page_gets_each_event_once(context: Context, window: FakeWindow) -> None:
    for _ in range(3):
        ask(context, "feed_subscribe")
    ask(context, "settings_set", key="theme", value="dark")
    assert len(window.wait_for("feed:flushed")) == 1
    assert len(window.wait_for("feed:flushed", count=2, seconds=0.2)) == 1
    assert len(window.payloads("settings:updated")) == 1


def test_the_next_flush_waits_for_the_acknowledgement(context: Context, window: FakeWindow) -> None:
    seq = ask(context, "feed_subscribe")["seq"]
    ask(context, "settings_set", key="theme", value="dark")
    assert window.wait_for("feed:flushed") == [f'{{"seq":{seq + 1}}}']
    ask(context, "settings_set", key="theme", value="light")
    assert len(window.wait_for("settings:updated", count=2, seconds=0.2)) == 1
    ask(context, "feed_ack", seq=seq + 1)
    assert len(window.wait_for("settings:updated", count=2)) == 2


def test_an_acknowledgement_without_a_subscription_is_no_error(context: Context) -> None:
    assert ask(context, "feed_ack", seq=5) == {}


def test_a_window_that_is_probed_while_nothing_changes_gives_a_sign_of_life_by_its_acknowledgement(
    context: Context, window: FakeWindow
) -> None:
    seq = ask(context, "feed_subscribe")["seq"]
    has_answered = context.probe()
    assert window.wait_for("feed:flushed") == [f'{{"seq":{seq}}}']
    assert not has_answered()
    ask(context, "feed_ack", seq=seq)
    assert has_answered()


def test_a_page_that_loads_gives_a_sign_of_life_by_subscribing(context: Context) -> None:
    before_the_first = context.probe()
    assert not before_the_first()
    ask(context, "feed_subscribe")
    assert before_the_first()
    before_a_reload = context.probe()
    ask(context, "feed_subscribe")
    assert before_a_reload()


@pytest.mark.slow
def test_a_window_that_does_not_answer_is_revived_once(context: Context, window: FakeWindow) -> None:
    ask(context, "feed_subscribe")
    ask(context, "settings_set", key="theme", value="dark")
    window.wait_for("feed:flushed")
    ask(context, "settings_set", key="theme", value="light")
    with window._changed:
        assert window._changed.wait_for(lambda: window.revivals == 1, 8)
        assert not window._changed.wait_for(lambda: window.revivals == 2, 6)
    # the page that has come back is served again
    ask(context, "feed_subscribe")
    before = len(window.payloads("settings:updated"))
    ask(context, "settings_set", key="theme", value="dark")
    assert len(window.wait_for("settings:updated", count=before + 1)) == before + 1


def test_a_closed_window_hears_nothing_and_is_not_revived(context: Context, window: FakeWindow) -> None:
    ask(context, "feed_subscribe")
    context.close()
    context.revive()
    ask(context, "settings_set", key="theme", value="dark")
    assert window.wait_for("settings:updated", seconds=0.2) == []
    assert window.revivals == 0


def test_two_windows_hear_the_same_change(app: App) -> None:
    windows = [FakeWindow("one"), FakeWindow("two")]
    contexts = [Context(app, window) for window in windows]
    for context in contexts:
        ask(context, "feed_subscribe")
    ask(contexts[0], "settings_set", key="theme", value="dark")
    assert all(len(window.wait_for("settings:updated")) == 1 for window in windows)
    for context in contexts:
        context.close()


def test_a_chosen_folder_whose_name_is_not_utf8_can_be_added(
    context: Context, window: FakeWindow, tmp_path: Path
) -> None:
    folder = os.fsencode(tmp_path) + b"/M\xfasica"
    os.mkdir(folder)  # noqa: PTH102 - a name in bytes
    window.choice = folder
    shown = ask(context, "folders_pick")["path"]
    assert shown.endswith("/M\N{REPLACEMENT CHARACTER}sica")
    folder_id = ask(context, "folders_add", path=shown)["folder_id"]
    listed = ask(context, "folders_list")["folders"]
    assert [(each["id"], each["path"]) for each in listed] == [(folder_id, shown)]


def test_a_dialog_closed_without_a_choice_is_an_answer(context: Context) -> None:
    assert ask(context, "folders_pick") == {"path": None}


def test_a_tilde_is_the_home_folder(
    context: Context, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert context.path_of("~/Music") == os.fsencode(tmp_path / "Music")


@given(st.binary(min_size=1, max_size=40).filter(lambda name: b"\0" not in name))
def test_every_path_comes_back_from_its_text(name: bytes) -> None:
    context = Context(None, FakeWindow())  # type: ignore[arg-type] # the app plays no part in names
    path = b"/music/" + name
    text = context.show_path(path)
    text.encode("utf-8")
    assert context.path_of(text) == path
