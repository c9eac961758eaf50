/** What of a list is held still while its rows change, and how far that has moved. */
import type { Chunks, Range, Spot } from "./chunks";

/**
 * The rows to hold still, the most important first: from the upper edge down. At the very top only a row that has the
 * focus is held, so that a person who reads there sees what comes in first.
 */
export function heldStill<R>(rows: Chunks<R>, range: Range, top: number, focus: number | null): readonly Spot[] {
  const onScreen = rows.ids(range).filter(({ index }) => index >= Math.floor(top));
  return top > 0 ? onScreen : onScreen.filter(({ id }) => id === focus);
}

/** How many rows the first row that is left has moved, where `place` tells its new place; null when none is left. */
export function moved(held: readonly Spot[], place: (row: Spot, at: number) => number | null): number | null {
  for (const [at, row] of held.entries()) {
    const now = place(row, at);
    if (now !== null) return now - row.index;
  }
  return null;
}
