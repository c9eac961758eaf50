/** What events touch while rows are on their way. */
import type { Rereads, Stamp } from "../reread";

/** Rows that can be marked to be read again: those of some tracks, or all if none are named. See `stained` of `Chunks`. */
interface Touchable<P> {
  touched(tracks?: ReadonlySet<number>, seen?: (stamp: Stamp) => boolean): P;
}

/** What was touched since the read in flight was sent: its reply may be older than that, or not. */
export class Meanwhile {
  readonly #rereads: Rereads;
  readonly #tracks = new Set<number>();
  #all = false;
  #seq = 0;
  #reading = false;

  constructor(rereads: Rereads) {
    this.#rereads = rereads;
  }

  /** A read is sent. */
  begin(): void {
    this.#reading = true;
  }

  /** Its reply is in. Nothing is kept: a list that nobody reads would note every track of a scan. */
  end(): void {
    this.#reading = false;
    this.#tracks.clear();
    this.#all = false;
    this.#seq = 0;
  }

  /** Take note of tracks, or of all if none are named, that changed up to `seq`; only while a reply is on its way. */
  note(tracks: Iterable<number> | undefined, seq: number): void {
    if (!this.#reading) return;
    if (tracks) for (const id of tracks) this.#tracks.add(id);
    else this.#all = true;
    this.#seq = Math.max(this.#seq, seq);
  }

  /** The page of the reply, with the rows marked again that it has read before they were touched. */
  mark<P extends Touchable<P>>(page: P): P {
    if (!this.#all && this.#tracks.size === 0) return page;
    return page.touched(this.#all ? undefined : this.#tracks, (stamp) => this.#rereads.hasSeen(this.#seq, stamp));
  }
}
