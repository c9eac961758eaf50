/** The rows of a view that the window holds: a few chunks of one revision, never of two. */
import type { Rows, Track } from "../contract.gen";
import type { Stamp } from "../reread";
import { Chunks, cut, type Range, type RowKind } from "./chunks";

const TRACKS: RowKind<Track> = { id: ({ id }) => id, track: ({ id }) => id };

export class Page extends Chunks<Track> {
  readonly viewId: number;
  readonly revision: number;
  /** Milliseconds all tracks of the view take. */
  readonly duration: number;

  private constructor(
    view: Pick<Page, "viewId" | "revision" | "total" | "duration">,
    chunks: ReturnType<typeof cut<Track>>,
  ) {
    super(TRACKS, view.total, chunks);
    this.viewId = view.viewId;
    this.revision = view.revision;
    this.duration = view.duration;
  }

  /** A page of the rows of one reply; those that are as they were `before` are the same objects. */
  static of(reply: Rows, before: Page | null = null): Page {
    const { view_id: viewId, revision, total, duration_ms: duration } = reply;
    return new Page({ viewId, revision, total, duration }, cut(before?.kept(reply) ?? reply));
  }

  /** The page with the rows of another reply of the same revision, without the chunks far from what is shown. */
  with(reply: Rows, shown: Range): Page {
    return new Page(this, this.merged(reply, shown));
  }

  /** The page with the rows of tracks marked to be read again; all rows if none are named. See `stained`. */
  touched(ids?: ReadonlySet<number>, seen?: (stamp: Stamp) => boolean): Page {
    const chunks = this.stained(ids, seen);
    return chunks ? new Page(this, chunks) : this;
  }
}
