/** What a person has chosen in a list, in a form that acts can take. */
import type { Source, Track } from "../../lib/contract.gen";
import { counted } from "../../lib/format";
import type { Stores } from "../../lib/stores";
import type { Carried, Origin } from "../../lib/stores/drag.svelte";
import type { EntryListStore, Entry } from "../../lib/stores/entries.svelte";

/** A list that things are chosen in: the library with its sections, the queue, the open playlist, or what was heard. */
export type ListName = "library" | "queue" | "playlist" | "history";

/** Rows of a list. */
export interface Choice {
  readonly list: ListName;
  /** Ids of tracks in the library, of entries in the queue and in a playlist; in the order of the list. */
  readonly ids: readonly number[];
  /** The same as what can be put elsewhere. */
  readonly source: Source;
  readonly origin: Origin | null;
  /** The tracks among them that the window holds. */
  readonly held: readonly Track[];
  /** Ids of all their tracks. */
  readonly tracks: () => Promise<readonly number[]>;
}

const fewer = (tracks: Iterable<Track>, ids: readonly number[]): Track[] => {
  const chosen = new Set(ids);
  return [...tracks].filter(({ id }) => chosen.has(id));
};

async function inLibrary({ library, selection }: Stores): Promise<Choice> {
  const ids = await selection.chosen();
  const view = library.revision;
  // All of a long list is named by its view: a request carries only so many ids.
  const whole = view && ids.length > 1 && ids.length === library.total;
  return {
    list: "library",
    ids,
    source: whole ? { view: { view_id: view.viewId, start: 0, count: ids.length } } : { track_ids: ids },
    origin: null,
    held: fewer(library.page?.rows() ?? [], ids),
    tracks: () => Promise.resolve(ids),
  };
}

async function amongEntries(list: EntryListStore<Entry>, name: ListName, origin: Origin["list"]): Promise<Choice> {
  const ids = await list.selection.chosen();
  const chosen = new Set(ids);
  const rows = [...(list.page?.rows() ?? [])].filter(({ entry_id }) => chosen.has(entry_id));
  return {
    list: name,
    ids,
    source: origin === "queue" ? { queue_entry_ids: ids } : { playlist_entry_ids: ids },
    origin: { list: origin, entry_ids: ids },
    held: rows.flatMap(({ track }) => track ?? []),
    tracks: async () => (await list.tracks(ids)).map(({ id }) => id),
  };
}

async function inHistory({ plays }: Stores): Promise<Choice> {
  const ids = await plays.selection.chosen();
  const held = plays.tracksOf(ids);
  const track_ids = held.map(({ id }) => id);
  return { list: "history", ids, source: { track_ids }, origin: null, held, tracks: () => Promise.resolve(track_ids) };
}

/** What is chosen in a list now. */
export function choiceIn(stores: Stores, list: ListName): Promise<Choice> {
  if (list === "library") return inLibrary(stores);
  if (list === "history") return inHistory(stores);
  if (list === "queue") return amongEntries(stores.queue.list, list, "queue");
  return amongEntries(stores.playlists.list, list, stores.playlists.openId ?? 0);
}

/** The selection of a list. */
export function selectionIn({ selection, queue, playlists, plays }: Stores, list: ListName) {
  return { library: selection, queue: queue.list.selection, playlist: playlists.list.selection, history: plays.selection }[list];
}

/** Pick up what is chosen, with the row under the pointer; null for a row that is not read yet. */
export function lift(stores: Stores, list: ListName, row: { readonly id: number; readonly title: string } | null): Carried | null {
  if (!row) return null;
  const selection = selectionIn(stores, list);
  const count = selection.has(row.id) ? selection.size : 1;
  return {
    label: count === 1 ? row.title : counted(count, "track"),
    count,
    files: false,
    resolve: () => choiceIn(stores, list),
  };
}
