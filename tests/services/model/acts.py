"""Two processes on one database, plain lists of what it should hold, and acts that are taken back and done again."""

import contextlib
from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from dunnock.store.database import Database
from tests.services.desk import Desk
from tests.services.model.lists import Act, PlaylistModel, QueueModel
from tests.store.quick_database import quick_home


class Acts(RuleBasedStateMachine):
    """Two processes that act in turn; whatever was done can be undone and redone."""

    @initialize()
    def open(self) -> None:
        self.stack = contextlib.ExitStack()
        home = self.stack.enter_context(quick_home())
        databases = [Database(home / "dunnock.db") for _ in range(2)]
        for database in databases:
            self.stack.callback(database.close)
        self.desks = [Desk(database, seed) for seed, database in enumerate(databases)]
        self.tracks = self.desks[0].fill(6)
        for desk in self.desks:
            desk.told()
        self.turn = 0
        self.queue = QueueModel()
        self.track_of: dict[int, int] = {}
        self.liked: set[int] = set()
        self.playlists: dict[int, PlaylistModel] = {}
        self.in_playlist: dict[int, int] = {}
        self.theme = "system"
        self.done: list[Act] = []
        self.undone: list[Act] = []

    @property
    def desk(self) -> Desk:
        """The process whose turn it is; the next one asked is the other."""
        self.turn += 1
        return self.desks[self.turn % 2]

    def act(self, label: str | None, undo: Callable[[], None], redo: Callable[[], None]) -> None:
        """Note an act that was done; one that changed nothing is none."""
        redo()
        if label is not None:
            self.done.append(Act(label, undo, redo))
            self.undone.clear()

    def entries(self, pick: list[int], order: list[int]) -> list[int]:
        return list(dict.fromkeys(order[each % len(order)] for each in pick)) if order else []

    def some_tracks(self, pick: list[int]) -> list[int]:
        return [self.tracks[each % len(self.tracks)] for each in pick]

    @rule()
    def tidy(self) -> None:
        self.desk.history.tidy()

    @rule(times=st.integers(1, 4))
    def undo(self, times: int) -> None:
        for _ in range(times):
            self.undo_once()
            self.look()

    def undo_once(self) -> None:
        moved = self.desk.history.undo()
        if not self.done:
            assert moved.label is None
            return
        act = self.done.pop()
        assert moved.label == act.label
        act.undo()
        self.undone.append(act)

    @rule(times=st.integers(1, 3))
    def redo(self, times: int) -> None:
        for _ in range(times):
            self.redo_once()
            self.look()

    def redo_once(self) -> None:
        moved = self.desk.history.redo()
        if not self.undone:
            assert moved.label is None
            return
        act = self.undone.pop()
        assert moved.label == act.label
        act.redo()
        self.done.append(act)

    def look(self) -> None:
        """Compare what one step of several has made; there is nothing to compare here."""

    @invariant()
    def undo_and_redo_name_the_acts_they_would_move(self) -> None:
        state = self.desks[1].history.state()
        assert state.undo == (self.done[-1].label if self.done else None)
        assert state.redo == (self.undone[-1].label if self.undone else None)

    def teardown(self) -> None:
        if hasattr(self, "stack"):
            self.stack.close()
