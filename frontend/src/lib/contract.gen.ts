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

/** Rows one request may ask for: more would make a reply slower than a frame. */
export const ROWS_LIMIT = 500;

/** Ids one request may carry. */
export const IDS_LIMIT = 100000;

/** Characters a playlist's name may have. */
export const NAME_LIMIT = 200;

/** Characters a playlist's description may have. */
export const DESCRIPTION_LIMIT = 4000;

/**
 * What there is of a track's file.
 *
 * `missing`: its folder is there, its file is not. `offline`: its folder cannot be reached now. `removed`: its folder was
 * taken out of the library; only the queue and playlists still show the track.
 */
export type TrackState = "ok" | "missing" | "offline" | "removed";

/** The lists of tracks a window can open. */
export type Section = "library" | "recently-added" | "favorites" | "recently-played" | "most-played";

/** How far a scan is, or how it ended. */
export type ScanStatus = "queued" | "scanning" | "completed" | "failed" | "cancelled";

/** What follows the last entry of the queue, or with `one` the current entry. */
export type Repeat = "off" | "all" | "one";

/** The formats playlists are written in. */
export type PlaylistFormat = "m3u8" | "m3u" | "xspf";

/** What the player is doing. */
export type Playing = "stopped" | "paused" | "playing";

/** What to do with tracks that are in the playlist already: add nothing and tell, add them again, or leave them out. */
export type Duplicates = "ask" | "add" | "skip";

/** A column of the track list; each can be sorted by. */
export type ColumnId = "number" | "title" | "artist" | "album" | "year" | "length" | "added" | "plays";

export type ErrorCode = "invalid_request" | "not_found" | "view_gone" | "folder" | "setting" | "playlist" | "player" | "database_busy" | "database_unusable" | "internal";

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

/** Sent when another entry of the queue becomes the current one, or none, or a mode of playing changes. */
export interface QueueStateChanged {
  readonly current_entry_id: number | null;
  readonly shuffle: boolean;
  readonly repeat: Repeat;
  readonly stop_after_current: boolean;
}

/** Sent when a track becomes a favorite or stops being one. */
export interface FavoritesUpdated {
  readonly action: "added" | "removed";
  readonly track_id: number;
}

/**
 * Sent when a playlist is created, renamed or described, deleted, or its entries change.
 *
 * `track_ids` are the tracks that were added or removed, also by a scan that found the file of an imported entry; null
 * for the other actions.
 */
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

/** Sent when what undo would take back or redo would do again is another act, with the names of both. */
export interface HistoryUpdated {
  readonly undo: string | null;
  readonly redo: string | null;
}

/**
 * Sent when playing begins, pauses, stops or jumps, another entry is heard, or it is heard in another way.
 *
 * At `position_at` (milliseconds since the Unix epoch) the place in the track was `position_ms`; while `state` is
 * playing it moves on from there, `speed` times as fast as the clock. `message` is a sentence about what went wrong.
 */
export interface PlayerUpdated {
  readonly state: Playing;
  readonly entry_id: number | null;
  readonly track_id: number | null;
  readonly duration_ms: number;
  readonly position_ms: number;
  readonly position_at: number;
  readonly volume: number;
  readonly muted: boolean;
  readonly speed: number;
  readonly message: string | null;
}

/** Sent when the list of ids behind an open view has changed, after it can be read, or was closed. */
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

/** Read what plays, what follows, and the modes. */
export type QueueReadState = Record<string, never>;

/** Read entries by place. */
export interface QueueReadRows {
  readonly start: number;
  readonly count: number;
}

/** Find where entries stand, for selection, focus and scroll, which hold on to ids. */
export interface QueueLocate {
  readonly entry_ids: readonly number[];
}

/** Read the ids of a range, for selecting it. */
export interface QueueEntryIds {
  readonly start: number;
  readonly count: number;
}

/** A range of an open view. */
export interface ViewRange {
  readonly view_id: number;
  readonly start: number;
  readonly count: number;
}

/** Tracks, named in exactly one of these ways. Entries of lists name the tracks in them, not the entries. */
export interface Source {
  readonly track_ids?: readonly number[] | null;
  /** The whole album of this track. */
  readonly album_of?: number | null;
  /** Everything by the artist of this track. */
  readonly artist_of?: number | null;
  readonly playlist_id?: number | null;
  readonly queue_entry_ids?: readonly number[] | null;
  readonly playlist_entry_ids?: readonly number[] | null;
  /** Files and folders; tracks that are known in or below them. */
  readonly paths?: readonly string[] | null;
  readonly view?: ViewRange | null;
}

/** Add tracks: at the end, after the current entry, or before an entry. */
export interface QueueAdd {
  readonly source: Source;
  readonly at?: "end" | "next";
  /** Add before this entry; `at` says nothing then. */
  readonly before_entry_id?: number | null;
}

/** Remove entries. If the current one is among them, the next one that stays becomes current. */
export interface QueueRemove {
  readonly entry_ids: readonly number[];
}

/** Move entries, keeping their order, before an entry, or to the end. */
export interface QueueMove {
  readonly entry_ids: readonly number[];
  readonly before_entry_id: number | null;
}

/** Remove all entries. */
export type QueueClear = Record<string, never>;

/** Remove all entries but the current one. */
export type QueueKeepCurrent = Record<string, never>;

/** Shuffle, leaving the current entry where it is, or put the entries back in the order they had before. */
export interface QueueShuffle {
  readonly on: boolean;
}

/** Choose what follows the last entry. */
export interface QueueRepeat {
  readonly mode: Repeat;
}

/** Stop, or do not stop, when the current entry has ended. */
export interface QueueStopAfterCurrent {
  readonly on: boolean;
}

/** Make an entry the current one. */
export interface QueueJump {
  readonly entry_id: number;
}

/** Make a playlist of what is in the queue, in its order. */
export interface QueueSaveAsPlaylist {
  readonly name: string;
}

/** Make tracks favorites, or favorites no more: one act, however many they are. */
export interface FavoritesSet {
  readonly track_ids: readonly number[];
  readonly favorite: boolean;
}

/** Read all playlists. */
export type PlaylistsList = Record<string, never>;

/** Read entries of a playlist by place. */
export interface PlaylistReadRows {
  readonly playlist_id: number;
  readonly start: number;
  readonly count: number;
}

/** Find where entries stand, for selection, focus and scroll, which hold on to ids. */
export interface PlaylistLocate {
  readonly playlist_id: number;
  readonly entry_ids: readonly number[];
}

/** Read the ids of a range, for selecting it. */
export interface PlaylistEntryIds {
  readonly playlist_id: number;
  readonly start: number;
  readonly count: number;
}

/** Make a playlist, empty or with tracks. */
export interface PlaylistCreate {
  readonly name: string;
  readonly source?: Source | null;
}

/** Give a playlist another name, another description, or both. */
export interface PlaylistUpdate {
  readonly playlist_id: number;
  readonly name?: string | null;
  readonly description?: string | null;
}

/** Delete a playlist. */
export interface PlaylistDelete {
  readonly playlist_id: number;
}

/** Add tracks before an entry, or at the end. */
export interface PlaylistAdd {
  readonly playlist_id: number;
  readonly source: Source;
  readonly before_entry_id?: number | null;
  readonly duplicates?: Duplicates;
}

/** Remove entries. */
export interface PlaylistRemove {
  readonly playlist_id: number;
  readonly entry_ids: readonly number[];
}

/** Move entries, keeping their order, before an entry, or to the end. */
export interface PlaylistMove {
  readonly playlist_id: number;
  readonly entry_ids: readonly number[];
  readonly before_entry_id: number | null;
}

/** Make a playlist of a file: M3U, M3U8 or XSPF. Tracks that are not in the library wait until a scan finds them. */
export interface PlaylistImport {
  readonly path: string;
}

/** Write a playlist to a file, with paths relative to it or absolute. */
export interface PlaylistExport {
  readonly playlist_id: number;
  readonly path: string;
  readonly format: PlaylistFormat;
  readonly relative: boolean;
}

/** Show the system's dialog for choosing a playlist file to import. */
export type PlaylistPickFile = Record<string, never>;

/** Show the system's dialog for choosing the file a playlist is written to, with a name to start from. */
export interface PlaylistPickTarget {
  readonly name: string;
}

/** Read which act undo would take back, and which one redo would do again. */
export type HistoryReadState = Record<string, never>;

/** Take back the newest act, whoever did it. */
export interface HistoryUndo {
  /** Take back this act; refused when it is not the newest any more. */
  readonly act_id?: number | null;
}

/** Do again the act that was taken back last. */
export type HistoryRedo = Record<string, never>;

/** Read what is heard now. */
export type PlayerReadState = Record<string, never>;

/** Go on with what was paused or is current, or play an entry of the queue from its beginning. */
export interface PlayerPlay {
  readonly entry_id?: number | null;
}

/** Put a list in the place of the queue, and play it from the chosen place. */
export interface PlayerPlaySource {
  readonly source: Source;
  /** Where in the list to begin, from 0. */
  readonly place?: number;
}

/** Pause. */
export type PlayerPause = Record<string, never>;

/** Pause, or go on. */
export type PlayerToggle = Record<string, never>;

/** Stop; the place in the track is forgotten. */
export type PlayerStop = Record<string, never>;

/** Go to a place in the track; beyond its end is the end. */
export interface PlayerSeek {
  readonly position_ms: number;
}

/** Go to the next entry; what is paused or stopped stays so. */
export type PlayerNext = Record<string, never>;

/** Go to the entry before, or after three seconds of this one begin it again; what is paused or stopped stays so. */
export type PlayerPrevious = Record<string, never>;

/** Stop by itself after some minutes or at the end of the track; with neither, do not. */
export interface PlayerSleep {
  readonly minutes?: number | null;
  readonly end_of_track?: boolean;
}

/** Read what sound can come out of. */
export type PlayerListDevices = Record<string, never>;

/** Read what was heard, the newest first. */
export interface PlaysList {
  readonly start: number;
  readonly count: number;
}

/** Read the words of a track. */
export interface LyricsRead {
  readonly track_id: number;
}

/** Find the picture of a track. */
export interface ArtworkRead {
  readonly track_id: number;
}

/** Read a picture, scaled to fit a square of `size` pixels, as the bytes of a JPEG or PNG file. */
export interface ArtworkReadImage {
  readonly artwork_id: string;
  readonly size: "64" | "128" | "256" | "640";
}

/** Open another window on the same library. */
export type WindowOpen = Record<string, never>;

/** Open the small window with the player alone, or bring it to the front. */
export type WindowOpenMini = Record<string, never>;

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
  readonly favorite: boolean;
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

/** The folder or file chosen in the system's dialog; null when it was closed without a choice. */
export interface Picked {
  readonly path: string | null;
}

/**
 * An act was carried out; what it changed comes as events.
 *
 * `label` names it as the history does, for the message that offers to undo it, and `act_id` tells it from others of
 * the same name; both are null when nothing had to change.
 */
export interface Acted {
  readonly label: string | null;
  readonly act_id: number | null;
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

/** What plays and what will follow. `current_place` is the current entry's place in the queue. */
export interface QueueState {
  readonly as_of: number;
  readonly epoch: string;
  readonly total: number;
  readonly current_entry_id: number | null;
  readonly current_place: number | null;
  readonly shuffle: boolean;
  readonly repeat: Repeat;
  readonly stop_after_current: boolean;
}

/** One place in the queue. The same track may be in it twice. */
export interface QueueEntry {
  readonly entry_id: number;
  readonly played: boolean;
  readonly track: Track;
}

/** Entries `start` and after, in the order in which they will be heard. `total` is the queue's length. */
export interface QueueRows {
  readonly as_of: number;
  readonly epoch: string;
  readonly total: number;
  readonly start: number;
  readonly rows: readonly QueueEntry[];
}

/** Where entries stand in their list, in the order asked; null where one is not in it. */
export interface EntryPlaces {
  readonly as_of: number;
  readonly epoch: string;
  readonly places: readonly (number | null)[];
}

/** Ids of the entries `start` and after. */
export interface EntryIds {
  readonly as_of: number;
  readonly epoch: string;
  readonly start: number;
  readonly entry_ids: readonly number[];
}

/** How many tracks were added, and how many of the named files and folders hold none that is known. */
export interface QueueAdded {
  readonly label: string | null;
  readonly act_id: number | null;
  readonly added: number;
  readonly unknown: number;
}

/** The new playlist, and how many of the named files and folders hold no track that is known. */
export interface PlaylistCreated {
  readonly label: string | null;
  readonly act_id: number | null;
  readonly playlist_id: number;
  readonly added: number;
  readonly unknown: number;
}

/** A playlist. `created_at` and `updated_at` are in milliseconds since the Unix epoch. */
export interface Playlist {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly length: number;
  readonly created_at: number;
  readonly updated_at: number;
}

/** All playlists, by name. */
export interface Playlists {
  readonly as_of: number;
  readonly epoch: string;
  readonly playlists: readonly Playlist[];
}

/** What a playlist file said of a track that is not in the library (yet). */
export interface ImportedTrack {
  readonly path: string | null;
  readonly title: string;
  readonly artist: string;
  readonly duration_ms: number | null;
}

/** One place in a playlist: a track, or, until a scan finds its file, what was imported. */
export interface PlaylistEntry {
  readonly entry_id: number;
  readonly track: Track | null;
  readonly imported: ImportedTrack | null;
}

/** Entries `start` and after. `total` is the playlist's length. */
export interface PlaylistRows {
  readonly as_of: number;
  readonly epoch: string;
  readonly playlist_id: number;
  readonly total: number;
  readonly start: number;
  readonly rows: readonly PlaylistEntry[];
}

/**
 * How many tracks were added; how many of those asked for are in the playlist already, or twice in what was asked.
 *
 * With duplicates nothing is added unless the request says what to do with them.
 */
export interface PlaylistAdded {
  readonly label: string | null;
  readonly act_id: number | null;
  readonly added: number;
  readonly duplicates: number;
  readonly unknown: number;
}

/** What became of a playlist file: its playlist, and how many of its tracks are in the library and how many not. */
export interface PlaylistImported {
  readonly label: string | null;
  readonly act_id: number | null;
  readonly playlist_id: number;
  readonly matched: number;
  readonly unmatched: number;
}

/** How many entries were written to a playlist file; `skipped` have no path that could be written. */
export interface PlaylistExported {
  readonly path: string;
  readonly written: number;
  readonly skipped: number;
}

/**
 * The names of the acts that undo would take back and redo would do again; null when there is none.
 *
 * `undo_id` is the id of the act that undo would take back, as it was told when the act was carried out.
 */
export interface HistoryState {
  readonly as_of: number;
  readonly epoch: string;
  readonly undo: string | null;
  readonly undo_id: number | null;
  readonly redo: string | null;
}

/**
 * The act that was taken back or done again; null when there was none.
 *
 * `not_restored` is a sentence about what has changed since and was left as it is; null when all was restored.
 */
export interface HistoryMoved {
  readonly label: string | null;
  readonly not_restored: string | null;
}

/** When playing will stop by itself: `at`, in milliseconds since the Unix epoch, or when the track has ended. */
export interface Sleep {
  readonly at: number | null;
  readonly end_of_track: boolean;
}

/**
 * What is heard now.
 *
 * At `position_at` (milliseconds since the Unix epoch) the place in the track was `position_ms`; while `state` is
 * playing it moves on from there, `speed` times as fast as the clock. While nothing is loaded, `track` is what would
 * be heard next, at the place where it was left. `next` follows it. `message` is a sentence about what went wrong.
 */
export interface PlayerState {
  readonly as_of: number;
  readonly epoch: string;
  readonly state: Playing;
  readonly entry_id: number | null;
  readonly track: Track | null;
  readonly next: Track | null;
  readonly duration_ms: number;
  readonly position_ms: number;
  readonly position_at: number;
  readonly volume: number;
  readonly muted: boolean;
  readonly speed: number;
  readonly output_device: string;
  readonly sleep: Sleep | null;
  readonly message: string | null;
}

/** Something sound can come out of. `name` is for the setting, `description` for people. */
export interface OutputDevice {
  readonly name: string;
  readonly description: string;
}

/** All output devices; the first is the one chosen by the system. */
export interface OutputDevices {
  readonly devices: readonly OutputDevice[];
}

/** One time a track was heard. `started_at` is in milliseconds since the Unix epoch; not all of it may have been. */
export interface Play {
  readonly play_id: number;
  readonly started_at: number;
  readonly listened_ms: number;
  readonly counted: boolean;
  readonly track: Track;
}

/** What was heard, the newest first, `start` and after. */
export interface Plays {
  readonly as_of: number;
  readonly epoch: string;
  readonly total: number;
  readonly start: number;
  readonly rows: readonly Play[];
}

/** One line; `at_ms` is when it is sung, null in lyrics without times. */
export interface LyricsLine {
  readonly at_ms: number | null;
  readonly text: string;
}

/** The words of a track, from its tags or from a file beside it; no lines when there are none. */
export interface Lyrics {
  readonly synced: boolean;
  readonly source: "tags" | "file" | null;
  readonly lines: readonly LyricsLine[];
}

/** The picture of a track: `artwork_id` names its content, `accent` is its colour (`#rrggbb`); null without one. */
export interface Artwork {
  readonly artwork_id: string | null;
  readonly accent: string | null;
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
  /** Show the queue beside the list. */
  readonly queue_open: boolean;
  /** Width of the queue in CSS pixels. */
  readonly queue_width: number;
  /** Loudness in percent. */
  readonly volume: number;
  /** Play without sound. */
  readonly muted: boolean;
  /** How fast to play; 1 is as recorded. */
  readonly speed: number;
  /** Play everything about equally loud, by the tags of the track, of its album, or of the album while the queue plays one in order. */
  readonly replaygain: "off" | "track" | "album" | "auto";
  /** Decibels to add to what ReplayGain asks for. */
  readonly replaygain_preamp_db: number;
  /** Play less loud where ReplayGain would distort. */
  readonly replaygain_prevent_clipping: boolean;
  /** Milliseconds for which one track fades into the next; 0 is off. */
  readonly crossfade_ms: number;
  /** What sound comes out of; auto is the system's choice. */
  readonly output_device: string;
  /** Tell of each new track in a notification. */
  readonly notifications: boolean;
  /** Show an icon with play and pause in the system's tray. */
  readonly tray_icon: boolean;
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
  readonly "queue:state-changed": QueueStateChanged;
  readonly "favorites:updated": FavoritesUpdated;
  readonly "playlists:updated": PlaylistsUpdated;
  readonly "settings:updated": SettingsUpdated;
  readonly "library:scan-progress": LibraryScanProgress;
  readonly "library:scan-complete": LibraryScanComplete;
  readonly "folders:updated": FoldersUpdated;
  readonly "history:updated": HistoryUpdated;
  readonly "player:updated": PlayerUpdated;
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
  "queue:state-changed",
  "favorites:updated",
  "playlists:updated",
  "settings:updated",
  "library:scan-progress",
  "library:scan-complete",
  "folders:updated",
  "history:updated",
  "player:updated",
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
  readonly folders_remove: { readonly request: FoldersRemove; readonly reply: Acted };
  readonly folders_confirm_empty: { readonly request: FoldersConfirmEmpty; readonly reply: Done };
  readonly scan_start: { readonly request: ScanStart; readonly reply: ScanStarted };
  readonly scan_cancel: { readonly request: ScanCancel; readonly reply: Done };
  readonly scan_list: { readonly request: ScanList; readonly reply: ScanJobs };
  readonly scan_error_list: { readonly request: ScanErrorList; readonly reply: ScanErrors };
  readonly settings_list: { readonly request: SettingsList; readonly reply: SettingsReply };
  readonly settings_set: { readonly request: SettingsSet; readonly reply: Done };
  readonly settings_reset: { readonly request: SettingsReset; readonly reply: Acted };
  readonly queue_state: { readonly request: QueueReadState; readonly reply: QueueState };
  readonly queue_rows: { readonly request: QueueReadRows; readonly reply: QueueRows };
  readonly queue_locate: { readonly request: QueueLocate; readonly reply: EntryPlaces };
  readonly queue_entry_ids: { readonly request: QueueEntryIds; readonly reply: EntryIds };
  readonly queue_add: { readonly request: QueueAdd; readonly reply: QueueAdded };
  readonly queue_remove: { readonly request: QueueRemove; readonly reply: Acted };
  readonly queue_move: { readonly request: QueueMove; readonly reply: Acted };
  readonly queue_clear: { readonly request: QueueClear; readonly reply: Acted };
  readonly queue_keep_current: { readonly request: QueueKeepCurrent; readonly reply: Acted };
  readonly queue_shuffle: { readonly request: QueueShuffle; readonly reply: Acted };
  readonly queue_repeat: { readonly request: QueueRepeat; readonly reply: Done };
  readonly queue_stop_after_current: { readonly request: QueueStopAfterCurrent; readonly reply: Done };
  readonly queue_jump: { readonly request: QueueJump; readonly reply: Done };
  readonly queue_save_as_playlist: { readonly request: QueueSaveAsPlaylist; readonly reply: PlaylistCreated };
  readonly favorites_set: { readonly request: FavoritesSet; readonly reply: Acted };
  readonly playlists_list: { readonly request: PlaylistsList; readonly reply: Playlists };
  readonly playlist_rows: { readonly request: PlaylistReadRows; readonly reply: PlaylistRows };
  readonly playlist_locate: { readonly request: PlaylistLocate; readonly reply: EntryPlaces };
  readonly playlist_entry_ids: { readonly request: PlaylistEntryIds; readonly reply: EntryIds };
  readonly playlist_create: { readonly request: PlaylistCreate; readonly reply: PlaylistCreated };
  readonly playlist_update: { readonly request: PlaylistUpdate; readonly reply: Acted };
  readonly playlist_delete: { readonly request: PlaylistDelete; readonly reply: Acted };
  readonly playlist_add: { readonly request: PlaylistAdd; readonly reply: PlaylistAdded };
  readonly playlist_remove: { readonly request: PlaylistRemove; readonly reply: Acted };
  readonly playlist_move: { readonly request: PlaylistMove; readonly reply: Acted };
  readonly playlist_import: { readonly request: PlaylistImport; readonly reply: PlaylistImported };
  readonly playlist_export: { readonly request: PlaylistExport; readonly reply: PlaylistExported };
  readonly playlist_pick_file: { readonly request: PlaylistPickFile; readonly reply: Picked };
  readonly playlist_pick_target: { readonly request: PlaylistPickTarget; readonly reply: Picked };
  readonly history_state: { readonly request: HistoryReadState; readonly reply: HistoryState };
  readonly history_undo: { readonly request: HistoryUndo; readonly reply: HistoryMoved };
  readonly history_redo: { readonly request: HistoryRedo; readonly reply: HistoryMoved };
  readonly player_state: { readonly request: PlayerReadState; readonly reply: PlayerState };
  readonly player_play: { readonly request: PlayerPlay; readonly reply: Done };
  readonly player_play_source: { readonly request: PlayerPlaySource; readonly reply: Acted };
  readonly player_pause: { readonly request: PlayerPause; readonly reply: Done };
  readonly player_toggle: { readonly request: PlayerToggle; readonly reply: Done };
  readonly player_stop: { readonly request: PlayerStop; readonly reply: Done };
  readonly player_seek: { readonly request: PlayerSeek; readonly reply: Done };
  readonly player_next: { readonly request: PlayerNext; readonly reply: Done };
  readonly player_previous: { readonly request: PlayerPrevious; readonly reply: Done };
  readonly player_sleep: { readonly request: PlayerSleep; readonly reply: Done };
  readonly player_devices: { readonly request: PlayerListDevices; readonly reply: OutputDevices };
  readonly plays_list: { readonly request: PlaysList; readonly reply: Plays };
  readonly lyrics: { readonly request: LyricsRead; readonly reply: Lyrics };
  readonly artwork: { readonly request: ArtworkRead; readonly reply: Artwork };
  readonly artwork_image: { readonly request: ArtworkReadImage; readonly reply: ArrayBuffer };
  readonly window_open: { readonly request: WindowOpen; readonly reply: Done };
  readonly window_open_mini: { readonly request: WindowOpenMini; readonly reply: Done };
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
  "queue_state",
  "queue_rows",
  "queue_locate",
  "queue_entry_ids",
  "queue_add",
  "queue_remove",
  "queue_move",
  "queue_clear",
  "queue_keep_current",
  "queue_shuffle",
  "queue_repeat",
  "queue_stop_after_current",
  "queue_jump",
  "queue_save_as_playlist",
  "favorites_set",
  "playlists_list",
  "playlist_rows",
  "playlist_locate",
  "playlist_entry_ids",
  "playlist_create",
  "playlist_update",
  "playlist_delete",
  "playlist_add",
  "playlist_remove",
  "playlist_move",
  "playlist_import",
  "playlist_export",
  "playlist_pick_file",
  "playlist_pick_target",
  "history_state",
  "history_undo",
  "history_redo",
  "player_state",
  "player_play",
  "player_play_source",
  "player_pause",
  "player_toggle",
  "player_stop",
  "player_seek",
  "player_next",
  "player_previous",
  "player_sleep",
  "player_devices",
  "plays_list",
  "lyrics",
  "artwork",
  "artwork_image",
  "window_open",
  "window_open_mini",
];

/** Requests that wait for nothing but the database. */
export const BRIEF_REQUEST_NAMES: readonly RequestName[] = [
  "feed_ack",
  "library_rows",
  "library_locate",
  "library_track_ids",
  "scan_list",
  "scan_error_list",
  "settings_list",
  "settings_set",
  "settings_reset",
  "queue_state",
  "queue_rows",
  "queue_locate",
  "queue_entry_ids",
  "queue_add",
  "queue_remove",
  "queue_move",
  "queue_clear",
  "queue_keep_current",
  "queue_shuffle",
  "queue_repeat",
  "queue_stop_after_current",
  "queue_jump",
  "queue_save_as_playlist",
  "favorites_set",
  "playlists_list",
  "playlist_rows",
  "playlist_locate",
  "playlist_entry_ids",
  "playlist_create",
  "playlist_update",
  "playlist_delete",
  "playlist_add",
  "playlist_remove",
  "playlist_move",
  "history_state",
  "history_undo",
  "history_redo",
  "player_state",
  "player_play",
  "player_play_source",
  "player_pause",
  "player_toggle",
  "player_stop",
  "player_seek",
  "player_next",
  "player_previous",
  "player_sleep",
  "plays_list",
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
  "sidebar_width": 220,
  "queue_open": true,
  "queue_width": 320,
  "volume": 80,
  "muted": false,
  "speed": 1.0,
  "replaygain": "auto",
  "replaygain_preamp_db": 0.0,
  "replaygain_prevent_clipping": true,
  "crossfade_ms": 0,
  "output_device": "auto",
  "notifications": false,
  "tray_icon": true
};
