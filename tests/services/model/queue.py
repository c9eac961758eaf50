"""What a person does with the queue, and what it makes of a plain list."""

from dataclasses import replace
from typing import Literal

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from dunnock.store import queue as queue_store
from tests.services.desk import of
from tests.services.model.acts import Acts
from tests.services.model.lists import PICK, PLACE, QueueModel, moved_in


class QueueActs(Acts):
    """Acts on the queue."""

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

    @invariant()
    def the_hidden_order_holds_the_same_entries(self) -> None:
        with self.desks[0].database.read() as reader:
            found = queue_store.read(reader)
        hidden = None if found.unshuffled is None else found.unshuffled.tolist()
        assert hidden == self.queue.unshuffled
