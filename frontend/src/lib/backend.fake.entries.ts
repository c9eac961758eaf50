/**
 * What the queue and the playlists of the fake backend are made of, and the history of both, in memory. Undo puts back
 * what a domain was before the act, which is less than the real one does, and enough for a window.
 */
import { BackendError } from "./backend";
import type { Acted, EventMap, EventName, ImportedTrack, RequestMap, RequestName, Source, Track } from "./contract.gen";

type Answer<N extends RequestName> = (body: RequestMap[N]["request"]) => RequestMap[N]["reply"];

/** The answers to some requests. */
export type Answers<N extends RequestName> = { readonly [Name in N]: Answer<Name> };

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

export interface StoredEntry {
  readonly track_id: number | null;
  readonly imported: ImportedTrack | null;
  played: boolean;
}

export interface Act {
  readonly id: number;
  readonly label: string;
  readonly move: (forward: boolean) => void;
}

export const NOTHING_DONE: Acted = { label: null, act_id: null };

export const gone = (what: string): BackendError =>
  new BackendError({ code: "not_found", message: `That ${what} does not exist.`, hint: "It may have been removed." });

export const tracks = (count: number): string => (count === 1 ? "1 track" : `${String(count)} tracks`);

export const without = (order: readonly number[], ids: readonly number[]): number[] => {
  const lost = new Set(ids);
  return order.filter((id) => !lost.has(id));
};

export function inserted(order: readonly number[], before: number | null, ids: readonly number[]): number[] {
  const at = before === null ? order.length : order.indexOf(before);
  if (at < 0) throw gone("entry");
  return order.toSpliced(at, 0, ...ids);
}

export function moved(order: readonly number[], ids: readonly number[], before: number | null): number[] {
  if (before !== null && !order.includes(before)) throw gone("entry");
  const going = new Set(ids);
  const carried = order.filter((id) => going.has(id));
  let target = before === null ? order.length : order.indexOf(before);
  while (target < order.length && going.has(order[target] ?? 0)) target++;
  return inserted(without(order, carried), order[target] ?? null, carried);
}

export abstract class FakeEntries {
  readonly entries = new Map<number, StoredEntry>();
  done: Act[] = [];
  undone: Act[] = [];

  protected readonly host: Host;
  #lastEntry = 0;
  #lastAct = 0;

  constructor(host: Host) {
    this.host = host;
  }

  /** The entries of a playlist. */
  protected abstract orderOf(playlist_id: number): readonly number[];

  protected makeEntry(track_id: number | null, imported: ImportedTrack | null = null): number {
    const id = ++this.#lastEntry;
    this.entries.set(id, { track_id, imported, played: false });
    return id;
  }

  protected make(track_ids: readonly number[]): number[] {
    return track_ids.map((track_id) => this.makeEntry(track_id));
  }

  protected entry(id: number): StoredEntry {
    const entry = this.entries.get(id);
    if (!entry) throw gone("entry");
    return entry;
  }

  protected tracksOf(order: readonly number[]): number[] {
    return order.flatMap((id) => this.entries.get(id)?.track_id ?? []);
  }

  protected found(source: Source): readonly number[] {
    const same = (key: "album" | "artist", id: number): number[] => {
      const value = this.host.tracks().get(id)?.[key];
      return [...this.host.tracks().values()].filter((track) => track[key] === value).map((track) => track.id);
    };
    if (source.track_ids) return source.track_ids;
    if (source.view) return this.host.viewIds(source.view.view_id, source.view.start, source.view.count);
    if (source.album_of != null) return same("album", source.album_of);
    if (source.artist_of != null) return same("artist", source.artist_of);
    if (source.playlist_id != null) return this.tracksOf(this.orderOf(source.playlist_id));
    if (source.queue_entry_ids) return this.tracksOf(source.queue_entry_ids);
    if (source.playlist_entry_ids) return this.tracksOf(source.playlist_entry_ids);
    const paths = source.paths ?? [];
    return [...this.host.tracks().values()]
      .filter(({ path }) => paths.some((one) => path === one || path.startsWith(`${one}/`)))
      .map(({ id }) => id);
  }

  protected record(label: string, move: Act["move"]): Acted {
    const id = ++this.#lastAct;
    this.done.push({ id, label, move });
    this.undone = [];
    move(true);
    this.tellHistory();
    return { label, act_id: id };
  }

  protected tellHistory(): void {
    this.host.commit("history:updated", { undo: this.done.at(-1)?.label ?? null, redo: this.undone.at(-1)?.label ?? null });
  }

  protected slice<E>(rows: readonly E[], start: number, count: number) {
    return { ...this.host.stamp(), total: rows.length, start, rows: rows.slice(start, start + count) };
  }

  protected places(order: readonly number[], ids: readonly number[]) {
    const at = new Map(order.map((id, place) => [id, place]));
    return { ...this.host.stamp(), places: ids.map((id) => at.get(id) ?? null) };
  }

  protected move(from: Act[], to: Act[], forward: boolean) {
    const act = from.pop();
    if (!act) return { label: null, not_restored: null };
    to.push(act);
    act.move(forward);
    this.tellHistory();
    return { label: act.label, not_restored: null };
  }

  protected readonly historyAnswers: Answers<Extract<RequestName, `history_${string}`>> = {
    history_state: () => {
      const [done, undone] = [this.done.at(-1), this.undone.at(-1)];
      return { ...this.host.stamp(), undo: done?.label ?? null, undo_id: done?.id ?? null, redo: undone?.label ?? null };
    },
    history_undo: ({ act_id = null }) => {
      if (act_id !== null && act_id !== this.done.at(-1)?.id) throw gone("act");
      return this.move(this.done, this.undone, false);
    },
    history_redo: () => this.move(this.undone, this.done, true),
  };
}
