"""Playback on one thread: a queue in a real database, a player without sound, and time that passes when told."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from dunnock.contract.events import PlayerUpdated
from dunnock.contract.models import PlayerState
from dunnock.media.player import Item, News, Player
from dunnock.services.playback import reading
from dunnock.services.playback.clock import Clock
from dunnock.services.playback.conductor import Conductor
from dunnock.services.playback.reactions import Reactions
from dunnock.services.playback.stage import Stage
from dunnock.services.playback.watcher import Watcher
from tests.fake_player import FakePlayer
from tests.services.desk import Desk, of
from tests.store.sample_library import ROOT

LENGTH = 180_000
"""Of every track, in ms."""


class StoppedClock(Clock):
    """A clock that only moves when told."""

    def __init__(self) -> None:
        self.ms = 1_700_000_000_000

    def seconds(self) -> float:
        return self.ms / 1000

    def now_ms(self) -> int:
        return self.ms


@dataclass
class PlaybackDesk(Desk):
    """A desk whose queue is played. `player` is the player once something has been played."""

    made: list[FakePlayer] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.clock = StoppedClock()
        self.news: deque[News] = deque()
        self.lengths: dict[bytes, int] = {}
        self.broken: dict[bytes, str] = {}
        self.begin()

    def begin(self, make: Callable[[], Player] | None = None) -> None:
        """Start as a new process does."""
        self.stage = Stage(self.database, make or self._make, self.clock)
        self.conductor = Conductor(self.stage)
        self.watcher = Watcher(self.database, self.stage)
        self.reactions = Reactions(self.stage)
        self.news.clear()
        self.reactions.begin()

    def fill(self, count: int) -> list[int]:
        """Have so many tracks with files the player can play."""
        found = super().fill(count)
        for number in range(count):
            self.lengths[self.path(number)] = LENGTH
        return found

    @staticmethod
    def path(number: int) -> bytes:
        """The file of a track, counted from 0."""
        return ROOT + b"/%d.flac" % number

    @property
    def player(self) -> FakePlayer:
        return self.made[-1]

    def settle(self) -> None:
        """Take all news, and look at the queue, as the thread of playback does."""
        while self.news:
            self.reactions.hear(self.news.popleft())
        self.watcher.look()
        while self.news:
            self.reactions.hear(self.news.popleft())

    def pass_time(self, seconds: float, step: float = 1.0) -> None:
        """Let time pass, and what is due happen."""
        self.settle()
        left = round(seconds * 1000)
        while left > 0:
            ms = min(left, round(step * 1000))
            left -= ms
            self.clock.ms += ms
            if self.made and not self.player.closed:
                self.player.advance(ms)
            self.settle()
            if (due := self.reactions.due()) is not None and due <= 0:
                self.reactions.tick()
                self.settle()

    def state(self) -> PlayerState:
        with self.database.read() as reader:
            return reading.state(reader, alive=True, confirmed=True)

    def playing(self) -> tuple[str, int | None, int]:
        """The state, the entry and the place in seconds where it is now."""
        state = self.state()
        place = state.position_ms
        if state.state == "playing":
            place += round((self.clock.ms - state.position_at) * state.speed)
        return state.state, state.entry_id, round(place / 1000)

    def heard(self) -> list[PlayerUpdated]:
        """What was told of playing since this was last asked."""
        return [event for event in self.told() if isinstance(event, PlayerUpdated)]

    def counts(self, track_id: int) -> tuple[int, int]:
        """How often a track was played and skipped."""
        with self.database.read() as reader:
            row = reader.row("SELECT plays, skips FROM track WHERE id = ?", (track_id,))
            assert row is not None
            return row[0], row[1]

    def break_file(self, number: int, message: str = "The file is not audio, or is damaged.") -> None:
        """Let a track's file be unplayable."""
        self.broken[self.path(number)] = message
        if self.made:
            self.player.break_file(self.path(number), message)

    def _make(self) -> FakePlayer:
        player = FakePlayer(self.news.append)
        for path, length in self.lengths.items():
            player.add_file(path, length)
        for path, message in self.broken.items():
            player.break_file(path, message)
        self.made.append(player)
        return player


def loaded(item: Item | None) -> bytes | None:
    """The file of what is in the player."""
    return None if item is None else item.path


def queued(desk: PlaybackDesk, count: int = 3) -> list[int]:
    """A queue of so many entries, their ids, and nothing told of it."""
    desk.queue.add(of(*desk.tracks[:count]))
    desk.settle()
    desk.told()
    return desk.queue_ids()


def playing(desk: PlaybackDesk, count: int = 3, place: int = 0) -> list[int]:
    """The same, with an entry playing."""
    entries = queued(desk, count)
    desk.conductor.play(entries[place])
    desk.settle()
    desk.told()
    return entries
