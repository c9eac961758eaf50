/**
 * A backend without a window, for tests and for looking at the page in a browser: a small library in memory, a change
 * log, and views that follow it. When a request is read, when its reply arrives, when a view is rebuilt and when an
 * event is heard are four moments, and a test may choose their order.
 */
import { BackendError, type Backend, type FolderDrag, type Unlisten } from "./backend";
import type { Answers as AnswersTo, Host } from "./backend.fake.entries";
import { FakeFolders } from "./backend.fake.folders";
import { FakeLists } from "./backend.fake.lists";
import { FakePlayer } from "./backend.fake.player";
import { fakeTrack } from "./backend.fake.rows";
import {
  DEFAULT_SETTINGS,
  type ErrorReply,
  type EventMap,
  type EventName,
  type LibraryOpenView,
  type RequestMap,
  type RequestName,
  type Section,
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

export { fakeFolder, fakeJob, fakeTrack } from "./backend.fake.rows";

type Answers = AnswersTo<RequestName>;
type OtherAnswers = FakeFolders["folderAnswers"] & FakeLists["answers"] & FakePlayer["answers"];

export class FakeBackend extends FakeFolders implements Backend {
  settings: Settings = DEFAULT_SETTINGS;
  /** What the system's dialogs for choosing a folder or a file answer. */
  picked: string | null = null;
  /** Windows that are open. */
  windows = 1;
  seq = 0;
  epoch = "first";
  /** The queue, the playlists, the liked songs and the history. */
  readonly lists: FakeLists;
  /** What is heard. */
  readonly player: FakePlayer;
  /** Whether the small window is open. */
  mini = false;
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
    super();
    this.#schedule = schedule;
    const host: Host = {
      track: (id) => this.tracks.get(id) ?? fakeTrack(id, { state: "removed" }),
      commit: (name, event) => {
        this.commit(name, event);
      },
      stamp: () => this.stamp(),
      viewIds: (view_id, start, count) => this.#view(view_id).ids.slice(start, start + count),
      setFavorite: (id, favorite) => {
        this.setFavorite(id, favorite);
      },
      tracks: () => this.tracks,
    };
    this.lists = new FakeLists(host);
    this.player = new FakePlayer(host, this.lists, () => this.settings);
    this.#answers = { ...this.#ownAnswers, ...this.folderAnswers, ...this.lists.answers, ...this.player.answers };
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

  /** Send an event, and the end of its flush. */
  flush<N extends EventName>(name: N, event: EventMap[N]): void {
    this.emit(name, event);
    this.emit("feed:flushed", { seq: this.seq });
  }

  /** Send an event that is in the log, and the end of its flush. */
  commit<N extends EventName>(name: N, event: EventMap[N]): void {
    this.seq++;
    this.flush(name, event);
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

  /** Another database takes the place of this one, as after a restore. */
  replaceDatabase(epoch: string, tracks: readonly Track[]): void {
    this.epoch = epoch;
    this.seq = 0;
    this.tracks = new Map(tracks.map((track) => [track.id, track]));
    this.#views.clear();
    this.lists.clear();
    this.flush("feed:reset", { seq: 0 });
  }

  /** Close all views, as the backend may do with old ones. */
  closeViews(): void {
    const closed = [...this.#views.values()];
    this.#views.clear();
    for (const { id, revision } of closed) this.flush("view:updated", { view_id: id, revision: revision + 1, total: 0 });
  }

  /** The ids a view of this kind has now. */
  sorted({ section, query, sort }: LibraryOpenView): readonly number[] {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    const heardAt = new Map(this.player.plays.toReversed().map(({ track_id, play_id }) => [track_id, play_id]));
    const belongs: Record<Section, (row: Track) => boolean> = {
      library: () => true,
      "recently-added": () => true,
      favorites: (row) => row.favorite,
      "recently-played": ({ id }) => heardAt.has(id),
      "most-played": ({ plays }) => plays > 0,
    };
    const since = { favorites: this.likedAt, "recently-played": heardAt }[section as string];
    const rows = [...this.tracks.values()].filter((row) => {
      const text = `${row.title} ${row.artist} ${row.album}`.toLowerCase();
      return words.every((word) => text.includes(word)) && belongs[section](row);
    });
    const key = (row: Track): string | number =>
      ({ number: row.track_no ?? 0, length: row.duration_ms, added: since ? (since.get(row.id) ?? 0) : row.added_at, year: row.year ?? 0,
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
        this.flush("view:updated", { view_id: view.id, revision: view.revision, total: ids.length });
      }
    });
  }

  protected stamp(): { as_of: number; epoch: string } {
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
    if (key === "volume" || key === "muted" || key === "speed") this.player.be(this.player.state);
    return {};
  }

  readonly #ownAnswers: Omit<Answers, keyof OtherAnswers> = {
    feed_subscribe: () => ({ ...this.stamp(), seq: this.seq, window: "main" }),
    feed_ack: ({ seq }) => {
      this.acknowledged.push(seq);
      return {};
    },
    library_open_view: (wanted) => {
      const key = JSON.stringify([wanted.section, wanted.query, wanted.sort.column, wanted.sort.descending]);
      const view = this.#views.get(key) ?? this.#newView(wanted);
      this.#views.set(key, view);
      const { id: view_id, revision, ids, duration_ms } = view;
      return { ...this.stamp(), view_id, revision, total: ids.length, duration_ms };
    },
    library_rows: ({ view_id, start, count }) => {
      const { revision, ids, duration_ms } = this.#view(view_id);
      const rows = ids.slice(start, start + count).map((id) => this.tracks.get(id) ?? null);
      return { ...this.stamp(), view_id, revision, total: ids.length, duration_ms, start, rows };
    },
    library_locate: ({ view_id, track_ids }) => {
      const { revision, ids } = this.#view(view_id);
      const places = track_ids.map((id) => {
        const place = ids.indexOf(id);
        return place < 0 ? null : place;
      });
      return { ...this.stamp(), view_id, revision, places };
    },
    library_track_ids: ({ view_id, start, count }) => {
      const { revision, ids } = this.#view(view_id);
      return { ...this.stamp(), view_id, revision, start, track_ids: ids.slice(start, start + count) };
    },
    folders_pick: () => ({ path: this.picked }),
    playlist_pick_file: () => ({ path: this.picked }),
    playlist_pick_target: () => ({ path: this.picked }),
    window_open: () => {
      this.windows++;
      return {};
    },
    window_open_mini: () => {
      this.mini = true;
      return {};
    },
    settings_list: () => ({ ...this.stamp(), values: { ...this.settings } as never }),
    settings_set: ({ key, value }) => this.#commitSettings(key, { ...this.settings, [key]: value }),
    settings_reset: ({ key }) => {
      this.#commitSettings(key, { ...this.settings, [key]: DEFAULT_SETTINGS[key as keyof Settings] });
      return { label: `Reset the setting ${key}`, act_id: 1 };
    },
  };
}
