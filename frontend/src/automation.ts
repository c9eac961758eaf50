/** What tests that drive the window from outside may look at. It is there only in a window that is being driven. */
import type { Connection } from "./lib/connect";
import type { Stores } from "./lib/stores";

/** `window.__dunnock` */
export interface Automation {
  readonly stores: {
    /** The state of all stores as plain JSON. */
    readonly dump: () => unknown;
  };
  /** Nothing is being read, nothing is owed that could be read now, and the last flush is acknowledged. */
  readonly idle: () => boolean;
}

/** Show the stores to whoever drives the window. `connection` is null until the window has come to life. */
export function expose(stores: Stores, connection: () => Connection | null): void {
  const { library, selection, queue, playlists, history, folders, scan, settings, navigation } = stores;
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
          error: library.error?.message ?? null,
          rows: library.page?.current() ?? null,
        },
        queue: { state: queue.state, rows: queue.list.page?.current() ?? null },
        playlists: {
          all: playlists.all,
          open: playlists.openId,
          rows: playlists.list.page?.current() ?? null,
        },
        history: { undo: history.undo, redo: history.redo },
        selection: { ids: [...selection.ids], focus: selection.focusId },
        folders: folders.all,
        scan: { jobs: scan.jobs, errors: scan.errors?.total ?? null },
        settings: settings.values,
        place: navigation.place,
        acknowledged: connection()?.acknowledged ?? null,
      }),
    },
    idle: () => connection()?.idle ?? false,
  };
  Object.assign(window, { __dunnock: automation });
}
