"""The database: read transactions, write transactions with their events, and nothing that knows of music."""

import logging
import queue
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import apsw

from dunnock.contract.errors import DatabaseBusyError, DatabaseUnusableError
from dunnock.contract.events import UNLOGGED, Event, split
from dunnock.store.gate import WriteGate
from dunnock.store.migrations import SCHEMA_VERSION, migrate

_log = logging.getLogger(__name__)

Row = tuple[Any, ...]

BUSY_SECONDS = 10
"""How long a write waits for another process's write before it gives up."""


def now_ms() -> int:
    """Milliseconds since the Unix epoch."""
    return time.time_ns() // 1_000_000


class Reader:
    """One read transaction: everything it reads is of the same moment."""

    def __init__(self, connection: apsw.Connection) -> None:
        """Read through a connection that is inside a transaction."""
        self._connection = connection

    def rows(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> Iterator[Row]:
        """Every row of a query, one at a time."""
        return self._connection.execute(sql, values)

    def row(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> Row | None:
        """The first row of a query, or None."""
        for row in self._connection.execute(sql, values):
            return tuple(row)
        return None

    def value(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> Any:
        """The first column of the first row, or None."""
        row = self.row(sql, values)
        return None if row is None else row[0]

    def stamp(self) -> dict[str, Any]:
        """The fields every reply carries: `as_of`, the last change seen here, and the database's `epoch`."""
        row = self.row(
            # From sqlite_sequence, so that pruning the log cannot lower it.
            "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'change_log'), 0),"
            " (SELECT value FROM meta WHERE key = 'epoch')"
        )
        assert row is not None  # noqa: S101 - a SELECT without FROM has one row
        return {"as_of": row[0], "epoch": row[1]}


class Transaction(Reader):
    """One write transaction. What it emits is written to the change log just before it commits."""

    def __init__(self, connection: apsw.Connection, is_wanted: Callable[[], bool]) -> None:
        """Write through a connection that is inside a transaction. For `is_wanted` see there."""
        super().__init__(connection)
        self.events: list[Event] = []
        self.is_wanted = is_wanted
        """Whether a person waits to write: background work should then commit what it has."""
        self._over = False

    def execute(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> int:
        """Run a statement and return the number of rows it changed."""
        self._require_open()
        self._connection.execute(sql, values)
        return self._connection.changes()

    def executemany(self, sql: str, values: Iterable[Sequence[Any]]) -> None:
        """Run a statement once for each of the values."""
        self._require_open()
        self._connection.executemany(sql, values)

    def insert(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> int:
        """Run an INSERT and return the new row's id."""
        self._require_open()
        self._connection.execute(sql, values)
        return self._connection.last_insert_rowid()

    def emit(self, event: Event) -> None:
        """Send an event if, and only if, this transaction commits."""
        if isinstance(event, UNLOGGED):
            message = f"{event.NAME} is about delivery and never enters the change log"
            raise TypeError(message)
        self._require_open()
        self.events.extend(split(event))

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo what the block wrote and emitted when it raises, and let the error pass."""
        self._require_open()
        kept = len(self.events)
        self._connection.execute("SAVEPOINT inner_part")
        try:
            yield
        except BaseException:
            del self.events[kept:]
            # Some errors roll the whole transaction back, and the savepoint with it: nothing is left to undo then.
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK TO inner_part")
                self._connection.execute("RELEASE inner_part")
            raise
        self._connection.execute("RELEASE inner_part")

    def write_log(self) -> None:
        """Write the emitted events to the change log, in the order they were emitted."""
        self._require_open()
        at = now_ms()
        self._connection.executemany(
            "INSERT INTO change_log (at, name, payload) VALUES (?, ?, ?)",
            [(at, event.NAME, event.model_dump_json()) for event in self.events],
        )

    def end(self) -> None:
        """Refuse further writes."""
        self._over = True

    def _require_open(self) -> None:
        # SQLite ends a transaction by itself on some errors (a full disk, ON CONFLICT ROLLBACK). A statement run after
        # that would be committed at once, alone and without its events.
        if self._over or not self._connection.in_transaction:
            message = "This transaction is over; nothing more can be written in it."
            raise RuntimeError(message)


class Database:
    """The open database file, for any number of threads.

    Raises:
        DatabaseUnusableError: the file is damaged, of a newer version, or cannot be written.
        DatabaseBusyError: another process wrote for longer than `busy_seconds`.
    """

    def __init__(self, path: Path, *, busy_seconds: float = BUSY_SECONDS) -> None:
        """Open the file, making or migrating it where needed."""
        self.path = path
        self._busy_seconds = busy_seconds
        self._readers: queue.LifoQueue[apsw.Connection] = queue.LifoQueue()
        self._committed: list[Callable[[], None]] = []
        with self._words_for_errors():
            migrate(path, self._connect)
            self._writer = self._connect(path)
            self._gate = WriteGate(path.with_suffix(".turns"))
        self._closed = False

    def on_commit(self, callback: Callable[[], None]) -> None:
        """Call back, on the committing thread, after each commit that wrote events."""
        self._committed.append(callback)

    @contextmanager
    def transaction(self, *, background: bool = False) -> Iterator[Transaction]:
        """Write in one transaction: all of it and its events, or nothing.

        Args:
            background: work no person waits for; persons' transactions go first.
        """
        with self._gate.hold(background=background), self._words_for_errors():
            connection = self._writer
            connection.execute("BEGIN IMMEDIATE")
            transaction = Transaction(connection, self._gate.is_wanted)
            try:
                yield transaction
                transaction.write_log()
                connection.execute("COMMIT")
            except BaseException:
                # A failed COMMIT may have rolled back by itself; a second ROLLBACK would hide the first error.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            finally:
                transaction.end()
        if transaction.events:
            for callback in self._committed:
                callback()

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """Read in one transaction."""
        with self._words_for_errors():
            connection = self._reader()
            try:
                connection.execute("BEGIN")
                yield Reader(connection)
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                self._readers.put(connection)
                if self._closed:
                    self._close_readers()

    def make_way(self) -> None:
        """Rest while a person's act is carried out and drawn, for a tenth of a second at most.

        For background work that reads: the act would have to share the processor with it, and the interpreter, which a
        request asks for anew at each of its reads.
        """
        self._gate.make_way()

    def quick_check(self) -> list[str]:
        """What SQLite's quick check finds wrong with the file; empty when nothing is."""
        with self.read() as reader:
            return [str(row[0]) for row in reader.rows("PRAGMA quick_check(20)") if row[0] != "ok"]

    def schema_version(self) -> int:
        """The number of the newest migration this database has had; at most `SCHEMA_VERSION`."""
        with self.read() as reader:
            version = int(reader.value("PRAGMA user_version"))
        assert version <= SCHEMA_VERSION  # noqa: S101 - opening a newer one is refused
        return version

    def close(self) -> None:
        """Close every connection, those in use as soon as they no longer are. May be called twice."""
        closed, self._closed = self._closed, True
        with self._gate.hold(background=False):
            self._writer.close()
            if not closed:
                self._gate.close()
        self._close_readers()

    def _reader(self) -> apsw.Connection:
        if self._closed:
            raise DatabaseUnusableError("The database has been closed.", "Start Dunnock again.")
        try:
            return self._readers.get_nowait()
        except queue.Empty:
            connection = self._connect(self.path)
            connection.execute("PRAGMA query_only = 1")
            return connection

    def _close_readers(self) -> None:
        while True:
            try:
                self._readers.get_nowait().close()
            except queue.Empty:
                return

    def _connect(self, path: Path) -> apsw.Connection:
        return connect(path, busy_seconds=self._busy_seconds)

    @contextmanager
    def _words_for_errors(self) -> Iterator[None]:
        """Turn SQLite's errors into sentences a person can act on."""
        path = self.path
        try:
            yield
        except apsw.BusyError as error:
            raise DatabaseBusyError(
                f"Another program has been writing to {path} for more than {self._busy_seconds:g} seconds.",
                "Wait until it is done, or end it, and try again.",
            ) from error
        except (apsw.CorruptError, apsw.NotADBError) as error:
            raise DatabaseUnusableError(
                f"The database {path} is damaged: {error}.",
                f"Put a backup from {path.parent / 'backups'} in its place.",
            ) from error
        except apsw.ConnectionClosedError as error:
            raise DatabaseUnusableError("The database has been closed.", "Start Dunnock again.") from error
        except _CANNOT_WRITE as error:
            raise DatabaseUnusableError(
                f"The database {path} cannot be written: {error}.",
                "Check the free space and the permissions of the folder it lies in.",
            ) from error


_CANNOT_WRITE = (
    apsw.CantOpenError,
    apsw.ReadOnlyError,
    apsw.PermissionsError,
    apsw.FullError,
    apsw.IOError,
)


class Patience:
    """A busy handler: looks again each millisecond, for so many seconds.

    SQLite's own sleeps up to 100 ms between two looks: a click would wait that long for a batch of 10 ms.
    """

    def __init__(
        self,
        seconds: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Wait at most `seconds`, counted by `clock`, each time somebody else holds the lock."""
        self._seconds = seconds
        self._clock = clock
        self._sleep = sleep
        self._deadline = 0.0

    def __call__(self, attempts: int) -> bool:
        """Wait a little and return whether to try again; `attempts` were made for this lock before."""
        if attempts == 0:
            self._deadline = self._clock() + self._seconds
        self._sleep(0.001)
        return self._clock() < self._deadline


def connect(path: Path, *, busy_seconds: float = BUSY_SECONDS) -> apsw.Connection:
    """Open a connection with the settings all of ours have."""
    connection = apsw.Connection(str(path))
    connection.set_busy_handler(Patience(busy_seconds))
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection
