/**
 * A list of entries, as the queue is and every playlist: the rows of it that are on the screen or near.
 *
 * Entries have ids of their own, because the same track may be in a list twice. A list has no revision: it is known by
 * `as_of`, and is read anew when an event says that it has changed.
 */
import { BackendError } from "../backend";
import { ROWS_LIMIT, type EntryIds, type EntryPlaces, type Track } from "../contract.gen";
import { isOlder, type Reread, type Rereads, type Stamp } from "../reread";
import { heldStill, moved } from "./anchor";
import { aligned, around, CHUNK, Chunks, cut, widened, type Piece, type Range, type RowKind, type Spot } from "./chunks";
import type { Listed } from "./listed";
import { Meanwhile } from "./meanwhile";
import { SelectionStore } from "./selection.svelte";
import { TOP, type Viewport } from "./viewport";

/** One row of such a list. */
export interface Entry {
  readonly entry_id: number;
  readonly track: Track | null;
}

/** A reply with entries. */
export interface EntryRows<E> extends Piece<E> {
  readonly total: number;
}

/** How one list is read from the backend. */
export interface EntrySource<E> {
  rows(range: Range): Promise<EntryRows<E>>;
  places(entry_ids: readonly number[]): Promise<EntryPlaces>;
  ids(range: Range): Promise<EntryIds>;
}

const ENTRIES: RowKind<Entry> = { id: ({ entry_id }) => entry_id, track: ({ track }) => track?.id ?? null };

/** Tries to read rows that cover a list that is being scrolled and changed at the same time. */
const TRIES = 4;

const NONE: ReadonlySet<number> = new Set();

/** The entries held, of one state of the list. */
export class EntryPage<E extends Entry> extends Chunks<E> {
  readonly stamp: Stamp;

  private constructor(stamp: Stamp, total: number, chunks: ReturnType<typeof cut<E>>) {
    super(ENTRIES, total, chunks);
    this.stamp = stamp;
  }

  /** A page of the rows of one reply; those that are as they were `before` are the same objects. */
  static of<E extends Entry>(reply: EntryRows<E>, before: EntryPage<E> | null = null): EntryPage<E> {
    const rows = before?.kept(reply) ?? reply;
    return new EntryPage({ as_of: reply.as_of, epoch: reply.epoch }, reply.total, cut(rows));
  }

  /** The page with the rows of another reply, without the chunks far from what is shown. */
  with(reply: EntryRows<E>, shown: Range): EntryPage<E> {
    return new EntryPage(this.stamp, this.total, this.merged(reply, shown));
  }

  /** The page with the rows of tracks marked to be read again; all rows if none are named. See `stained`. */
  touched(tracks?: ReadonlySet<number>, seen?: (stamp: Stamp) => boolean): EntryPage<E> {
    const chunks = this.stained(tracks, seen);
    return chunks ? new EntryPage<E>(this.stamp, this.total, chunks) : this;
  }
}

export class EntryListStore<E extends Entry> implements Listed {
  readonly selection: SelectionStore;
  readonly #rereads: Rereads;
  readonly #reread: Reread;
  #source: EntrySource<E> | null;
  #page = $state.raw<EntryPage<E> | null>(null);
  #fresh = $state.raw<ReadonlySet<number>>(NONE);
  #error = $state.raw<BackendError | null>(null);

  #viewport: Viewport = TOP;
  #range: Range = { start: 0, count: CHUNK / 2 };
  #focus: () => number | null = () => null;
  /** The list has changed, or may have: its rows are to be read anew, with the place held. */
  #outdated = false;
  #refreshing = false;
  /** Entries may be gone that are selected. */
  #unpruned = false;
  readonly #meanwhile: Meanwhile;
  /** Entries that an act of this page is taking out: where they stand now tells nothing of what is to be held still. */
  #leaving: ReadonlySet<number> = NONE;
  #acts: Promise<unknown> = Promise.resolve();

  /** @param source the list from the start; null for one that is opened later */
  constructor(rereads: Rereads, source: EntrySource<E> | null = null) {
    this.#rereads = rereads;
    this.#meanwhile = new Meanwhile(rereads);
    this.#source = source;
    this.#reread = rereads.kind(() => this.#read());
    this.selection = new SelectionStore(this);
  }

  /** The rows held, as one value that changes whenever any of them does; null until the first are in. */
  get page(): EntryPage<E> | null {
    return this.#page;
  }
  get total(): number {
    return this.#page?.total ?? 0;
  }
  /** Ids on the screen that the last change brought, so that they can arrive softly; none once it is scrolled. */
  get fresh(): ReadonlySet<number> {
    return this.#fresh;
  }
  /** Why the last read failed; null when it did not. */
  get error(): BackendError | null {
    return this.#error;
  }

  /** Show a list from its top, or none. */
  open(source: EntrySource<E> | null): void {
    this.#source = source;
    this.#page = null;
    this.#error = null;
    this.#fresh = NONE;
    this.#outdated = false;
    this.#unpruned = false;
    this.selection.reset();
    this.#viewport.moveTo(0);
    if (source) this.#reread.mark();
  }

  /** Read the rows for the first time, and wait for them. */
  load(): Promise<void> {
    return this.#reread.now();
  }

  /** Let a list tell where it is scrolled, and a selection which entry has the focus. */
  attach(viewport: Viewport | null): void {
    this.#viewport = viewport ?? TOP;
  }
  followFocus(focus: () => number | null): void {
    this.#focus = focus;
  }

  /** Say which rows are on the screen, so that they and their neighbours are read. */
  show(start: number, count: number): void {
    if (start !== this.#range.start) this.#fresh = NONE;
    this.#range = { start, count: Math.max(1, count) };
    if (this.#page?.needs(widened(this.#range))) this.#reread.mark();
  }

  /** Entries came, went, or stand elsewhere, by changes up to `seq`. */
  changed(seq = Infinity): void {
    if (!this.#source || this.#rereads.hasSeen(seq, this.#page?.stamp ?? null)) return;
    this.#outdated = true;
    this.#unpruned = true;
    this.#reread.mark();
  }

  /** An act of this page changes the list, and takes some entries out: read the rows right behind it. */
  acting(leaving: readonly number[] = []): void {
    this.#leaving = new Set(leaving);
    this.changed();
  }

  /** Something of these tracks has changed, or of any if none are named, up to `seq`: read the rows that show them again. */
  touch(tracks?: readonly number[], seq = Infinity): void {
    this.#meanwhile.note(tracks, seq);
    if (!this.#page) return;
    this.#page = this.#page.touched(tracks && new Set(tracks), (stamp) => this.#rereads.hasSeen(seq, stamp));
    this.#reread.mark();
  }

  async locate(id: number): Promise<number | null> {
    return this.#page?.place(id) ?? (await this.places([id]))[0] ?? null;
  }

  async places(ids: readonly number[]): Promise<readonly (number | null)[]> {
    if (!this.#source) return ids.map(() => null);
    const held = ids.length <= CHUNK ? ids.map((id) => this.#current?.place(id) ?? null) : [null];
    if (!held.includes(null)) return held;
    return this.#rereads.stamped(await this.#source.places(ids)).places;
  }

  async ids(start: number, count: number): Promise<readonly number[]> {
    const held = this.#page?.ids({ start, count }) ?? [];
    if (held.length === count) return held.map(({ id }) => id);
    if (!this.#source) return [];
    return this.#rereads.stamped(await this.#source.ids({ start, count })).entry_ids;
  }

  /** The entry at a place as the database has it now, which may be ahead of the rows; null behind the last. */
  async idAt(index: number): Promise<number | null> {
    if (!this.#source) return null;
    const held = this.#current?.row(index);
    if (held) return held.entry_id;
    const { entry_ids } = this.#rereads.stamped(await this.#source.ids({ start: index, count: 1 }));
    return entry_ids[0] ?? null;
  }

  /** Do something after what was begun before: keys pressed faster than replies come each start from where the last ended. */
  inTurn(act: () => Promise<void>): Promise<void> {
    const done = this.#acts.then(act);
    this.#acts = done.catch(() => undefined);
    return done;
  }

  /** The tracks of entries, in the order of the list; read where they are not held. */
  async tracks(entry_ids: readonly number[]): Promise<Track[]> {
    const asked = new Set(entry_ids);
    const held = [...(this.#page?.rows() ?? [])].filter(({ entry_id }) => asked.has(entry_id));
    const rows = held.length === asked.size ? held : await this.#entries([...asked]);
    return rows.flatMap(({ track }) => track ?? []);
  }

  /** Read entries wherever they stand. */
  async #entries(entry_ids: readonly number[]): Promise<E[]> {
    const source = this.#source;
    const places = [...(await this.selection.placesOf(entry_ids)).values()].sort((a, b) => a - b);
    const found: E[] = [];
    for (let at = 0; source && at < places.length; ) {
      const start = places[at] ?? 0;
      const { rows } = this.#rereads.stamped(await source.rows({ start, count: ROWS_LIMIT }));
      for (; at < places.length && (places[at] ?? 0) < start + ROWS_LIMIT; at++) {
        const row = rows[(places[at] ?? 0) - start];
        if (row) found.push(row);
      }
    }
    return found;
  }

  /** The rows held, if no change of the list is known that they do not show; else the backend has to be asked. */
  get #current(): EntryPage<E> | null {
    return this.#outdated || this.#refreshing ? null : this.#page;
  }

  async #read(): Promise<void> {
    for (let step = this.#next(); step; step = this.#next()) if (!(await this.#take(step))) return;
  }

  /** Take a step; returns whether to go on. */
  async #take(step: () => Promise<boolean>): Promise<boolean> {
    this.#meanwhile.begin();
    this.#refreshing = this.#outdated;
    const source = this.#source;
    try {
      const dropped = await step();
      if (this.#source === source) this.#error = null;
      // A dropped reply leaves the need for it; the next event or scroll asks again, instead of a hot loop here.
      return !dropped;
    } catch (reason) {
      if (this.#source !== source) return true;
      // What the failed step was to bring is still owed: the next event, scroll or "Try again" reads it.
      this.#outdated = true;
      this.#error = BackendError.from(reason);
      return false;
    } finally {
      this.#meanwhile.end();
      this.#refreshing = false;
    }
  }

  /** What is to be read next, the most urgent first. */
  #next(): (() => Promise<boolean>) | null {
    const source = this.#source;
    if (!source) return null;
    const page = this.#page;
    if (!page || this.#outdated) return () => this.#refresh(source);
    // What is on the screen comes in one reply: rows of two states of the list must not stand side by side.
    const range = this.#range;
    if (!page.covers(range)) return () => this.#fill(source, aligned(range.start, range.count));
    if (page.touchedIn(range)) return () => this.#fill(source, range);
    const near = page.needs(widened(range));
    if (near) return () => this.#fill(source, near);
    return this.#unpruned ? () => this.#prune() : null;
  }

  async #fill(source: EntrySource<E>, range: Range): Promise<boolean> {
    const reply = this.#rereads.stamped(await source.rows(range));
    const page = this.#page;
    if (this.#source !== source || !page) return false;
    if (isOlder(reply, page.stamp)) return true;
    if (reply.total !== page.total || reply.epoch !== page.stamp.epoch) this.#outdated = true;
    else {
      this.#page = this.#meanwhile.mark(page.with(reply, this.#range));
      // Fewer rows than the list is said to have would be asked for again and again.
      return !this.#page.covers(range);
    }
    return false;
  }

  /** Read the rows anew, and put them so that what a person looks at stays where it is. */
  async #refresh(source: EntrySource<E>): Promise<boolean> {
    this.#outdated = false;
    let { start } = this.#range;
    let asked = false;
    for (let tries = 1; this.#source === source; tries++) {
      const { count } = this.#range;
      const reply = this.#rereads.stamped(await source.rows(around({ start, count })));
      if (this.#source !== source) return false;
      const before = this.#page;
      if (isOlder(reply, before?.stamp ?? null)) {
        this.#outdated = true;
        return true;
      }
      const page = EntryPage.of(reply, before);
      const held = this.#held();
      const found = moved(held, ({ id }) => page.place(id));
      if (found === null && held.length > 0 && !asked && page.total > 0) {
        // Only where they have moved far, or are gone, is it worth another request to be told where they stand.
        asked = true;
        start = this.#range.start + (await this.#drift(source));
        continue;
      }
      // The rows themselves tell best how far they have moved; what the backend said may be a change older.
      const by = found ?? (held.length === 0 ? 0 : start - this.#range.start);
      const shown = { start: Math.max(0, Math.min(this.#range.start + by, page.total - count)), count };
      if (page.covers(shown) || tries === TRIES) {
        const known = before?.ids(this.#range).map(({ id }) => id);
        this.#range = shown;
        this.#page = this.#meanwhile.mark(page);
        this.#leaving = NONE;
        this.#viewport.moveTo(Math.max(0, this.#viewport.top + by));
        const now = page.ids(shown).map(({ id }) => id);
        // The same rows read once more are no change: what has just come must go on arriving.
        if (known && now.join() !== known.join()) this.#fresh = new Set(now.filter((id) => !known.includes(id)));
        return false;
      }
      start = shown.start;
    }
    return false;
  }

  /** How many rows the list has moved what is on the screen, asked from the backend, which knows every row. */
  async #drift(source: EntrySource<E>): Promise<number> {
    const held = this.#held();
    if (held.length === 0) return 0;
    const { places } = this.#rereads.stamped(await source.places(held.map(({ id }) => id)));
    return moved(held, (_row, at) => places[at] ?? null) ?? 0;
  }

  #held(): readonly Spot[] {
    if (!this.#page) return [];
    const held = heldStill(this.#page, this.#range, this.#viewport.top, this.#focus());
    return held.filter(({ id }) => !this.#leaving.has(id));
  }

  /** Select no more what is gone. The rows were read before: the focus goes to one that is there. */
  async #prune(): Promise<boolean> {
    this.#unpruned = false;
    await this.selection.prune();
    return false;
  }
}
