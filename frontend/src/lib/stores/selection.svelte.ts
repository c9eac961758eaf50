/** Which tracks are selected and which one has the focus: by id, so that both survive every change of the list. */
import { IDS_LIMIT, type LibraryUpdated } from "../contract.gen";
import type { LibraryStore } from "./library.svelte";

/** How a click or a key changes the selection. */
export interface Extend {
  /** Select from the anchor to here. */
  readonly range?: boolean;
  /** Keep what is selected. With a range: add it; with a click: toggle the row; with a key: only move the focus. */
  readonly keep?: boolean;
}

interface Spot {
  readonly id: number;
  /** Where it was last seen; the list may have moved since. */
  readonly index: number;
}

const NONE: ReadonlySet<number> = new Set();

export class SelectionStore {
  readonly #library: LibraryStore;
  #ids = $state.raw<ReadonlySet<number>>(NONE);
  #focus = $state.raw<Spot | null>(null);
  #anchor: Spot | null = null;
  /** Acts run one after the other: the reply to an earlier Shift-click must not undo a later one. */
  #acts: Promise<unknown> = Promise.resolve();

  constructor(library: LibraryStore) {
    this.#library = library;
    library.followFocus(() => this.focusId);
  }

  /** How many tracks are selected. */
  get size(): number {
    return this.#ids.size;
  }
  /** The ids selected. */
  get ids(): ReadonlySet<number> {
    return this.#ids;
  }
  /** The track the keys act on. */
  get focusId(): number | null {
    return this.#focus?.id ?? null;
  }

  has(id: number): boolean {
    return this.#ids.has(id);
  }

  /** Select the row at a place, as a click does. */
  click(index: number, extend: Extend = {}): Promise<void> {
    return this.#act(async () => {
      const spot = await this.#spot(index);
      if (!spot) return;
      if (extend.range) return this.#range(spot, extend.keep ?? false);
      this.#focus = this.#anchor = spot;
      this.#ids = extend.keep ? toggled(this.#ids, spot.id) : new Set([spot.id]);
    });
  }

  /**
   * Move the focus, as the arrow keys do, and the selection with it.
   *
   * `to` says which row to go to from the one that has the focus, null when none has; `reveal` brings it on the screen.
   * Keys pressed faster than replies come each start from where the last one ended.
   */
  move(
    to: (from: number | null) => number | null,
    extend: Extend = {},
    reveal: (index: number) => void = () => undefined,
  ): Promise<void> {
    return this.#act(async () => {
      const index = to(await this.#focusIndex());
      if (index === null) return;
      reveal(index);
      const spot = await this.#spot(index);
      if (!spot) return;
      if (extend.range) return this.#range(spot, extend.keep ?? false);
      this.#focus = spot;
      if (extend.keep) return;
      this.#anchor = spot;
      this.#ids = new Set([spot.id]);
    });
  }

  /** Where the focus is in the list now; null when nothing has it. */
  async #focusIndex(): Promise<number | null> {
    if (!this.#focus) return null;
    const { id, index } = this.#focus;
    return (await this.#library.locate(id)) ?? Math.min(index, this.#library.total - 1);
  }

  /** Select or deselect the row that has the focus. */
  toggleFocus(): void {
    if (!this.#focus) return;
    this.#anchor = this.#focus;
    this.#ids = toggled(this.#ids, this.#focus.id);
  }

  /** Select every track of the list shown. */
  all(): Promise<void> {
    return this.#act(async () => {
      this.#ids = new Set(await this.#between(0, this.#library.total - 1));
    });
  }

  clear(): void {
    this.#ids = NONE;
    this.#anchor = this.#focus;
  }

  /** `library:updated`: tracks that have left the library are not selected any more. */
  apply(event: LibraryUpdated): void {
    if (event.action !== "removed" || this.#ids.size === 0) return;
    const gone = new Set(event.track_ids);
    const left = [...this.#ids].filter((id) => !gone.has(id));
    if (left.length < this.#ids.size) this.#ids = new Set(left);
  }

  /** The database is another one: ids mean other tracks. */
  reset(): void {
    this.#focus = this.#anchor = null;
    this.#ids = NONE;
  }

  #act(act: () => Promise<void>): Promise<void> {
    const done = this.#acts.then(act);
    this.#acts = done.catch(() => undefined);
    return done;
  }

  async #spot(index: number): Promise<Spot | null> {
    const [id] = await this.#library.ids(index, 1);
    return id === undefined ? null : { id, index };
  }

  async #range(to: Spot, keep: boolean): Promise<void> {
    const from = this.#anchor ? await this.#library.locate(this.#anchor.id) : null;
    // An anchor that is not in this list (any more) cannot span a range: the row itself becomes it.
    if (from === null) this.#anchor = to;
    const ids = await this.#between(from ?? to.index, to.index);
    this.#focus = to;
    this.#ids = new Set(keep ? [...this.#ids, ...ids] : ids);
  }

  async #between(one: number, other: number): Promise<number[]> {
    const end = Math.max(one, other) + 1;
    const ids: number[] = [];
    for (let start = Math.min(one, other); start < end; start += IDS_LIMIT) {
      for (const id of await this.#library.ids(start, Math.min(IDS_LIMIT, end - start))) ids.push(id);
    }
    return ids;
  }
}

function toggled(ids: ReadonlySet<number>, id: number): ReadonlySet<number> {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
}
