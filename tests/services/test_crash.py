"""A process that is killed at any moment leaves every act whole or not done at all, and what is committed is there."""

import itertools
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dunnock.store.database import Database
from tests.services.desk import Desk, of
from tests.store.quick_database import quick_database

CHECKOUT = Path(__file__).parents[2]


def main() -> None:
    """Act without end, and say after each act what there is now."""
    for found in acted(Desk(Database(Path(sys.argv[1])))):
        print(found, flush=True)


def acted(desk: Desk) -> Iterator[str]:
    """What there is after each of an endless row of acts, the same in every process."""
    with desk.database.read() as reader:
        desk.tracks = [int(row[0]) for row in reader.rows("SELECT id FROM track ORDER BY id")]
    acts: list[Callable[[list[int]], object]] = [
        lambda entries: desk.queue.add(of(*desk.tracks), "next"),
        lambda entries: desk.queue.shuffle(on=True),
        lambda entries: desk.queue.jump(entries[len(entries) // 2]),
        lambda entries: desk.queue.remove(entries[::3]),
        lambda entries: desk.playlists.create("Rain", of(*desk.tracks)),
        lambda entries: desk.history.undo(),
        lambda entries: desk.favorites.toggle(desk.tracks),
        lambda entries: desk.queue.shuffle(on=False),
    ]
    for act in itertools.cycle(acts):
        act(desk.queue_ids())
        yield snapshot(desk)


def snapshot(desk: Desk) -> str:
    """All that a crash could lose, in one line."""
    state = desk.queue.state().model_dump(exclude={"as_of", "epoch"})
    played = [row.entry_id for row in desk.queue.rows(0, 100_000).rows if row.played]
    lists = [(each.id, desk.playlist_ids(each.id)) for each in desk.playlists.list().playlists]
    return repr((desk.queue_ids(), state, played, sorted(desk.liked()), lists, desk.history.state().undo))


@pytest.fixture
def at_work(home: Path) -> Iterator[tuple[Path, "subprocess.Popen[str]"]]:
    """A process that acts on a database of its own."""
    desk = Desk(Database(home / "dunnock.db"))
    desk.fill(40)
    desk.database.close()
    process = subprocess.Popen(
        [sys.executable, "-m", __name__, str(home / "dunnock.db")],
        cwd=CHECKOUT,
        env={"PYTHONPATH": "src"},
        stdout=subprocess.PIPE,
        text=True,
    )
    yield home / "dunnock.db", process
    process.kill()
    process.communicate(timeout=30)


@pytest.mark.parametrize("after", [1, 4, 9, 17])
def test_nothing_that_was_done_is_lost_when_the_process_is_killed(
    at_work: tuple[Path, "subprocess.Popen[str]"], after: int
) -> None:
    path, process = at_work
    assert process.stdout is not None
    for _ in range(after):
        assert process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    said = after + len(re.findall(r"\n", process.stdout.read()))
    process.wait(30)
    with quick_database() as calm:
        twin = Desk(calm)
        twin.fill(40)
        expected = list(itertools.islice(acted(twin), said + 1))
    desk = Desk(Database(path))
    try:
        # the act that was going on is whole, or not done at all
        assert snapshot(desk) in expected[said - 1 :]
        assert desk.database.quick_check() == []
        entries = desk.queue_ids()
        desk.queue.clear()
        desk.history.undo()
        assert desk.queue_ids() == entries
    finally:
        desk.database.close()


if __name__ == "__main__":
    main()
