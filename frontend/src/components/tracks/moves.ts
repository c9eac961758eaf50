/** Moving entries by keys, as the drag does it. */
import type { EntryListStore, Entry } from "../../lib/stores/entries.svelte";

/** Where the keys move entries. */
export type Way = "up" | "down" | "first" | "last";

/** The way a key with Alt moves entries; null when it moves none. */
export function wayOf(key: string): Way | null {
  const ways: Record<string, Way> = { ArrowUp: "up", ArrowDown: "down", Home: "first", End: "last" };
  return ways[key] ?? null;
}

/**
 * The entry before which chosen entries go when they are moved some way: null for the end, undefined when they stay.
 *
 * Entries that do not stand side by side come together at the first of them, or at the last when they move down.
 */
export async function moveTarget(
  list: EntryListStore<Entry>,
  chosen: readonly number[],
  way: Way,
): Promise<number | null | undefined> {
  const places = [...(await list.selection.placesOf(chosen)).values()];
  if (places.length === 0) return undefined;
  const first = places.reduce((a, b) => Math.min(a, b));
  const last = places.reduce((a, b) => Math.max(a, b));
  const together = last - first + 1 === places.length;
  if (together && (way === "up" || way === "first") && first === 0) return undefined;
  if (together && (way === "down" || way === "last") && last === list.total - 1) return undefined;
  if (way === "last") return null;
  const at = { up: first - 1, down: last + 2, first: 0 }[way];
  return list.idAt(Math.max(0, at));
}
