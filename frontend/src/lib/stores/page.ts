/** The rows of a view that the window holds: a few chunks of one revision, never of two. */
import type { Rows, Track } from "../contract.gen";
import { isOlder, type Stamp } from "../reread";

/** Rows in a chunk; reads are cut at multiples of it, so that the same rows are always asked for alike. */
export const CHUNK = 100;

/** Chunks kept around what is on the screen. */
const KEPT = 12;

/** Rows one read may have: the contract's limit of `library_rows`. */
const READ_LIMIT = 500;

interface Chunk {
  readonly rows: readonly (Track | null)[];
  readonly stamp: Stamp;
  /** An event has touched a row since: read it again before it is shown anew, and keep showing it until then. */
  readonly stale: boolean;
}

/** A run of rows. */
export interface Range {
  readonly start: number;
  readonly count: number;
}

/** The smallest run of whole chunks that covers `count` rows from `start`, cut at the limit of one read. */
export function aligned(start: number, count: number): Range {
  const from = Math.floor(Math.max(0, start) / CHUNK) * CHUNK;
  const to = Math.ceil((Math.max(0, start) + Math.max(1, count)) / CHUNK) * CHUNK;
  return { start: from, count: Math.min(to - from, READ_LIMIT) };
}

/** Immutable: each change makes another page, so that one assignment shows all of it at once. */
export class Page {
  readonly viewId: number;
  readonly revision: number;
  readonly total: number;
  /** Milliseconds all tracks of the view take. */
  readonly duration: number;
  readonly #chunks: ReadonlyMap<number, Chunk>;

  private constructor(view: Pick<Page, "viewId" | "revision" | "total" | "duration">, chunks: ReadonlyMap<number, Chunk>) {
    this.viewId = view.viewId;
    this.revision = view.revision;
    this.total = view.total;
    this.duration = view.duration;
    this.#chunks = chunks;
  }

  /** A page of the rows of one reply. */
  static of(reply: Rows): Page {
    const { view_id: viewId, revision, total, duration_ms: duration } = reply;
    return new Page({ viewId, revision, total, duration }, cut(reply));
  }

  /** The row at a place; null where its track has just left the library, undefined where it is not held. */
  row(index: number): Track | null | undefined {
    return this.#chunks.get(Math.floor(index / CHUNK))?.rows[index % CHUNK];
  }

  /** The place of a track among the rows held. */
  place(id: number): number | null {
    for (const [number, chunk] of this.#chunks) {
      const offset = chunk.rows.findIndex((row) => row?.id === id);
      if (offset >= 0) return number * CHUNK + offset;
    }
    return null;
  }

  /** The ids held in a run of rows, with their places, in order. */
  ids(range: Range): { readonly id: number; readonly index: number }[] {
    const found = [];
    for (let index = Math.max(0, range.start); index < range.start + range.count; index++) {
      const row = this.row(index);
      if (row) found.push({ id: row.id, index });
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

  /** The page with the rows of another reply of the same revision, without the chunks far from what is shown. */
  with(reply: Rows, shown: Range): Page {
    const chunks = new Map(this.#chunks);
    for (const [number, chunk] of cut(reply)) {
      if (!isOlder(reply, chunks.get(number)?.stamp ?? null)) chunks.set(number, chunk);
    }
    const middle = (shown.start + shown.count / 2) / CHUNK;
    const near = [...chunks.keys()].sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
    for (const number of near.slice(KEPT)) chunks.delete(number);
    return new Page(this, chunks);
  }

  /** The page with each chunk marked stale that holds one of the tracks; all of them if none are named. */
  touched(ids?: ReadonlySet<number>): Page {
    const chunks = new Map<number, Chunk>();
    let changed = false;
    for (const [number, chunk] of this.#chunks) {
      const hit = !ids || chunk.rows.some((row) => row && ids.has(row.id));
      changed ||= hit;
      chunks.set(number, hit ? { ...chunk, stale: true } : chunk);
    }
    return changed ? new Page(this, chunks) : this;
  }
}

function cut(reply: Rows): Map<number, Chunk> {
  const chunks = new Map<number, Chunk>();
  const stamp = { as_of: reply.as_of, epoch: reply.epoch };
  for (let at = 0; at < reply.rows.length; at += CHUNK) {
    chunks.set((reply.start + at) / CHUNK, { rows: reply.rows.slice(at, at + CHUNK), stamp, stale: false });
  }
  return chunks;
}
