"""Processes that act at the same time: nothing is lost, and one history takes all of it back."""

import subprocess
import sys
from pathlib import Path

from dunnock.contract.events import QueueUpdated
from dunnock.store.database import Database
from tests.services.desk import Desk, of

CHECKOUT = Path(__file__).parents[2]
ACTS = 25


def main() -> None:
    """Add tracks and take some back, again and again."""
    desk = Desk(Database(Path(sys.argv[1])))
    for _ in range(ACTS):
        desk.queue.add(of(1, 2))
        desk.favorites.toggle([int(sys.argv[2])])
    desk.database.close()


def test_what_two_processes_do_at_once_is_all_there_and_all_taken_back(home: Path) -> None:
    desk = Desk(Database(home / "dunnock.db"))
    desk.fill(4)
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", __name__, str(home / "dunnock.db"), track],
            cwd=CHECKOUT,
            env={"PYTHONPATH": "src"},
        )
        for track in ("3", "4")
    ]
    assert [process.wait(50) for process in processes] == [0, 0]
    assert len(desk.queue_ids()) == 2 * 2 * ACTS
    assert desk.liked() == {3, 4}
    lengths = [event.queue_length for event in desk.told() if isinstance(event, QueueUpdated)]
    assert lengths == list(range(2, 4 * ACTS + 1, 2))
    undone = 0
    while desk.history.undo().label is not None:
        undone += 1
    assert undone == 2 * 2 * ACTS
    assert (desk.queue_ids(), desk.liked()) == ([], set())
    desk.database.close()


if __name__ == "__main__":
    main()
