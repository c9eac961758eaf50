"""How the window draws."""

import os
from pathlib import Path

import pytest

from dunnock.desktop.display import draw_without_gpu

SETTING = "WEBKIT_DISABLE_DMABUF_RENDERER"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "")  # so that monkeypatch takes back what the function sets
    monkeypatch.delenv(SETTING)


def test_without_a_graphics_card_webkit_draws_in_memory(tmp_path: Path) -> None:
    draw_without_gpu(tmp_path / "none")
    assert os.environ[SETTING] == "1"


def test_with_a_graphics_card_webkit_chooses(tmp_path: Path) -> None:
    draw_without_gpu(tmp_path)
    assert SETTING not in os.environ


def test_what_the_person_has_set_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "0")
    draw_without_gpu(tmp_path / "none")
    assert os.environ[SETTING] == "0"
