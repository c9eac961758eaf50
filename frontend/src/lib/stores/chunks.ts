/** The rows of a long list that the window holds: a few chunks around what is on the screen. */
import { isOlder, type Stamp } from "../reread";

/** Rows in a chunk; reads are cut at multiples of it, so that the same rows are always asked for alike. */
export const CHUNK = 100;

/** Chunks kept around what is on the screen. */
const KEPT = 12;

/** Rows one read may have: the contract's limit of requests for rows. */
const READ_LIMIT = 500;

interface Chunk<R> {
  readonly rows: readonly (R | null)[];
  readonly stamp: Stamp;
  /** An event has touched a row since: read it again before it is shown anew, and keep showing it until then. */
  readonly stale: boolean;
}

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

/** Cut the rows of a reply into chunks. */
export function cut<R>(reply: Piece<R>): ChunkMap<R> {
  const chunks = new Map<number, Chunk<R>>();
  const stamp = { as_of: reply.as_of, epoch: reply.epoch };
  for (let at = 0; at < reply.rows.length; at += CHUNK) {
    chunks.set((reply.start + at) / CHUNK, { rows: reply.rows.slice(at, at + CHUNK), stamp, stale: false });
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
    for (const [, chunk] of [...this.#chunks].sort(([one], [other]) => one - other)) {
      for (const row of chunk.rows) if (row) yield row;
    }
  }

  /** The rows held that no event has touched since they were read, by place: what the window takes to be true. */
  current(): Readonly<Record<number, R | null>> {
    const found: Record<number, R | null> = {};
    for (const [number, chunk] of this.#chunks) {
      if (!chunk.stale) for (const [offset, row] of chunk.rows.entries()) found[number * CHUNK + offset] = row;
    }
    return found;
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

  /** The first run of chunks in a range that is not held or stale, to be read at once. */
  needs(range: Range): Range | null {
    const last = Math.ceil(Math.min(range.start + range.count, this.total) / CHUNK);
    const wanting = (number: number): boolean => this.#chunks.get(number)?.stale ?? true;
    let from = Math.floor(Math.max(0, range.start) / CHUNK);
    while (from < last && !wanting(from)) from++;
    if (from >= last) return null;
    let to = from + 1;
    while (to < last && wanting(to) && (to - from) * CHUNK < READ_LIMIT) to++;
    return { start: from * CHUNK, count: (to - from) * CHUNK };
  }

  /** The chunks with those of another reply, without the ones far from what is shown. */
  protected merged(reply: Piece<R>, shown: Range): ChunkMap<R> {
    const chunks = new Map(this.#chunks);
    for (const [number, chunk] of cut(reply)) {
      if (!isOlder(reply, chunks.get(number)?.stamp ?? null)) chunks.set(number, chunk);
    }
    const middle = (shown.start + shown.count / 2) / CHUNK;
    const near = [...chunks.keys()].sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
    for (const number of near.slice(KEPT)) chunks.delete(number);
    return chunks;
  }

  /** The chunks with each marked stale that holds one of the tracks, or all if none are named; null if none does. */
  protected stained(tracks?: ReadonlySet<number>): ChunkMap<R> | null {
    const hit = (row: R | null): boolean => {
      const track = row && this.#kind.track(row);
      return track !== null && tracks?.has(track) === true;
    };
    const chunks = new Map<number, Chunk<R>>();
    let changed = false;
    for (const [number, chunk] of this.#chunks) {
      const stale = !tracks || chunk.rows.some(hit);
      changed ||= stale;
      chunks.set(number, stale ? { ...chunk, stale } : chunk);
    }
    return changed ? chunks : null;
  }
}
