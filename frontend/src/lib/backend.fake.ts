/**
 * A backend without a window, for tests and for looking at the page in a browser: a small library in memory, a change
 * log, and views that follow it. When a request is read, when its reply arrives, when a view is rebuilt and when an
 * event is heard are four moments, and a test may choose their order.
 */
import { BackendError, type Backend, type FolderDrag, type Unlisten } from "./backend";
import { FakeLists } from "./backend.fake.lists";
import {
  DEFAULT_SETTINGS,
  type ErrorReply,
  type EventMap,
  type EventName,
  type Folder,
  type FolderAdded,
  type LibraryOpenView,
  type RequestMap,
  type RequestName,
  type ScanError,
  type ScanJob,
  type Settings,
  type Track,
} from "./contract.gen";

/** A moment in the life of a request or an event. */
export type Moment = "read" | "reply" | "rebuild" | "event";

/** Runs a moment's work, at once or later. Work of the same moment "event" must run in the order it was given. */
export type Schedule = (moment: Moment, work: () => void) => void;

interface FakeView {
  readonly id: number;
  readonly wanted: LibraryOpenView;
  revision: number;
  ids: readonly number[];
  duration_ms: number;
}

type Answers = { readonly [N in RequestName]: (body: RequestMap[N]["request"]) => RequestMap[N]["reply"] };

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

export class FakeBackend implements Backend {
  tracks = new Map<number, Track>();
  folders: Folder[] = [];
  jobs: ScanJob[] = [];
  scanErrors: ScanError[] = [];
  settings: Settings = DEFAULT_SETTINGS;
  /** What the system's dialogs for choosing a folder or a file answer. */
  picked: string | null = null;
  /** Windows that are open. */
  windows = 1;
  /** What adding a folder starts; by default nothing but the folder. */
  onFolderAdded: (path: string) => void = () => undefined;
  seq = 0;
  epoch = "first";
  /** The queue, the playlists, the liked songs and the history. */
  readonly lists: FakeLists;
  /** When tracks became favorites, as a number that grows. */
  readonly likedAt = new Map<number, number>();
  readonly acknowledged: number[] = [];
  readonly requested: RequestName[] = [];

  readonly #schedule: Schedule;
  readonly #handlers = new Map<EventName, Set<(event: never) => void>>();
  readonly #failures = new Map<RequestName, ErrorReply[]>();
  readonly #views = new Map<string, FakeView>();
  readonly #answers: Answers;
  #lastView = 0;
  #lastLiked = 0;
  #rebuilding = false;
  #drag: (drag: FolderDrag) => void = () => undefined;

  constructor(schedule: Schedule = (_moment, work) => {
      queueMicrotask(work);
    }) {
    this.#schedule = schedule;
    this.lists = new FakeLists({
      track: (id) => this.tracks.get(id) ?? fakeTrack(id, { state: "removed" }),
      commit: (name, event) => {
        this.commit(name, event);
      },
      stamp: () => this.#stamp(),
      viewIds: (view_id, start, count) => this.#view(view_id).ids.slice(start, start + count),
      setFavorite: (id, favorite) => {
        this.setFavorite(id, favorite);
      },
      tracks: () => this.tracks,
    });
    this.#answers = { ...this.#ownAnswers, ...this.lists.answers };
  }

  request<N extends RequestName>(name: N, body: RequestMap[N]["request"]): Promise<RequestMap[N]["reply"]> {
    this.requested.push(name);
    return new Promise((resolve, reject) => {
      this.#schedule("read", () => {
        const failure = this.#failures.get(name)?.shift();
        let settle: () => void;
        try {
          if (failure) throw new BackendError(failure);
          const reply = this.#answers[name](body);
          settle = () => {
            resolve(reply);
          };
        } catch (reason) {
          settle = () => {
            reject(BackendError.from(reason));
          };
        }
        this.#schedule("reply", settle);
      });
    });
  }

  listen<N extends EventName>(name: N, handler: (event: EventMap[N]) => void): Promise<Unlisten> {
    const handlers = this.#handlers.get(name) ?? new Set();
    this.#handlers.set(name, handlers.add(handler));
    return Promise.resolve(() => handlers.delete(handler));
  }

  onFolderDrag(handler: (drag: FolderDrag) => void): Promise<Unlisten> {
    this.#drag = handler;
    return Promise.resolve(() => undefined);
  }

  /** Drag a folder over the window, away, or let it go. */
  drag(drag: FolderDrag): void {
    this.#drag(drag);
  }

  /** Let the next request of a name fail. */
  fail(name: RequestName, error: Partial<ErrorReply> = {}): void {
    const failures = this.#failures.get(name) ?? [];
    failures.push({ code: "internal", message: "It did not work.", hint: "Try again.", ...error });
    this.#failures.set(name, failures);
  }

  /** Send an event to whoever listens when it is heard. */
  emit<N extends EventName>(name: N, event: EventMap[N]): void {
    this.#schedule("event", () => {
      for (const handler of this.#handlers.get(name) ?? []) (handler as (event: EventMap[N]) => void)(event);
    });
  }

  /** Send an event that is in the log, and the end of its flush. */
  commit<N extends EventName>(name: N, event: EventMap[N]): void {
    const seq = ++this.seq;
    this.emit(name, event);
    this.emit("feed:flushed", { seq });
  }

  put(action: "added" | "updated", tracks: readonly Track[]): void {
    for (const track of tracks) this.tracks.set(track.id, track);
    this.#libraryChanged(action, tracks.map(({ id }) => id));
  }

  remove(ids: readonly number[]): void {
    for (const id of ids) this.tracks.delete(id);
    this.#libraryChanged("removed", ids);
  }

  /** Make a track a favorite or no favorite, without saying so. */
  setFavorite(id: number, favorite: boolean): void {
    const track = this.tracks.get(id);
    if (track) this.tracks.set(id, { ...track, favorite });
    if (favorite) this.likedAt.set(id, ++this.#lastLiked);
    this.#rebuild();
  }

  /** Change a folder's row, and with it the state of all its tracks, without naming them. */
  setFolder(folder: Folder, action: EventMap["folders:updated"]["action"]): void {
    this.folders = [...this.folders.filter(({ id }) => id !== folder.id), folder];
    if (action === "offline" || action === "online") {
      const state = action === "offline" ? "offline" : "ok";
      for (const [id, track] of this.tracks) this.tracks.set(id, { ...track, state });
    }
    this.commit("folders:updated", { action, folder_id: folder.id });
  }

  /** Let a job be at some point, and send its progress; at its end the completion too. */
  setJob(job: ScanJob): void {
    this.jobs = [job, ...this.jobs.filter(({ job_id }) => job_id !== job.job_id)];
    const { job_id, status, scanned, found, errors, current_path } = job;
    if (status === "queued") return;
    this.commit("library:scan-progress", { job_id, status, scanned, found, errors, current_path });
    if (status === "scanning") return;
    const { added, updated, removed, skipped, duration_ms } = job;
    const stats = { added, updated, removed, skipped, errors, duration_ms };
    this.commit("library:scan-complete", { job_id, stats });
  }

  /** Another database takes the place of this one, as after a restore. */
  replaceDatabase(epoch: string, tracks: readonly Track[]): void {
    this.epoch = epoch;
    this.seq = 0;
    this.tracks = new Map(tracks.map((track) => [track.id, track]));
    this.#views.clear();
    this.lists.clear();
    this.emit("feed:reset", { seq: 0 });
  }

  /** Close all views, as the backend may do with old ones. */
  closeViews(): void {
    this.#views.clear();
  }

  /** The ids a view of this kind has now. */
  sorted({ section, query, sort }: LibraryOpenView): readonly number[] {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    const rows = [...this.tracks.values()].filter((row) => {
      const text = `${row.title} ${row.artist} ${row.album}`.toLowerCase();
      return words.every((word) => text.includes(word)) && (section !== "favorites" || row.favorite);
    });
    const key = (row: Track): string | number =>
      ({ number: row.track_no ?? 0, length: row.duration_ms, added: section === "favorites" ? (this.likedAt.get(row.id) ?? 0) : row.added_at, year: row.year ?? 0,
         plays: row.plays, title: row.title, artist: row.artist, album: row.album })[sort.column];
    const sign = sort.descending ? -1 : 1;
    rows.sort((a, b) => {
      const [one, other] = [key(a), key(b)];
      return one === other ? a.id - b.id : one < other ? -sign : sign;
    });
    return rows.slice(0, section === "recently-added" ? 1000 : undefined).map(({ id }) => id);
  }

  #libraryChanged(action: EventMap["library:updated"]["action"], track_ids: readonly number[]): void {
    this.commit("library:updated", { action, track_ids });
    this.#rebuild();
  }

  #rebuild(): void {
    if (this.#rebuilding) return;
    this.#rebuilding = true;
    this.#schedule("rebuild", () => {
      this.#rebuilding = false;
      for (const view of this.#views.values()) {
        const ids = this.sorted(view.wanted);
        if (ids.length === view.ids.length && ids.every((id, at) => id === view.ids[at])) continue;
        view.ids = ids;
        view.duration_ms = this.#duration(ids);
        view.revision++;
        this.emit("view:updated", { view_id: view.id, revision: view.revision, total: ids.length });
        this.emit("feed:flushed", { seq: this.seq });
      }
    });
  }

  #stamp(): { as_of: number; epoch: string } {
    return { as_of: this.seq, epoch: this.epoch };
  }

  #newView(wanted: LibraryOpenView): FakeView {
    const ids = this.sorted(wanted);
    return { id: ++this.#lastView, wanted, revision: 1, ids, duration_ms: this.#duration(ids) };
  }

  #duration(ids: readonly number[]): number {
    return ids.reduce((sum, id) => sum + (this.tracks.get(id)?.duration_ms ?? 0), 0);
  }

  #view(view_id: number): FakeView {
    for (const view of this.#views.values()) if (view.id === view_id) return view;
    throw new BackendError({ code: "view_gone", message: "The list was closed.", hint: "Open it again." });
  }

  #commitSettings(key: string, settings: Settings): Record<string, never> {
    const before = this.settings;
    this.settings = settings;
    const pick = (from: Settings): never => from[key as keyof Settings] as never;
    this.commit("settings:updated", { key, value: pick(settings), previous_value: pick(before) });
    return {};
  }

  readonly #ownAnswers: Omit<Answers, keyof FakeLists["answers"]> = {
    feed_subscribe: () => ({ ...this.#stamp(), seq: this.seq, window: "main" }),
    feed_ack: ({ seq }) => {
      this.acknowledged.push(seq);
      return {};
    },
    library_open_view: (wanted) => {
      const key = JSON.stringify([wanted.section, wanted.query, wanted.sort.column, wanted.sort.descending]);
      const view = this.#views.get(key) ?? this.#newView(wanted);
      this.#views.set(key, view);
      const { id: view_id, revision, ids, duration_ms } = view;
      return { ...this.#stamp(), view_id, revision, total: ids.length, duration_ms };
    },
    library_rows: ({ view_id, start, count }) => {
      const { revision, ids, duration_ms } = this.#view(view_id);
      const rows = ids.slice(start, start + count).map((id) => this.tracks.get(id) ?? null);
      return { ...this.#stamp(), view_id, revision, total: ids.length, duration_ms, start, rows };
    },
    library_locate: ({ view_id, track_ids }) => {
      const { revision, ids } = this.#view(view_id);
      const places = track_ids.map((id) => {
        const place = ids.indexOf(id);
        return place < 0 ? null : place;
      });
      return { ...this.#stamp(), view_id, revision, places };
    },
    library_track_ids: ({ view_id, start, count }) => {
      const { revision, ids } = this.#view(view_id);
      return { ...this.#stamp(), view_id, revision, start, track_ids: ids.slice(start, start + count) };
    },
    folders_list: () => ({ ...this.#stamp(), folders: this.folders }),
    folders_add: ({ path }): FolderAdded => {
      const folder = fakeFolder(this.folders.length + 1, { path, scanned_at: null });
      this.setFolder(folder, "added");
      this.onFolderAdded(path);
      return { ...this.#stamp(), folder_id: folder.id, job_id: "job-1" };
    },
    folders_pick: () => ({ path: this.picked }),
    playlist_pick_file: () => ({ path: this.picked }),
    playlist_pick_target: () => ({ path: this.picked }),
    window_open: () => {
      this.windows++;
      return {};
    },
    folders_remove: ({ folder_id }) => {
      this.folders = this.folders.filter(({ id }) => id !== folder_id);
      this.commit("folders:updated", { action: "removed", folder_id });
      return { label: "Removed a folder" };
    },
    folders_confirm_empty: ({ folder_id }) => {
      const folder = this.folders.find(({ id }) => id === folder_id);
      if (folder) this.setFolder({ ...folder, state: "online", reason: null }, "online");
      return {};
    },
    scan_start: () => {
      this.setJob(fakeJob());
      return { ...this.#stamp(), job_id: "job-1" };
    },
    scan_cancel: ({ job_id }) => {
      const job = this.jobs.find((candidate) => candidate.job_id === job_id);
      if (job) this.setJob({ ...job, status: "cancelled" });
      return {};
    },
    scan_list: () => ({ ...this.#stamp(), jobs: this.jobs }),
    scan_error_list: ({ folder_id, start = 0, count = 200 }) => {
      const errors = this.scanErrors.filter((error) => folder_id == null || error.folder_id === folder_id);
      return { ...this.#stamp(), total: errors.length, errors: errors.slice(start, start + count) };
    },
    settings_list: () => ({ ...this.#stamp(), values: { ...this.settings } as never }),
    settings_set: ({ key, value }) => this.#commitSettings(key, { ...this.settings, [key]: value }),
    settings_reset: ({ key }) => {
      this.#commitSettings(key, { ...this.settings, [key]: DEFAULT_SETTINGS[key as keyof Settings] });
      return { label: `Reset the setting ${key}` };
    },
  };
}
