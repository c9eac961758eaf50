"""Pictures and words as the page asks for them."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from dunnock.commands import CommandError, Context, dispatch
from dunnock.contract.errors import ErrorReply
from tests.media.pictures import FRONT, RED, bare, opened, picture, with_pictures
from tests.store.sample_library import add_folder, add_track

COVER = picture(RED, (300, 300))


@pytest.fixture
def track(context: Context, tmp_path: Path) -> int:
    """A track with a cover and words, in the library."""
    music = tmp_path / "music"
    path = with_pictures(bare(music, ".flac"), (FRONT, COVER))
    path.with_suffix(".lrc").write_text("[00:01.00]One")
    with context.app.database.transaction() as transaction:
        add_folder(transaction, bytes(music))
        return add_track(transaction, os.fsencode(path.name), path=bytes(music))


def reply(context: Context, name: str, **fields: Any) -> str | bytes:
    return dispatch(context, name, json.dumps(fields).encode())


def test_the_page_gets_a_picture_as_the_bytes_of_a_file(context: Context, track: int) -> None:
    found = json.loads(reply(context, "artwork", track_id=track))
    assert found["artwork_id"] == hashlib.sha256(COVER).hexdigest()
    assert found["accent"].startswith("#")
    image = reply(context, "artwork_image", artwork_id=found["artwork_id"], size="128")
    assert isinstance(image, bytes)
    assert opened(image).size == (128, 128)


def test_the_page_gets_the_words_of_a_track(context: Context, track: int) -> None:
    found = json.loads(reply(context, "lyrics", track_id=track))
    assert found == {"synced": True, "source": "file", "lines": [{"at_ms": 1_000, "text": "One"}]}


@pytest.mark.parametrize(
    ("name", "fields", "code"),
    [
        ("artwork", {"track_id": 99}, "not_found"),
        ("lyrics", {"track_id": 99}, "not_found"),
        ("artwork_image", {"artwork_id": "0" * 64, "size": "64"}, "not_found"),
        ("artwork_image", {"artwork_id": "0" * 64, "size": "65"}, "invalid_request"),
        ("artwork_image", {"artwork_id": "../../dunnock.db", "size": "64"}, "invalid_request"),
    ],
)
def test_what_is_not_there_is_answered_in_words(
    context: Context, name: str, fields: dict[str, Any], code: str
) -> None:
    with pytest.raises(CommandError) as caught:
        reply(context, name, **fields)
    error = ErrorReply.model_validate_json(caught.value.reply)
    assert (error.code, bool(error.hint)) == (code, True)
