"""What Dunnock keeps and where the music is: the database and the folders."""

import os
from collections.abc import Iterator
from pathlib import Path

from dunnock.contract.errors import DunnockError
from dunnock.media.walk import probe_root
from dunnock.services.doctor.finding import Finding
from dunnock.services.doctor.places import is_there, nearest
from dunnock.store import folders
from dunnock.store.database import Database
from dunnock.store.migrations import SCHEMA_VERSION


def check_database(path: Path) -> Finding:
    """Open the database, look through it, and begin a write."""
    if not is_there(path):
        return _check_new_database(path.parent)
    try:
        database = Database(path)
        try:
            faults = database.quick_check()
            version = database.schema_version()
            with database.transaction():
                pass  # takes the lock and gives it back: that is what a read-only file refuses
        finally:
            database.close()
    except DunnockError as error:
        return Finding("database", "failed", error.message, error.hint)
    if faults:
        return Finding(
            "database",
            "failed",
            f"{path} is damaged: {faults[0]}",
            f"End Dunnock and put a backup from {path.parent / 'backups'} in its place.",
        )
    size = path.stat().st_size / 2**20
    return Finding("database", "ok", f"{path}, {size:,.1f} MiB, schema {version} of {SCHEMA_VERSION}, sound")


def _check_new_database(home: Path) -> Finding:
    place = nearest(home)
    if place.is_dir() and os.access(
        place, os.W_OK | os.X_OK, effective_ids=os.access in os.supports_effective_ids
    ):
        return Finding("database", "ok", f"None in {home} yet; it is made at the first start")
    return Finding(
        "database",
        "failed",
        f"The database cannot be made: {place} cannot be written.",
        "Make it writable, or set DUNNOCK_HOME to another folder.",
    )


def check_folders(path: Path) -> Iterator[Finding]:
    """Look into each music folder of the database at `path`."""
    if not is_there(path):
        return
    try:
        database = Database(path)
    except DunnockError:
        return  # check_database has said so
    try:
        with database.read() as reader:
            roots = folders.roots(reader)
    except DunnockError:
        return
    finally:
        database.close()
    for root in roots:
        yield _check_folder(root)


def _check_folder(root: folders.FolderRow) -> Finding:
    state = probe_root(root.path)
    if not state.readable:
        return Finding(
            "folder",
            "failed",
            f"{root.path_text} cannot be read: {state.reason}",
            "Plug in or mount its drive, or give yourself the right to read it; its tracks stay meanwhile.",
        )
    if root.offline_reason is not None:
        return Finding(
            "folder",
            "warning",
            f"{root.path_text} was offline when last looked at: {root.offline_reason}",
            "Scan it again; if it was emptied on purpose, `dunnock folders confirm-empty` says so.",
        )
    return Finding("folder", "ok", root.path_text)
