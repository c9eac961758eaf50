/** Where a key moves the focus in a list. */

/** The row a key moves to from `index`; null when the key moves nothing. `page` is the number of rows that fit. */
export function target(key: string, index: number | null, total: number, page: number): number | null {
  if (total === 0) return null;
  const last = total - 1;
  const bounded = (to: number): number => Math.max(0, Math.min(last, to));
  // With nothing focused yet, the first press of an arrow goes to the first row.
  switch (key) {
    case "ArrowDown":
      return index === null ? 0 : bounded(index + 1);
    case "ArrowUp":
      return index === null ? 0 : bounded(index - 1);
    case "PageDown":
      return bounded((index ?? 0) + page);
    case "PageUp":
      return bounded((index ?? 0) - page);
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return null;
  }
}
