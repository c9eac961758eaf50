/** What can be done with chosen tracks, wherever they are listed. Each act names what it did, with a way to undo it. */
import type { Source, Track } from "../../lib/contract.gen";
import { counted } from "../../lib/format";
import type { Stores } from "../../lib/stores";
import type { Carried } from "../../lib/stores/drag.svelte";
import type { QueuePlace } from "../../lib/stores/queue.svelte";
import type { Choice } from "./choice";

const nothingKnown = (unknown: number): string =>
  unknown === 0 ? "" : `${counted(unknown, "file or folder", "files and folders")} hold no music that is in the library.`;

/** Put tracks into the queue. */
export async function enqueue({ queue, toasts }: Stores, source: Source, place: QueuePlace = "end"): Promise<void> {
  const done = await toasts.attempt(queue.add(source, place));
  if (done) toasts.acted(done, nothingKnown(done.unknown));
}

/** Let what is chosen be heard after the current track: entries of the queue move there, others are added. */
export async function playNext(stores: Stores, choice: Choice): Promise<void> {
  const { queue, toasts } = stores;
  if (choice.list !== "queue") return enqueue(stores, choice.source, "next");
  const current = queue.current === null ? null : await queue.list.locate(queue.current);
  const before = await queue.list.idAt(current === null ? 0 : current + 1);
  await toasts.act(queue.move(choice.ids, before));
}

/** Put tracks into a playlist; when some are in it already, ask first. `count` is null where nobody knows it yet. */
export async function addToPlaylist(
  { playlists, toasts, navigation }: Stores,
  playlist: number,
  what: { readonly source: Source; readonly count: number | null },
  before: number | null = null,
): Promise<void> {
  const done = await toasts.attempt(playlists.add(playlist, what.source, before));
  if (!done) return;
  if (done.label) toasts.acted(done, nothingKnown(done.unknown));
  else if (done.duplicates > 0) {
    navigation.dialog = { name: "duplicates", playlist, before, duplicates: done.duplicates, ...what };
  }
}

/** Whether a choice counts as liked: all its tracks that are held are. */
export const liked = (choice: Choice): boolean => choice.held.length > 0 && choice.held.every(({ favorite }) => favorite);

/** Like what is chosen; when all of it is liked, like it no more. */
export async function toggleLike(stores: Stores, choice: Choice): Promise<void> {
  if (choice.ids.length === 0) return;
  const favorite = !liked(choice);
  const act = choice.tracks().then((ids) => stores.favorites.set(ids, favorite));
  // One heart that fills says enough; what leaves a list, or is many, is named.
  if (favorite && choice.ids.length === 1) await stores.toasts.attempt(act);
  else await stores.toasts.act(act);
}

/** Like one track, or like it no more. */
export async function likeOne({ favorites, toasts }: Stores, { id, favorite }: Track): Promise<void> {
  const act = favorites.set([id], !favorite);
  if (favorite) await toasts.act(act);
  else await toasts.attempt(act);
}

/** Whether what is chosen can be taken out of the list it is in, and what that is called. */
export function removal({ library, playlists }: Stores, choice: Choice): string | null {
  if (choice.list === "queue") return "Remove from the queue";
  if (choice.list === "playlist") return playlists.opened ? `Remove from “${playlists.opened.name}”` : null;
  if (choice.list === "history") return null;
  return library.section === "favorites" ? "Remove from liked songs" : null;
}

/** Take what is chosen out of the list it is in. */
export async function remove(stores: Stores, choice: Choice): Promise<void> {
  const { queue, playlists, favorites, toasts } = stores;
  if (choice.ids.length === 0 || removal(stores, choice) === null) return;
  if (choice.list === "queue") await toasts.act(queue.remove(choice.ids));
  else if (choice.origin) await toasts.act(playlists.remove(Number(choice.origin.list), choice.ids));
  else await toasts.act(favorites.set(choice.ids, false));
}

/** Drop what is carried into the queue, before an entry or at the end: its own entries move. */
export async function dropInQueue(stores: Stores, carried: Carried, before: number | null): Promise<void> {
  const { source, origin } = await carried.resolve();
  if (origin?.list === "queue") await stores.toasts.attempt(stores.queue.move(origin.entry_ids, before));
  else await enqueue(stores, source, before === null ? "end" : { before });
}

/** Drop what is carried into a playlist, before an entry or at the end: its own entries move. */
export async function dropInPlaylist(
  stores: Stores,
  carried: Carried,
  playlist: number,
  before: number | null,
): Promise<void> {
  const { source, origin } = await carried.resolve();
  if (origin?.list === playlist) {
    await stores.toasts.attempt(stores.playlists.move(playlist, origin.entry_ids, before));
  } else await addToPlaylist(stores, playlist, { source, count: carried.count }, before);
}
