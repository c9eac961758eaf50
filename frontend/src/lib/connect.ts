/**
 * The listening side of the window: one handler for each event, and the order in which a window comes to life.
 *
 * Listen to everything first, then subscribe, then load, then apply what came meanwhile. A reload goes the same way. A
 * missing handler, a misspelt name or a wrong field does not compile.
 */
import { BackendError, type Backend } from "./backend";
import { EVENT_NAMES, type EventMap, type EventName } from "./contract.gen";
import type { Stores } from "./stores";

/** One handler for every event. `seq` is the last change that was told of with it. */
export type Handlers = { readonly [N in EventName]: (event: EventMap[N], seq: number) => void };

/** What each event does, by the stores it concerns. */
export function handlersOf(stores: Stores, acknowledge: (seq: number) => void): Handlers {
  const { library, selection, queue, playlists, favorites, history, folders, scan, settings } = stores;
  const { player, plays, artwork, lyrics } = stores;
  return {
    "library:updated": (event, seq) => {
      library.apply(event, seq);
      selection.apply(event);
      queue.list.touch(event.track_ids, seq);
      playlists.list.touch(event.track_ids, seq);
      player.touch(event.track_ids);
      plays.touch(event.track_ids);
      artwork.touch(event.track_ids);
      lyrics.touch(event.track_ids);
      folders.applyLibrary();
    },
    "queue:updated": (event, seq) => {
      queue.apply(event, seq);
      player.applyQueue(seq);
    },
    "queue:state-changed": (event, seq) => {
      queue.applyState(event, seq);
      player.applyQueue(seq);
    },
    "favorites:updated": (event, seq) => {
      favorites.apply(event, seq);
    },
    "playlists:updated": (event, seq) => {
      playlists.apply(event, seq);
    },
    "history:updated": (event, seq) => {
      history.apply(event, seq);
    },
    "player:updated": (event, seq) => {
      player.apply(event, seq);
      plays.changed();
    },
    "view:updated": (event) => {
      library.applyView(event);
    },
    "settings:updated": (event, seq) => {
      settings.apply(event, seq);
      playlists.applySettings(event);
      player.applySettings(event);
    },
    "folders:updated": (event) => {
      folders.apply(event);
      library.applyFolders();
      queue.list.touch();
      playlists.list.touch();
      player.touch();
      plays.touch();
    },
    "library:scan-progress": (event) => {
      scan.apply(event);
    },
    "library:scan-complete": (event) => {
      scan.applyComplete(event);
      folders.apply();
    },
    "feed:reset": () => {
      stores.reload();
    },
    "feed:flushed": ({ seq }) => {
      acknowledge(seq);
    },
  };
}

/**
 * Gathers the events of a flush, and hands them over together at its end, which tells up to where they go.
 *
 * So all they have read again is asked for at once, and once, and what the page has read already is not asked for at all.
 *
 * @param handOver gets the handling of one flush; it is acknowledged already, because an acknowledgement says "handed
 *   over": held back until slow stores have loaded, it would pass for a dead window
 */
export function inFlushes(
  handlers: Handlers,
  handOver: (handle: () => void) => void,
): <N extends EventName>(name: N, event: EventMap[N]) => void {
  let flush: ((seq: number) => void)[] = [];
  return (name, event) => {
    const handle = (seq: number): void => {
      try {
        handlers[name](event, seq);
      } catch (reason) {
        // One event that cannot be handled must not keep the others, or the acknowledgement, from being handled.
        console.error(`${name} could not be handled.`, reason);
      }
    };
    if (name !== "feed:flushed") {
      flush.push(handle);
      return;
    }
    const { seq } = event as EventMap["feed:flushed"];
    const events = flush;
    flush = [];
    handle(seq);
    handOver(() => {
      for (const each of events) each(seq);
    });
  };
}

/** Acknowledges flushes one after the other; of those that wait, only the newest counts. */
export class Acknowledger {
  readonly #backend: Backend;
  #newest = 0;
  #acknowledged = 0;
  /** A flush came that no acknowledgement sent so far answers. Its `seq` may be the one before: views are not logged. */
  #owed = false;
  #sending = false;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** The last change that was handed over and acknowledged, and nothing newer is on its way. */
  get idle(): boolean {
    return !this.#sending;
  }
  get acknowledged(): number {
    return this.#acknowledged;
  }

  send(seq: number): void {
    this.#newest = Math.max(this.#newest, seq);
    this.#owed = true;
    if (!this.#sending) void this.#run();
  }

  async #run(): Promise<void> {
    this.#sending = true;
    try {
      while (this.#owed) {
        this.#owed = false;
        const seq = this.#newest;
        await this.#backend.request("feed_ack", { seq });
        this.#acknowledged = seq;
      }
    } catch (reason) {
      // The feed sends a flush that stays unacknowledged for seconds to a window it starts anew: nothing to do here.
      console.error("A flush could not be acknowledged.", reason);
    } finally {
      this.#sending = false;
    }
  }
}

/** A window's line to the backend. */
export interface Connection {
  /** Nothing is being read or acknowledged. */
  readonly idle: boolean;
  /** The last change whose events were handled, or which was there before them. */
  readonly acknowledged: number;
}

/**
 * Bring a window to life: listen, subscribe, load, apply what came meanwhile.
 *
 * @throws BackendError when the feed cannot be subscribed to; a store that cannot load shows its own error instead
 */
export async function connect(backend: Backend, stores: Stores): Promise<Connection> {
  const acknowledger = new Acknowledger(backend);
  const handlers = handlersOf(stores, (seq) => {
    acknowledger.send(seq);
  });
  let waiting: (() => void)[] | null = [];
  const receive = inFlushes(handlers, (handle) => {
    if (waiting) waiting.push(handle);
    else stores.rereads.gather(handle);
  });
  const listening = EVENT_NAMES.map((name) =>
    backend.listen(name, (event) => {
      receive(name, event);
    }),
  );
  const unlisten = await Promise.all(listening);
  let subscribed: number;
  try {
    subscribed = stores.rereads.stamped(await backend.request("feed_subscribe", {})).seq;
  } catch (reason) {
    for (const stop of unlisten) stop();
    throw BackendError.from(reason);
  }
  await stores.load();
  const meanwhile = waiting;
  waiting = null;
  stores.rereads.gather(() => {
    for (const handle of meanwhile) handle();
  });

  return {
    get idle() {
      return acknowledger.idle && stores.rereads.idle;
    },
    get acknowledged() {
      // Of what came before, the reads of the load have told.
      return Math.max(subscribed, acknowledger.acknowledged);
    },
  };
}
