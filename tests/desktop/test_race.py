"""Two windows and two other processes at work at the same time: at rest every window shows what the database says."""

import os

import pytest

from tests.desktop.harness import Place
from tests.desktop.race import ROUND, new_seed, race


@pytest.mark.timeout(1_800)
def test_windows_agree_with_the_database_after_a_race(place: Place) -> None:
    operations = int(os.environ.get("DUNNOCK_RACE_OPERATIONS", "150"))
    seed = int(os.environ.get("DUNNOCK_RACE_SEED", new_seed()))
    done = race(place, operations, seed)
    assert done.comparisons == 2 * -(-operations // ROUND)
    assert done.kills > 0
