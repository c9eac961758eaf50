/**
 * The queue, the playlists, the liked songs and the history of the fake backend, in memory. Undo puts back what a domain
 * was before the act, which is less than the real one does, and enough for a window.
 */
import { BackendError } from "./backend";
import {
  type EventMap,
  type EventName,
  type ImportedTrack,
  type Playlist,
  type PlaylistEntry,
  type QueueEntry,
  type Repeat,
  type RequestMap,
  type RequestName,
  type Source,
  type Track,
} from "./contract.gen";

type Answer<N extends RequestName> = (body: RequestMap[N]["request"]) => RequestMap[N]["reply"];

type ListRequest = Exclude<
  Extract<RequestName, `queue_${string}` | `playlist${string}` | `history_${string}` | "favorites_set">,
  `playlist_pick_${string}`
>;
type ListAnswers = { readonly [N in ListRequest]: Answer<N> };

/** What of the fake backend its lists need. */
export interface Host {
  tracks(): ReadonlyMap<number, Track>;
  /** A track, also one that has left the library. */
  track(id: number): Track;
  commit<N extends EventName>(name: N, event: EventMap[N]): void;
  stamp(): { as_of: number; epoch: string };
  viewIds(view_id: number, start: number, count: number): readonly number[];
  setFavorite(id: number, favorite: boolean): void;
}

interface QueueContent {
  readonly order: readonly number[];
  readonly unshuffled: readonly number[] | null;
  readonly current: number | null;
}

interface StoredPlaylist {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly order: readonly number[];
  readonly removed: boolean;
}

interface StoredEntry {
  readonly track_id: number | null;
  readonly imported: ImportedTrack | null;
  played: boolean;
}

interface Act {
  readonly label: string;
  readonly move: (forward: boolean) => void;
}

const gone = (what: string): BackendError =>
  new BackendError({ code: "not_found", message: `That ${what} does not exist.`, hint: "It may have been removed." });

const tracks = (count: number): string => (count === 1 ? "1 track" : `${String(count)} tracks`);

const without = (order: readonly number[], ids: readonly number[]): number[] => {
  const lost = new Set(ids);
  return order.filter((id) => !lost.has(id));
};

function inserted(order: readonly number[], before: number | null, ids: readonly number[]): number[] {
  const at = before === null ? order.length : order.indexOf(before);
  if (at < 0) throw gone("entry");
  return order.toSpliced(at, 0, ...ids);
}

function moved(order: readonly number[], ids: readonly number[], before: number | null): number[] {
  if (before !== null && !order.includes(before)) throw gone("entry");
  const going = new Set(ids);
  const carried = order.filter((id) => going.has(id));
  let target = before === null ? order.length : order.indexOf(before);
  while (target < order.length && going.has(order[target] ?? 0)) target++;
  return inserted(without(order, carried), order[target] ?? null, carried);
}

export class FakeLists {
  queue: QueueContent = { order: [], unshuffled: null, current: null };
  repeat: Repeat = "off";
  stopAfterCurrent = false;
  playlists = new Map<number, StoredPlaylist>();
  readonly entries = new Map<number, StoredEntry>();
  done: Act[] = [];
  undone: Act[] = [];
  /** What importing a playlist file finds. */
  importable: readonly ImportedTrack[] = [];

  readonly #host: Host;
  #lastEntry = 0;
  #lastPlaylist = 0;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Another database takes the place of this one. */
  clear(): void {
    this.queue = { order: [], unshuffled: null, current: null };
    this.playlists.clear();
    this.done = [];
    this.undone = [];
  }

  /** Put tracks into the queue without an event, before anybody looks. */
  fillQueue(track_ids: readonly number[], current = 0): void {
    const order = this.#make(track_ids);
    this.queue = { order, unshuffled: null, current: order[current] ?? null };
    for (const id of order.slice(0, current)) this.#entry(id).played = true;
  }

  /** Make a playlist without an event, before anybody looks. */
  fillPlaylist(name: string, track_ids: readonly number[], imported: readonly ImportedTrack[] = []): number {
    const id = ++this.#lastPlaylist;
    const order = [...this.#make(track_ids), ...imported.map((one) => this.#makeEntry(null, one))];
    this.playlists.set(id, { id, name, description: "", order, removed: false });
    return id;
  }

  /** The queue as a window should show it. */
  queueRows(): QueueEntry[] {
    return this.queue.order.map((entry_id) => {
      const { track_id, played } = this.#entry(entry_id);
      return { entry_id, played, track: this.#host.track(track_id ?? 0) };
    });
  }

  /** A playlist as a window should show it. */
  playlistRows(id: number): PlaylistEntry[] {
    return this.#playlist(id).order.map((entry_id) => {
      const { track_id, imported } = this.#entry(entry_id);
      return { entry_id, imported, track: track_id === null ? null : this.#host.track(track_id) };
    });
  }

  playlistList(): Playlist[] {
    return [...this.playlists.values()]
      .filter(({ removed }) => !removed)
      .map(({ id, name, description, order }) => {
        return { id, name, description, length: order.length, created_at: 1_700_000_000_000, updated_at: 1_700_000_000_000 };
      })
      .sort((a, b) => a.name.localeCompare(b.name, "en") || a.id - b.id);
  }

  #makeEntry(track_id: number | null, imported: ImportedTrack | null = null): number {
    const id = ++this.#lastEntry;
    this.entries.set(id, { track_id, imported, played: false });
    return id;
  }

  #make(track_ids: readonly number[]): number[] {
    return track_ids.map((track_id) => this.#makeEntry(track_id));
  }

  #entry(id: number): StoredEntry {
    const entry = this.entries.get(id);
    if (!entry) throw gone("entry");
    return entry;
  }

  #playlist(id: number): StoredPlaylist {
    const playlist = this.playlists.get(id);
    if (!playlist || playlist.removed) throw gone("playlist");
    return playlist;
  }

  #tracksOf(order: readonly number[]): number[] {
    return order.flatMap((id) => this.entries.get(id)?.track_id ?? []);
  }

  #found(source: Source): readonly number[] {
    const same = (key: "album" | "artist", id: number): number[] => {
      const value = this.#host.tracks().get(id)?.[key];
      return [...this.#host.tracks().values()].filter((track) => track[key] === value).map((track) => track.id);
    };
    if (source.track_ids) return source.track_ids;
    if (source.view) return this.#host.viewIds(source.view.view_id, source.view.start, source.view.count);
    if (source.album_of != null) return same("album", source.album_of);
    if (source.artist_of != null) return same("artist", source.artist_of);
    if (source.playlist_id != null) return this.#tracksOf(this.#playlist(source.playlist_id).order);
    if (source.queue_entry_ids) return this.#tracksOf(source.queue_entry_ids);
    if (source.playlist_entry_ids) return this.#tracksOf(source.playlist_entry_ids);
    const paths = source.paths ?? [];
    return [...this.#host.tracks().values()]
      .filter(({ path }) => paths.some((one) => path === one || path.startsWith(`${one}/`)))
      .map(({ id }) => id);
  }

  #record(label: string, move: Act["move"]): { label: string } {
    this.done.push({ label, move });
    this.undone = [];
    move(true);
    this.#tellHistory();
    return { label };
  }

  #tellHistory(): void {
    this.#host.commit("history:updated", { undo: this.done.at(-1)?.label ?? null, redo: this.undone.at(-1)?.label ?? null });
  }

  #tellState(): void {
    const { current, unshuffled } = this.queue;
    this.#host.commit("queue:state-changed", {
      current_entry_id: current, shuffle: unshuffled !== null, repeat: this.repeat, stop_after_current: this.stopAfterCurrent,
    });
  }

  #actOnQueue(label: string, after: Partial<QueueContent>): { label: string | null } {
    const before = this.queue;
    const order = after.order ?? before.order;
    const from = before.order.indexOf(before.current ?? 0);
    const next = [...before.order.slice(from), ...before.order.slice(0, from).toReversed()].find((id) => order.includes(id));
    const changed = { ...before, current: before.current === null ? null : (next ?? null), ...after };
    if (JSON.stringify(changed) === JSON.stringify(before)) return { label: null };
    return this.#record(label, (forward) => {
      this.#putQueue(forward ? changed : before);
    });
  }

  #putQueue(content: QueueContent): void {
    const { order: before, current, unshuffled } = this.queue;
    this.queue = content;
    const tell = (action: EventMap["queue:updated"]["action"], ids: readonly number[], list: readonly number[]): void => {
      const positions = ids.map((id) => list.indexOf(id)).sort((a, b) => a - b);
      if (ids.length > 0) this.#host.commit("queue:updated", { action, positions, queue_length: content.order.length });
    };
    const added = without(content.order, before);
    tell("removed", without(before, content.order), before);
    const stayed = without(before, without(before, content.order));
    const moved = without(content.order, added).filter((id, at) => stayed[at] !== id);
    tell("reordered", moved, content.order);
    tell("added", added, content.order);
    if (current !== content.current || (unshuffled === null) !== (content.unshuffled === null)) this.#tellState();
  }

  #actOnPlaylist(label: string, playlist: StoredPlaylist, after: Partial<StoredPlaylist>): { label: string | null } {
    const changed = { ...playlist, ...after };
    if (JSON.stringify(changed) === JSON.stringify(playlist)) return { label: null };
    return this.#record(label, (forward) => {
      this.#putPlaylist(forward ? playlist : changed, forward ? changed : playlist);
    });
  }

  #putPlaylist(before: StoredPlaylist, after: StoredPlaylist): void {
    this.playlists.set(after.id, after);
    const playlist_id = after.id;
    const tell = (action: EventMap["playlists:updated"]["action"], track_ids: number[] | null = null): void => {
      this.#host.commit("playlists:updated", { action, playlist_id, track_ids });
    };
    if (before.removed !== after.removed) tell(after.removed ? "deleted" : "created");
    if (before.name !== after.name || before.description !== after.description) tell("updated");
    const added = without(after.order, before.order);
    const lost = without(before.order, after.order);
    if (lost.length > 0) tell("track_removed", this.#tracksOf(lost));
    if (added.length > 0) tell("track_added", this.#tracksOf(added));
    if (without(before.order, lost).join() !== without(after.order, added).join()) tell("reordered");
  }

  #create(name: string, entry_ids: readonly number[], verb = "Created"): { label: string; playlist_id: number } {
    if (!name.trim()) {
      throw new BackendError({ code: "playlist", message: "A playlist needs a name.", hint: "Type one." });
    }
    const playlist = { id: ++this.#lastPlaylist, name: name.trim(), description: "", order: entry_ids, removed: true };
    const { label } = this.#actOnPlaylist(`${verb} the playlist “${playlist.name}”`, playlist, { removed: false });
    return { label: label ?? "", playlist_id: playlist.id };
  }

  #slice<E>(rows: readonly E[], start: number, count: number) {
    return { ...this.#host.stamp(), total: rows.length, start, rows: rows.slice(start, start + count) };
  }

  #places(order: readonly number[], ids: readonly number[]) {
    const at = new Map(order.map((id, place) => [id, place]));
    return { ...this.#host.stamp(), places: ids.map((id) => at.get(id) ?? null) };
  }

  #move(from: Act[], to: Act[], forward: boolean) {
    const act = from.pop();
    if (!act) return { label: null, not_restored: null };
    to.push(act);
    act.move(forward);
    this.#tellHistory();
    return { label: act.label, not_restored: null };
  }

  #toggledShuffle(on: boolean): Partial<QueueContent> {
    const { order, unshuffled, current } = this.queue;
    if (!on) return { order: unshuffled ?? order, unshuffled: null };
    const place = current === null ? -1 : order.indexOf(current);
    const rest = without(order, current === null ? [] : [current]);
    // Any other order will do, and the same one each time makes tests repeatable.
    const mixed = rest.map((_id, at) => rest[(at * 7 + 3) % rest.length] ?? 0);
    const permuted = new Set(mixed).size === rest.length ? mixed : rest.toReversed();
    return {
      order: current === null ? permuted : permuted.toSpliced(place, 0, current),
      unshuffled: unshuffled ?? order,
    };
  }

  readonly answers: ListAnswers = {
    queue_state: () => {
      const { order, current, unshuffled } = this.queue;
      return {
        ...this.#host.stamp(), total: order.length, current_entry_id: current,
        current_place: current === null ? null : order.indexOf(current), position_ms: 0,
        shuffle: unshuffled !== null, repeat: this.repeat, stop_after_current: this.stopAfterCurrent,
      };
    },
    queue_rows: ({ start, count }) => this.#slice(this.queueRows(), start, count),
    queue_locate: ({ entry_ids }) => this.#places(this.queue.order, entry_ids),
    queue_entry_ids: ({ start, count }) => {
      return { ...this.#host.stamp(), start, entry_ids: this.queue.order.slice(start, start + count) };
    },
    queue_add: ({ source, at = "end", before_entry_id = null }) => {
      const { order, current, unshuffled } = this.queue;
      const found = this.#found(source);
      const next = current === null ? order[0] : order[order.indexOf(current) + 1];
      const before = before_entry_id ?? (at === "next" ? (next ?? null) : null);
      const fresh = this.#make(found);
      const { label } = this.#actOnQueue(`Added ${tracks(found.length)} to the queue`, {
        order: inserted(order, before, fresh),
        unshuffled: unshuffled && [...unshuffled, ...fresh],
      });
      return { label, added: found.length, unknown: source.paths && found.length === 0 ? source.paths.length : 0 };
    },
    queue_remove: ({ entry_ids }) => {
      const { order, unshuffled } = this.queue;
      const left = without(order, entry_ids);
      const after = { order: left, unshuffled: unshuffled && without(unshuffled, entry_ids) };
      return this.#actOnQueue(`Removed ${tracks(order.length - left.length)} from the queue`, after);
    },
    queue_move: ({ entry_ids, before_entry_id }) =>
      this.#actOnQueue(`Moved ${tracks(entry_ids.length)} in the queue`, {
        order: moved(this.queue.order, entry_ids, before_entry_id),
      }),
    queue_clear: () => this.#actOnQueue("Cleared the queue", { order: [], unshuffled: this.queue.unshuffled && [] }),
    queue_keep_current: () => {
      const { current } = this.queue;
      if (current === null) throw gone("entry");
      const after = { order: [current], unshuffled: this.queue.unshuffled && [current] };
      return this.#actOnQueue("Removed all but the current track from the queue", after);
    },
    queue_shuffle: ({ on }) =>
      this.#actOnQueue(on ? "Shuffled the queue" : "Put the queue back in order", this.#toggledShuffle(on)),
    queue_repeat: ({ mode }) => {
      this.repeat = mode;
      this.#tellState();
      return {};
    },
    queue_stop_after_current: ({ on }) => {
      this.stopAfterCurrent = on;
      this.#tellState();
      return {};
    },
    queue_jump: ({ entry_id }) => {
      const { current, order } = this.queue;
      if (!order.includes(entry_id)) throw gone("entry");
      if (current !== null) this.#entry(current).played = true;
      this.#entry(entry_id).played = false;
      this.queue = { ...this.queue, current: entry_id };
      this.#tellState();
      return {};
    },
    queue_save_as_playlist: ({ name }) => {
      const track_ids = this.#tracksOf(this.queue.order);
      return { ...this.#create(name, this.#make(track_ids), "Saved the queue as"), added: track_ids.length, unknown: 0 };
    },
    favorites_set: ({ track_ids, favorite }) => {
      const changed = track_ids.filter((id) => this.#host.tracks().get(id)?.favorite === !favorite);
      if (changed.length === 0) return { label: null };
      const where = favorite ? "to" : "from";
      return this.#record(`${favorite ? "Added" : "Removed"} ${tracks(changed.length)} ${where} the liked songs`, (forward) => {
        for (const track_id of changed) {
          this.#host.setFavorite(track_id, favorite === forward);
          this.#host.commit("favorites:updated", { action: favorite === forward ? "added" : "removed", track_id });
        }
      });
    },
    playlists_list: () => ({ ...this.#host.stamp(), playlists: this.playlistList() }),
    playlist_rows: ({ playlist_id, start, count }) => {
      return { ...this.#slice(this.playlistRows(playlist_id), start, count), playlist_id };
    },
    playlist_locate: ({ playlist_id, entry_ids }) => this.#places(this.#playlist(playlist_id).order, entry_ids),
    playlist_entry_ids: ({ playlist_id, start, count }) => {
      const entry_ids = this.#playlist(playlist_id).order.slice(start, start + count);
      return { ...this.#host.stamp(), start, entry_ids };
    },
    playlist_create: ({ name, source = null }) => {
      const found = source ? this.#found(source) : [];
      return { ...this.#create(name, this.#make(found)), added: found.length, unknown: 0 };
    },
    playlist_update: ({ playlist_id, name, description }) => {
      const playlist = this.#playlist(playlist_id);
      const quoted = `the playlist “${playlist.name}”`;
      const label = name == null ? `Changed the description of ${quoted}` : `Renamed ${quoted} to “${name}”`;
      return this.#actOnPlaylist(label, playlist, {
        name: name ?? playlist.name,
        description: description ?? playlist.description,
      });
    },
    playlist_delete: ({ playlist_id }) => {
      const playlist = this.#playlist(playlist_id);
      return this.#actOnPlaylist(`Deleted the playlist “${playlist.name}”`, playlist, { removed: true });
    },
    playlist_add: ({ playlist_id, source, before_entry_id = null, duplicates = "ask" }) => {
      const playlist = this.#playlist(playlist_id);
      const wanted = this.#found(source);
      const known = new Set(this.#tracksOf(playlist.order));
      const fresh = [...new Set(wanted)].filter((id) => !known.has(id));
      const repeated = wanted.length - fresh.length;
      const added = duplicates === "skip" ? fresh : duplicates === "ask" && repeated > 0 ? [] : wanted;
      const order = inserted(playlist.order, before_entry_id, this.#make(added));
      const { label } = this.#actOnPlaylist(`Added ${tracks(added.length)} to the playlist “${playlist.name}”`, playlist, { order });
      return { label, added: added.length, duplicates: repeated, unknown: 0 };
    },
    playlist_remove: ({ playlist_id, entry_ids }) => {
      const playlist = this.#playlist(playlist_id);
      const order = without(playlist.order, entry_ids);
      const count = tracks(playlist.order.length - order.length);
      return this.#actOnPlaylist(`Removed ${count} from the playlist “${playlist.name}”`, playlist, { order });
    },
    playlist_move: ({ playlist_id, entry_ids, before_entry_id }) => {
      const playlist = this.#playlist(playlist_id);
      const order = moved(playlist.order, entry_ids, before_entry_id);
      return this.#actOnPlaylist(`Moved ${tracks(entry_ids.length)} in the playlist “${playlist.name}”`, playlist, { order });
    },
    playlist_import: ({ path }) => {
      const known = new Map([...this.#host.tracks().values()].map((track) => [track.path, track.id]));
      const entry_ids = this.importable.map((one) => {
        const track_id = known.get(one.path ?? "") ?? null;
        return this.#makeEntry(track_id, track_id === null ? one : null);
      });
      const matched = this.#tracksOf(entry_ids).length;
      const name = path.split("/").at(-1)?.replace(/\.\w+$/, "") ?? path;
      return { ...this.#create(name, entry_ids, "Imported"), matched, unmatched: entry_ids.length - matched };
    },
    playlist_export: ({ playlist_id, path }) => ({ path, written: this.#playlist(playlist_id).order.length, skipped: 0 }),
    history_state: () => {
      return { ...this.#host.stamp(), undo: this.done.at(-1)?.label ?? null, redo: this.undone.at(-1)?.label ?? null };
    },
    history_undo: () => this.#move(this.done, this.undone, false),
    history_redo: () => this.#move(this.undone, this.done, true),
  };
}
