/** Pictures of tracks, as addresses of blobs in this page. The last few are kept, the others given back. */
import type { Backend } from "../backend";
import type { Artwork, RequestMap } from "../contract.gen";

/** The sizes pictures come in: they fit a square of so many pixels. */
export type ArtworkSize = RequestMap["artwork_image"]["request"]["size"];

/** Tracks whose picture is known by name; more than are ever on the screen. */
const TRACKS = 64;

/** Pictures kept. One of the largest takes about 100 KB, so all of them a few megabytes. */
const PICTURES = 32;

/** A map with an entry added as the newest, and what is beyond the bound left out, the oldest first. */
function bounded<K, V>(map: ReadonlyMap<K, V>, key: K, value: V, bound: number): { kept: ReadonlyMap<K, V>; lost: V[] } {
  const entries = [...map].filter(([each]) => each !== key);
  const lost = entries.splice(0, Math.max(0, entries.length + 1 - bound)).map(([, each]) => each);
  return { kept: new Map([...entries, [key, value]]), lost };
}

export class ArtworkStore {
  readonly #backend: Backend;
  #known = $state.raw<ReadonlyMap<number, Artwork>>(new Map());
  #urls = $state.raw<ReadonlyMap<string, string>>(new Map());
  /** The requests under way for each track; a later one makes the reply to an earlier one void. */
  readonly #asked = new Map<number, symbol>();
  readonly #loading = new Set<string>();

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** What is known of a track's picture; null until it is. */
  of(track_id: number): Artwork | null {
    return this.#known.get(track_id) ?? null;
  }

  /** The address of a track's picture; null until it is there, or when there is none. */
  url(track_id: number, size: ArtworkSize): string | null {
    const id = this.of(track_id)?.artwork_id;
    return id ? (this.#urls.get(`${id}/${size}`) ?? null) : null;
  }

  /** Get a track's picture if it is not here yet. In an effect this happens again when the picture is another one. */
  want(track_id: number, size: ArtworkSize): void {
    const known = this.of(track_id);
    if (!known) {
      if (!this.#asked.has(track_id)) void this.#ask(track_id);
      return;
    }
    const key = `${known.artwork_id ?? ""}/${size}`;
    if (known.artwork_id && !this.#urls.has(key) && !this.#loading.has(key)) void this.#load(known.artwork_id, size);
  }

  /** Something of these tracks has changed, perhaps their picture: it is shown until the answer is in. */
  touch(track_ids: readonly number[]): void {
    for (const id of track_ids) if (this.#known.has(id) || this.#asked.has(id)) void this.#ask(id);
  }

  /** The database is another one: the same numbers mean other tracks. */
  reset(): void {
    this.#known = new Map();
    this.#asked.clear();
  }

  async #ask(track_id: number): Promise<void> {
    const mine = Symbol();
    this.#asked.set(track_id, mine);
    let artwork: Artwork = { artwork_id: null, accent: null };
    try {
      artwork = await this.#backend.request("artwork", { track_id });
    } catch (reason) {
      // A picture that cannot be had is no picture; nobody is to be bothered with it.
      console.warn(`There is no picture of track ${String(track_id)}.`, reason);
    }
    if (this.#asked.get(track_id) !== mine) return;
    this.#asked.delete(track_id);
    this.#known = bounded(this.#known, track_id, artwork, TRACKS).kept;
  }

  async #load(artwork_id: string, size: ArtworkSize): Promise<void> {
    const key = `${artwork_id}/${size}`;
    this.#loading.add(key);
    try {
      const bytes = await this.#backend.request("artwork_image", { artwork_id, size });
      const { kept, lost } = bounded(this.#urls, key, URL.createObjectURL(new Blob([bytes])), PICTURES);
      this.#urls = kept;
      for (const url of lost) URL.revokeObjectURL(url);
    } catch (reason) {
      console.warn("A picture could not be read.", reason);
    } finally {
      this.#loading.delete(key);
    }
  }
}
