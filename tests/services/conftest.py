"""The services of a person's own things, each test with a database of its own."""

import pytest

from dunnock.store.database import Database
from tests.services.desk import Desk


@pytest.fixture
def desk(database: Database) -> Desk:
    """Services on a library of eight tracks."""
    desk = Desk(database)
    desk.fill(8)
    return desk
