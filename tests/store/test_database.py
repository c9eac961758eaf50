import threading
from pathlib import Path

import apsw
import pytest

from dunnock.contract.errors import DatabaseBusyError, DatabaseUnusableError
from dunnock.contract.events import FavoritesUpdated, FeedReset, LibraryUpdated, PlaylistsUpdated
from dunnock.store import change_log
from dunnock.store.database import Database, Patience, Transaction
from tests.store.sample_library import add_folder, add_track


def liked(number: int) -> FavoritesUpdated:
    return FavoritesUpdated(action="added", track_id=number)


def put(transaction: Transaction, key: str) -> None:
    """A change and the event that tells of it."""
    transaction.execute("INSERT INTO setting VALUES (?, '1')", (key,))
    transaction.emit(liked(len(key)))


def keys(database: Database) -> list[str]:
    with database.read() as reader:
        return [row[0] for row in reader.rows("SELECT key FROM setting ORDER BY key")]


def logged(database: Database) -> list[str]:
    with database.read() as reader:
        return [row.payload for row in change_log.read_after(reader, 0, 1000)]


def test_a_change_and_its_events_are_committed_together(database: Database) -> None:
    with database.transaction() as transaction:
        put(transaction, "a")
        with database.read() as reader:  # another connection sees neither before the commit
            assert reader.value("SELECT count(*) FROM setting") == 0
            assert reader.value("SELECT count(*) FROM change_log") == 0
    assert keys(database) == ["a"]
    assert logged(database) == ['{"action":"added","track_id":1}']


def test_a_change_whose_events_cannot_be_written_is_not_made(database: Database) -> None:
    with database.transaction() as transaction:
        transaction.execute(
            "CREATE TRIGGER full BEFORE INSERT ON change_log BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    with pytest.raises(apsw.ConstraintError, match="full"), database.transaction() as transaction:
        put(transaction, "a")
    assert (keys(database), logged(database)) == ([], [])


def test_a_transaction_that_raises_leaves_neither_change_nor_event(database: Database) -> None:
    with pytest.raises(KeyError), database.transaction() as transaction:
        put(transaction, "a")
        raise KeyError
    assert (keys(database), logged(database)) == ([], [])


def test_a_savepoint_that_raises_takes_back_its_own_part_alone(database: Database) -> None:
    with database.transaction() as transaction:
        put(transaction, "a")
        with pytest.raises(KeyError), transaction.savepoint():
            put(transaction, "bb")
            with transaction.savepoint():
                put(transaction, "ccc")
            raise KeyError
        put(transaction, "dddd")
    assert keys(database) == ["a", "dddd"]
    assert logged(database) == [liked(1).model_dump_json(), liked(4).model_dump_json()]


def test_a_savepoint_inside_one_that_stays_is_taken_back_alone(database: Database) -> None:
    with database.transaction() as transaction, transaction.savepoint():
        put(transaction, "a")
        with pytest.raises(KeyError), transaction.savepoint():
            put(transaction, "bb")
            raise KeyError
    assert keys(database) == ["a"]
    assert logged(database) == [liked(1).model_dump_json()]


def test_a_commit_that_fails_leaves_neither_change_nor_event_and_the_next_one_works(
    database: Database,
) -> None:
    with pytest.raises(apsw.ConstraintError), database.transaction() as transaction:
        transaction.execute("PRAGMA defer_foreign_keys = 1")
        put(transaction, "a")
        transaction.execute("INSERT INTO directory VALUES (1, 99, x'2f', '/', 1)")
    assert (keys(database), logged(database)) == ([], [])
    with database.transaction() as transaction:
        put(transaction, "bb")
    assert keys(database) == ["bb"]


def test_an_error_that_rolls_back_everything_lets_nothing_more_be_written(database: Database) -> None:
    # Without the refusal, what follows would be committed one by one, without its events.
    with pytest.raises(RuntimeError, match="over"), database.transaction() as transaction:
        put(transaction, "a")
        with pytest.raises(apsw.ConstraintError), transaction.savepoint():
            transaction.execute("INSERT OR ROLLBACK INTO setting VALUES ('a', '2')")
        put(transaction, "bb")
    assert (keys(database), logged(database)) == ([], [])


def test_an_error_that_rolls_back_everything_sends_no_event_even_when_it_is_swallowed(
    database: Database,
) -> None:
    with pytest.raises(RuntimeError, match="over"), database.transaction() as transaction:
        put(transaction, "a")
        with pytest.raises(apsw.ConstraintError):
            transaction.execute("INSERT OR ROLLBACK INTO setting VALUES ('a', '2')")
    assert (keys(database), logged(database)) == ([], [])


def test_a_transaction_kept_for_later_refuses_to_write(database: Database) -> None:
    with database.transaction() as transaction:
        put(transaction, "a")
    with pytest.raises(RuntimeError, match="over"), database.transaction():
        put(transaction, "bb")
    assert keys(database) == ["a"]


def test_a_transaction_inside_another_is_refused_instead_of_waiting_for_itself(database: Database) -> None:
    with database.transaction() as transaction:
        put(transaction, "a")
        with pytest.raises(RuntimeError, match="savepoint"), database.transaction():
            pass
    assert keys(database) == ["a"]


def test_a_commit_is_told_to_those_who_asked_once_it_can_be_read(database: Database) -> None:
    seen: list[list[str]] = []
    database.on_commit(lambda: seen.append(keys(database)))
    with database.transaction() as transaction:
        put(transaction, "a")
    with database.transaction() as transaction:
        transaction.execute("INSERT INTO setting VALUES ('no event', '1')")
    with pytest.raises(KeyError), database.transaction() as transaction:
        put(transaction, "bb")
        raise KeyError
    assert seen == [["a"]]


def test_an_event_about_delivery_is_refused(database: Database) -> None:
    with pytest.raises(TypeError, match="feed:reset"), database.transaction() as transaction:
        transaction.emit(FeedReset(seq=1))
    assert logged(database) == []


def test_a_long_list_of_ids_is_logged_in_pieces_under_the_limit_in_their_order(database: Database) -> None:
    ids = list(range(1, 5_001))
    with database.transaction() as transaction:
        transaction.emit(LibraryUpdated(action="added", track_ids=ids))
    rows = logged(database)
    assert len(rows) > 1
    assert all(len(row) < 8 * 1024 for row in rows)
    assert [each for row in rows for each in LibraryUpdated.model_validate_json(row).track_ids] == ids


def test_a_read_sees_one_moment_however_long_it_takes(database: Database) -> None:
    with database.read() as reader:
        before = reader.stamp()
        with database.transaction() as transaction:
            put(transaction, "a")
        assert reader.value("SELECT count(*) FROM setting") == 0
        assert reader.stamp() == before
    with database.read() as reader:
        assert reader.value("SELECT count(*) FROM setting") == 1
        assert reader.stamp()["as_of"] == before["as_of"] + 1


def test_a_read_cannot_write(database: Database) -> None:
    with pytest.raises(DatabaseUnusableError), database.read() as reader:
        list(reader.rows("INSERT INTO setting VALUES ('a', '1')"))
    assert keys(database) == []


def test_every_commit_is_on_the_disk_before_it_is_told(database: Database) -> None:
    with database.transaction() as transaction:
        assert transaction.value("PRAGMA synchronous") == 2  # FULL
        assert transaction.value("PRAGMA journal_mode") == "wal"
        assert transaction.value("PRAGMA foreign_keys") == 1


def test_a_new_database_has_an_epoch_of_its_own(home: Path, database: Database) -> None:
    other = Database(home / "other.db")
    with database.read() as one, other.read() as two:
        assert one.stamp()["as_of"] == two.stamp()["as_of"] == 0
        assert one.stamp()["epoch"] != two.stamp()["epoch"]
    other.close()
    again = Database(database.path)
    with database.read() as one, again.read() as two:
        assert one.stamp() == two.stamp()
    again.close()


def test_a_write_gives_up_with_words_when_another_process_keeps_the_database(home: Path) -> None:
    patient, other = Database(home / "dunnock.db", busy_seconds=0.02), Database(home / "dunnock.db")
    with (
        other.transaction(),
        pytest.raises(DatabaseBusyError, match=r"0\.02 seconds") as caught,
        patient.transaction(),
    ):
        pytest.fail("the lock was held twice")
    assert "try again" in caught.value.hint
    with patient.transaction() as transaction:
        put(transaction, "a")
    assert keys(patient) == ["a"]
    patient.close()
    other.close()


def test_a_write_waits_for_another_process_and_then_goes_on(home: Path) -> None:
    one, two = Database(home / "dunnock.db"), Database(home / "dunnock.db")
    begun, waited = threading.Event(), threading.Event()

    def write() -> None:
        with one.transaction() as transaction:
            begun.set()
            waited.wait(10)
            put(transaction, "a")

    thread = threading.Thread(target=write)
    thread.start()
    begun.wait(10)

    def look(attempts: int) -> bool:
        waited.set()
        return attempts < 1_000_000

    two._writer.set_busy_handler(look)
    with two.transaction() as transaction:
        put(transaction, "bb")
    thread.join()
    assert keys(one) == ["a", "bb"]
    assert logged(one) == [liked(1).model_dump_json(), liked(2).model_dump_json()]
    one.close()
    two.close()


def test_a_waiting_write_looks_again_each_millisecond_until_its_time_is_over() -> None:
    now = 100.0
    pauses: list[float] = []

    def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds
        pauses.append(seconds)

    patience = Patience(0.05, clock=lambda: now, sleep=sleep)
    for _ in range(2):  # the time starts anew with each lock waited for
        pauses.clear()
        attempts = 0
        while patience(attempts):
            attempts += 1
        assert set(pauses) == {0.001}
        assert len(pauses) in {50, 51}


def test_a_damaged_file_is_reported_with_what_to_do(home: Path) -> None:
    (home / "dunnock.db").write_bytes(b"not a database, but long enough to be read as the head of one" * 20)
    with pytest.raises(DatabaseUnusableError, match="damaged") as caught:
        Database(home / "dunnock.db")
    assert "backup" in caught.value.hint


def test_a_closed_database_says_so_and_leaves_no_connection_open(home: Path) -> None:
    database = Database(home / "dunnock.db")
    with database.read() as reader:
        database.close()
        database.close()
        assert reader.value("SELECT count(*) FROM setting") == 0
    with pytest.raises(DatabaseUnusableError, match="closed"), database.read():
        pass
    with pytest.raises(DatabaseUnusableError, match="closed"), database.transaction():
        pass
    # SQLite takes its side files away with the last connection.
    assert [path.name for path in home.iterdir() if path.name.startswith("dunnock.db-")] == []


ROWS = {
    "change_log": "INSERT INTO change_log (at, name, payload) VALUES (0, '', '')",
    "folder": "INSERT INTO folder (path, path_text, added_at) VALUES (x'2f61', '/a', 0)",
    "directory": "INSERT INTO directory (folder_id, path, path_text, device) VALUES (1, x'2f6162', '/ab', 1)",
    "track": "",
    "scan_job": "INSERT INTO scan_job (id, status, folder_ids) VALUES ('j', 'queued', '[]')",
    "app_request": "INSERT INTO app_request (at, name, payload) VALUES (0, '', '')",
    "queue_entry": "INSERT INTO queue_entry (track_id) SELECT max(id) FROM track",
    "play": "INSERT INTO play (track_id, started_at, listened_ms) SELECT max(id), 0, 0 FROM track",
    "playlist": "INSERT INTO playlist (name, created_at, updated_at) VALUES ('', 0, 0)",
    "playlist_entry": "INSERT INTO playlist_entry (playlist_id) SELECT max(id) FROM playlist",
    "act": "INSERT INTO act (at, state, domain, label, content) VALUES (0, 'done', '', '', '{}')",
}
"""A new row of each table whose ids leave the database."""


@pytest.mark.parametrize("table", ROWS)
def test_an_id_is_never_given_twice(database: Database, table: str) -> None:
    def insert(transaction: Transaction) -> int:
        return transaction.insert(ROWS[table]) if ROWS[table] else add_track(transaction, b"1.flac")

    with database.transaction() as transaction:
        add_folder(transaction)
        add_track(transaction, b"other.flac")
        transaction.execute(ROWS["playlist"])
        first = insert(transaction)
    with database.transaction() as transaction:
        key = "seq" if table in {"change_log", "scan_job"} else "id"
        transaction.execute(f"DELETE FROM {table} WHERE {key} = ?", (first,))
        assert insert(transaction) > first


def test_no_table_with_numbered_rows_is_left_out_above(database: Database) -> None:
    with database.read() as reader:
        numbered = {
            name
            for name, sql in reader.rows("SELECT name, sql FROM sqlite_schema WHERE type = 'table'")
            if "INTEGER PRIMARY KEY" in sql and not name.startswith("track_search")
        }
    # a favorite has the number of its track; the queue's order and state, and the player's state, are one row each
    assert numbered - {"favorite", "queue_order", "queue_state", "player_state"} == set(ROWS)


def test_all_tables_are_strict(database: Database) -> None:
    with database.read() as reader:
        loose = [
            row[0]
            for row in reader.rows("SELECT name FROM pragma_table_list WHERE schema = 'main' AND NOT strict")
            if not row[0].startswith(("sqlite_", "track_search"))
        ]
    assert loose == []


def test_an_event_with_a_value_too_long_to_cut_takes_the_whole_transaction_back(database: Database) -> None:
    with pytest.raises(ValueError, match="limit"), database.transaction() as transaction:
        put(transaction, "a")
        transaction.emit(PlaylistsUpdated(action="created", playlist_id=10**9_000, track_ids=None))
    assert (keys(database), logged(database)) == ([], [])
