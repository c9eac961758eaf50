"""A player to try, and what is asked of its news."""

from collections.abc import Sequence
from itertools import count
from typing import Protocol

from dunnock.media.player import Ended, Item, News, Output, Player, Started


class Bench(Protocol):
    """A player to try, and what it plays."""

    @property
    def player(self) -> Player:
        """The player."""

    @property
    def tolerance_ms(self) -> int:
        """By how much its places may differ from what they should be."""

    def file(self, length_ms: int) -> bytes:
        """The path of a file of that length."""

    def damaged_file(self) -> bytes:
        """The path of a file that is not audio."""

    def let_pass(self, ms: int) -> None:
        """Let time pass."""

    def news(self) -> News:
        """What is told next; waits for it, and lets time pass until then."""

    def more_news(self) -> Sequence[News]:
        """What was told and not asked for yet; waits for what is under way."""

    def lose_output(self) -> Output:
        """How to sound so that no sound can come out."""

    def find_output(self) -> Output:
        """How to sound so that it can again."""


_numbers = count(1)


def next_number() -> int:
    """A number that no item has yet."""
    return next(_numbers)


def item_of(bench: Bench, length_ms: int = 400) -> Item:
    """An item of its own number, with a file of that length."""
    return Item(next_number(), bench.file(length_ms))


def started(bench: Bench, item: Item) -> Started:
    """The news that the item is heard, which has to be the next."""
    news = bench.news()
    assert isinstance(news, Started), news
    assert news.item_id == item.item_id
    return news


def ended(bench: Bench, item: Item, reason: str = "end") -> Ended:
    """The news that the item is over, which has to be the next."""
    news = bench.news()
    assert isinstance(news, Ended), news
    assert (news.item_id, news.reason) == (item.item_id, reason)
    return news


def near(bench: Bench, place: int, wanted: int) -> bool:
    """Whether a place, in milliseconds, is what it should be, as nearly as the bench can tell."""
    return abs(place - wanted) <= bench.tolerance_ms
