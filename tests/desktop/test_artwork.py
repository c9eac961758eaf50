"""Pictures reach the page of the real window as pictures."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.desktop.harness import DrivenWindow, Place
from tests.media.pictures import BLUE, FRONT, bare, picture, with_pictures

_ASK = """
const [name, body, done] = arguments;
const options = { headers: new Headers({ pyfunc: name }) };
window.__TAURI_INTERNALS__
  .invoke("plugin:pytauri|pyfunc", new TextEncoder().encode(JSON.stringify(body)), options)
  .then(
"""
"""As the page sends its requests, which automation cannot reach: through the one function of pytauri."""

_TEXT = f"{_ASK} (reply) => done([Object.prototype.toString.call(reply), reply]), (error) => done(['error', error]));"

_PICTURE = f"""{_ASK} async (reply) => {{
    const image = new Image();
    image.src = URL.createObjectURL(new Blob([reply]));
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 1;
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0, 1, 1);
    const colour = [...context.getImageData(0, 0, 1, 1).data];
    done([Object.prototype.toString.call(reply), image.naturalWidth, image.naturalHeight, colour]);
}}).catch((error) => done(["error", String(error)]));"""


def test_a_cover_arrives_as_bytes_that_the_page_can_show(
    place: Place, open_window: Callable[[], DrivenWindow], tmp_path: Path
) -> None:
    cover = picture(BLUE, (300, 200))
    music = tmp_path / "music"
    with_pictures(bare(music, ".mp3"), (FRONT, cover))
    scanned = place.cli("scan", str(music))
    assert scanned.returncode == 0, scanned.stderr
    with open_window() as window:
        window.settle()
        kind, reply = window.driver.run_async(_TEXT, "artwork", {"track_id": 1})
        assert kind != "error", reply
        artwork: dict[str, Any] = json.loads(reply) if isinstance(reply, str) else reply
        assert artwork["artwork_id"] == hashlib.sha256(cover).hexdigest()
        asked = {"artwork_id": artwork["artwork_id"], "size": "128"}
        kind, width, height, colour = window.driver.run_async(_PICTURE, "artwork_image", asked)
        assert (kind, width, height) == ("[object ArrayBuffer]", 128, 85)
        assert all(abs(got - wanted) < 20 for got, wanted in zip(colour, BLUE, strict=False))
        # It stays for the next start, and for other programs.
        assert list((place.home / "artwork").glob("*/*-128.jpg"))
