/** The words of the track somebody looks at. */
import { BackendError, type Backend } from "../backend";
import type { Lyrics } from "../contract.gen";
import type { Reread, Rereads } from "../reread";

/** The line that is sung at a place in the track: the last one that has begun; -1 before the first. */
export function lineAt(lyrics: Lyrics, position_ms: number): number {
  return lyrics.lines.findLastIndex(({ at_ms }) => at_ms !== null && at_ms <= position_ms);
}

export class LyricsStore {
  readonly #backend: Backend;
  readonly #reread: Reread;
  #trackId: number | null = null;
  #shown = $state.raw<{ readonly trackId: number; readonly lyrics: Lyrics } | null>(null);
  #error = $state.raw<BackendError | null>(null);

  constructor(backend: Backend, rereads: Rereads) {
    this.#backend = backend;
    this.#reread = rereads.kind(() => this.#read());
  }

  /** The words of a track; null until they are read. */
  of(track_id: number): Lyrics | null {
    return this.#shown?.trackId === track_id ? this.#shown.lyrics : null;
  }
  get error(): BackendError | null {
    return this.#error;
  }

  /** Read the words of a track, or none any more. */
  open(track_id: number | null): void {
    this.#trackId = track_id;
    this.reload();
  }

  /** Something of these tracks has changed. */
  touch(track_ids: readonly number[]): void {
    if (this.#trackId !== null && track_ids.includes(this.#trackId)) this.#reread.mark();
  }

  reload(): void {
    if (this.#trackId !== null) this.#reread.mark();
  }

  async #read(): Promise<void> {
    const track_id = this.#trackId;
    if (track_id === null) return;
    try {
      const lyrics = await this.#backend.request("lyrics", { track_id });
      this.#shown = { trackId: track_id, lyrics };
      this.#error = null;
    } catch (reason) {
      this.#error = BackendError.from(reason);
    }
  }
}
