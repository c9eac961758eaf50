"""A throw-away home with the demo collection in it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dunnock.app import App
from dunnock.contract.errors import NotFoundError

_MUSIC = "Demo music"


@contextmanager
def demo_home(collection: Path) -> Iterator[Path]:
    """A temporary home with a copy of the demo collection; both are removed at the end.

    Raises:
        NotFoundError: the collection is not there.
    """
    if not collection.is_dir():
        raise NotFoundError(
            f"The demo collection is not at {collection}.",
            "Run tools/make_demo.py, or install Dunnock again.",
        )
    with tempfile.TemporaryDirectory(prefix="dunnock-demo-", ignore_cleanup_errors=True) as name:
        home = Path(name)
        shutil.copytree(collection, home / _MUSIC)
        yield home


def add_demo(app: App) -> None:
    """Add the copy of the demo collection to the library; a folder never scanned is scanned when the app starts."""
    app.folders.add(os.fsencode(app.home / _MUSIC))
