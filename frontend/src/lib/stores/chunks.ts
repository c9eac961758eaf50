/** The rows of a long list that the window holds: a few chunks around what is on the screen. */
import { isOlder, type Stamp } from "../reread";

/** Rows in a chunk; reads are cut at multiples of it, so that the same rows are always asked for alike. */
export const CHUNK = 100;

/** Chunks kept around what is on the screen. */
const KEPT = 12;

/** Rows on either side of the screen that are read with it at least: at its top a list draws so many below its edge. */
const SPARE = 10;

/** Rows one read may have: the contract's limit of requests for rows. */
const READ_LIMIT = 500;

interface Chunk<R> {
  /** Undefined where nothing has been read: a read need not be of whole chunks. */
  readonly rows: readonly (R | null | undefined)[];
  readonly stamp: Stamp;
  /** Which rows an event has touched since they were read: shown on, and read again as soon as they are on the screen. */
  readonly touched: ReadonlySet<number>;
}

const NONE: ReadonlySet<number> = new Set();

type ChunkMap<R> = ReadonlyMap<number, Chunk<R>>;

/** A run of rows. */
export interface Range {
  readonly start: number;
  readonly count: number;
}

/** A row that is held, and where. */
export interface Spot {
  readonly id: number;
  readonly index: number;
}

/** A reply with rows of a list: those from `start` on. */
export interface Piece<R> extends Stamp {
  readonly start: number;
  readonly rows: readonly (R | null)[];
}

/** What a kind of row is known by: its own id, and its track's, which differ where a list has entries. */
export interface RowKind<R> {
  id(row: R): number;
  track(row: R): number | null;
}

/** The smallest run of whole chunks that covers `count` rows from `start`, cut at the limit of one read. */
export function aligned(start: number, count: number): Range {
  const from = Math.floor(Math.max(0, start) / CHUNK) * CHUNK;
  const to = Math.ceil((Math.max(0, start) + Math.max(1, count)) / CHUNK) * CHUNK;
  return { start: from, count: Math.min(to - from, READ_LIMIT) };
}

/** A range with its neighbours, so that a little scrolling finds rows already there. */
export function widened({ start, count }: Range): Range {
  return { start: start - CHUNK / 2, count: count + CHUNK };
}

/** A range with half a screen on either side: what is looked at is found there again after a few rows came or went. */
export function around({ start, count }: Range): Range {
  const spare = Math.max(SPARE, Math.ceil(count / 2));
  const from = Math.max(0, start - spare);
  return { start: from, count: Math.min(start + count + spare - from, READ_LIMIT) };
}

/** Cut the rows of a reply into chunks, on top of those that are held already. */
export function cut<R>(reply: Piece<R>, held: ChunkMap<R> = new Map()): ChunkMap<R> {
  const chunks = new Map(held);
  const end = reply.start + reply.rows.length;
  for (let number = Math.floor(reply.start / CHUNK); number * CHUNK < end; number++) {
    const before = chunks.get(number);
    if (isOlder(reply, before?.stamp ?? null)) continue;
    const ahead = number * CHUNK - reply.start;
    const length = Math.max(before?.rows.length ?? 0, Math.min(CHUNK, end - number * CHUNK));
    const rows = Array.from({ length }, (_row, at) => {
      const read = reply.rows[ahead + at];
      return read === undefined ? before?.rows[at] : read;
    });
    const touched = before ? new Set([...before.touched].filter((at) => reply.rows[ahead + at] === undefined)) : NONE;
    // Of rows read at different times the oldest counts: a reply in between is newer than some of them.
    const whole = ahead >= 0 && ahead + length <= reply.rows.length;
    const { as_of, epoch } = before && !whole ? before.stamp : reply;
    chunks.set(number, { rows, stamp: { as_of, epoch }, touched });
  }
  return chunks;
}

/** Immutable: each change makes another one, so that one assignment shows all of it at once. */
export class Chunks<R> {
  readonly total: number;
  readonly #kind: RowKind<R>;
  readonly #chunks: ChunkMap<R>;

  protected constructor(kind: RowKind<R>, total: number, chunks: ChunkMap<R>) {
    this.#kind = kind;
    this.total = total;
    this.#chunks = chunks;
  }

  /** The row at a place; null where it has just left the list, undefined where it is not held. */
  row(index: number): R | null | undefined {
    return this.#chunks.get(Math.floor(index / CHUNK))?.rows[index % CHUNK];
  }

  /** All rows held, in order. */
  *rows(): Generator<R> {
    for (const [, chunk] of this.#inOrder()) for (const row of chunk.rows) if (row) yield row;
  }

  /** The rows held that no event has touched since they were read, with their places. */
  sound(): (readonly [index: number, row: R | null])[] {
    return this.#inOrder()
      .flatMap(([number, { rows, touched }]) =>
        rows.flatMap((row, at) => (row === undefined || touched.has(at) ? [] : [[number * CHUNK + at, row] as const])),
      );
  }

  /** The place of a row among those held. */
  place(id: number): number | null {
    for (const [number, chunk] of this.#chunks) {
      const offset = chunk.rows.findIndex((row) => row && this.#kind.id(row) === id);
      if (offset >= 0) return number * CHUNK + offset;
    }
    return null;
  }

  /** The ids held in a run of rows, with their places, in order. */
  ids(range: Range): Spot[] {
    const found = [];
    for (let index = Math.max(0, range.start); index < range.start + range.count; index++) {
      const row = this.row(index);
      if (row) found.push({ id: this.#kind.id(row), index });
    }
    return found;
  }

  /** Whether every row of a run that exists is held. */
  covers(range: Range): boolean {
    const end = Math.min(range.start + range.count, this.total);
    for (let index = Math.max(0, range.start); index < end; index++) if (this.row(index) === undefined) return false;
    return true;
  }

  /** Whether an event has touched a row of a run since it was read. */
  touchedIn(range: Range): boolean {
    const end = Math.min(range.start + range.count, this.total);
    for (let index = Math.max(0, range.start); index < end; index++) {
      if (this.#chunks.get(Math.floor(index / CHUNK))?.touched.has(index % CHUNK)) return true;
    }
    return false;
  }

  /** The first run of chunks in a range that are not held as a whole, or were touched, to be read at once. */
  needs(range: Range): Range | null {
    const last = Math.ceil(Math.min(range.start + range.count, this.total) / CHUNK);
    const wanting = (number: number): boolean =>
      this.#chunks.get(number)?.touched.size !== 0 || !this.covers({ start: number * CHUNK, count: CHUNK });
    let from = Math.floor(Math.max(0, range.start) / CHUNK);
    while (from < last && !wanting(from)) from++;
    if (from >= last) return null;
    let to = from + 1;
    while (to < last && wanting(to) && (to - from) * CHUNK < READ_LIMIT) to++;
    return { start: from * CHUNK, count: (to - from) * CHUNK };
  }

  /** A reply with the rows that are held just so already, as they are held: nothing of them is drawn again. */
  kept<P extends Piece<R>>(reply: P): P {
    const held = new Map(Array.from(this.rows(), (row) => [this.#kind.id(row), row] as const));
    const rows = reply.rows.map((row) => {
      const before = row && held.get(this.#kind.id(row));
      return before && JSON.stringify(before) === JSON.stringify(row) ? before : row;
    });
    return { ...reply, rows };
  }

  #inOrder(): [number, Chunk<R>][] {
    return [...this.#chunks].sort(([one], [other]) => one - other);
  }

  /** The chunks with the rows of another reply, without the ones far from what is shown. */
  protected merged(reply: Piece<R>, shown: Range): ChunkMap<R> {
    const chunks = new Map(cut(this.kept(reply), this.#chunks));
    const middle = (shown.start + shown.count / 2) / CHUNK;
    const near = [...chunks.keys()].sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
    for (const number of near.slice(KEPT)) chunks.delete(number);
    return chunks;
  }

  /**
   * The chunks with the rows of tracks marked as touched, or all rows if none are named; null if none is held.
   *
   * @param seen whether rows of this stamp were read after what touched them
   */
  protected stained(tracks?: ReadonlySet<number>, seen: (stamp: Stamp) => boolean = () => false): ChunkMap<R> | null {
    const hit = (row: R | null | undefined): boolean => {
      if (!tracks) return row !== undefined;
      const track = row ? this.#kind.track(row) : null;
      return track !== null && tracks.has(track);
    };
    const chunks = new Map(this.#chunks);
    let changed = false;
    for (const [number, chunk] of this.#chunks) {
      if (seen(chunk.stamp)) continue;
      const found = [...chunk.rows.keys()].filter((at) => hit(chunk.rows[at]));
      if (found.length === 0) continue;
      changed = true;
      chunks.set(number, { ...chunk, touched: new Set([...chunk.touched, ...found]) });
    }
    return changed ? chunks : null;
  }
}
