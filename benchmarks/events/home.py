"""The library both sides show: the same in two homes."""

import os
import shutil
from pathlib import Path

from benchmarks.views import fill
from dunnock.app import App
from dunnock.contract.settings import Sort
from dunnock.services.sources import Source
from dunnock.store.database import now_ms

_QUEUE = 200


def make_homes(folder: Path, tracks: int, *names: str) -> list[Path]:
    """Fill a home, and copy it for each further name."""
    homes = [folder / name for name in names]
    homes[0].mkdir(parents=True)
    _fill(homes[0], tracks)
    for home in homes[1:]:
        shutil.copytree(homes[0], home)
    return homes


def _fill(home: Path, tracks: int) -> None:
    with App(home) as app:
        fill(app.database, tracks)
        with app.database.transaction() as transaction:
            # Scanned already: a start of the program must not begin a scan. Its folder does not exist.
            transaction.execute("UPDATE folder SET scanned_at = ?", (now_ms(),))
            # And identified already: that is work after a scan, not a part of its event.
            transaction.execute("UPDATE track SET fingerprint = x'00'")
        app.settings.set("scan_on_start", value=False)
        app.settings.set("theme", "light")
        app.folders.check()
        view = app.views.open("library", "", Sort(column="artist", descending=False))
        ids = app.views.track_ids(view.view_id, 0, _QUEUE).track_ids
        app.queue.add(Source(track_ids=ids))
        app.playlists.create("List", Source(track_ids=ids))


def quick_folder() -> str | None:
    """A folder in memory, if there is one: a disk would set the pace of bursts, not what is measured."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - a folder of its own is made in it
