"""The player that people hear, on an output that is not heard."""

import queue
import time
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from dunnock.media.mpv_player import MpvPlayer
from dunnock.media.player import DevicesChanged, News, Output
from tests.media import sounds

PATIENCE_S = 20.0
"""Seconds to wait for news: more than a busy machine needs."""

SETTLE_S = 0.7
"""Seconds after which nothing more is under way: libmpv's buffer of sound, and a little."""


class MpvBench:
    """A `Bench` in real time.

    Args:
        folder: where the files are made.
        audio_output: libmpv's output; None for the one that the device names.
        options: more options of libmpv.
    """

    tolerance_ms = 200  # a sleep of a busy machine is no stopwatch

    def __init__(
        self, folder: Path, *, audio_output: str | None = "null", options: dict[str, str] | None = None
    ) -> None:
        self._folder = folder
        self._names = count(1)
        self._news: queue.SimpleQueue[News] = queue.SimpleQueue()
        self.player = MpvPlayer(self._news.put, audio_output=audio_output, options=options)

    def file(self, length_ms: int) -> bytes:
        return bytes(sounds.silence(self._folder / f"{next(self._names)}.wav", length_ms / 1000))

    def damaged_file(self) -> bytes:
        path = self._folder / f"{next(self._names)}.flac"
        path.write_text("This is a letter, not a song.\n" * 100)
        return bytes(path)

    def let_pass(self, ms: int) -> None:
        time.sleep(ms / 1000)

    def news(self) -> News:
        while isinstance(news := self._news.get(timeout=PATIENCE_S), DevicesChanged):
            pass
        return news

    def more_news(self) -> Sequence[News]:
        more = []
        until = time.monotonic() + SETTLE_S
        while (left := until - time.monotonic()) > 0:
            try:
                news = self._news.get(timeout=left)
            except queue.Empty:
                break
            if not isinstance(news, DevicesChanged):
                more.append(news)
        return more

    def lose_output(self) -> Output:
        return Output(device="alsa/dunnock-has-no-such-device")

    def find_output(self) -> Output:
        return Output(device="null")
