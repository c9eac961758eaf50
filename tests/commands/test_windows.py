"""What a window asks of the window system."""

import pytest

from dunnock.commands import Context
from tests.commands.conftest import FakeWindow, ask


def test_another_window_is_opened_at_once(context: Context, window: FakeWindow) -> None:
    assert ask(context, "window_open") == {}
    assert window.opened == 1


def test_the_small_window_is_opened_at_once(context: Context, window: FakeWindow) -> None:
    assert ask(context, "window_open_mini") == {}
    assert (window.minis, window.opened) == (1, 0)


@pytest.mark.parametrize(
    ("name", "fields"), [("playlist_pick_file", {}), ("playlist_pick_target", {"name": "Rain.m3u8"})]
)
def test_a_file_chosen_in_the_dialog_is_named_so_that_it_leads_back_to_its_bytes(
    context: Context, window: FakeWindow, name: str, fields: dict[str, str]
) -> None:
    window.choice = b"/music/caf\xe9.m3u"
    picked = ask(context, name, **fields)["path"]
    assert context.path_of(picked) == b"/music/caf\xe9.m3u"
    window.choice = None
    assert ask(context, name, **fields) == {"path": None}


def test_the_dialog_for_writing_starts_from_the_name_asked_for(context: Context, window: FakeWindow) -> None:
    ask(context, "playlist_pick_target", name="Rain.m3u8")
    assert window.suggested == "Rain.m3u8"
