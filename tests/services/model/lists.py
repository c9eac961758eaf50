"""The queue and playlists as plain lists, and what moving does to one."""

from collections.abc import Callable
from dataclasses import dataclass, field

from hypothesis import strategies as st

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


def moved_in(order: list[int], moved: list[int], before: int | None) -> list[int]:
    """What moving some of a list's entries makes of it."""
    block = [each for each in order if each in moved]
    rest = [each for each in order if each not in moved]
    behind = order[order.index(before) :] if before is not None else []
    anchor = next((each for each in behind if each not in moved), None)
    place = len(rest) if anchor is None else rest.index(anchor)
    return rest[:place] + block + rest[place:]
