/** What was heard: every time a track was played, the newest first. Read only while somebody looks at it. */
import { BackendError, type Backend } from "../backend";
import { ROWS_LIMIT, type Play, type Plays } from "../contract.gen";
import { isOlder, type Reread, type Rereads, type Stamp } from "../reread";
import { aligned, CHUNK, Chunks, cut, widened, type Range, type RowKind } from "./chunks";
import type { Listed } from "./listed";
import { SelectionStore } from "./selection.svelte";
import { TOP, type Viewport } from "./viewport";

const PLAYS: RowKind<Play> = { id: ({ play_id }) => play_id, track: ({ track }) => track.id };

/** The rows held, of one state of the history. */
export class PlaysPage extends Chunks<Play> {
  readonly stamp: Stamp;

  private constructor(stamp: Stamp, total: number, chunks: ReturnType<typeof cut<Play>>) {
    super(PLAYS, total, chunks);
    this.stamp = stamp;
  }

  static of(reply: Plays): PlaysPage {
    return new PlaysPage({ as_of: reply.as_of, epoch: reply.epoch }, reply.total, cut(reply));
  }

  with(reply: Plays, shown: Range): PlaysPage {
    return new PlaysPage(this.stamp, this.total, this.merged(reply, shown));
  }

  touched(tracks?: ReadonlySet<number>): PlaysPage {
    const chunks = this.stained(tracks);
    return chunks ? new PlaysPage(this.stamp, this.total, chunks) : this;
  }
}

export class PlaysStore implements Listed {
  readonly selection: SelectionStore;
  readonly #backend: Backend;
  readonly #rereads: Rereads;
  readonly #reread: Reread;
  #page = $state.raw<PlaysPage | null>(null);
  #error = $state.raw<BackendError | null>(null);
  #open = false;
  #outdated = true;
  #viewport: Viewport = TOP;
  #range: Range = { start: 0, count: CHUNK / 2 };

  constructor(backend: Backend, rereads: Rereads) {
    this.#backend = backend;
    this.#rereads = rereads;
    this.#reread = rereads.kind(() => this.#read());
    this.selection = new SelectionStore(this);
  }

  /** The rows held; null until the first are in. */
  get page(): PlaysPage | null {
    return this.#page;
  }
  get total(): number {
    return this.#page?.total ?? 0;
  }
  get error(): BackendError | null {
    return this.#error;
  }

  /** Somebody looks at it, until `close`. */
  open(): void {
    this.#open = true;
    this.#reread.mark();
  }

  close(): void {
    this.#open = false;
    this.#outdated = true;
  }

  /** Something was heard, or may have been. */
  changed(): void {
    this.#outdated = true;
    if (this.#open) this.#reread.mark();
  }

  /** Something of these tracks has changed, or of any if none are named. */
  touch(track_ids?: readonly number[]): void {
    if (!this.#open || !this.#page) return;
    const touched = this.#page.touched(track_ids && new Set(track_ids));
    if (touched === this.#page) return;
    this.#page = touched;
    // A reply on its way may be older than this: what is shown is read once more after it.
    this.#outdated = true;
    this.#reread.mark();
  }

  attach(viewport: Viewport | null): void {
    this.#viewport = viewport ?? TOP;
  }
  followFocus(): void {
    // What comes in comes in above: the place of every row is known without its focus.
  }

  /** Say which rows are on the screen, so that they and their neighbours are read. */
  show(start: number, count: number): void {
    this.#range = { start, count: Math.max(1, count) };
    if (this.#page?.needs(widened(this.#range))) this.#reread.mark();
  }

  locate(id: number): Promise<number | null> {
    return Promise.resolve(this.#page?.place(id) ?? null);
  }

  async places(ids: readonly number[]): Promise<readonly (number | null)[]> {
    return Promise.all(ids.map((id) => this.locate(id)));
  }

  async ids(start: number, count: number): Promise<readonly number[]> {
    return (await this.rows(start, count)).map(({ play_id }) => play_id);
  }

  /** A run of rows, at most as many as one request may ask for; read where they are not held. */
  async rows(start: number, count: number): Promise<readonly Play[]> {
    const held = Array.from({ length: count }, (_each, at) => this.#page?.row(start + at));
    const whole = held.flatMap((row) => row ?? []);
    if (whole.length === count) return whole;
    return (await this.#ask({ start, count: Math.min(count, ROWS_LIMIT) })).rows;
  }

  /** The tracks of rows that are held, in their order. */
  tracksOf(play_ids: readonly number[]) {
    const asked = new Set(play_ids);
    return [...(this.#page?.rows() ?? [])].flatMap(({ play_id, track }) => (asked.has(play_id) ? [track] : []));
  }

  async #ask(range: Range): Promise<Plays> {
    return this.#rereads.stamped(await this.#backend.request("plays_list", range));
  }

  async #read(): Promise<void> {
    try {
      for (let range = this.#next(); range; range = this.#next()) {
        const anew = this.#outdated || !this.#page;
        this.#outdated = false;
        const reply = await this.#ask(range);
        if (isOlder(reply, this.#page?.stamp ?? null)) return;
        this.#put(reply, anew);
      }
      this.#error = null;
    } catch (reason) {
      // What was to be read is still owed: the next event, scroll or "Try again" reads it.
      this.#outdated = true;
      this.#error = BackendError.from(reason);
    }
  }

  #next(): Range | null {
    if (!this.#open) return null;
    const { start, count } = this.#range;
    if (this.#outdated || !this.#page) return aligned(start - CHUNK / 2, count + CHUNK);
    return this.#page.needs(this.#range) ?? this.#page.needs(widened(this.#range));
  }

  #put(reply: Plays, anew: boolean): void {
    const before = this.#page;
    if (before && !anew && reply.total === before.total && reply.epoch === before.stamp.epoch) {
      this.#page = before.with(reply, this.#range);
      return;
    }
    this.#page = PlaysPage.of(reply);
    // New rows come in at the top, which is seen only by whoever is there; elsewhere what is read stays where it is.
    const by = before && this.#viewport.top > 0 ? reply.total - before.total : 0;
    if (by === 0) return;
    this.#range = { ...this.#range, start: Math.max(0, this.#range.start + by) };
    this.#viewport.moveTo(Math.max(0, this.#viewport.top + by));
  }
}
