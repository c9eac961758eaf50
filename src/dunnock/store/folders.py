"""Music folders and the directories in them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from dunnock.contract.models import Folder
from dunnock.store.database import Reader, Transaction


@dataclass(frozen=True, slots=True)
class FolderRow:
    """A registered music folder. `device` is the file system it was last seen on; None before its first scan."""

    id: int
    path: bytes
    path_text: str
    device: int | None
    offline_reason: str | None


_COLUMNS = "id, path, path_text, device, offline_reason"
_ROOT = "parent_id IS NULL AND NOT removed"


def roots(reader: Reader, folder_ids: Sequence[int] | None = None) -> list[FolderRow]:
    """The registered folders, or those of them that are named, in the order of their paths."""
    rows = [
        FolderRow(*row) for row in reader.rows(f"SELECT {_COLUMNS} FROM folder WHERE {_ROOT} ORDER BY path")
    ]
    return [row for row in rows if folder_ids is None or row.id in folder_ids]


def unregistered(reader: Reader, path: bytes) -> int | None:
    """The id of the folder with exactly this path that is not registered now: removed earlier, or inside another."""
    found = reader.value("SELECT id FROM folder WHERE path = ?", (path,))
    return None if found is None else int(found)


def is_root(reader: Reader, folder_id: int) -> bool:
    """Whether a folder, registered or not, lies inside no other one that is known."""
    return bool(reader.value("SELECT 1 FROM folder WHERE id = ? AND parent_id IS NULL", (folder_id,)))


def summaries(reader: Reader, confirmable: Sequence[str]) -> list[Folder]:
    """The registered folders as a person sees them; an offline reason of `confirmable` is for them to judge."""
    rows = reader.rows(
        "SELECT root.id, root.path_text, iif(root.offline_reason IS NULL, 'online', 'offline'), root.offline_reason,"
        " coalesce(root.offline_reason IN (SELECT value FROM json_each(?)), 0),"
        " (SELECT count(*) FROM track JOIN folder ON folder.id = track.folder_id"
        "  WHERE coalesce(folder.parent_id, folder.id) = root.id),"
        " (SELECT count(missing_since) FROM track JOIN folder ON folder.id = track.folder_id"
        "  WHERE coalesce(folder.parent_id, folder.id) = root.id),"
        " (SELECT count(*) FROM scan_error JOIN folder ON folder.id = scan_error.folder_id"
        "  WHERE coalesce(folder.parent_id, folder.id) = root.id),"
        " root.scanned_at FROM folder AS root WHERE root.parent_id IS NULL AND NOT root.removed ORDER BY root.path",
        (json.dumps(list(confirmable)),),
    )
    names = (
        "id",
        "path",
        "state",
        "reason",
        "can_confirm_empty",
        "track_count",
        "missing_count",
        "error_count",
        "scanned_at",
    )
    return [Folder.model_validate(dict(zip(names, row, strict=True))) for row in rows]


def insert(transaction: Transaction, path: bytes, path_text: str, at: int) -> int:
    """Register a folder and return its id."""
    return transaction.insert(
        "INSERT INTO folder (path, path_text, added_at) VALUES (?, ?, ?)", (path, path_text, at)
    )


def restore(transaction: Transaction, folder_id: int) -> None:
    """Register a folder again, with all that is known of its tracks."""
    transaction.execute(
        "UPDATE folder SET removed = 0, parent_id = NULL, offline_reason = NULL, device = NULL WHERE id = ?",
        (folder_id,),
    )


def take_in(transaction: Transaction, parent_id: int, child_id: int) -> None:
    """Put a folder, and those inside it, under one that holds it. Their tracks stay as they are."""
    transaction.execute(
        "UPDATE folder SET parent_id = ?1, removed = 0 WHERE id = ?2 OR parent_id = ?2", (parent_id, child_id)
    )


def all_inside(reader: Reader, path: bytes) -> list[int]:
    """Ids of the folders, registered, removed or inner, that lie inside `path`."""
    inside = path.rstrip(b"/") + b"/"
    return [
        int(row[0])
        for row in reader.rows(
            "SELECT id FROM folder WHERE substr(path, 1, ?1) = ?2 AND path != ?3", (len(inside), inside, path)
        )
    ]


def family(reader: Reader, folder_id: int) -> list[int]:
    """Ids of a folder and of those inside it."""
    return [
        int(row[0]) for row in reader.rows("SELECT id FROM folder WHERE ?1 IN (id, parent_id)", (folder_id,))
    ]


def set_removed(transaction: Transaction, folder_id: int) -> None:
    """Take a folder and those inside it out of the library."""
    transaction.execute("UPDATE folder SET removed = 1 WHERE ?1 IN (id, parent_id)", (folder_id,))


def set_offline(transaction: Transaction, folder_id: int, reason: str | None) -> None:
    """Mark a folder as out of reach, with the reason, or as there again (None)."""
    transaction.execute("UPDATE folder SET offline_reason = ? WHERE id = ?", (reason, folder_id))


def set_device(transaction: Transaction, folder_id: int, device: int) -> None:
    """Record the file system a folder lies on."""
    transaction.execute("UPDATE folder SET device = ? WHERE id = ?", (device, folder_id))


def set_scanned(transaction: Transaction, folder_id: int, at: int) -> None:
    """Record when a folder was last scanned to the end, in ms since the Unix epoch."""
    transaction.execute("UPDATE folder SET scanned_at = ? WHERE id = ?", (at, folder_id))


def sample_paths(reader: Reader, folder_id: int, count: int) -> list[bytes]:
    """Paths of some tracks of a folder that were not missing when last looked at."""
    return [
        directory + b"/" + name
        for directory, name in reader.rows(
            "SELECT directory.path, track.name FROM track JOIN directory ON directory.id = directory_id"
            " JOIN folder ON folder.id = track.folder_id"
            " WHERE ?1 IN (folder.id, folder.parent_id) AND missing_since IS NULL LIMIT ?2",
            (folder_id, count),
        )
    ]
