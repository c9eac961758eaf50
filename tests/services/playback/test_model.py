"""Whatever is pressed and whatever becomes of the queue, playback does what a plain model says."""

import contextlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from dunnock.contract.models import Repeat
from dunnock.store import queue as queue_store
from dunnock.store.database import Database
from dunnock.store.queue import Queue
from tests.services.desk import Desk, of
from tests.services.playback.desk import PlaybackDesk
from tests.store.quick_database import quick_home

SECONDS = 20
"""Of every track: short, so that many end."""

PLACE = st.integers(0, 30)


@dataclass
class Model:
    """Playback as plain values, in seconds. `loaded` tells whether something is in the player."""

    state: str = "stopped"
    current: int | None = None
    position: int = 0
    loaded: bool = False
    heard: int = 0
    counted: bool = False
    asleep_at_end: bool = False
    plays: Counter[int] = field(default_factory=Counter)
    skips: Counter[int] = field(default_factory=Counter)


class Playing(RuleBasedStateMachine):
    """One that plays, another process that changes the queue, and the model."""

    @initialize()
    def open(self) -> None:
        self.stack = contextlib.ExitStack()
        home = self.stack.enter_context(quick_home())
        databases = [Database(home / "dunnock.db") for _ in range(2)]
        for database in databases:
            self.stack.callback(database.close)
        self.desk = PlaybackDesk(databases[0])
        self.other = Desk(databases[1], 1)
        self.other.tracks = self.desk.fill(6)
        for path in self.desk.lengths:
            self.desk.lengths[path] = SECONDS * 1000
        with databases[0].transaction() as transaction:
            transaction.execute("UPDATE track SET duration_ms = ?", (SECONDS * 1000,))
        self.model = Model()

    def teardown(self) -> None:
        if hasattr(self, "stack"):
            self.stack.close()

    # what the model knows of the queue: whatever is stored

    @property
    def queue(self) -> Queue:
        with self.desk.database.read() as reader:
            return queue_store.read(reader)

    def track(self, entry: int) -> int:
        with self.desk.database.read() as reader:
            return queue_store.tracks_of(reader, [entry])[0]

    @property
    def shown(self) -> int | None:
        order = self.queue.order
        return self.model.current if self.model.current is not None else order[0] if order else None

    def begin(self, entry: int, position: int = 0) -> None:
        self.model.current, self.model.position, self.model.state = entry, position, "playing"
        self.model.loaded, self.model.heard, self.model.counted = True, 0, False

    def leave(self, *, skipped: bool) -> None:
        model = self.model
        if model.loaded and skipped and not model.counted and model.current is not None:
            model.skips[self.track(model.current)] += 1
        model.loaded = False

    def rest(self, entry: int | None, state: str = "stopped") -> None:
        self.model.loaded = False
        self.model.current, self.model.position, self.model.state = entry, 0, state
        self.model.asleep_at_end = False

    def move_to(self, entry: int | None, order: list[int]) -> None:
        if entry is None:
            self.rest(order[0])
        elif self.model.state == "playing":
            self.begin(entry)
        else:
            self.model.current, self.model.position = entry, 0

    @staticmethod
    def behind(queue: Queue, entry: int) -> int | None:
        """The next entry, where that does not depend on chance."""
        place = queue.order.index(entry) + 1
        if place < len(queue.order):
            return queue.order[place]
        return queue.order[0] if queue.repeat == "all" else None

    def is_chance(self, queue: Queue) -> bool:
        """Whether going on would begin a shuffled round."""
        shown = self.shown
        return (
            queue.unshuffled is not None
            and queue.repeat == "all"
            and len(queue.order) > 1
            and shown == queue.order[-1]
        )

    # what a person presses

    @rule(which=PLACE)
    @precondition(lambda self: self.shown is not None)
    def play_entry(self, which: int) -> None:
        order = self.queue.order
        entry = order[which % len(order)]
        self.desk.conductor.play(entry)
        self.leave(skipped=entry != self.model.current)
        self.begin(entry)

    @rule(toggle=st.booleans())
    @precondition(lambda self: self.shown is not None)
    def play_or_toggle(self, *, toggle: bool) -> None:
        model, shown = self.model, self.shown
        assert shown is not None
        (self.desk.conductor.toggle if toggle else self.desk.conductor.play)()
        if toggle and model.state == "playing":
            model.state = "paused"
        elif model.loaded:
            model.state = "playing"
        else:
            self.begin(shown, model.position)

    @rule()
    def pause(self) -> None:
        self.desk.conductor.pause()
        if self.model.state == "playing":
            self.model.state = "paused"

    @rule()
    def stop(self) -> None:
        self.desk.conductor.stop()
        self.leave(skipped=False)
        self.rest(self.model.current)

    @rule()
    @precondition(lambda self: self.shown is not None and not self.is_chance(self.queue))
    def next(self) -> None:
        queue, shown = self.queue, self.shown
        assert shown is not None
        self.desk.conductor.next()
        self.leave(skipped=True)
        self.move_to(self.behind(queue, shown), list(queue.order))

    @rule()
    @precondition(lambda self: self.shown is not None)
    def previous(self) -> None:
        queue, shown = self.queue, self.shown
        assert shown is not None
        place = queue.order.index(shown)
        before = queue.order[place - 1] if place else queue.order[-1] if queue.repeat == "all" else shown
        self.desk.conductor.previous()
        if self.model.position > 3 or before == shown:
            self.model.position = 0
            self.model.current = shown
        else:
            self.leave(skipped=True)
            self.move_to(before, list(queue.order))

    @rule(position=st.integers(0, SECONDS - 1))
    @precondition(lambda self: self.shown is not None)
    def seek(self, position: int) -> None:
        self.model.current = self.shown
        self.desk.conductor.seek(position * 1000)
        self.model.position = position

    @rule()
    def sleep_at_the_end(self) -> None:
        self.desk.conductor.sleep(None, end_of_track=True)
        self.model.asleep_at_end = True

    @rule(tracks=st.lists(st.integers(0, 5), min_size=1, max_size=4), place=PLACE)
    def play_a_list(self, tracks: list[int], place: int) -> None:
        # the entries that go are still known to the model while it counts the skip
        self.leave(skipped=True)
        chosen = self.desk.tracks[tracks[place % len(tracks)]]
        self.desk.queue.replace(of(*(self.desk.tracks[each] for each in tracks)), place % len(tracks))
        self.desk.conductor.play_current()
        current = self.queue.current
        assert current is not None
        assert self.track(current) == chosen
        assert Counter(self.desk.queue_tracks()) == Counter(self.desk.tracks[each] for each in tracks)
        self.begin(current)

    # time

    @rule(seconds=st.integers(1, 50))
    def time_passes(self, seconds: int) -> None:
        self.desk.settle()
        for _ in range(seconds):
            if self.model.state == "playing":
                self.second_passes()
            self.desk.pass_time(1)
            self.learn_round()

    def second_passes(self) -> None:
        model, queue = self.model, self.queue
        assert model.current is not None
        model.position += 1
        model.heard += 1
        if not model.counted and model.heard >= SECONDS / 2:
            model.counted = True
            model.plays[self.track(model.current)] += 1
        if model.position < SECONDS:
            return
        model.loaded = False
        behind = self.behind(queue, model.current)
        if queue.stop_after_current or model.asleep_at_end:
            self.rest(queue.order[0] if behind is None else behind)
            self.unsure = self.is_chance(queue)
        elif queue.repeat == "one":
            self.begin(model.current)
        elif self.is_chance(queue):
            self.begin(model.current)
            self.unsure = True
        else:
            self.move_to(behind, list(queue.order))

    unsure = False
    """Whether chance has decided what is current: it is read, and only must not be what was."""

    def learn_round(self) -> None:
        if self.unsure:
            self.unsure = False
            current = self.queue.current
            assert current is not None
            self.model.current = current

    @rule()
    def crash(self) -> None:
        """The process is killed, and another begins."""
        self.desk.settle()
        self.desk.begin()
        model = self.model
        stored = self.queue.position_ms // 1000
        if model.state == "playing":
            assert model.position - 5 <= stored <= model.position
            model.state = "paused"
        model.position, model.loaded = stored if model.current is not None else 0, False

    # what becomes of the queue meanwhile

    def obey(self, act: Callable[[], object]) -> None:
        """Another process acts, and playback follows what it finds."""
        self.desk.settle()
        act()
        self.desk.settle()
        queue, model = self.queue, self.model
        if queue.current == model.current:
            if not model.loaded:
                model.position = queue.position_ms // 1000 if queue.current is not None else 0
            if not queue.order:
                model.state = "stopped"
            return
        was_loaded = model.loaded
        self.leave(skipped=model.current in queue.order)
        if queue.current is None:
            if was_loaded or not queue.order:
                self.rest(None)
            model.current, model.position = None, 0
        elif model.state == "playing":
            self.begin(queue.current, queue.position_ms // 1000)
        else:
            model.current, model.position = queue.current, queue.position_ms // 1000

    @rule(tracks=st.lists(st.integers(0, 5), min_size=1, max_size=4), at_next=st.booleans())
    def add(self, tracks: list[int], *, at_next: bool) -> None:
        wanted = of(*(self.desk.tracks[each] for each in tracks))
        self.obey(lambda: self.other.queue.add(wanted, "next" if at_next else "end"))

    @rule(which=st.sets(PLACE, min_size=1, max_size=3))
    @precondition(lambda self: self.shown is not None)
    def remove(self, which: set[int]) -> None:
        order = self.queue.order
        self.obey(lambda: self.other.queue.remove({order[each % len(order)] for each in which}))

    @rule(which=PLACE, before=PLACE)
    @precondition(lambda self: self.shown is not None)
    def move(self, which: int, before: int) -> None:
        order = self.queue.order
        self.obey(lambda: self.other.queue.move([order[which % len(order)]], order[before % len(order)]))

    @rule(which=PLACE)
    @precondition(lambda self: self.shown is not None)
    def jump(self, which: int) -> None:
        order = self.queue.order
        entry = order[which % len(order)]
        if entry != self.model.current:
            self.obey(lambda: self.other.queue.jump(entry))

    @rule()
    def clear(self) -> None:
        self.obey(self.other.queue.clear)

    @rule(on=st.booleans())
    def shuffle(self, *, on: bool) -> None:
        self.obey(lambda: self.other.queue.shuffle(on=on))

    @rule(mode=st.sampled_from(["off", "all", "one"]))
    def repeat(self, mode: Repeat) -> None:
        self.obey(lambda: self.other.queue.repeat(mode))

    @rule(on=st.booleans())
    def stop_after_current(self, *, on: bool) -> None:
        self.obey(lambda: self.other.queue.stop_after_current(on=on))

    @rule(redo=st.booleans())
    def undo(self, *, redo: bool) -> None:
        self.obey(self.other.history.redo if redo else self.other.history.undo)

    # what must be true at any time

    @invariant()
    def is_as_the_model_says(self) -> None:
        if not hasattr(self, "model"):
            return
        self.desk.settle()
        self.desk.reactions.tick()
        model, queue = self.model, self.queue
        state, entry, position = self.desk.playing()
        assert queue.current == model.current
        assert (state, entry) == (model.state, self.shown)
        assert position == model.position
        if model.state == "playing":
            item = self.desk.player.item
            assert item is not None
            assert not self.desk.player.paused
        assert queue.unshuffled is None or sorted(queue.unshuffled) == sorted(queue.order)
        for track in self.desk.tracks:
            assert self.desk.counts(track) == (model.plays[track], model.skips[track])


TestPlaying = Playing.TestCase
TestPlaying.settings = settings(max_examples=60, stateful_step_count=40)
