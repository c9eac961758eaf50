"""Whatever is done, undone and redone, by two processes in turn, the database holds what plain lists would."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from dunnock.contract.events import Event, HistoryUpdated, PlaylistsUpdated, QueueStateChanged, QueueUpdated
from dunnock.services import favorites
from dunnock.services.playlists import changes as playlist_changes
from dunnock.store import queue as queue_store
from dunnock.store import tracks as track_store
from dunnock.store.database import Database
from tests.services.desk import Desk, of
from tests.store.quick_database import quick_home

PICK = st.lists(st.integers(0, 30), min_size=1, max_size=4)
"""Places to take entries or tracks from, counted around."""

PLACE = st.none() | st.integers(0, 30)


@dataclass(frozen=True)
class QueueModel:
    """The queue as plain lists of entry ids."""

    order: list[int] = field(default_factory=list)
    unshuffled: list[int] | None = None
    current: int | None = None

    def without(self, gone: set[int]) -> "QueueModel":
        """The queue after a removal: the next entry that stays becomes current."""
        current = self.current
        if current in gone:
            behind = self.order[self.order.index(current) :]
            current = next((each for each in behind if each not in gone), None)
        return QueueModel(
            [each for each in self.order if each not in gone],
            None if self.unshuffled is None else [each for each in self.unshuffled if each not in gone],
            current,
        )


@dataclass(frozen=True)
class PlaylistModel:
    """A playlist as a plain list."""

    name: str
    entries: list[int] = field(default_factory=list)
    removed: bool = False


@dataclass
class Act:
    """An act in the model's history: how to take it back, and how to do it again."""

    label: str
    undo: Callable[[], None]
    redo: Callable[[], None]


class TwoProcesses(RuleBasedStateMachine):
    """Two processes on one database, and plain lists of what it should hold."""

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

    def queue_act(self, label: str | None, after: QueueModel, *, replaced: bool = False) -> None:
        before = self.queue
        assert (label is None) == (after == before)

        def move(to: QueueModel, was: QueueModel) -> None:
            # what plays by now keeps playing, if it is still there
            wanted = to.current if self.queue.current == was.current else self.queue.current
            if replaced and wanted not in to.order:
                wanted = to.current
            if wanted is not None and wanted not in to.order:
                wanted = self.queue.without(set(self.queue.order) - set(to.order)).current
            self.queue = replace(to, current=wanted)

        self.act(label, lambda: move(before, after), lambda: move(after, before))

    def entries(self, pick: list[int], order: list[int]) -> list[int]:
        return list(dict.fromkeys(order[each % len(order)] for each in pick)) if order else []

    def some_tracks(self, pick: list[int]) -> list[int]:
        return [self.tracks[each % len(self.tracks)] for each in pick]

    # the queue

    @rule(pick=PICK, at=st.sampled_from(["end", "next"]), before=PLACE)
    def add_to_queue(self, pick: list[int], at: Literal["end", "next"], before: int | None) -> None:
        wanted = self.some_tracks(pick)
        model = self.queue
        anchor = self.entries([before], model.order)[0] if before is not None and model.order else None
        reply = self.desk.queue.add(of(*wanted), at, anchor)
        assert reply.added == len(wanted)
        new = sorted(set(self.desks[0].queue_ids()) - set(model.order))
        self.track_of.update(zip(new, wanted, strict=True))

        def with_new(order: list[int]) -> list[int]:
            place = len(order)
            if anchor is not None:
                place = order.index(anchor)
            elif at == "next":
                place = 0 if model.current is None else order.index(model.current) + 1
            return order[:place] + new + order[place:]

        unshuffled = None if model.unshuffled is None else with_new(model.unshuffled)
        self.queue_act(reply.label, replace(model, order=with_new(model.order), unshuffled=unshuffled))

    @rule(pick=PICK, place=st.integers(0, 30))
    def replace_queue(self, pick: list[int], place: int) -> None:
        wanted = self.some_tracks(pick)
        place %= len(wanted)
        known = set(self.track_of)
        label = self.desk.queue.replace(of(*wanted), place).label
        order = self.desks[0].queue_ids()
        new = sorted(order)
        assert known.isdisjoint(new)
        self.track_of.update(zip(new, wanted, strict=True))
        shuffled = self.queue.unshuffled is not None
        assert order[0] == new[place] if shuffled else order == new
        after = QueueModel(order, new if shuffled else None, new[place])
        self.queue_act(label, after, replaced=True)

    @rule(pick=PICK)
    def remove_from_queue(self, pick: list[int]) -> None:
        gone = self.entries(pick, self.queue.order)
        label = self.desk.queue.remove([*gone, 999_999]).label
        self.queue_act(label, self.queue.without(set(gone)))

    @rule(pick=PICK, before=PLACE)
    @precondition(lambda self: self.queue.order)
    def move_in_queue(self, pick: list[int], before: int | None) -> None:
        order = self.queue.order
        moved = self.entries(pick, order)
        anchor = None if before is None else order[before % len(order)]
        label = self.desk.queue.move(moved, anchor).label
        self.queue_act(label, replace(self.queue, order=moved_in(order, moved, anchor)))

    @rule()
    def clear_queue(self) -> None:
        self.queue_act(self.desk.queue.clear().label, self.queue.without(set(self.queue.order)))

    @rule()
    @precondition(lambda self: self.queue.current is not None)
    def keep_current(self) -> None:
        label = self.desk.queue.keep_current().label
        self.queue_act(label, self.queue.without(set(self.queue.order) - {self.queue.current}))

    @rule(on=st.booleans())
    def shuffle(self, *, on: bool) -> None:
        model = self.queue
        label = self.desk.queue.shuffle(on=on).label
        order = self.desks[0].queue_ids()
        if on:
            assert sorted(order) == sorted(model.order)
            if model.current is not None:
                assert order.index(model.current) == model.order.index(model.current)
            before = model.order if model.unshuffled is None else model.unshuffled
            self.queue_act(label, replace(model, order=order, unshuffled=before))
        else:
            restored = model.order if model.unshuffled is None else model.unshuffled
            self.queue_act(label, replace(model, order=restored, unshuffled=None))

    @rule(place=st.integers(0, 30))
    @precondition(lambda self: self.queue.order)
    def jump(self, place: int) -> None:
        entry = self.queue.order[place % len(self.queue.order)]
        self.desk.queue.jump(entry)
        self.queue = replace(self.queue, current=entry)

    # favorites

    @rule(pick=PICK, favorite=st.booleans())
    def like(self, pick: list[int], *, favorite: bool) -> None:
        wanted = self.some_tracks(pick)
        changed = set(wanted) - self.liked if favorite else set(wanted) & self.liked
        label = self.desk.favorites.set(wanted, favorite=favorite).label
        assert (label is None) == (not changed)

        def give() -> None:
            self.liked |= changed & set(self.tracks)

        def take() -> None:
            self.liked -= changed

        self.act(label, take if favorite else give, give if favorite else take)

    # playlists

    def playlist_act(self, label: str | None, playlist_id: int, after: PlaylistModel) -> None:
        before = self.playlists.get(playlist_id, replace(after, removed=True))
        assert (label is None) == (after == before)

        def move(to: PlaylistModel) -> None:
            self.playlists[playlist_id] = to

        self.act(label, lambda: move(before), lambda: move(after))

    def shown(self, place: int) -> int | None:
        there = [playlist_id for playlist_id, each in self.playlists.items() if not each.removed]
        return there[place % len(there)] if there else None

    @rule(name=st.sampled_from(["Rain", "Sun"]), pick=PICK)
    def create_playlist(self, name: str, pick: list[int]) -> None:
        wanted = self.some_tracks(pick)
        reply = self.desk.playlists.create(name, of(*wanted))
        entries = self.desks[0].playlist_ids(reply.playlist_id)
        self.in_playlist.update(zip(entries, wanted, strict=True))
        self.playlist_act(reply.label, reply.playlist_id, PlaylistModel(name, entries))

    @rule(which=st.integers(0, 9), name=st.sampled_from(["Rain", "Fog"]))
    @precondition(lambda self: self.shown(0) is not None)
    def rename_playlist(self, which: int, name: str) -> None:
        playlist_id = self.shown(which)
        assert playlist_id is not None
        label = self.desk.playlists.update(playlist_id, name=name).label
        self.playlist_act(label, playlist_id, replace(self.playlists[playlist_id], name=name))

    @rule(which=st.integers(0, 9))
    @precondition(lambda self: self.shown(0) is not None)
    def delete_playlist(self, which: int) -> None:
        playlist_id = self.shown(which)
        assert playlist_id is not None
        label = self.desk.playlists.delete(playlist_id).label
        self.playlist_act(label, playlist_id, replace(self.playlists[playlist_id], removed=True))

    @rule(
        which=st.integers(0, 9), pick=PICK, before=PLACE, duplicates=st.sampled_from(["ask", "add", "skip"])
    )
    @precondition(lambda self: self.shown(0) is not None)
    def add_to_playlist(
        self, which: int, pick: list[int], before: int | None, duplicates: Literal["ask", "add", "skip"]
    ) -> None:
        playlist_id = self.shown(which)
        assert playlist_id is not None
        model = self.playlists[playlist_id]
        wanted = self.some_tracks(pick)
        held = {self.in_playlist[each] for each in model.entries}
        fresh = [each for each in dict.fromkeys(wanted) if each not in held]
        repeated = len(wanted) - len(fresh)
        added = fresh if duplicates == "skip" else [] if duplicates == "ask" and repeated else wanted
        anchor = self.entries([before], model.entries)[0] if before is not None and model.entries else None
        reply = self.desk.playlists.add(playlist_id, of(*wanted), anchor, duplicates)
        assert (reply.added, reply.duplicates) == (len(added), repeated)
        new = sorted(set(self.desks[0].playlist_ids(playlist_id)) - set(model.entries))
        self.in_playlist.update(zip(new, added, strict=True))
        place = len(model.entries) if anchor is None else model.entries.index(anchor)
        entries = model.entries[:place] + new + model.entries[place:]
        self.playlist_act(reply.label, playlist_id, replace(model, entries=entries))

    @rule(which=st.integers(0, 9), pick=PICK)
    @precondition(lambda self: self.shown(0) is not None)
    def remove_from_playlist(self, which: int, pick: list[int]) -> None:
        playlist_id = self.shown(which)
        assert playlist_id is not None
        model = self.playlists[playlist_id]
        gone = self.entries(pick, model.entries)
        label = self.desk.playlists.remove(playlist_id, gone).label
        entries = [each for each in model.entries if each not in gone]
        self.playlist_act(label, playlist_id, replace(model, entries=entries))

    @rule(which=st.integers(0, 9), pick=PICK, before=PLACE)
    @precondition(lambda self: self.shown(0) is not None)
    def move_in_playlist(self, which: int, pick: list[int], before: int | None) -> None:
        playlist_id = self.shown(which)
        assert playlist_id is not None
        model = self.playlists[playlist_id]
        moved = self.entries(pick, model.entries)
        anchor = self.entries([before], model.entries)[0] if before is not None and model.entries else None
        label = self.desk.playlists.move(playlist_id, moved, anchor).label
        self.playlist_act(label, playlist_id, replace(model, entries=moved_in(model.entries, moved, anchor)))

    # settings

    @rule(theme=st.sampled_from(["system", "light", "dark"]))
    def set_theme(self, theme: str) -> None:
        self.desk.settings.set("theme", theme)
        self.theme = theme

    @rule()
    def reset_theme(self) -> None:
        before = self.theme

        def move(was: str, becomes: str) -> None:
            self.theme = becomes if self.theme == was else self.theme

        label = self.desk.settings.reset("theme").label
        assert (label is None) == (before == "system")
        self.act(label, lambda: move("system", before), lambda: move(before, "system"))

    # what nobody did on purpose

    @rule(which=st.integers(0, 30), kept=st.integers(0, 30))
    @precondition(lambda self: len(self.tracks) > 2)
    def recognise_a_track(self, which: int, kept: int) -> None:
        """As a scan does that finds two tracks to be one."""
        gone_id = self.tracks.pop(which % len(self.tracks))
        kept_id = self.tracks[kept % len(self.tracks)]
        with self.desk.database.transaction() as transaction:
            queue_store.follow_track(transaction, gone_id, kept_id)
            favorites.follow_track(transaction, gone_id, kept_id)
            playlist_changes.follow_track(transaction, gone_id, kept_id)
            track_store.remove(transaction, gone_id)
        for mapping in (self.track_of, self.in_playlist):
            mapping.update({entry: kept_id for entry, track in mapping.items() if track == gone_id})
        if gone_id in self.liked:
            self.liked = self.liked - {gone_id} | {kept_id}

    @rule()
    def tidy(self) -> None:
        self.desk.history.tidy()

    # undo and redo

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

    # what must be true at any time

    @invariant()
    def both_processes_read_what_the_lists_hold(self) -> None:
        for desk in self.desks:
            state = desk.queue.state()
            assert desk.queue_ids() == self.queue.order
            assert desk.queue_tracks() == [self.track_of[each] for each in self.queue.order]
            assert state.total == len(self.queue.order)
            assert state.shuffle == (self.queue.unshuffled is not None)
            assert state.current_entry_id == self.queue.current
            assert desk.liked() == self.liked
            assert desk.settings.get("theme") == self.theme
            shown = {each.id: each for each in desk.playlists.list().playlists}
            assert set(shown) == {each for each, model in self.playlists.items() if not model.removed}
            for playlist_id, found in shown.items():
                model = self.playlists[playlist_id]
                assert (found.name, found.length) == (model.name, len(model.entries))
                assert desk.playlist_ids(playlist_id) == model.entries
                rows = desk.playlists.rows(playlist_id, 0, 100).rows
                held = [None if row.track is None else row.track.id for row in rows]
                assert held == [self.in_playlist[each] for each in model.entries]

    @invariant()
    def the_hidden_order_holds_the_same_entries(self) -> None:
        with self.desks[0].database.read() as reader:
            found = queue_store.read(reader)
        hidden = None if found.unshuffled is None else found.unshuffled.tolist()
        assert hidden == self.queue.unshuffled

    @invariant()
    def undo_and_redo_name_the_acts_they_would_move(self) -> None:
        state = self.desks[1].history.state()
        assert state.undo == (self.done[-1].label if self.done else None)
        assert state.redo == (self.undone[-1].label if self.undone else None)

    def teardown(self) -> None:
        if hasattr(self, "stack"):
            self.stack.close()


def moved_in(order: list[int], moved: list[int], before: int | None) -> list[int]:
    """What moving some of a list's entries makes of it."""
    block = [each for each in order if each in moved]
    rest = [each for each in order if each not in moved]
    behind = order[order.index(before) :] if before is not None else []
    anchor = next((each for each in behind if each not in moved), None)
    place = len(rest) if anchor is None else rest.index(anchor)
    return rest[:place] + block + rest[place:]


class TruthfulEvents(TwoProcesses):
    """The same, and what is told of each step is what a plain comparison of before and after says."""

    mirror: dict[str, Any] | None = None

    def snapshot(self) -> dict[str, Any]:
        desk = self.desks[0]
        state = desk.queue.state()
        return {
            "queue": desk.queue_ids(),
            "state": QueueStateChanged(
                current_entry_id=state.current_entry_id,
                shuffle=state.shuffle,
                repeat=state.repeat,
                stop_after_current=state.stop_after_current,
            ),
            "playlists": {
                each.id: (each.name, desk.playlist_ids(each.id)) for each in desk.playlists.list().playlists
            },
            "history": desk.history.state().model_dump(include={"undo", "redo"}),
        }

    def look(self) -> None:
        self.every_step_is_told_as_it_was()

    @invariant()
    def every_step_is_told_as_it_was(self) -> None:
        before, self.mirror = self.mirror, self.snapshot()
        told = self.desks[0].told()
        if before is None:
            return
        self.check_queue(before["queue"], self.mirror["queue"], of_kind(told, QueueUpdated))
        states = of_kind(told, QueueStateChanged)
        assert states == ([self.mirror["state"]] if self.mirror["state"] != before["state"] else [])
        self.check_playlists(before["playlists"], self.mirror["playlists"], of_kind(told, PlaylistsUpdated))
        for event in of_kind(told, HistoryUpdated)[-1:]:
            assert event.model_dump() == self.mirror["history"]
        if self.mirror["history"] != before["history"]:
            assert of_kind(told, HistoryUpdated)

    def check_queue(self, old: list[int], new: list[int], told: list[QueueUpdated]) -> None:
        if told and told[0].action == "shuffled":
            (only,) = told
            assert (only.positions, only.queue_length) == (None, len(new))
            assert sorted(old) == sorted(new)
            return
        if told and told[0].action == "cleared":
            cleared, *added = told
            assert (cleared.positions, cleared.queue_length) == (None, 0)
            assert set(old).isdisjoint(new)
            every = [("added", list(range(len(new))), len(new))] if new else []
            assert [(each.action, each.positions, each.queue_length) for each in added] == every
            return
        stayed = [each for each in old if each in new]
        ordered = [each for each in new if each in old]
        expected = {
            "removed": [place for place, each in enumerate(old) if each not in new],
            "reordered": [
                place for place, pair in enumerate(zip(stayed, ordered, strict=True)) if pair[0] != pair[1]
            ],
            "added": [place for place, each in enumerate(new) if each not in old],
        }
        assert [(event.action, event.positions) for event in told] == [
            (action, positions) for action, positions in expected.items() if positions
        ]
        assert {event.queue_length for event in told} <= {len(new)}

    def check_playlists(self, old: dict[int, Any], new: dict[int, Any], told: list[PlaylistsUpdated]) -> None:
        assert {event.playlist_id for event in told if event.action == "created"} == new.keys() - old.keys()
        assert {event.playlist_id for event in told if event.action == "deleted"} == old.keys() - new.keys()
        for playlist_id in old.keys() & new.keys():
            name, entries = old[playlist_id]
            new_name, new_entries = new[playlist_id]
            actions = {event.action for event in told if event.playlist_id == playlist_id}
            assert ("updated" in actions) == (name != new_name)
            if set(new_entries) - set(entries):
                assert "track_added" in actions
            if set(entries) - set(new_entries):
                assert "track_removed" in actions
            stayed = [each for each in entries if each in new_entries]
            assert ("reordered" in actions) == (stayed != [each for each in new_entries if each in entries])


def of_kind(events: list[Event], kind: type[Any]) -> list[Any]:
    return [event for event in events if isinstance(event, kind)]


TestTruthfulEvents = TruthfulEvents.TestCase
TestTruthfulEvents.settings = settings(max_examples=80, stateful_step_count=40)
