/** The keys that do something with what is chosen, in every list of tracks. */
import type { Stores } from "../../lib/stores";
import { enqueue, playNext, remove, toggleLike } from "./acts";
import { choiceIn, type ListName } from "./choice";
import { moveTarget, wayOf, type Way } from "./moves";

/** Act on a key; returns whether it was one of these. `reveal` brings a row on the screen. */
export function actOnKey(
  stores: Stores,
  list: ListName,
  event: KeyboardEvent,
  reveal: (index: number) => void,
): boolean {
  const { toasts, navigation } = stores;
  const control = event.ctrlKey || event.metaKey;
  const chosen = (act: (choice: Awaited<ReturnType<typeof choiceIn>>) => unknown): true => {
    const done = choiceIn(stores, list).then((choice) => (choice.ids.length > 0 ? act(choice) : undefined));
    void toasts.attempt(done);
    return true;
  };
  const way = event.altKey && (list === "queue" || list === "playlist") ? wayOf(event.key) : null;
  if (way !== null) {
    void toasts.attempt(move(stores, list, way, reveal));
    return true;
  }
  if (event.altKey) return false;
  if (event.key === "Enter" && control) return chosen(({ source }) => enqueue(stores, source));
  if (event.key === "Enter" && event.shiftKey) return chosen((choice) => playNext(stores, choice));
  if (control) return false;
  if (event.key === "Delete") return chosen((choice) => remove(stores, choice));
  if (event.key.toLowerCase() === "l") return chosen((choice) => toggleLike(stores, choice));
  if (event.key.toLowerCase() === "p") {
    return chosen(({ source, ids }) => {
      navigation.dialog = { name: "add-to-playlist", source, count: ids.length };
    });
  }
  return false;
}

function move(stores: Stores, list: ListName, way: Way, reveal: (index: number) => void): Promise<void> {
  const { queue, playlists } = stores;
  const entries = list === "queue" ? queue.list : playlists.list;
  return entries.inTurn(async () => {
    const { ids } = await choiceIn(stores, list);
    const before = await moveTarget(entries, ids, way);
    if (before === undefined) return;
    if (list === "queue") await queue.move(ids, before);
    else if (playlists.openId !== null) await playlists.move(playlists.openId, ids, before);
    const places = [...(await entries.selection.placesOf(ids)).values()];
    const up = way === "up" || way === "first";
    if (places.length > 0) reveal(places.reduce((a, b) => (up ? Math.min(a, b) : Math.max(a, b))));
  });
}
