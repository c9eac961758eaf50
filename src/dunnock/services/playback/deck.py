"""What is in the player: the song that is heard, the one that follows it, and how much of them was heard."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from dunnock.contract.settings import Settings
from dunnock.media.player import Device, Item, Output, Player, ReplayGain
from dunnock.services.playback.clock import Clock
from dunnock.services.playback.listening import Listening
from dunnock.store.player import Song


@dataclass(slots=True)
class Loaded:
    """A song in the player.

    `still_at` is its place while it is not heard: before it has begun, and after its end, when it has `ended`.
    """

    item: Item
    song: Song
    listening: Listening
    still_at: int | None = 0
    ended: bool = False

    @property
    def started(self) -> bool:
        """Whether it has begun, and not ended."""
        return self.still_at is None


class Deck:
    """Drives the player. It is made when it is needed, if not before: without libmpv all but playing works."""

    def __init__(self, make_player: Callable[[], Player], clock: Clock) -> None:
        self.now: Loaded | None = None
        self.following: Loaded | None = None
        self._make_player = make_player
        self._clock = clock
        self._player: Player | None = None
        self._output = Output()
        self._numbers = itertools.count(1)
        self._held: list[Callable[[Player], None]] | None = None

    def open(self) -> None:
        """Make the player if there is none yet.

        Raises:
            PlayerError: nothing can be played here.
        """
        if self._player is None:
            self._player = self._make_player()
            self._player.set_output(self._output)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Tell the player what it is to do when the block ends, and nothing of it when that raises.

        Before what is heard has been stored it would play what nobody knows of yet, and begin while the
        transaction needs the processor.
        """
        self._held = []
        try:
            yield
            orders = self._held
        finally:
            self._held = None
        for order in orders:
            order(self._required)

    def load(self, song: Song, position_ms: int, *, paused: bool = False) -> None:
        """Have a song heard in the place of what is heard, or held."""
        self.now = self._loaded(song)
        self.now.still_at = position_ms
        self.following = None
        item = self.now.item
        self._order(lambda player: player.load(item, position_ms=position_ms, paused=paused))

    def follow_with(self, song: Song | None) -> None:
        """Say what follows without a gap; nothing is done when that is known already."""
        planned = self.following
        if (None if planned is None else planned.song) == song:
            return
        self.following = None if song is None else self._loaded(song)
        item = None if self.following is None else self.following.item
        self._order(lambda player: player.follow_with(item))

    def begin(self, position_ms: int, *, held: bool) -> None:
        """What is loaded has begun to be heard, or is held where it begins."""
        assert self.now is not None  # noqa: S101 - news of what is not loaded is not acted upon
        self.now.still_at = None
        self.now.listening.started_at = self._clock.now_ms()
        if not held:
            self.now.listening.go_on(position_ms)

    def end(self, position_ms: int) -> None:
        """What is loaded was heard to its end."""
        assert self.now is not None  # noqa: S101 - as above
        self.now.listening.halt(position_ms)
        self.now.still_at = position_ms
        self.now.ended = True

    def move_on(self) -> None:
        """What followed is loaded now."""
        self.now, self.following = self.following, None

    def unload(self) -> None:
        """Let nothing be heard."""
        if self.now is not None:
            self.now = self.following = None
            self._order(lambda player: player.stop())

    def pause(self) -> int:
        """Hold what is heard, and return its place."""
        assert self.now is not None  # noqa: S101 - only what is loaded is paused
        self._order(lambda player: player.pause())
        position = self.position_ms()
        self.now.listening.halt(position)
        return position

    def resume(self) -> int:
        """Go on with what is held, and return its place."""
        assert self.now is not None  # noqa: S101 - only what is loaded is resumed
        position = self.position_ms()
        self.now.listening.go_on(position)
        self._order(lambda player: player.resume())
        return position

    def seek(self, position_ms: int) -> None:
        """Go to a place of what is heard. `listening.go_on` is for whoever hears that it has been reached."""
        assert self.now is not None  # noqa: S101 - only what is loaded is sought in
        self.now.listening.halt(self.position_ms())
        self._order(lambda player: player.seek(position_ms))

    def position_ms(self) -> int:
        """Where it is heard now, or would be."""
        if self.now is None:
            return 0
        if self.now.still_at is not None:
            return self.now.still_at
        return self._required.position_ms(self.now.item.item_id)

    def sound(self, wanted: Settings, gain: ReplayGain) -> None:
        """Let it sound as the settings want."""
        output = Output(
            volume=wanted.volume,
            muted=wanted.muted,
            speed=wanted.speed,
            replaygain=gain,
            preamp_db=wanted.replaygain_preamp_db,
            prevent_clipping=wanted.replaygain_prevent_clipping,
            crossfade_ms=wanted.crossfade_ms,
            device=wanted.output_device,
        )
        if output != self._output:
            self._output = output
            if self._player is not None:
                self._player.set_output(output)

    @property
    def gain(self) -> ReplayGain:
        """The gain that is applied."""
        return self._output.replaygain

    def devices(self) -> Sequence[Device]:
        """What sound can come out of.

        Raises:
            PlayerError: nothing can be played here.
        """
        self.open()
        return self._required.devices()

    def close(self) -> None:
        """End the player."""
        self.now = self.following = None
        if self._player is not None:
            self._player.close()
            self._player = None

    def _order(self, order: Callable[[Player], None]) -> None:
        if self._held is None:
            order(self._required)
        else:
            self._held.append(order)

    @property
    def _required(self) -> Player:
        self.open()
        assert self._player is not None  # noqa: S101 - it has just been opened
        return self._player

    def _loaded(self, song: Song) -> Loaded:
        listening = Listening(song.track_id, song.duration_ms, self._clock.now_ms())
        return Loaded(Item(next(self._numbers), song.path), song, listening)
