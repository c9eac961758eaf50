/** The sign in a list at the track that is heard. */
import type { PlayerStore } from "../../lib/stores/player.svelte";

/** Whether what is heard plays or is paused. */
export type Mark = "playing" | "paused";

/** The sign a track has; null when it is not the one that is heard. */
export function markOf({ heard }: PlayerStore, track_id: number | null | undefined): Mark | null {
  if (!heard || heard.id !== track_id) return null;
  return heard.playing ? "playing" : "paused";
}
