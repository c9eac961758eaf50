/** Why a track cannot be played now. */
import type { TrackState } from "../../lib/contract.gen";

/** The word for a state, and what it means; null when the track is there. */
export const AWAY: Readonly<Record<TrackState, readonly [word: string, meaning: string] | null>> = {
  ok: null,
  missing: ["Missing", "its folder is there, but this file is not. It comes back by itself when the file does."],
  offline: ["Offline", "its folder cannot be reached now. It comes back by itself when the folder does."],
  removed: ["Removed", "its folder was taken out of the library. It comes back when the folder is added again."],
};

/** The same as a sentence. */
export const awayText = (state: TrackState): string | undefined => AWAY[state]?.join(": ");
