/** What tests that drive the window from outside may look at. It is there only in a window that is being driven. */
import type { Connection } from "./lib/connect";
import type { Stores } from "./lib/stores";
import type { Entry, EntryListStore } from "./lib/stores/entries.svelte";
import type { SelectionStore } from "./lib/stores/selection.svelte";

/** `window.__dunnock` */
export interface Automation {
  readonly stores: {
    /** The state of all stores as plain JSON. */
    readonly dump: () => unknown;
  };
  /** Have the numbers of tracks in the folders kept right from now on, as while a person looks at them. */
  readonly look: () => void;
  /** Nothing is being read, nothing is owed that could be read now, and the last flush is acknowledged. */
  readonly idle: () => boolean;
}

const selected = (selection: SelectionStore) => ({ ids: [...selection.ids], focus: selection.focusId });

const listed = (list: EntryListStore<Entry>) => ({
  total: list.total,
  rows: list.page?.sound() ?? [],
  selection: selected(list.selection),
  error: list.error?.message ?? null,
});

/** Show the stores to whoever drives the window. `connection` is null until the window has come to life. */
export function expose(stores: Stores, connection: () => Connection | null): void {
  const { library, selection, queue, playlists, history, folders, scan, settings, navigation, player, plays } = stores;
  let looking = false;
  const automation: Automation = {
    stores: {
      dump: () => ({
        library: {
          section: library.section,
          query: library.query,
          sort: library.sort,
          total: library.total,
          duration_ms: library.duration,
          view: library.revision,
          rows: library.page?.sound() ?? [],
          error: library.error?.message ?? null,
        },
        selection: selected(selection),
        queue: { ...listed(queue.list), state: queue.state, error: queue.error?.message ?? null },
        playlists: { all: playlists.all, error: playlists.error?.message ?? null },
        playlist: playlists.openId === null ? null : { id: playlists.openId, ...listed(playlists.list) },
        player: { state: player.state, error: player.error?.message ?? null },
        plays: plays.page && { total: plays.total, rows: plays.page.sound() },
        history: { undo: history.undo, undo_id: history.undoId, redo: history.redo },
        folders: folders.all,
        scan: { jobs: scan.jobs, errors: scan.errors?.total ?? null },
        settings: settings.values,
        place: navigation.place,
        acknowledged: connection()?.acknowledged ?? null,
      }),
    },
    look: () => {
      if (!looking) folders.watch();
      looking = true;
    },
    idle: () => connection()?.idle ?? false,
  };
  Object.assign(window, { __dunnock: automation });
}
