"""Measure playing through the whole program: from the request of a click to the first sound, and with the window open.

    python -m benchmarks.player [--clicks 60] [--seconds 20]

On libmpv's null output: the demo collection, and a piece as long as most are. `benchmarks.playback` measures the
player by itself, and a day of it.
"""

import argparse
import json
import math
import queue
import random
import shutil
import sys
import tempfile
import time
import wave
from array import array
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks.events.processes import cpu_seconds
from benchmarks.machine import Budget, conclude, describe_machine, percentile
from dunnock.app import App
from dunnock.commands import Context
from dunnock.commands.registry import together
from dunnock.media.mpv_player import MpvPlayer
from dunnock.media.player import Listener, News, Player, Started
from dunnock.services.sources import Source
from tests.desktop.harness import DrivenWindow, Place, Screen
from tests.desktop.race.worker import NoWindow

CLICK_MS = 25.0
NEXT_MS = 15.0
CPU_PERCENT = 3.0
PATIENCE_S = 20.0
PIECE_S = 240
DEMO = Path(__file__).parents[1] / "demo"


class Ear:
    """Notes when each item is first heard, on its way to the program."""

    def __init__(self) -> None:
        self._heard: queue.SimpleQueue[float] = queue.SimpleQueue()
        self.make_way: Callable[[], None] = lambda: None

    def make_player(self, listener: Listener) -> Player:
        """A player of libmpv without a device."""

        def take(news: News) -> None:
            if isinstance(news, Started):
                self._heard.put(time.perf_counter())
            listener(news)

        return MpvPlayer(take, audio_output="null", make_way=self.make_way)

    def wait(self) -> float:
        """The moment of the next first sound."""
        return self._heard.get(timeout=PATIENCE_S)


def measure_clicks(count: int) -> tuple[list[float], list[float]]:
    """Milliseconds to the first sound of a clicked entry, and of the next one, as the page asks for both."""
    ear, clicks, following = Ear(), [], []
    with (
        tempfile.TemporaryDirectory(prefix="dunnock-player-") as home,
        App(Path(home), ear.make_player) as app,
    ):
        ear.make_way = app.feed.make_way
        app.start()
        app.scans.wait(app.scans.start([app.folders.add(bytes(DEMO))]).job_id, 60)
        flac = [track.id for track in app.library.tracks("", 100) if track.codec == "flac"]
        app.queue.add(Source(track_ids=flac * 4))
        entries = list(app.queue.entry_ids(0, 100).entry_ids)
        context = Context(app, NoWindow())
        dice = random.Random(7)
        for _ in range(count):
            # Never the last: "next" would end the queue.
            ask(context, "player_play", entry_id=dice.choice(entries[:-1]))
            ear.wait()
            time.sleep(0.3)
            clicks.append(until_heard(ear, context, "player_play", entry_id=dice.choice(entries[:-1])))
            time.sleep(0.3)
            following.append(until_heard(ear, context, "player_next"))
            time.sleep(0.3)
        context.close()
    return clicks, following


def ask(context: Context, name: str, **fields: int) -> None:
    """Make a request as a page does: with the reads behind it that show what it did."""
    reads = {"queue_state": {}, "queue_rows": {"start": 0, "count": 20}, "player_state": {}}
    message = [{"name": each, "body": json.dumps(body)} for each, body in ({name: fields} | reads).items()]
    together(context, json.dumps(message).encode(), lambda reply: None)


def until_heard(ear: Ear, context: Context, name: str, **fields: int) -> float:
    """Milliseconds from a request to the first sound."""
    asked = time.perf_counter()
    ask(context, name, **fields)
    return (ear.wait() - asked) * 1000


def measure_window(seconds: float) -> dict[str, float]:
    """Percent of one core, of the program and what draws its window: paused, playing, and playing shown large."""
    screen, used = Screen(), {}
    try:
        with tempfile.TemporaryDirectory(prefix="dunnock-player-") as folder:
            place = Place(Path(folder), screen.display)
            music = write_long_piece(Path(folder) / "music")
            place.cli("scan", str(music))
            place.cli("queue", "add", str(music))
            with DrivenWindow(place) as window:
                window.settle()
                used["paused"] = share(window, seconds)
                place.cli("player", "play")
                window.settle()
                used["playing"] = share(window, seconds)
                window.driver.find("player-artwork").click()
                window.see("now-playing")
                used["playing, shown large with its lyrics"] = share(window, seconds)
    finally:
        screen.close()
    return used


def write_long_piece(folder: Path) -> Path:
    """A piece as long as most are, with a cover beside it and a line of its lyrics every four seconds."""
    folder.mkdir()
    one_second = array("h", (int(8_000 * math.sin(at * 440 * math.tau / 44_100)) for at in range(44_100)))
    stereo = array("h", (sample for sample in one_second for _ in range(2)))
    with wave.open(str(folder / "long.wav"), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(44_100)
        for _ in range(PIECE_S):
            file.writeframes(stereo.tobytes())
    lines = (f"[{at // 60:02}:{at % 60:02}.00]What is sung at second {at}" for at in range(0, PIECE_S, 4))
    (folder / "long.lrc").write_text("\n".join(lines), encoding="utf-8")
    shutil.copy(next(DEMO.rglob("cover.jpg")), folder)
    return folder


def share(window: DrivenWindow, seconds: float) -> float:
    """Percent of one core that the program and what draws its window take from now on."""
    time.sleep(10)  # what was just opened is still being drawn, and what was started is still looked at
    pids = [window.pid, *window.web_processes()]
    before = sum(map(cpu_seconds, pids))
    time.sleep(seconds)
    return (sum(map(cpu_seconds, pids)) - before) / seconds * 100


def main() -> int:
    """Measure, print, and return 0 when all budgets are kept."""
    parser = argparse.ArgumentParser(description="Measure playing through the whole program.")
    parser.add_argument("--clicks", type=int, default=60, help="how many entries to play")
    parser.add_argument("--seconds", type=float, default=20, help="how long to look at the processor")
    arguments = parser.parse_args()
    print(describe_machine())
    clicks, following = measure_clicks(arguments.clicks)
    for what, figures in (("an entry that is clicked", clicks), ("the next one", following)):
        print(f"{what:>26}: median {median(figures):5.1f} ms, 95 % within {percentile(figures, 95):5.1f} ms")
    used = measure_window(arguments.seconds)
    for what, percent in used.items():
        print(f"{what:>40}: {percent:5.2f} % of one core")
    return conclude(
        [
            Budget("from the click to the first sound, median", median(clicks), CLICK_MS, "ms"),
            Budget("to the next track, median", median(following), NEXT_MS, "ms"),
            Budget("playing with the window open", used["playing"], CPU_PERCENT, "% of one core"),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
