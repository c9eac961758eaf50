"""What Dunnock needs from the machine it runs on: each thing tried, and how to mend it."""

from collections.abc import Iterator
from pathlib import Path

from dunnock.services.doctor.finding import Finding
from dunnock.services.doctor.libraries import check_fonts, check_mpv, check_webkit
from dunnock.services.doctor.library import check_database, check_folders
from dunnock.services.doctor.system import check_screen, check_space, check_watches

__all__ = ["Finding", "examine"]


def examine(database: Path) -> Iterator[Finding]:
    """Carry out every check, the slow ones last.

    Args:
        database: the database's file, which need not exist.
    """
    yield check_screen()
    yield check_watches()
    yield check_space(database.parent)
    yield check_database(database)
    yield from check_folders(database)
    yield check_webkit()
    yield check_mpv()
    yield check_fonts()
