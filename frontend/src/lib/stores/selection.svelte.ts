/**
 * Which rows of a list are selected and which one has the focus: by id, so that both survive every change of the list.
 * In the library a row's id is its track's; in the queue and in playlists it is the entry's.
 */
import { IDS_LIMIT, type LibraryUpdated } from "../contract.gen";
import type { Spot } from "./chunks";
import type { Listed } from "./listed";

/** How a click or a key changes the selection. */
export interface Extend {
  /** Select from the anchor to here. */
  readonly range?: boolean;
  /** Keep what is selected. With a range: add it; with a click: toggle the row; with a key: only move the focus. */
  readonly keep?: boolean;
}

/** Ids a list is asked to find at once: the contract's limit of requests for places. */
const LOCATE_LIMIT = 1000;

const NONE: ReadonlySet<number> = new Set();

export class SelectionStore {
  readonly #list: Listed;
  #ids = $state.raw<ReadonlySet<number>>(NONE);
  #focus = $state.raw<Spot | null>(null);
  #anchor: Spot | null = null;
  /** Acts run one after the other: the reply to an earlier Shift-click must not undo a later one. */
  #acts: Promise<unknown> = Promise.resolve();

  constructor(list: Listed) {
    this.#list = list;
    list.followFocus(() => this.focusId);
  }

  /** How many rows are selected. */
  get size(): number {
    return this.#ids.size;
  }
  /** The ids selected. */
  get ids(): ReadonlySet<number> {
    return this.#ids;
  }
  /** The row the keys act on. */
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
    return (await this.#list.locate(id)) ?? Math.min(index, this.#list.total - 1);
  }

  /** Select or deselect the row that has the focus. */
  toggleFocus(): void {
    if (!this.#focus) return;
    this.#anchor = this.#focus;
    this.#ids = toggled(this.#ids, this.#focus.id);
  }

  /** Select every row of the list shown. */
  all(): Promise<void> {
    return this.#act(async () => {
      this.#ids = new Set(await this.#between(0, this.#list.total - 1));
    });
  }

  clear(): void {
    this.#ids = NONE;
    this.#anchor = this.#focus;
  }

  /** `library:updated`: tracks that have left the library are not selected any more. */
  apply(event: LibraryUpdated): void {
    if (event.action !== "removed" || this.#ids.size === 0) return;
    this.#drop(new Set(event.track_ids));
  }

  /** What the acts of a person concern: the rows selected, in the order of the list, or else the one with the focus. */
  async chosen(): Promise<readonly number[]> {
    // A key may be pressed while the one before it still waits for a reply: it means what that one will choose.
    await this.#acts;
    if (this.#ids.size > 1) {
      const places = await this.placesOf([...this.#ids]);
      return [...places].sort(([, one], [, other]) => one - other).map(([id]) => id);
    }
    const [only = this.focusId] = this.#ids;
    return only !== null && (await this.#list.locate(only)) !== null ? [only] : [];
  }

  /**
   * Entries have left the list: select no more what is not in it any more.
   *
   * The focus goes to the row that took the place of the one that had it.
   */
  prune(): Promise<void> {
    return this.#act(async () => {
      const focus = this.#focus;
      const asked = new Set([...this.#ids, ...(focus ? [focus.id] : [])]);
      if (asked.size === 0) return;
      const places = await this.placesOf([...asked]);
      const gone = new Set([...asked].filter((id) => !places.has(id)));
      this.#drop(gone);
      if (!focus || !gone.has(focus.id) || this.#focus !== focus) return;
      const index = Math.min(focus.index, this.#list.total - 1);
      this.#focus = this.#anchor = index < 0 ? null : await this.#spot(index);
    });
  }

  /** The list is another one: ids mean other rows. */
  reset(): void {
    this.#focus = this.#anchor = null;
    this.#ids = NONE;
  }

  #act(act: () => Promise<void>): Promise<void> {
    const done = this.#acts.then(act);
    this.#acts = done.catch(() => undefined);
    return done;
  }

  #drop(gone: ReadonlySet<number>): void {
    const left = [...this.#ids].filter((id) => !gone.has(id));
    if (left.length < this.#ids.size) this.#ids = new Set(left);
  }

  /** Where rows stand, however many; those that are not in the list are left out. */
  async placesOf(ids: readonly number[]): Promise<ReadonlyMap<number, number>> {
    const found = new Map<number, number>();
    if (ids.length > LOCATE_LIMIT) {
      // So many are found sooner among all: a request carries only few to look for.
      const asked = new Set(ids);
      const all = await this.#between(0, this.#list.total - 1);
      all.forEach((id, place) => asked.has(id) && found.set(id, place));
      return found;
    }
    const places = await this.#list.places(ids);
    places.forEach((place, at) => {
      const id = ids[at];
      if (place !== null && id !== undefined) found.set(id, place);
    });
    return found;
  }

  async #spot(index: number): Promise<Spot | null> {
    const [id] = await this.#list.ids(index, 1);
    return id === undefined ? null : { id, index };
  }

  async #range(to: Spot, keep: boolean): Promise<void> {
    const from = this.#anchor ? await this.#list.locate(this.#anchor.id) : null;
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
      for (const id of await this.#list.ids(start, Math.min(IDS_LIMIT, end - start))) ids.push(id);
    }
    return ids;
  }
}

function toggled(ids: ReadonlySet<number>, id: number): ReadonlySet<number> {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
}
