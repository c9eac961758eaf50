"""What waits for one window: merged, so that a burst is a few events, without losing or reordering a change."""

import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from dunnock.contract.events import (
    PAYLOAD_LIMIT,
    FeedReset,
    LibraryScanComplete,
    LibraryScanProgress,
    LibraryUpdated,
    PlayerUpdated,
    SettingsUpdated,
    ViewUpdated,
)
from dunnock.store.change_log import LogRow

RESET_ABOVE = 256
"""More events than this, after merging, are one `feed:reset`: re-reading is cheaper than hearing them all."""

RESET_ABOVE_BYTES = 128 * 1024
"""And so are more bytes of payload than this: at one flush in 16 ms, the last of 100,000 ids came after 0.2 s."""

_FEW = 8
"""Events of a scan that may wait for more: however long they are, one flush takes them all."""

_OF_A_SCAN = frozenset({LibraryUpdated.NAME, ViewUpdated.NAME})
"""What a scan says fifty times a second, and what follows from it."""

_LIBRARY_FRAMES = {
    action: len(LibraryUpdated(action=action, track_ids=[]).model_dump_json())
    for action in ("added", "updated", "removed")
}
"""Bytes of a `library:updated` without its ids."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """An event as a window gets it. `seq` is the newest change it stands for; None for events outside the log."""

    seq: int | None
    name: str
    payload: str


@dataclass(slots=True)
class _Waiting:
    """An event in waiting. All changes from `first_seq` on that it stands for are lost if it is.

    `ids` are the tracks of a `library:updated`. `size` is what its payload has at most, in bytes, of a setting about;
    `repeats` says that tracks which came more than once are counted as often.
    """

    first_seq: int
    seq: int | None
    name: str
    payload: str
    fields: dict[str, Any] | None = None
    ids: dict[int, None] | None = None
    place: tuple[str, Any] | None = None
    repeats: bool = False
    size: int = field(init=False)

    def __post_init__(self) -> None:
        self.size = len(self.payload)

    def delivery(self) -> Delivery:
        if self.fields is not None:
            if self.ids is not None:
                self.fields["track_ids"] = list(self.ids)
            self.payload = json.dumps(self.fields, separators=(",", ":"), ensure_ascii=False)
        return Delivery(self.seq, self.name, self.payload)


class Pending:
    """The events one subscriber has not been given, in order of commit.

    Merged are: `library:updated` of the same action with nothing of `library:updated` between; a job's scan progress,
    of which only the latest counts; repeated changes of one setting; a `player:updated` that only corrects the place in
    the track, into the one before; and the states of a view. Events carry no state, so that a merged one still leads to
    the same reads.
    """

    def __init__(self) -> None:
        """Start with nothing waiting."""
        self._waiting: dict[int, _Waiting] = {}
        self._keys = itertools.count()
        self._library: int | None = None
        self._player: int | None = None
        self._latest: dict[tuple[str, Any] | None, int] = {}
        self._size = 0
        self._scans: set[str] = set()

    def __len__(self) -> int:
        """How many events wait."""
        return len(self._waiting)

    @property
    def urgent(self) -> bool:
        """Whether anything waits but a few events of a scan that runs."""
        if not self._scans:
            return bool(self._waiting)
        return len(self) > _FEW or any(each.name not in _OF_A_SCAN for each in self._waiting.values())

    def add(self, row: LogRow) -> None:
        """Take the next event of the log."""
        match row.name:
            case LibraryUpdated.NAME:
                self._add_library(row)
            case LibraryScanProgress.NAME:
                fields = json.loads(row.payload)
                self._note_scan(fields["job_id"], running=fields["status"] == "scanning")
                place = (row.name, fields["job_id"])
                # At the end, not in place: progress must not claim rows that have not been told of yet.
                self._replace(_Waiting(row.seq, row.seq, row.name, row.payload, place=place))
            case LibraryScanComplete.NAME:
                self._note_scan(json.loads(row.payload)["job_id"], running=False)
                self._append(_Waiting(row.seq, row.seq, row.name, row.payload))
            case SettingsUpdated.NAME:
                self._add_setting(row)
            case PlayerUpdated.NAME:
                self._add_player(row)
            case _:
                self._append(_Waiting(row.seq, row.seq, row.name, row.payload))
        self._keep_short(row.seq)

    def add_view(self, event: ViewUpdated, position: int) -> None:
        """Take the newest state of a view. `position` is the last change the feed has taken."""
        place = (event.NAME, event.view_id)
        self._replace(_Waiting(position + 1, None, event.NAME, event.model_dump_json(), place=place))
        self._keep_short(position)

    def reset(self, seq: int) -> None:
        """Put one `feed:reset` in the place of all that waits."""
        self._waiting.clear()
        self._latest.clear()
        self._library = self._player = None
        self._size = 0
        self._append(_Waiting(seq, seq, FeedReset.NAME, FeedReset(seq=seq).model_dump_json()))

    def take(self, most: int, most_bytes: int) -> Iterator[Delivery]:
        """Remove and yield the next events: at most so many, and at most so many bytes of payload, but always one."""
        for number, (key, waiting) in enumerate(list(self._waiting.items())[:most]):
            delivery = waiting.delivery()
            most_bytes -= len(delivery.payload.encode())
            if most_bytes < 0 and number > 0:
                return
            self._forget(key)
            yield delivery

    def complete_up_to(self, position: int) -> int:
        """The newest seq with nothing at or before it still waiting. `position` is the last change taken."""
        return min((waiting.first_seq - 1 for waiting in self._waiting.values()), default=position)

    def _add_library(self, row: LogRow) -> None:
        fields = json.loads(row.payload)
        ids = dict.fromkeys(fields["track_ids"])
        before = None if self._library is None else self._waiting[self._library]
        if before and before.fields and before.ids and before.fields["action"] == fields["action"]:
            size = before.size + len(row.payload) - _LIBRARY_FRAMES[fields["action"]] + len(",")
            if size >= PAYLOAD_LIMIT and (before.repeats or not before.ids.keys().isdisjoint(ids)):
                # Counted anew, each once: a few tracks that change again and again stay one event.
                size = _LIBRARY_FRAMES[fields["action"]] + sum(len(f"{each},") for each in before.ids | ids)
            if size < PAYLOAD_LIMIT:
                apart = len(before.ids) + len(ids)
                before.ids |= ids
                before.repeats |= len(before.ids) < apart
                self._size += size - before.size
                before.size = size
                before.seq = row.seq
                return
        waiting = _Waiting(row.seq, row.seq, row.name, row.payload, fields, ids)
        self._library = self._append(waiting)

    def _note_scan(self, job_id: str, *, running: bool) -> None:
        (self._scans.add if running else self._scans.discard)(job_id)

    def _add_setting(self, row: LogRow) -> None:
        fields = json.loads(row.payload)
        place = (row.name, fields["key"])
        before = self._waiting.get(self._latest.get(place, -1))
        if before is not None and before.fields is not None:
            before.fields["value"] = fields["value"]
            before.seq = row.seq
            return
        self._append(_Waiting(row.seq, row.seq, row.name, row.payload, fields, place=place))

    def _add_player(self, row: LogRow) -> None:
        if self._player is not None and _differ_in_place(self._waiting[self._player].payload, row.payload):
            self._forget(self._player)
        self._player = self._append(_Waiting(row.seq, row.seq, row.name, row.payload))

    def _replace(self, waiting: _Waiting) -> None:
        before = self._latest.get(waiting.place)
        if before is not None:
            self._forget(before)
        self._append(waiting)

    def _append(self, waiting: _Waiting) -> int:
        key = next(self._keys)
        self._waiting[key] = waiting
        self._size += waiting.size
        if waiting.place is not None:
            self._latest[waiting.place] = key
        return key

    def _forget(self, key: int) -> None:
        waiting = self._waiting.pop(key)
        self._size -= waiting.size
        if key == self._library:
            self._library = None
        if key == self._player:
            self._player = None
        if waiting.place is not None:
            del self._latest[waiting.place]

    def _keep_short(self, seq: int) -> None:
        if len(self._waiting) > RESET_ABOVE or self._size > RESET_ABOVE_BYTES:
            self.reset(seq)


def _differ_in_place(before: str, after: str) -> bool:
    """Whether two `player:updated` tell the same but for the place in the track."""
    same: list[dict[str, Any]] = [json.loads(payload) for payload in (before, after)]
    for fields in same:
        del fields["position_ms"], fields["position_at"]
    return same[0] == same[1]
