/** Which elements of the page can be dropped on. */
import type { Attachment } from "svelte/attachments";

import type { Carried, DropZone } from "../../lib/stores/drag.svelte";

const ZONES = new WeakMap<Element, DropZone>();

/** Let an element be dropped on. */
export function dropZone(zone: DropZone): Attachment {
  return (element) => {
    ZONES.set(element, zone);
    return () => ZONES.delete(element);
  };
}

/** The innermost zone at a point of the window. */
export function zoneAt(x: number, y: number): DropZone | null {
  for (let element = document.elementFromPoint(x, y); element; element = element.parentElement) {
    const zone = ZONES.get(element);
    if (zone) return zone;
  }
  return null;
}

/** What a zone needs to know of the list it is. */
export interface GapList {
  gapAt(clientY: number): number;
  scrollNear(clientY: number): void;
}

/** A list that takes what is dropped between two of its rows. */
export class ListZone implements DropZone {
  /** The row before which it would go; null while nothing is held over the list. */
  gap = $state<number | null>(null);
  readonly #list: () => GapList | undefined;
  readonly #take: (carried: Carried, gap: number) => Promise<unknown>;

  constructor(list: () => GapList | undefined, take: (carried: Carried, gap: number) => Promise<unknown>) {
    this.#list = list;
    this.#take = take;
  }

  over(_carried: Carried, _x: number, y: number): boolean {
    this.gap = this.#list()?.gapAt(y) ?? null;
    return this.gap !== null;
  }

  leave(): void {
    this.gap = null;
  }

  drop(carried: Carried): Promise<unknown> {
    return this.#take(carried, this.gap ?? 0);
  }

  scroll(y: number): void {
    this.#list()?.scrollNear(y);
  }
}

/** Where the line is drawn that shows the gap, from the row at `index`. */
export function lineAt(gap: number | null, index: number, total: number): "above" | "below" | null {
  if (gap === index) return "above";
  return gap === total && index === total - 1 ? "below" : null;
}
