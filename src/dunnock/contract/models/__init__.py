"""What replies are made of, a module a concern."""

from dunnock.contract.models.base import NOTHING_DONE, Acted, Done, Model, Reply
from dunnock.contract.models.feed import Subscribed
from dunnock.contract.models.folders import Folder, FolderAdded, Folders, Picked
from dunnock.contract.models.history import HistoryMoved, HistoryState
from dunnock.contract.models.library import Places, Rows, Section, Track, TrackIds, TrackState, View
from dunnock.contract.models.playlists import (
    ImportedTrack,
    Playlist,
    PlaylistAdded,
    PlaylistCreated,
    PlaylistEntry,
    PlaylistExported,
    PlaylistFormat,
    PlaylistImported,
    PlaylistRows,
    Playlists,
)
from dunnock.contract.models.queue import (
    EntryIds,
    EntryPlaces,
    QueueAdded,
    QueueEntry,
    QueueRows,
    QueueState,
    Repeat,
)
from dunnock.contract.models.scan import ScanError, ScanErrors, ScanJob, ScanJobs, ScanStarted, ScanStatus
from dunnock.contract.models.settings import SettingsReply

__all__ = [
    "NOTHING_DONE",
    "Acted",
    "Done",
    "EntryIds",
    "EntryPlaces",
    "Folder",
    "FolderAdded",
    "Folders",
    "HistoryMoved",
    "HistoryState",
    "ImportedTrack",
    "Model",
    "Picked",
    "Places",
    "Playlist",
    "PlaylistAdded",
    "PlaylistCreated",
    "PlaylistEntry",
    "PlaylistExported",
    "PlaylistFormat",
    "PlaylistImported",
    "PlaylistRows",
    "Playlists",
    "QueueAdded",
    "QueueEntry",
    "QueueRows",
    "QueueState",
    "Repeat",
    "Reply",
    "Rows",
    "ScanError",
    "ScanErrors",
    "ScanJob",
    "ScanJobs",
    "ScanStarted",
    "ScanStatus",
    "Section",
    "SettingsReply",
    "Subscribed",
    "Track",
    "TrackIds",
    "TrackState",
    "View",
]
