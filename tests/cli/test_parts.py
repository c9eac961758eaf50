"""What several commands share."""

from hypothesis import example, given
from hypothesis import strategies as st

from dunnock.cli.parts import EVERYTHING, read_in_parts

COUNTS = st.integers(0, 1_600)


@given(held=COUNTS, limit=COUNTS | st.just(EVERYTHING))
@example(held=500, limit=EVERYTHING)
@example(held=501, limit=500)
@example(held=1_000, limit=501)
def test_a_list_is_read_in_parts_in_order_and_no_further_than_is_asked_for(held: int, limit: int) -> None:
    rows = range(held)
    asked: list[int] = []

    def read(start: int, count: int) -> range:
        asked.append(count)
        return rows[start : start + count]

    assert list(read_in_parts(read, limit)) == list(rows[:limit])
    assert all(0 < count <= 500 for count in asked)
