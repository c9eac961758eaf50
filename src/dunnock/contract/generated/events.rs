// Generated from src/dunnock/contract, do not edit: change the contract, then `dunnock contract --write .`
// at the top of the checkout.
// Needs serde with `derive`, and serde_json with `float_roundtrip`: or some numbers are read inexactly.

use serde::{Deserialize, Serialize};

/// What `action` of [`LibraryUpdated`] can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LibraryUpdatedAction {
    #[serde(rename = "added")]
    Added,
    #[serde(rename = "updated")]
    Updated,
    #[serde(rename = "removed")]
    Removed,
}

/// Sent when tracks come into the library, change (tags, place, state, plays) or leave it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LibraryUpdated {
    pub action: LibraryUpdatedAction,
    pub track_ids: Vec<i64>,
}

impl LibraryUpdated {
    /// The name on the wire.
    pub const NAME: &'static str = "library:updated";
}

/// What `action` of [`QueueUpdated`] can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum QueueUpdatedAction {
    #[serde(rename = "added")]
    Added,
    #[serde(rename = "removed")]
    Removed,
    #[serde(rename = "reordered")]
    Reordered,
    #[serde(rename = "cleared")]
    Cleared,
    #[serde(rename = "shuffled")]
    Shuffled,
}

/// Sent when entries of the queue are added, removed, moved, cleared or shuffled.
///
/// `positions` are the places after an addition, the places before a removal, every place whose entry differs after
/// a move, and null for cleared and shuffled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QueueUpdated {
    pub action: QueueUpdatedAction,
    #[serde(deserialize_with = "Option::deserialize")]
    pub positions: Option<Vec<i64>>,
    pub queue_length: i64,
}

impl QueueUpdated {
    /// The name on the wire.
    pub const NAME: &'static str = "queue:updated";
}

/// What `repeat` of [`QueueStateChanged`] can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum QueueStateChangedRepeat {
    #[serde(rename = "off")]
    Off,
    #[serde(rename = "all")]
    All,
    #[serde(rename = "one")]
    One,
}

/// Sent when another entry of the queue becomes the current one, or none, or a mode of playing changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QueueStateChanged {
    #[serde(deserialize_with = "Option::deserialize")]
    pub current_entry_id: Option<i64>,
    pub shuffle: bool,
    pub repeat: QueueStateChangedRepeat,
    pub stop_after_current: bool,
}

impl QueueStateChanged {
    /// The name on the wire.
    pub const NAME: &'static str = "queue:state-changed";
}

/// What `action` of [`FavoritesUpdated`] can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FavoritesUpdatedAction {
    #[serde(rename = "added")]
    Added,
    #[serde(rename = "removed")]
    Removed,
}

/// Sent when a track becomes a favorite or stops being one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FavoritesUpdated {
    pub action: FavoritesUpdatedAction,
    pub track_id: i64,
}

impl FavoritesUpdated {
    /// The name on the wire.
    pub const NAME: &'static str = "favorites:updated";
}

/// What `action` of [`PlaylistsUpdated`] can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PlaylistsUpdatedAction {
    #[serde(rename = "created")]
    Created,
    #[serde(rename = "updated")]
    Updated,
    #[serde(rename = "deleted")]
    Deleted,
    #[serde(rename = "track_added")]
    TrackAdded,
    #[serde(rename = "track_removed")]
    TrackRemoved,
    #[serde(rename = "reordered")]
    Reordered,
}

/// Sent when a playlist is created, renamed or described, deleted, or its entries change.
///
/// `track_ids` are the tracks that were added or removed, also by a scan that found the file of an imported entry; null
/// for the other actions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaylistsUpdated {
    pub action: PlaylistsUpdatedAction,
    pub playlist_id: i64,
    #[serde(deserialize_with = "Option::deserialize")]
    pub track_ids: Option<Vec<i64>>,
}

impl PlaylistsUpdated {
    /// The name on the wire.
    pub const NAME: &'static str = "playlists:updated";
}

/// Sent when a setting takes another value, with the value it truly had before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettingsUpdated {
    pub key: String,
    pub value: serde_json::Value,
    pub previous_value: serde_json::Value,
}

impl SettingsUpdated {
    /// The name on the wire.
    pub const NAME: &'static str = "settings:updated";
}

/// What `status` of [`LibraryScanProgress`] can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LibraryScanProgressStatus {
    #[serde(rename = "scanning")]
    Scanning,
    #[serde(rename = "completed")]
    Completed,
    #[serde(rename = "failed")]
    Failed,
    #[serde(rename = "cancelled")]
    Cancelled,
}

/// Sent at most ten times a second while a scan runs, and once with its final status.
///
/// `scanned` counts audio files looked at, `found` those that were new or changed, `errors` those that could not be
/// read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LibraryScanProgress {
    pub job_id: String,
    pub status: LibraryScanProgressStatus,
    pub scanned: i64,
    pub found: i64,
    pub errors: i64,
    #[serde(deserialize_with = "Option::deserialize")]
    pub current_path: Option<String>,
}

impl LibraryScanProgress {
    /// The name on the wire.
    pub const NAME: &'static str = "library:scan-progress";
}

/// What a scan did, counted in tracks; `duration_ms` is from the job's start to its end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScanStats {
    pub added: i64,
    pub updated: i64,
    pub removed: i64,
    pub skipped: i64,
    pub errors: i64,
    pub duration_ms: i64,
}

/// Sent once a job, whatever its end: completed, failed, cancelled, or found dead.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LibraryScanComplete {
    pub job_id: String,
    pub stats: ScanStats,
}

impl LibraryScanComplete {
    /// The name on the wire.
    pub const NAME: &'static str = "library:scan-complete";
}

/// What `action` of [`FoldersUpdated`] can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FoldersUpdatedAction {
    #[serde(rename = "added")]
    Added,
    #[serde(rename = "removed")]
    Removed,
    #[serde(rename = "offline")]
    Offline,
    #[serde(rename = "online")]
    Online,
}

/// Sent when a music folder is added or removed, goes offline or comes back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FoldersUpdated {
    pub action: FoldersUpdatedAction,
    pub folder_id: i64,
}

impl FoldersUpdated {
    /// The name on the wire.
    pub const NAME: &'static str = "folders:updated";
}

/// Sent when what undo would take back or redo would do again is another act, with the names of both.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HistoryUpdated {
    #[serde(deserialize_with = "Option::deserialize")]
    pub undo: Option<String>,
    #[serde(deserialize_with = "Option::deserialize")]
    pub redo: Option<String>,
}

impl HistoryUpdated {
    /// The name on the wire.
    pub const NAME: &'static str = "history:updated";
}

/// What `state` of [`PlayerUpdated`] can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PlayerUpdatedState {
    #[serde(rename = "stopped")]
    Stopped,
    #[serde(rename = "paused")]
    Paused,
    #[serde(rename = "playing")]
    Playing,
}

/// Sent when playing begins, pauses, stops or jumps, another entry is heard, or it is heard in another way.
///
/// At `position_at` (milliseconds since the Unix epoch) the place in the track was `position_ms`; while `state` is
/// playing it moves on from there, `speed` times as fast as the clock. `message` is a sentence about what went wrong.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlayerUpdated {
    pub state: PlayerUpdatedState,
    #[serde(deserialize_with = "Option::deserialize")]
    pub entry_id: Option<i64>,
    #[serde(deserialize_with = "Option::deserialize")]
    pub track_id: Option<i64>,
    pub duration_ms: i64,
    pub position_ms: i64,
    pub position_at: i64,
    pub volume: i64,
    pub muted: bool,
    pub speed: f64,
    #[serde(deserialize_with = "Option::deserialize")]
    pub message: Option<String>,
}

impl PlayerUpdated {
    /// The name on the wire.
    pub const NAME: &'static str = "player:updated";
}

/// Sent when the list of ids behind an open view has changed, after it can be read, or was closed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ViewUpdated {
    pub view_id: i64,
    pub revision: i64,
    pub total: i64,
}

impl ViewUpdated {
    /// The name on the wire.
    pub const NAME: &'static str = "view:updated";
}

/// Sent in place of events a window is too far behind to be given one by one: it re-reads all it shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeedReset {
    pub seq: i64,
}

impl FeedReset {
    /// The name on the wire.
    pub const NAME: &'static str = "feed:reset";
}

/// Sent at the end of each flush: all up to `seq` has been handed over, and the window acknowledges it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeedFlushed {
    pub seq: i64,
}

impl FeedFlushed {
    /// The name on the wire.
    pub const NAME: &'static str = "feed:flushed";
}

/// Any event. It serialises to its payload alone, as on the wire.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Event {
    LibraryUpdated(LibraryUpdated),
    QueueUpdated(QueueUpdated),
    QueueStateChanged(QueueStateChanged),
    FavoritesUpdated(FavoritesUpdated),
    PlaylistsUpdated(PlaylistsUpdated),
    SettingsUpdated(SettingsUpdated),
    LibraryScanProgress(LibraryScanProgress),
    LibraryScanComplete(LibraryScanComplete),
    FoldersUpdated(FoldersUpdated),
    HistoryUpdated(HistoryUpdated),
    PlayerUpdated(PlayerUpdated),
    ViewUpdated(ViewUpdated),
    FeedReset(FeedReset),
    FeedFlushed(FeedFlushed),
}

impl Event {
    /// Reads the payload of the event called `name`; `None` when there is no such event.
    pub fn decode(name: &str, payload: &str) -> Option<Result<Event, serde_json::Error>> {
        Some(match name {
            LibraryUpdated::NAME => serde_json::from_str(payload).map(Event::LibraryUpdated),
            QueueUpdated::NAME => serde_json::from_str(payload).map(Event::QueueUpdated),
            QueueStateChanged::NAME => serde_json::from_str(payload).map(Event::QueueStateChanged),
            FavoritesUpdated::NAME => serde_json::from_str(payload).map(Event::FavoritesUpdated),
            PlaylistsUpdated::NAME => serde_json::from_str(payload).map(Event::PlaylistsUpdated),
            SettingsUpdated::NAME => serde_json::from_str(payload).map(Event::SettingsUpdated),
            LibraryScanProgress::NAME => serde_json::from_str(payload).map(Event::LibraryScanProgress),
            LibraryScanComplete::NAME => serde_json::from_str(payload).map(Event::LibraryScanComplete),
            FoldersUpdated::NAME => serde_json::from_str(payload).map(Event::FoldersUpdated),
            HistoryUpdated::NAME => serde_json::from_str(payload).map(Event::HistoryUpdated),
            PlayerUpdated::NAME => serde_json::from_str(payload).map(Event::PlayerUpdated),
            ViewUpdated::NAME => serde_json::from_str(payload).map(Event::ViewUpdated),
            FeedReset::NAME => serde_json::from_str(payload).map(Event::FeedReset),
            FeedFlushed::NAME => serde_json::from_str(payload).map(Event::FeedFlushed),
            _ => return None,
        })
    }

    /// The name on the wire.
    pub fn name(&self) -> &'static str {
        match self {
            Event::LibraryUpdated(_) => LibraryUpdated::NAME,
            Event::QueueUpdated(_) => QueueUpdated::NAME,
            Event::QueueStateChanged(_) => QueueStateChanged::NAME,
            Event::FavoritesUpdated(_) => FavoritesUpdated::NAME,
            Event::PlaylistsUpdated(_) => PlaylistsUpdated::NAME,
            Event::SettingsUpdated(_) => SettingsUpdated::NAME,
            Event::LibraryScanProgress(_) => LibraryScanProgress::NAME,
            Event::LibraryScanComplete(_) => LibraryScanComplete::NAME,
            Event::FoldersUpdated(_) => FoldersUpdated::NAME,
            Event::HistoryUpdated(_) => HistoryUpdated::NAME,
            Event::PlayerUpdated(_) => PlayerUpdated::NAME,
            Event::ViewUpdated(_) => ViewUpdated::NAME,
            Event::FeedReset(_) => FeedReset::NAME,
            Event::FeedFlushed(_) => FeedFlushed::NAME,
        }
    }
}
