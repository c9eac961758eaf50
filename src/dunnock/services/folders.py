"""Music folders: added, removed, and watched for whether they can be reached."""

import os
from collections.abc import Sequence
from typing import Any

from dunnock.contract.errors import FolderError, NotFoundError
from dunnock.contract.events import FoldersUpdated, LibraryUpdated
from dunnock.contract.models import Acted, Folders
from dunnock.media.walk import RootState, probe_root
from dunnock.services import history
from dunnock.store import folders as store
from dunnock.store import tracks
from dunnock.store.database import Database, Transaction, now_ms
from dunnock.store.folders import FolderRow

_SAMPLE = 50
"""Tracks looked for to tell whether a folder on another device is the same folder."""

_MISSING_BATCH = 500

DOMAIN = "folders"

_LABEL_PATH = 80
"""Characters of a path that are shown in the name of an act."""

EMPTIED = "The folder is empty, although it held music before."
MOVED_DEVICE = "Another disk is mounted here, and none of the known music is on it."


class FoldersService:
    """Adds, removes and checks music folders. What a folder holds is never dropped because it cannot be reached."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list(self) -> Folders:
        """The registered folders."""
        with self._database.read() as reader:
            return Folders(folders=store.summaries(reader, (EMPTIED, MOVED_DEVICE)), **reader.stamp())

    def add(self, path: bytes) -> int:
        """Register a folder and return the id of the one under which it is scanned.

        A folder inside a registered one is scanned under that one; registered folders inside it are taken in; one that
        was removed earlier comes back with everything that was known of it.

        Raises:
            FolderError: there is no such folder, or it cannot be read.
        """
        path = _usable(path)
        with self._database.transaction() as transaction:
            registered = store.roots(transaction)
            holding = next((root for root in registered if _holds(root.path, path)), None)
            if holding is not None:
                return holding.id
            earlier = store.unregistered(transaction, path)
            if earlier is None:
                folder_id = store.insert(transaction, path, path.decode("utf-8", "replace"), now_ms())
            else:
                folder_id = earlier
                store.restore(transaction, folder_id)
            for inner_id in store.all_inside(transaction, path):
                store.take_in(transaction, folder_id, inner_id)
            for inner in registered:
                if _holds(path, inner.path):
                    transaction.emit(FoldersUpdated(action="removed", folder_id=inner.id))
            transaction.emit(FoldersUpdated(action="added", folder_id=folder_id))
        return folder_id

    def remove(self, folder_id: int) -> Acted:
        """Take a folder and its tracks out of the library, at once and however many they are. `add` brings them back.

        Raises:
            NotFoundError: no such folder is registered.
        """
        with self._database.transaction() as transaction:
            root = self._require(transaction, folder_id)
            store.set_removed(transaction, folder_id)
            transaction.emit(FoldersUpdated(action="removed", folder_id=folder_id))
            label = f"Removed the folder {_short(root.path_text)}"
            return history.record(transaction, DOMAIN, label, {"folder_id": folder_id})

    def confirm_empty(self, folder_id: int) -> None:
        """Believe that a folder was emptied on purpose: its tracks become missing, and it is online.

        If its music is there after all, because the drive has come back meanwhile, it is online and that is all.

        Raises:
            NotFoundError: no such folder is registered.
            FolderError: the folder cannot be reached, so that nobody can know.
        """
        with self._database.transaction() as transaction:
            root = self._require(transaction, folder_id)
            sample = store.sample_paths(transaction, folder_id, _SAMPLE)
        state = probe_root(root.path)
        if not state.readable or state.device is None:
            raise FolderError(
                f"{root.path_text} cannot be reached: {state.reason}", "Connect its drive first."
            )
        if _offline_reason(root, state, sample) is None:
            self.check_root(root)
            return
        while True:
            with self._database.transaction(background=True) as transaction:
                family = store.family(transaction, folder_id)
                missing = tracks.set_folder_missing(transaction, family, now_ms(), _MISSING_BATCH)
                if missing:
                    transaction.emit(LibraryUpdated(action="updated", track_ids=missing))
                else:
                    store.set_offline(transaction, folder_id, None)
                    store.set_device(transaction, folder_id, state.device)
                    transaction.emit(FoldersUpdated(action="online", folder_id=folder_id))
                    return

    def check(self) -> Sequence[int]:
        """Find out which folders can be reached, tell of changes, and return the ids of those that came back."""
        with self._database.read() as reader:
            roots = store.roots(reader)
        return [root.id for root in roots if self.check_root(root) and root.offline_reason is not None]

    def check_root(self, root: FolderRow) -> bool:
        """Find out whether a folder can be reached; tell if that has changed, and return it."""
        state = probe_root(root.path)
        with self._database.read() as reader:
            sample = store.sample_paths(reader, root.id, _SAMPLE)
        reason = _offline_reason(root, state, sample)
        if reason == root.offline_reason and (reason is not None or state.device == root.device):
            return reason is None
        with self._database.transaction(background=True) as transaction:
            # Read again: it may have been removed, or looked at by another process, while it was looked at here.
            for current in store.roots(transaction, [root.id]):
                if reason is None and state.device is not None:
                    store.set_device(transaction, root.id, state.device)
                if reason != current.offline_reason:
                    store.set_offline(transaction, root.id, reason)
                    action = "online" if reason is None else "offline"
                    transaction.emit(FoldersUpdated(action=action, folder_id=root.id))
        return reason is None

    def _require(self, transaction: Transaction, folder_id: int) -> FolderRow:
        found = store.roots(transaction, [folder_id])
        if not found:
            raise NotFoundError(
                "That folder is not in the library.", "It may have been removed in another window."
            )
        return found[0]


def restore(transaction: Transaction, content: dict[str, Any], forward: bool) -> str | None:  # noqa: FBT001 - `Restore`
    """Bring a removed folder back, or remove it again, unless it was added or taken into another one since."""
    folder_id = content["folder_id"]
    if bool(store.roots(transaction, [folder_id])) != forward or not store.is_root(transaction, folder_id):
        return "The folder was added or removed since and stayed as it is."
    if forward:
        store.set_removed(transaction, folder_id)
    else:
        store.restore(transaction, folder_id)
    transaction.emit(FoldersUpdated(action="removed" if forward else "added", folder_id=folder_id))
    return None


def _short(path_text: str) -> str:
    """A path as the name of an act has it: its end says more than its beginning."""
    return path_text if len(path_text) <= _LABEL_PATH else "…" + path_text[1 - _LABEL_PATH :]


def _usable(path: bytes) -> bytes:
    text = path.decode("utf-8", "replace")
    if not os.path.isabs(path):
        path = os.path.abspath(path)
    if not os.path.isdir(path):
        exists = os.path.lexists(path)
        raise FolderError(
            f"{text} is not a folder." if exists else f"There is no folder {text}.",
            "Choose the folder your music is in.",
        )
    path = os.path.realpath(path)
    state = probe_root(path)
    if not state.readable:
        raise FolderError(f"{text} cannot be read: {state.reason}", "Check its permissions.")
    if path == b"/":
        raise FolderError("That is the whole computer.", "Choose the folder your music is in.")
    return path


def _holds(outer: bytes, inner: bytes) -> bool:
    return inner == outer or inner.startswith(outer + b"/")


def _offline_reason(root: FolderRow, state: RootState, sample: list[bytes]) -> str | None:
    """Why a folder counts as out of reach; None when it does not. `sample` are paths of tracks it should hold."""
    if not state.readable:
        return state.reason
    if not sample:
        return None
    if state.empty:
        return EMPTIED
    # A device's number changes from start to start for network drives and when sticks are plugged in differently: only
    # together with music that is not there does it mean that something else is mounted.
    if root.device is not None and state.device != root.device and not any(map(os.path.exists, sample)):
        return MOVED_DEVICE
    return None
