/** Where a list is scrolled. */

/** Where a list is scrolled, in rows: a store keeps still what a person looks at, without knowing pixels. */
export interface Viewport {
  /** The place of the row at the upper edge; a fraction where a row is cut. */
  readonly top: number;
  /** Scroll so that `row` is at the upper edge, in the same frame as the rows that come with it. */
  moveTo(row: number): void;
}

/** The viewport of a list that is not on the screen. */
export const TOP: Viewport = {
  top: 0,
  moveTo() {
    // no list is mounted: nothing to hold still
  },
};
