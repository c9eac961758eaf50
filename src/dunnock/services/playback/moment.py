"""One change of what is heard: the queue, the player's state, the plays and their events, in one transaction."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from dunnock.contract.events import LibraryUpdated, PlayerUpdated
from dunnock.contract.settings import Settings
from dunnock.services.playback.clock import Clock
from dunnock.services.playback.listening import Listening
from dunnock.services.queue import changes
from dunnock.services.queue.changes import Whole
from dunnock.store import player as store
from dunnock.store import plays, settings
from dunnock.store import queue as queue_store
from dunnock.store.database import Database, Transaction
from dunnock.store.player import Heard, Song
from dunnock.store.queue import Queue


@dataclass
class Moment:
    """What is changed here is stored and told at the end, if the transaction commits."""

    transaction: Transaction
    now_ms: int
    queue: Queue
    heard: Heard
    settings: Settings
    whole: Whole | None = None
    """What is said of the queue's order in place of the places that changed."""
    afterwards: list[Callable[[], None]] = field(default_factory=list)
    """What is noted once it is committed."""

    @property
    def shown(self) -> int | None:
        """The entry that is heard, or would be heard first."""
        if self.queue.current is not None:
            return self.queue.current
        return self.queue.order[0] if self.queue.order else None

    def place(self, position_ms: int) -> None:
        """Where in the track it is heard now."""
        self.heard = replace(self.heard, position_ms=position_ms, position_at=self.now_ms)
        if self.queue.current is not None and self.queue.current == self.heard.entry_id:
            self.queue = replace(self.queue, position_ms=position_ms)

    def show(self, song: Song | None) -> None:
        """Have this song current, at the place where the queue has left it."""
        position = self.queue.position_ms if song and self.queue.current == song.entry_id else 0
        shown = (song.entry_id, song.track_id, song.duration_ms) if song else (None, None, 0)
        if (*shown, position) == (
            self.heard.entry_id,
            self.heard.track_id,
            self.heard.duration_ms,
            self.heard.position_ms,
        ):
            return
        self.heard = replace(
            self.heard,
            entry_id=shown[0],
            track_id=shown[1],
            duration_ms=shown[2],
            position_ms=position,
            position_at=self.now_ms,
        )

    def go_to(self, entry_id: int, *, leaving_played: bool) -> None:
        """Make an entry the current one, from its beginning."""
        left = self.queue.current
        if left is not None and left != entry_id:
            queue_store.set_played(self.transaction, left, played=leaving_played)
        queue_store.set_played(self.transaction, entry_id, played=False)
        self.queue = replace(self.queue, current=entry_id, position_ms=0)

    def log(self, listening: Listening, *, skipped: bool = False) -> None:
        """Write down how much was heard, and count it when that was enough; or that it was skipped before."""
        if listening.heard_ms == 0 and not skipped:
            return
        play_id = listening.play_id
        if play_id is None:
            play_id = plays.insert(self.transaction, listening.track_id, listening.started_at)
        if play_id is None:  # the track was taken out of the library meanwhile
            return
        plays.set_listened(self.transaction, play_id, listening.heard_ms)
        counts = not listening.counted and listening.left_ms == 0
        if counts:
            track_id = plays.count(self.transaction, play_id, self.now_ms)
            self.transaction.emit(LibraryUpdated(action="updated", track_ids=[track_id]))
        elif skipped and not listening.counted:
            plays.skip(self.transaction, play_id)

        def note() -> None:
            listening.play_id = play_id
            listening.counted |= counts

        self.afterwards.append(note)


class Moments:
    """Makes them, one after the other, and knows what was told last."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self.heard = Heard()
        self._sound = _sound(Settings())

    def recall(self) -> None:
        """Read what was told last, by this process or an earlier one."""
        with self._database.read() as reader:
            self.heard = store.read(reader)
            self._sound = _sound(settings.current(reader))

    @contextmanager
    def one(self, *, background: bool = False) -> Iterator[Moment]:
        """Change something. Nothing is stored or told when the block raises.

        Args:
            background: nobody waits for it.
        """
        with self._database.transaction(background=background) as transaction:
            before = queue_store.read(transaction)
            wanted = settings.current(transaction)
            moment = Moment(transaction, self._clock.now_ms(), before, self.heard, wanted)
            yield moment
            changes.write(transaction, before, moment.queue, moment.whole)
            if moment.heard != self.heard or _sound(wanted) != self._sound:
                store.write(transaction, moment.heard)
                transaction.emit(_event(moment.heard, wanted))
        self.heard, self._sound = moment.heard, _sound(wanted)
        for note in moment.afterwards:
            note()

    @property
    def speed(self) -> float:
        """How fast it is heard, as was told last."""
        return self._sound[2]

    def sounds_otherwise(self, wanted: Settings) -> bool:
        """Whether it is heard louder, lower, faster or slower than was told last."""
        return _sound(wanted) != self._sound


def _sound(wanted: Settings) -> tuple[int, bool, float]:
    return wanted.volume, wanted.muted, wanted.speed


def _event(heard: Heard, wanted: Settings) -> PlayerUpdated:
    return PlayerUpdated(
        state=heard.state,
        entry_id=heard.entry_id,
        track_id=heard.track_id,
        duration_ms=heard.duration_ms,
        position_ms=heard.position_ms,
        position_at=heard.position_at,
        volume=wanted.volume,
        muted=wanted.muted,
        speed=wanted.speed,
        message=heard.message,
    )
