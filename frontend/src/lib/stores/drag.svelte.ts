/**
 * What a person carries with the pointer, from where it is picked up to where it is let go.
 *
 * Rows are carried by pointer events, not by the browser's own drag and drop, which the window keeps for files from the
 * desktop. Both end here, so that a place that takes tracks takes files as well.
 */
import type { Source } from "../contract.gen";

/** Where entries that are carried come from: letting them go in the same list moves them. */
export interface Origin {
  /** `queue`, or the id of a playlist. */
  readonly list: "queue" | number;
  readonly entry_ids: readonly number[];
}

/** Tracks as an act takes them. */
export interface Carried {
  /** What is written beside the pointer. */
  readonly label: string;
  /** How many there are; null for files, of which nobody knows yet. */
  readonly count: number | null;
  /** Files from the desktop are held over the window before it is told which. */
  readonly files: boolean;
  /** Name what is carried, in the order of its list; asked for when it is let go. */
  readonly resolve: () => Promise<{ readonly source: Source; readonly origin: Origin | null }>;
}

/** Something that can be dropped on. Points are pixels of the window. */
export interface DropZone {
  /** Show where it would go; returns whether it may. */
  over(carried: Carried, x: number, y: number): boolean;
  /** It is not over this any more. */
  leave(): void;
  /** Take it, where `over` was last. */
  drop(carried: Carried): Promise<unknown>;
  /** Scroll by some pixels, when it is held at the edge at the point `y`. */
  scroll?(y: number): void;
}

/** Pixels the pointer must move before a press is a drag. */
const DRAG_START = 5;

interface Press {
  readonly x: number;
  readonly y: number;
  readonly lift: () => Carried | null;
  readonly click: (() => void) | undefined;
}

export class DragStore {
  #carried = $state.raw<Carried | null>(null);
  #point = $state.raw({ x: 0, y: 0 });
  #zone = $state.raw<DropZone | null>(null);
  #press: Press | null = null;

  /** What is carried; null when nothing is. */
  get carried(): Carried | null {
    return this.#carried;
  }
  /** Where the pointer is. */
  get point(): { readonly x: number; readonly y: number } {
    return this.#point;
  }
  /** What it would be dropped on; null where it can go nowhere. */
  get zone(): DropZone | null {
    return this.#zone;
  }

  /**
   * The pointer is pressed on something that can be carried.
   *
   * @param lift makes what is carried, once it is clear that this is a drag
   * @param click is called when it was none
   */
  press(x: number, y: number, lift: () => Carried | null, click?: () => void): void {
    this.#press = { x, y, lift, click };
  }

  /** The pointer moves; `zone` is what is under it. */
  move(x: number, y: number, zone: DropZone | null): void {
    this.#point = { x, y };
    if (this.#press && Math.hypot(x - this.#press.x, y - this.#press.y) >= DRAG_START) {
      this.#carried = this.#press.lift();
      this.#press = null;
    }
    if (this.#carried) this.#hover(zone);
  }

  /** Files from the desktop are held over the window. */
  carryFiles(x: number, y: number, zone: DropZone | null): void {
    this.#carried ??= { label: "Files", count: null, files: true, resolve: () => Promise.reject(new Error("not known yet")) };
    this.#point = { x, y };
    this.#hover(zone);
  }

  /** Files are let go: they are dropped where they were held last; returns whether something took them. */
  dropFiles(paths: readonly string[]): Promise<unknown> | null {
    const carried: Carried = {
      label: "Files",
      count: null,
      files: true,
      resolve: () => Promise.resolve({ source: { paths }, origin: null }),
    };
    const dropped = this.#zone?.drop(carried) ?? null;
    this.cancel();
    return dropped;
  }

  /** The pointer is released: what is carried is dropped, or the press was a click. */
  release(): Promise<unknown> | null {
    this.#press?.click?.();
    const [carried, zone] = [this.#carried, this.#zone];
    const dropped = carried && zone ? zone.drop(carried) : null;
    this.cancel();
    return dropped;
  }

  /** Nothing is carried any more. */
  cancel(): void {
    this.#press = null;
    this.#zone?.leave();
    this.#zone = null;
    this.#carried = null;
  }

  #hover(zone: DropZone | null): void {
    const carried = this.#carried;
    if (!carried) return;
    if (zone !== this.#zone) this.#zone?.leave();
    const { x, y } = this.#point;
    this.#zone = zone?.over(carried, x, y) ? zone : null;
    if (zone && !this.#zone) zone.leave();
  }
}
