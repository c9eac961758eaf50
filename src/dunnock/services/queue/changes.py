"""What an act makes of the queue: stored, told, written into the history, and taken back."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Literal

from dunnock.contract.events import Event, QueueStateChanged, QueueUpdated
from dunnock.services import history, sequence
from dunnock.services.sequence import Change
from dunnock.store import queue as store
from dunnock.store.database import Transaction
from dunnock.store.packed import ids
from dunnock.store.queue import Queue

DOMAIN = "queue"

Whole = Literal["cleared", "shuffled", "replaced"]
"""What is said of an act in place of the places it changed. What is replaced is cleared, then added."""


def act(
    transaction: Transaction, queue: Queue, changed: Queue, label: str, whole: Whole | None = None
) -> str | None:
    """Carry an act out and write it down; return its label, or None when nothing changes."""
    if changed == queue:
        return None
    change = write(transaction, queue, changed, whole)
    return history.record(transaction, DOMAIN, label, _content(queue, changed, change, whole))


def restore(transaction: Transaction, content: dict[str, Any], forward: bool) -> str | None:  # noqa: FBT001 - `Restore`
    """Take an act on the queue back, or do it again. What plays by now keeps playing."""
    queue = store.read(transaction)
    change = Change.from_json(content["order"])
    change = change if forward else change.reversed()
    order = change.applied(queue.order)
    shuffled_before, shuffled_after = content["shuffled"] if forward else reversed(content["shuffled"])
    unshuffled = queue.unshuffled
    if shuffled_after and not shuffled_before:
        unshuffled = queue.order if unshuffled is None else unshuffled
    elif shuffled_before and not shuffled_after:
        unshuffled = None
    elif unshuffled is not None and content["unshuffled"] is not None:
        hidden = Change.from_json(content["unshuffled"])
        unshuffled = (hidden if forward else hidden.reversed()).applied(unshuffled)
    changed = replace(queue, order=order, unshuffled=unshuffled)
    was, becomes = content["current"] if forward else reversed(content["current"])
    # When all is exchanged for what was there before, what plays by now goes too.
    if queue.current == was["entry_id"] or (content["whole"] == "replaced" and queue.current not in order):
        changed = replace(changed, current=becomes["entry_id"], position_ms=becomes["position_ms"])
    write(transaction, queue, _sound(queue, changed), content["whole"])
    return None


def _content(queue: Queue, changed: Queue, change: Change, whole: Whole | None) -> dict[str, Any]:
    """What `restore` needs to know of an act."""
    hidden = None
    if queue.unshuffled is not None and changed.unshuffled is not None:
        hidden = Change.between(queue.unshuffled, changed.unshuffled).to_json()
    return {
        "order": change.to_json(),
        "unshuffled": hidden,
        "shuffled": [each.unshuffled is not None for each in (queue, changed)],
        "current": [{"entry_id": each.current, "position_ms": each.position_ms} for each in (queue, changed)],
        "whole": whole,
    }


def _sound(before: Queue, queue: Queue) -> Queue:
    """The queue with a current entry that is in it, and with the same entries in both its orders."""
    present = set(queue.order)
    if queue.unshuffled is not None and set(queue.unshuffled) != present:
        known = ids(each for each in queue.unshuffled if each in present)
        queue = replace(queue, unshuffled=known + sequence.without(queue.order, set(known)))
    if queue.current is not None and queue.current not in present:
        gone = set(before.order) - present
        queue = replace(
            queue, current=sequence.next_staying(before.order, before.current, gone), position_ms=0
        )
    return queue


def write(transaction: Transaction, queue: Queue, changed: Queue, whole: Whole | None = None) -> Change:
    """Store the queue, tell what has changed, and return the difference of its order."""
    change = Change.between(queue.order, changed.order)
    if changed != queue:
        same_order = changed.order is queue.order and changed.unshuffled is queue.unshuffled
        (store.write_state if same_order else store.write)(transaction, changed)
        for event in _events(change, len(changed.order), whole):
            transaction.emit(event)
        if _state(changed) != _state(queue):
            transaction.emit(_state(changed))
    return change


def _events(change: Change, length: int, whole: Whole | None) -> Iterator[Event]:
    """What happened, as steps that can be followed: what went, what of the rest changed places, what came."""
    if whole == "shuffled" or (whole == "cleared" and not length):
        yield QueueUpdated(action=whole, positions=None, queue_length=length)
        return
    if whole == "replaced":
        yield QueueUpdated(action="cleared", positions=None, queue_length=0)
        if length:
            yield QueueUpdated(action="added", positions=list(range(length)), queue_length=length)
        return
    places = change.places()
    steps = (("removed", places.removed), ("reordered", places.reordered), ("added", places.added))
    for action, positions in steps:
        if positions:
            yield QueueUpdated.model_validate(
                {"action": action, "positions": positions, "queue_length": length}
            )


def _state(queue: Queue) -> QueueStateChanged:
    return QueueStateChanged(
        current_entry_id=queue.current,
        shuffle=queue.unshuffled is not None,
        repeat=queue.repeat,
        stop_after_current=queue.stop_after_current,
    )
