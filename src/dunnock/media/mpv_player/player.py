"""The player that people hear: `MpvPlayer`."""

import logging
import queue
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dunnock.media.mpv_player.clock import Clock
from dunnock.media.mpv_player.deck import Deck, DeckNews
from dunnock.media.mpv_player.library import load_libmpv
from dunnock.media.mpv_player.playback import Playback
from dunnock.media.player import Device, Item, Listener, Output

_log = logging.getLogger(__name__)

_AUTO = Device("auto", "The system's choice")


class MpvPlayer:
    """Plays through libmpv; see `Player` of `media/player.py`.

    One thread does what is asked and tells what happens; all others only put into its queue.

    Args:
        listener: takes the news, on the player's thread.
        audio_output: the name of libmpv's output (`null`, `pcm`) in place of the system's; no device is used then.
        options: more options of libmpv.
        make_way: waits while something more urgent than sound is done, for some milliseconds; called on the player's
            thread, before each thing that is asked for.

    Raises:
        PlayerError: when libmpv is missing, too old, or refuses to start.
    """

    def __init__(
        self,
        listener: Listener,
        *,
        audio_output: str | None = None,
        options: Mapping[str, str] | None = None,
        make_way: Callable[[], None] = lambda: None,
    ) -> None:
        module = load_libmpv()
        chosen = {**({} if audio_output is None else {"ao": audio_output}), **(options or {})}
        self._inbox: queue.SimpleQueue[DeckNews | Callable[[], None] | None] = queue.SimpleQueue()
        self._make_way = make_way
        self._clock = Clock()
        self._decks = 0

        def make_deck() -> Deck:
            self._decks += 1
            # one deck tells of devices for both, and only where they can be chosen
            watch = audio_output is None and self._decks == 1
            return Deck(module, self._inbox.put, chosen, watch_devices=watch)

        self._playback = Playback(make_deck, self._clock, listener)
        self._closed = False
        self._closing = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="dunnock-player", daemon=True)
        self._thread.start()

    def load(self, item: Item, *, position_ms: int = 0, paused: bool = False) -> None:
        """Play an item in the place of whatever plays, from a position; or hold it there."""
        place = position_ms / 1000
        # at once, so that no place of the item before is told as one of this
        self._clock.begin(item.item_id, place)
        self._ask(lambda: self._playback.load(item, place, paused=paused))

    def follow_with(self, item: Item | None) -> None:
        """Say what follows the current item without a gap; None lets it end."""
        self._ask(lambda: self._playback.follow_with(item))

    def pause(self) -> None:
        """Hold where it is."""
        self._ask(self._playback.pause)

    def resume(self) -> None:
        """Go on."""
        self._ask(self._playback.resume)

    def stop(self) -> None:
        """Unload everything. No `Ended` comes for what was playing."""
        self._clock.begin(None)
        self._ask(self._playback.stop)

    def seek(self, position_ms: int) -> None:
        """Go to a place of the current item, exactly; beyond its end is its end. Of many at once the last counts."""
        place = max(position_ms, 0) / 1000
        self._clock.move(place)
        self._ask(lambda: self._playback.seek(place))

    def position_ms(self, item_id: int | None = None) -> int:
        """Where the current item is heard now, or where the one before gave way; see `Player`."""
        return round(self._clock.place(item_id) * 1000)

    def set_output(self, output: Output) -> None:
        """Change how things sound, at once."""
        self._ask(lambda: self._playback.set_output(output))

    def devices(self) -> Sequence[Device]:
        """What sound can come out of; the first is the system's choice, `auto`."""
        with self._closing:
            found = [] if self._closed else self._playback.devices()
        return [_AUTO, *(device for device in found if device.name != _AUTO.name)]

    def close(self) -> None:
        """Stop, and end the player's threads. May be called twice."""
        with self._closing:
            if self._closed:
                return
            self._closed = True
            self._inbox.put(None)
            self._thread.join()

    def _ask(self, act: Callable[[], None]) -> None:
        def asked() -> None:
            self._make_way()
            act()

        self._inbox.put(asked)

    def _run(self) -> None:
        while True:
            try:
                task: Any = self._inbox.get(timeout=self._playback.wait())
            except queue.Empty:
                task = self._playback.tick
            if task is None:
                break
            try:
                if isinstance(task, DeckNews):
                    self._playback.take(task)
                else:
                    task()
            except Exception:  # noqa: BLE001 - one refused command must not silence the player for good
                _log.exception("The player could not do what was asked")
        self._playback.close()
