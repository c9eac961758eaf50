/** Playing from lists, and what the keys and the buttons of the player do. */
import { IDS_LIMIT, type Source } from "../../lib/contract.gen";
import type { Stores } from "../../lib/stores";
import type { Choice } from "../tracks/choice";

/** Put a list in the place of the queue and play it. What was gathered in the queue is offered back. */
export async function playList(stores: Stores, source: Source, place = 0): Promise<void> {
  const { player, queue, history, toasts } = stores;
  // A list that was only played is nothing anybody gathered.
  const gathered = queue.length > 0 && (history.undo === null || history.undo !== player.lastList);
  const done = await player.playSource(source, place);
  if (gathered && done?.label) toasts.acted(done.label);
}

/** Play the list of tracks that is shown, from a track in it. */
export async function playShown(stores: Stores, track_id: number | null): Promise<void> {
  const { library, toasts } = stores;
  const view = library.revision;
  if (!view || library.total === 0) return;
  // Where it stands now: what is drawn may be a change older than the list behind it.
  const [place] = track_id === null ? [0] : ((await toasts.attempt(library.places([track_id]))) ?? []);
  if (place == null) return;
  const start = startAround(place);
  await playList(stores, { view: { view_id: view.viewId, start, count: IDS_LIMIT } }, place - start);
}

/** Where a part of a list begins that is as long as a queue may be filled at once, and has as much before a place as after. */
export function startAround(place: number): number {
  return Math.max(0, place - IDS_LIMIT / 2);
}

/** Play the open playlist, from one of its entries. */
export async function playPlaylist(stores: Stores, entry_id: number | null): Promise<void> {
  const { playlists, toasts } = stores;
  const { openId, list } = playlists;
  if (openId === null) return;
  const [place] = entry_id === null ? [0] : ((await toasts.attempt(list.places([entry_id]))) ?? []);
  if (place != null) await playList(stores, { playlist_id: openId }, place);
}

/** Play what is chosen: one row plays its list from there, several play alone. */
export async function playChoice(stores: Stores, choice: Choice): Promise<void> {
  const [only = null] = choice.ids;
  if (choice.ids.length > 1 || choice.list === "history") await playList(stores, choice.source);
  else if (choice.list === "queue") await stores.player.play(only);
  else if (choice.list === "playlist") await playPlaylist(stores, only);
  else await playShown(stores, only);
}

/** Pause or go on; with nothing in the queue, play the list that is shown. */
export async function toggle(stores: Stores): Promise<void> {
  const { player, queue, selection } = stores;
  if (player.track || queue.length > 0) await player.toggle();
  else await playShown(stores, selection.focusId);
}

/** Go some way forth or back in the track. */
export async function seekBy({ player }: Stores, position: number, by: number): Promise<void> {
  if (player.track) await player.seek(Math.max(0, position + by));
}

/** Play louder or less loud, by so many percent. */
export async function louder({ settings, toasts }: Stores, by: number): Promise<void> {
  const volume = Math.max(0, Math.min(100, settings.values.volume + by));
  if (settings.values.muted && by > 0) await toasts.attempt(settings.set("muted", false));
  if (volume !== settings.values.volume) await toasts.attempt(settings.set("volume", volume));
}

/** Play without sound, or with it again. */
export async function mute({ settings, toasts }: Stores): Promise<void> {
  await toasts.attempt(settings.set("muted", !settings.values.muted));
}

/** What comes after each way to repeat when its button is pressed, and what it is called. */
export const REPEATS = {
  off: { next: "all", label: "Repeat: off" },
  all: { next: "one", label: "Repeat: the whole queue" },
  one: { next: "off", label: "Repeat: the current track" },
} as const;

/** Shuffle the queue, or put it back in order. */
export async function toggleShuffle({ queue, toasts }: Stores): Promise<void> {
  await toasts.act(queue.shuffle(!queue.state?.shuffle));
}

/** Repeat in the next way. */
export async function nextRepeat({ queue, toasts }: Stores): Promise<void> {
  await toasts.attempt(queue.repeat(REPEATS[queue.state?.repeat ?? "off"].next));
}
