/** Rows to make an invented library of. */
import type { Folder, ScanJob, Track } from "./contract.gen";

/** A track with a title of its own and plain values for the rest. */
export function fakeTrack(id: number, fields: Partial<Track> = {}): Track {
  return {
    id,
    title: `Track ${String(id).padStart(6, "0")}`,
    artist: "The Hollow Kings",
    album: "Slate",
    album_artist: "The Hollow Kings",
    track_no: (id % 12) + 1,
    disc_no: null,
    year: 2001,
    duration_ms: 200_000,
    added_at: 1_700_000_000_000 + id,
    plays: 0,
    favorite: false,
    codec: "flac",
    state: "ok",
    path: `/music/${String(id)}.flac`,
    ...fields,
  };
}

/** A job that has just begun. */
export function fakeJob(fields: Partial<ScanJob> = {}): ScanJob {
  return {
    job_id: "job-1",
    status: "scanning",
    folder_paths: ["/music"],
    scanned: 0,
    found: 0,
    errors: 0,
    current_path: null,
    added: 0,
    updated: 0,
    removed: 0,
    skipped: 0,
    started_at: 1_700_000_000_000,
    duration_ms: 0,
    message: null,
    ...fields,
  };
}

/** A folder that is there. */
export function fakeFolder(id: number, fields: Partial<Folder> = {}): Folder {
  return {
    id,
    path: `/music/${String(id)}`,
    state: "online",
    reason: null,
    can_confirm_empty: false,
    track_count: 0,
    missing_count: 0,
    error_count: 0,
    scanned_at: 1_700_000_000_000,
    ...fields,
  };
}
