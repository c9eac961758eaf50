"""Lists of entries as values: insert, remove, move, shuffle, and the difference of two lists, to take it back later.

Pure functions on packed lists of ids. No id is in a list twice.
"""

import base64
import random
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Self

from dunnock.store.packed import Ids, ids, pack, unpack

_FEW = 16
"""So many ids are looked for one by one, which is a search of memory; more in one pass over the list."""

CONTEXT = 50
"""Ids before a difference that are kept with it, to find its place when the list has changed meanwhile."""


def insert(order: Ids, place: int, new: Ids) -> Ids:
    """The list with new ids from `place` on."""
    return order[:place] + new + order[place:]


def without(order: Ids, gone: Collection[int]) -> Ids:
    """The list without some of its ids."""
    if len(gone) > _FEW:
        return ids([each for each in order if each not in gone])
    rest = order[:]
    for each in gone:
        if each in rest:
            rest.remove(each)
    return rest


def move(order: Ids, moved: Collection[int], before: int | None) -> Ids:
    """The list with some of its ids, in the order they had in it, before another one, or at its end.

    Args:
        order: the list.
        moved: the ids that move; those that are not in the list do not matter.
        before: the id they go before; when it moves too, the next one that stays. None for the end.
    """
    rest = without(order, moved)
    if len(moved) > _FEW:
        block = ids([each for each in order if each in moved])
    else:
        block = ids(sorted((each for each in moved if each in order), key=order.index))
    if before is None:
        return rest + block
    at = order.index(before)
    anchor = next((each for each in order[at:] if each not in moved), None)
    return rest + block if anchor is None else insert(rest, rest.index(anchor), block)


def shuffle(order: Ids, current: int | None, played: Collection[int], chance: random.Random) -> Ids:
    """A permutation of the list that leaves the current entry where it is.

    What has played comes first, as far as there is room before the current entry: what has not will still be heard.
    """
    others = [each for each in order if each != current]
    chance.shuffle(others)
    if played:
        others.sort(key=lambda each: each not in played)
    mixed = ids(others)
    return mixed if current is None else insert(mixed, order.index(current), ids([current]))


def shuffle_behind(first: int, order: Ids, chance: random.Random) -> Ids:
    """A permutation of the list that begins with one of its ids."""
    others = without(order, {first})
    chance.shuffle(others)
    return ids([first]) + others


def next_staying(order: Ids, current: int | None, gone: Collection[int]) -> int | None:
    """The current entry after a removal: itself, or the next one that stays, or None behind the last."""
    if current is None or current not in gone:
        return current
    return next((each for each in order[order.index(current) :] if each not in gone), None)


def places_of(order: Ids, wanted: Sequence[int]) -> list[int | None]:
    """The places of ids in a list, as they are asked for; None for one that is not in it."""
    asked = set(wanted)
    places = {each: place for place, each in enumerate(order) if each in asked}
    return [places.get(each) for each in wanted]


@dataclass(frozen=True, slots=True)
class Places:
    """Places at which two lists differ, as steps from the one to the other."""

    removed: list[int]
    """Places, in the list before, of what goes."""
    reordered: list[int]
    """Places of what stays and changes places, when what goes has gone and what comes has not come yet."""
    added: list[int]
    """Places, in the list after, of what comes."""


@dataclass(frozen=True, slots=True)
class Change:
    """The difference of two lists: from `start` on `before` became `after`; all else is the same in both."""

    start: int
    context: Ids
    """Up to `CONTEXT` ids that stand before the difference."""
    before: Ids
    after: Ids

    @classmethod
    def between(cls, old: Ids, new: Ids) -> Self:
        """The smallest difference that makes one list of another."""
        start = _shared(old, new)
        end = _shared(old[start:][::-1], new[start:][::-1])
        context = old[max(0, start - CONTEXT) : start]
        return cls(start, context, old[start : len(old) - end], new[start : len(new) - end])

    @property
    def empty(self) -> bool:
        """Whether the two lists are equal."""
        return not self.before and not self.after

    def reversed(self) -> "Change":
        """The difference the other way."""
        return Change(self.start, self.context, self.after, self.before)

    def applied(self, current: Ids) -> Ids:
        """Make this change to a list that may have become another one since.

        Ids that the change removes go, where they are still there; those it adds come after their nearest predecessor
        that is still there; those it moves are placed likewise. To the list it was made of, the result is exact.
        """
        end = self.start + len(self.before)
        untouched = (
            current[self.start : end] == self.before
            and current[self.start - len(self.context) : self.start] == self.context
        )
        if untouched:
            new = set(self.after).difference(self.before)
            if not new or new.isdisjoint(current):
                return current[: self.start] + self.after + current[end:]
        return self._merged(current)

    def _merged(self, current: Ids) -> Ids:
        target = set(self.after)
        removed = set(self.before) - target
        present = set(current)
        moved = _moved([each for each in self.before if each in target], self.after) & present
        placed = {each for each in self.after if each not in present and each not in self.before} | moved
        rest = without(current, removed | moved)
        staying = set(rest)
        anchor = next((each for each in reversed(self.context) if each in staying), None)
        first_anchor = anchor
        groups: dict[int | None, list[int]] = {}
        for each in self.after:
            if each in placed:
                groups.setdefault(anchor, []).append(each)
            elif each in staying:
                anchor = each
        result = ids()
        for each in rest:
            result.append(each)
            result.extend(groups.get(each, ()))
        if first_anchor is None and None in groups:
            follower = next((each for each in self.after if each in staying), None)
            place = min(self.start, len(rest)) if follower is None else result.index(follower)
            result = insert(result, place, ids(groups[None]))
        return result

    def places(self) -> "Places":
        """Where the lists differ."""
        before, after = set(self.before), set(self.after)
        gone, come = before - after, after - before
        old = [each for each in self.before if each not in gone] if gone else self.before
        new = [each for each in self.after if each not in come] if come else self.after
        pairs = enumerate(zip(old, new, strict=True), self.start)
        return Places(
            [place for place, each in enumerate(self.before, self.start) if each in gone] if gone else [],
            [place for place, (was, becomes) in pairs if was != becomes],
            [place for place, each in enumerate(self.after, self.start) if each in come] if come else [],
        )

    def to_json(self) -> dict[str, Any]:
        """The change as it is stored."""
        return {
            "start": self.start,
            "context": _text(self.context),
            "before": _text(self.before),
            "after": _text(self.after),
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        """The change that was stored."""
        return cls(value["start"], *(_list(value[name]) for name in ("context", "before", "after")))


def _shared(left: Ids, right: Ids) -> int:
    """How many ids two lists begin with alike. Halves, since comparing packed lists is a comparison of memory."""
    same, different = 0, min(len(left), len(right)) + 1
    while different - same > 1:
        middle = (same + different) // 2
        if left[same:middle] == right[same:middle]:
            same = middle
        else:
            different = middle
    return same


def _moved(before: Sequence[int], after: Sequence[int]) -> set[int]:
    """The fewest ids that must move to bring those of `before` into the order they have in `after`."""
    places = {each: place for place, each in enumerate(after)}
    tails: list[int] = []
    last: list[int] = []
    previous: list[int] = []
    for index, each in enumerate(before):
        at = bisect_left(tails, places[each])
        tails[at : at + 1] = [places[each]]
        last[at : at + 1] = [index]
        previous.append(last[at - 1] if at else -1)
    staying: set[int] = set()
    index = last[-1] if last else -1
    while index >= 0:
        staying.add(before[index])
        index = previous[index]
    return set(before) - staying


def _text(values: Ids) -> str:
    return base64.b64encode(pack(values)).decode("ascii")


def _list(text: str) -> Ids:
    return unpack(base64.b64decode(text))
