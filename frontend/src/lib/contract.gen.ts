// Generated from src/dunnock/contract, do not edit: change the contract, then `dunnock contract --write .`
// at the top of the checkout.

/** Any JSON value. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** Bytes of compact JSON a payload stays under. WebKit keeps the memory of larger evaluated scripts. */
export const PAYLOAD_LIMIT = 8192;

/** Bytes of JSON a setting's value may have, so that an event with two of them stays within its limit. */
export const VALUE_LIMIT = 2048;

/** Rows one `library_rows` may ask for: more would make a reply slower than a frame. */
export const ROWS_LIMIT = 500;

/** Ids one request may carry. */
export const IDS_LIMIT = 100000;

/** `missing`: its folder is there, its file is not. `offline`: its folder cannot be reached now. */
export type TrackState = "ok" | "missing" | "offline";

/** The lists of tracks a window can open. */
export type Section = "library" | "recently-added";

export type ScanStatus = "queued" | "scanning" | "completed" | "failed" | "cancelled";

/** A column of the track list; each can be sorted by. */
export type ColumnId = "number" | "title" | "artist" | "album" | "year" | "length" | "added" | "plays";

export type ErrorCode = "invalid_request" | "not_found" | "view_gone" | "folder" | "setting" | "database_busy" | "database_unusable" | "internal";

/** Sent when tracks come into the library, change (tags, place, state, plays) or leave it. */
export interface LibraryUpdated {
  readonly action: "added" | "updated" | "removed";
  readonly track_ids: readonly number[];
}

/**
 * Sent when entries of the queue are added, removed, moved, cleared or shuffled.
 *
 * `positions` are the places after an addition, the places before a removal, every place whose entry differs after
 * a move, and null for cleared and shuffled.
 */
export interface QueueUpdated {
  readonly action: "added" | "removed" | "reordered" | "cleared" | "shuffled";
  readonly positions: readonly number[] | null;
  readonly queue_length: number;
}

/** Sent when a track becomes a favorite or stops being one. */
export interface FavoritesUpdated {
  readonly action: "added" | "removed";
  readonly track_id: number;
}

/** Sent when a playlist is created, renamed or described, deleted, or its entries change. */
export interface PlaylistsUpdated {
  readonly action: "created" | "updated" | "deleted" | "track_added" | "track_removed" | "reordered";
  readonly playlist_id: number;
  readonly track_ids: readonly number[] | null;
}

/** Sent when a setting takes another value, with the value it truly had before. */
export interface SettingsUpdated {
  readonly key: string;
  readonly value: JsonValue;
  readonly previous_value: JsonValue;
}

/**
 * Sent at most ten times a second while a scan runs, and once with its final status.
 *
 * `scanned` counts audio files looked at, `found` those that were new or changed, `errors` those that could not be
 * read.
 */
export interface LibraryScanProgress {
  readonly job_id: string;
  readonly status: "scanning" | "completed" | "failed" | "cancelled";
  readonly scanned: number;
  readonly found: number;
  readonly errors: number;
  readonly current_path: string | null;
}

/** What a scan did, counted in tracks; `duration_ms` is from the job's start to its end. */
export interface ScanStats {
  readonly added: number;
  readonly updated: number;
  readonly removed: number;
  readonly skipped: number;
  readonly errors: number;
  readonly duration_ms: number;
}

/** Sent once a job, whatever its end: completed, failed, cancelled, or found dead. */
export interface LibraryScanComplete {
  readonly job_id: string;
  readonly stats: ScanStats;
}

/** Sent when a music folder is added or removed, goes offline or comes back. */
export interface FoldersUpdated {
  readonly action: "added" | "removed" | "offline" | "online";
  readonly folder_id: number;
}

/** Sent when the list of ids behind an open view has changed, after it can be read. */
export interface ViewUpdated {
  readonly view_id: number;
  readonly revision: number;
  readonly total: number;
}

/** Sent in place of events a window is too far behind to be given one by one: it re-reads all it shows. */
export interface FeedReset {
  readonly seq: number;
}

/** Sent at the end of each flush: all up to `seq` has been handed over, and the window acknowledges it. */
export interface FeedFlushed {
  readonly seq: number;
}

/** Start, or after a reload restart, the window's events. Listen first, then subscribe, then load. */
export type FeedSubscribe = Record<string, never>;

/** Say that every event up to the flush `seq` has been handled. */
export interface FeedAck {
  readonly seq: number;
}

/** What a list is sorted by. */
export interface Sort {
  readonly column: ColumnId;
  readonly descending: boolean;
}

/** Open the list of a section, filtered by what was typed, in an order. The same list twice is one view. */
export interface LibraryOpenView {
  readonly section: Section;
  readonly query: string;
  readonly sort: Sort;
}

/** Read rows of a view by place. */
export interface LibraryRows {
  readonly view_id: number;
  readonly start: number;
  readonly count: number;
}

/** Find where tracks stand in a view, for selection, focus and scroll, which hold on to ids. */
export interface LibraryLocate {
  readonly view_id: number;
  readonly track_ids: readonly number[];
}

/** Read the ids of a range of a view, for selecting it. */
export interface LibraryTrackIds {
  readonly view_id: number;
  readonly start: number;
  readonly count: number;
}

/** Read the music folders. */
export type FoldersList = Record<string, never>;

/** Add a music folder by path and scan it. A folder inside a known one is scanned under that one. */
export interface FoldersAdd {
  readonly path: string;
}

/** Show the system's dialog for choosing a folder. */
export type FoldersPick = Record<string, never>;

/** Take a music folder and its tracks out of the library. Adding it again brings back all as it was. */
export interface FoldersRemove {
  readonly folder_id: number;
}

/** Confirm that a folder was emptied on purpose: its tracks become missing and it is online again. */
export interface FoldersConfirmEmpty {
  readonly folder_id: number;
}

/** Scan music folders for changes; all of them when none is named. */
export interface ScanStart {
  readonly folder_ids?: readonly number[] | null;
}

/** Stop a scan. What it has done stays; the next one goes on from there. */
export interface ScanCancel {
  readonly job_id: string;
}

/** Read the scan that runs or ran last, and those that wait. */
export type ScanList = Record<string, never>;

/** Read what could not be read, of one folder or of all. */
export interface ScanErrorList {
  readonly folder_id?: number | null;
  readonly start?: number;
  readonly count?: number;
}

/** Read all settings. */
export type SettingsList = Record<string, never>;

/** Give a setting a value. */
export interface SettingsSet {
  readonly key: string;
  readonly value: JsonValue;
}

/** Give a setting its default again. */
export interface SettingsReset {
  readonly key: string;
}

/** The window's place in the feed: events after `seq` follow. */
export interface Subscribed {
  readonly as_of: number;
  readonly epoch: string;
  readonly seq: number;
  readonly window: string;
}

/** The act was carried out; what it changed comes as events. */
export type Done = Record<string, never>;

/** An open view: a sorted, filtered list of track ids that the backend keeps. */
export interface View {
  readonly as_of: number;
  readonly epoch: string;
  readonly view_id: number;
  readonly revision: number;
  readonly total: number;
  readonly duration_ms: number;
}

/** One row of a track list. Times are in milliseconds; `added_at` since the Unix epoch. */
export interface Track {
  readonly id: number;
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  readonly album_artist: string;
  readonly track_no: number | null;
  readonly disc_no: number | null;
  readonly year: number | null;
  readonly duration_ms: number;
  readonly added_at: number;
  readonly plays: number;
  readonly codec: string;
  readonly state: TrackState;
  readonly path: string;
}

/**
 * Rows `start` and after of a view, with its total number and duration.
 *
 * A row is null where a track has left the library since the view was last rebuilt.
 */
export interface Rows {
  readonly as_of: number;
  readonly epoch: string;
  readonly view_id: number;
  readonly revision: number;
  readonly total: number;
  readonly duration_ms: number;
  readonly start: number;
  readonly rows: readonly (Track | null)[];
}

/** Where tracks stand in a view, in the order asked; null where one is not in it. */
export interface Places {
  readonly as_of: number;
  readonly epoch: string;
  readonly view_id: number;
  readonly revision: number;
  readonly places: readonly (number | null)[];
}

/** Ids `start` and after of a view. */
export interface TrackIds {
  readonly as_of: number;
  readonly epoch: string;
  readonly view_id: number;
  readonly revision: number;
  readonly start: number;
  readonly track_ids: readonly number[];
}

/**
 * A music folder.
 *
 * `state` is offline when it cannot be reached; `reason` says why, in a sentence. `can_confirm_empty` where the folder
 * itself can be read and only its music is not there: a person may know that it was taken out on purpose.
 */
export interface Folder {
  readonly id: number;
  readonly path: string;
  readonly state: "online" | "offline";
  readonly reason: string | null;
  readonly can_confirm_empty: boolean;
  readonly track_count: number;
  readonly missing_count: number;
  readonly error_count: number;
  readonly scanned_at: number | null;
}

/** The music folders, in the order of their paths. */
export interface Folders {
  readonly as_of: number;
  readonly epoch: string;
  readonly folders: readonly Folder[];
}

/** The folder under which the asked path is scanned, and the job that scans it. */
export interface FolderAdded {
  readonly as_of: number;
  readonly epoch: string;
  readonly folder_id: number;
  readonly job_id: string;
}

/** The folder chosen in the system's dialog; null when it was closed without a choice. */
export interface Picked {
  readonly path: string | null;
}

/** The job that scans what was asked for: a new one, or one that was already waiting to do just that. */
export interface ScanStarted {
  readonly as_of: number;
  readonly epoch: string;
  readonly job_id: string;
}

/** A scan, running, waiting or done. */
export interface ScanJob {
  readonly job_id: string;
  readonly status: ScanStatus;
  readonly folder_paths: readonly string[];
  readonly scanned: number;
  readonly found: number;
  readonly errors: number;
  readonly current_path: string | null;
  readonly added: number;
  readonly updated: number;
  readonly removed: number;
  readonly skipped: number;
  readonly started_at: number | null;
  readonly duration_ms: number;
  readonly message: string | null;
}

/** The scan that runs or ran last, and those that wait. */
export interface ScanJobs {
  readonly as_of: number;
  readonly epoch: string;
  readonly jobs: readonly ScanJob[];
}

/** A file or folder the last scan could not read, and why. */
export interface ScanError {
  readonly folder_id: number;
  readonly path: string;
  readonly reason: string;
  readonly at: number;
}

/** What could not be read, by path. */
export interface ScanErrors {
  readonly as_of: number;
  readonly epoch: string;
  readonly total: number;
  readonly errors: readonly ScanError[];
}

/** All settings' values by key. */
export interface SettingsReply {
  readonly as_of: number;
  readonly epoch: string;
  readonly values: Readonly<Record<string, JsonValue>>;
}

/** One column of the track list, in the order shown. `width` is in CSS pixels. */
export interface Column {
  readonly id: ColumnId;
  readonly width: number;
  readonly visible: boolean;
}

/** All settings with their values. A field's name is the setting's key. */
export interface Settings {
  /** Colours: the system's choice, always light, or always dark. */
  readonly theme: "system" | "light" | "dark";
  /** Sort “The Hollow Kings” under H. */
  readonly sort_ignores_articles: boolean;
  /** Look for new and changed files when Dunnock starts. */
  readonly scan_on_start: boolean;
  /** The track list's columns, in order, with their widths. */
  readonly library_columns: readonly Column[];
  /** The order a new window starts with. */
  readonly library_sort: Sort;
  /** Width of the sidebar in CSS pixels. */
  readonly sidebar_width: number;
}

/** What a failed request is answered with: `message` says what is wrong, `hint` what to do about it. */
export interface ErrorReply {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
}

/** Every event: its name, and what it carries. */
export interface EventMap {
  readonly "library:updated": LibraryUpdated;
  readonly "queue:updated": QueueUpdated;
  readonly "favorites:updated": FavoritesUpdated;
  readonly "playlists:updated": PlaylistsUpdated;
  readonly "settings:updated": SettingsUpdated;
  readonly "library:scan-progress": LibraryScanProgress;
  readonly "library:scan-complete": LibraryScanComplete;
  readonly "folders:updated": FoldersUpdated;
  readonly "view:updated": ViewUpdated;
  readonly "feed:reset": FeedReset;
  readonly "feed:flushed": FeedFlushed;
}

/** The name of an event. */
export type EventName = keyof EventMap;

/** All events' names. */
export const EVENT_NAMES: readonly EventName[] = [
  "library:updated",
  "queue:updated",
  "favorites:updated",
  "playlists:updated",
  "settings:updated",
  "library:scan-progress",
  "library:scan-complete",
  "folders:updated",
  "view:updated",
  "feed:reset",
  "feed:flushed",
];

/** Events about delivery itself, which never enter the change log. */
export const UNLOGGED_EVENT_NAMES: readonly EventName[] = [
  "view:updated",
  "feed:reset",
  "feed:flushed",
];

/** Every request: its name, what it takes, what it is answered with. */
export interface RequestMap {
  readonly feed_subscribe: { readonly request: FeedSubscribe; readonly reply: Subscribed };
  readonly feed_ack: { readonly request: FeedAck; readonly reply: Done };
  readonly library_open_view: { readonly request: LibraryOpenView; readonly reply: View };
  readonly library_rows: { readonly request: LibraryRows; readonly reply: Rows };
  readonly library_locate: { readonly request: LibraryLocate; readonly reply: Places };
  readonly library_track_ids: { readonly request: LibraryTrackIds; readonly reply: TrackIds };
  readonly folders_list: { readonly request: FoldersList; readonly reply: Folders };
  readonly folders_add: { readonly request: FoldersAdd; readonly reply: FolderAdded };
  readonly folders_pick: { readonly request: FoldersPick; readonly reply: Picked };
  readonly folders_remove: { readonly request: FoldersRemove; readonly reply: Done };
  readonly folders_confirm_empty: { readonly request: FoldersConfirmEmpty; readonly reply: Done };
  readonly scan_start: { readonly request: ScanStart; readonly reply: ScanStarted };
  readonly scan_cancel: { readonly request: ScanCancel; readonly reply: Done };
  readonly scan_list: { readonly request: ScanList; readonly reply: ScanJobs };
  readonly scan_error_list: { readonly request: ScanErrorList; readonly reply: ScanErrors };
  readonly settings_list: { readonly request: SettingsList; readonly reply: SettingsReply };
  readonly settings_set: { readonly request: SettingsSet; readonly reply: Done };
  readonly settings_reset: { readonly request: SettingsReset; readonly reply: Done };
}

/** The name of a request. */
export type RequestName = keyof RequestMap;

/** All requests' names. */
export const REQUEST_NAMES: readonly RequestName[] = [
  "feed_subscribe",
  "feed_ack",
  "library_open_view",
  "library_rows",
  "library_locate",
  "library_track_ids",
  "folders_list",
  "folders_add",
  "folders_pick",
  "folders_remove",
  "folders_confirm_empty",
  "scan_start",
  "scan_cancel",
  "scan_list",
  "scan_error_list",
  "settings_list",
  "settings_set",
  "settings_reset",
];

/** What every setting is until it is set. */
export const DEFAULT_SETTINGS: Settings = {
  "theme": "system",
  "sort_ignores_articles": true,
  "scan_on_start": true,
  "library_columns": [
    {
      "id": "number",
      "width": 56,
      "visible": true
    },
    {
      "id": "title",
      "width": 320,
      "visible": true
    },
    {
      "id": "artist",
      "width": 220,
      "visible": true
    },
    {
      "id": "album",
      "width": 240,
      "visible": true
    },
    {
      "id": "year",
      "width": 64,
      "visible": true
    },
    {
      "id": "length",
      "width": 72,
      "visible": true
    },
    {
      "id": "added",
      "width": 112,
      "visible": false
    },
    {
      "id": "plays",
      "width": 64,
      "visible": true
    }
  ],
  "library_sort": {
    "column": "artist",
    "descending": false
  },
  "sidebar_width": 220
};
