"""The program's services on a database that tells of each commit, instead of a feed."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from benchmarks.events.acts import CommitClock
from dunnock.app import App
from dunnock.contract.events import Event
from dunnock.store.change_log import LogRow
from dunnock.store.database import Database, Transaction
from dunnock.views import Views

Send = Callable[[Event], None]


class TellingDatabase(Database):
    """Tells of what was committed, on the thread that has committed it."""

    def __init__(self, path: Path, *, clock: CommitClock) -> None:
        self.tell: Callable[[Sequence[Event]], None] = lambda events: None
        super().__init__(path)
        self.on_commit(clock.stamp)

    @contextmanager
    def transaction(self, *, background: bool = False) -> Iterator[Transaction]:
        """Write in one transaction, and tell of its events once it is committed."""
        said: list[Event] = []
        with super().transaction(background=background) as transaction:
            record = transaction.emit

            def emit(event: Event) -> None:
                record(event)
                said.append(event)

            # The log has long events in pieces. A broadcast sends them whole, as it always did.
            transaction.emit = emit  # type: ignore[method-assign]
            yield transaction
        if said:
            self.tell(said)


class Backend(App):
    """The services and lists of the program, each event sent as it is committed: not paced, not merged."""

    def __init__(self, home: Path, clock: CommitClock, send: Send) -> None:
        super().__init__(home, open_database=partial(TellingDatabase, clock=clock))
        self._send = send
        self.views = Views(self.database, send)
        assert isinstance(self.database, TellingDatabase)
        self.database.tell = self._tell
        self.views.start()

    def _tell(self, events: Sequence[Event]) -> None:
        with self.database.read() as reader:
            seq = int(reader.stamp()["as_of"])
        # As with the feed, the lists know of a change before a window does.
        self.views.take([LogRow(seq, 0, event.NAME, event.model_dump_json()) for event in events])
        for event in events:
            self._send(event)
