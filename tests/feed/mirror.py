"""A model of a window: it keeps a copy of the tables by nothing but events and re-reads."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from dunnock.contract.events import (
    PAYLOAD_LIMIT,
    FavoritesUpdated,
    FeedFlushed,
    FeedReset,
    LibraryUpdated,
    SettingsUpdated,
)
from dunnock.feed import Delivery
from dunnock.feed.subscription import FLUSH_BYTES, FLUSH_EVENTS
from dunnock.store.database import Database, Reader

Key = tuple[str, Any]


def tables(reader: Reader) -> dict[Key, Any]:
    """Everything a mirror keeps: titles of tracks by id, and stored settings by key."""
    found: dict[Key, Any] = {("track", row[0]): row[1] for row in reader.rows("SELECT id, title FROM track")}
    found.update({("setting", row[0]): row[1] for row in reader.rows("SELECT key, value FROM setting")})
    return found


@dataclass
class Reply:
    """An answer to a re-read, on its way: the values of some keys, or of all (None), as of a change."""

    as_of: int
    keys: list[Key] | None
    values: dict[Key, Any]


@dataclass
class Mirror:
    """Re-reads what each event touched. Replies may come late and in any order: an older one is dropped, key by key."""

    database: Database
    clock: Callable[[], float]
    seq: int = 0
    shown: dict[Key, Any] = field(default_factory=dict)
    inbox: list[list[Delivery]] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    heard: list[tuple[str, int]] = field(default_factory=list)
    """Favorites (a token each) and resets (their seq), in the order in which they came."""
    unanswered: int | None = None
    _shown_as_of: dict[Key, int] = field(default_factory=dict)
    _all_as_of: int = 0
    _flushed_at: float = float("-inf")

    def deliver(self, flush: Sequence[Delivery]) -> None:
        """Take a flush, on the feed's thread, and check its form."""
        assert self.unanswered is None, "a flush was sent before the last one was acknowledged"
        assert self.clock() - self._flushed_at >= 0.016 - 1e-9
        self._flushed_at = self.clock()
        *events, mark = flush
        assert mark.name == FeedFlushed.NAME
        assert len(events) <= FLUSH_EVENTS
        assert sum(len(each.payload.encode()) for each in events) <= FLUSH_BYTES
        assert all(len(each.payload.encode()) < PAYLOAD_LIMIT for each in events)
        self.unanswered = FeedFlushed.model_validate_json(mark.payload).seq
        self.inbox.append(list(events))

    def load(self) -> None:
        """Ask for everything."""
        with self.database.read() as reader:
            self.replies.append(Reply(reader.stamp()["as_of"], None, tables(reader)))

    def handle(self) -> int | None:
        """Handle what has come, and return what to acknowledge."""
        for event in (event for flush in self.inbox for event in flush):
            self._handle(event)
        self.inbox.clear()
        answer, self.unanswered = self.unanswered, None
        return answer

    def receive(self, number: int) -> None:
        """Have one of the replies on their way arrive."""
        reply = self.replies.pop(number % len(self.replies))
        keys = set(self.shown) | set(reply.values) if reply.keys is None else reply.keys
        for key in keys:
            if reply.as_of < self._shown_as_of.get(key, self._all_as_of):
                continue
            self._shown_as_of[key] = reply.as_of
            if key in reply.values:
                self.shown[key] = reply.values[key]
            else:
                self.shown.pop(key, None)
        if reply.keys is None:
            self._all_as_of = max(self._all_as_of, reply.as_of)

    def _handle(self, event: Delivery) -> None:
        fields = json.loads(event.payload)
        match event.name:
            case LibraryUpdated.NAME:
                self._read([("track", track_id) for track_id in fields["track_ids"]])
            case SettingsUpdated.NAME:
                self._read([("setting", fields["key"])])
            case FavoritesUpdated.NAME:
                self.heard.append(("token", fields["track_id"]))
            case FeedReset.NAME:
                self.heard.append(("reset", fields["seq"]))
                self.load()

    def _read(self, keys: list[Key]) -> None:
        with self.database.read() as reader:
            as_of = reader.stamp()["as_of"]
            now = tables(reader)
        self.replies.append(Reply(as_of, keys, {key: now[key] for key in keys if key in now}))
