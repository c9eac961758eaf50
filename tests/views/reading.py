"""What the lists of a library show."""

from dunnock.contract.models import Section
from dunnock.contract.settings import Sort
from tests.views.shelf import Shelf

BY_ARTIST = Sort(column="artist", descending=False)
BY_TITLE = Sort(column="title", descending=False)


def titles(
    shelf: Shelf, query: str = "", sort: Sort = BY_TITLE, section: Section = "library"
) -> list[str | None]:
    """What a list shows, with None where a row is empty."""
    view = shelf.views.open(section, query, sort)
    return [row.title if row else None for row in shelf.views.rows(view.view_id, 0, 100).rows]


def add_all(shelf: Shelf, *names: str) -> None:
    """Have tracks of these titles."""
    for name in names:
        shelf.add(title=name)
