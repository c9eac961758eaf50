from pathlib import Path

from dunnock.store import queue
from dunnock.store.database import Database, connect
from dunnock.store.migrations import SCRIPTS, migrate
from dunnock.store.packed import ids
from dunnock.store.queue import Queue

LONG = ids(range(1, 20_001))


def written(database: Database, before: Queue, after: Queue) -> int:
    """How many bytes are written when one state of a queue follows another."""
    with database.transaction() as transaction:
        queue.write(transaction, before)
    log = database.path.with_name(database.path.name + "-wal")
    size = log.stat().st_size
    with database.transaction() as transaction:
        queue.write_state(transaction, after)
    return log.stat().st_size - size


def test_another_place_in_the_track_does_not_write_a_long_queue_anew(database: Database) -> None:
    # A number that is stored in more bytes moves all that follows it in its row.
    assert 0 < written(database, Queue(LONG), Queue(LONG, position_ms=70_000)) < 20_000


def test_a_queue_outlives_the_migration_that_gives_its_order_a_table(home: Path) -> None:
    path = home / "dunnock.db"
    migrate(path, connect, SCRIPTS[:3])
    connection = connect(path)
    connection.execute(
        "UPDATE queue_state SET entries = x'0300000001000000', unshuffled = x'0100000003000000', position_ms = 1234,"
        " repeat = 'all'"
    )
    connection.close()
    database = Database(path)
    with database.read() as reader:
        assert queue.read(reader) == Queue(ids([3, 1]), ids([1, 3]), None, 1234, "all")
    database.close()
