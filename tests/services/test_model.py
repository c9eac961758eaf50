"""Whatever is done, undone and redone, by two processes in turn, the database holds what plain lists would."""

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from dunnock.contract.events import Event, HistoryUpdated, PlaylistsUpdated, QueueStateChanged, QueueUpdated
from dunnock.services import favorites
from dunnock.services.playlists import changes as playlist_changes
from dunnock.store import queue as queue_store
from dunnock.store import tracks as track_store
from tests.services.model.lists import PICK
from tests.services.model.playlists import PlaylistActs
from tests.services.model.queue import QueueActs


class TwoProcesses(QueueActs, PlaylistActs):
    """Two processes on one database, and plain lists of what it should hold."""

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
