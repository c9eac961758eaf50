from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from dunnock.store import change_log
from dunnock.store.change_log import KEPT_MS, KEPT_ROWS
from dunnock.store.database import Database
from tests.store.quick_database import quick_database

NOW = 1_750_000_000_000
YOUNG = NOW - KEPT_MS
OLD = YOUNG - 1


def write(database: Database, times: Sequence[int]) -> None:
    """Rows of the log that were written at these times."""
    with database.transaction() as transaction:
        transaction.executemany(
            "INSERT INTO change_log (at, name, payload) VALUES (?, 'library:updated', '{}')",
            [(at,) for at in times],
        )


def kept(database: Database) -> list[int]:
    with database.read() as reader:
        return [row.seq for row in change_log.read_after(reader, 0, 100_000)]


def test_rows_that_are_old_and_many_are_pruned(database: Database) -> None:
    write(database, [OLD] * 10)
    assert change_log.prune(database, NOW, kept_rows=3) == 7
    assert kept(database) == [8, 9, 10]


def test_young_rows_stay_however_many_they_are(database: Database) -> None:
    write(database, [OLD] * 4 + [YOUNG] * 6)
    assert change_log.prune(database, NOW, kept_rows=1) == 4
    assert kept(database) == [5, 6, 7, 8, 9, 10]


def test_the_newest_rows_stay_however_old_they_are(database: Database) -> None:
    write(database, [OLD] * 10)
    assert change_log.prune(database, NOW, kept_rows=10) == 0
    assert change_log.prune(database, NOW) == 0
    assert KEPT_ROWS >= 10
    assert kept(database) == list(range(1, 11))


def test_a_clock_that_was_set_back_keeps_no_row_behind_a_gap(database: Database) -> None:
    # The third row was written before the clock was set back: it looks young, those after it look old.
    write(database, [OLD, OLD, NOW + 10 * KEPT_MS, OLD, OLD])
    change_log.prune(database, NOW, kept_rows=1)
    assert kept(database) == [3, 4, 5]


def test_pruning_lowers_neither_the_stamp_of_replies_nor_the_next_number(database: Database) -> None:
    write(database, [OLD] * 5)
    change_log.prune(database, NOW, kept_rows=0)
    with database.read() as reader:
        assert reader.stamp()["as_of"] == change_log.last_seq(reader) == 5
        assert change_log.oldest_seq(reader) == 6  # what a follower of row 5 expects next
    write(database, [NOW])
    assert kept(database) == [6]


def test_pruning_a_long_log_is_many_short_transactions(database: Database) -> None:
    write(database, [OLD] * 5_000)
    with database.read() as reader:  # and none of them waits for readers
        assert change_log.prune(database, NOW, kept_rows=100) == 4_900
        assert reader.value("SELECT count(*) FROM change_log") == 100
    assert kept(database) == list(range(4_901, 5_001))


@given(times=st.lists(st.integers(OLD - 2, YOUNG + 2), max_size=30), kept_rows=st.integers(1, 12))
def test_what_stays_is_the_newest_part_of_the_log_with_every_young_row(
    times: list[int], kept_rows: int
) -> None:
    with quick_database() as database:
        write(database, times)
        change_log.prune(database, NOW, kept_rows=kept_rows)
        left = kept(database)
        assert left == list(range(len(times) - len(left) + 1, len(times) + 1))
        assert all(seq in left for seq, at in enumerate(times, start=1) if at >= YOUNG)
        assert len(left) >= min(kept_rows, len(times))
        # and no more than that
        first = left[0] if left else 0
        assert not left or len(left) == min(kept_rows, len(times)) or times[first - 1] >= YOUNG
