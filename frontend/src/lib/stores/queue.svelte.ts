/** The queue: what will be heard, in the order in which it will be heard, and how. */
import { BackendError, type Backend } from "../backend";
import type {
  Acted,
  PlaylistCreated,
  QueueAdded,
  QueueEntry,
  QueueState,
  QueueStateChanged,
  QueueUpdated,
  Repeat,
  Source,
} from "../contract.gen";
import { isOlder, type Reread, type Rereads } from "../reread";
import { EntryListStore } from "./entries.svelte";

/** Where additions go: to the end, after the current entry, or before an entry. */
export type QueuePlace = "end" | "next" | { readonly before: number };

export class QueueStore {
  readonly list: EntryListStore<QueueEntry>;
  readonly #backend: Backend;
  readonly #rereads: Rereads;
  readonly #reread: Reread;
  #state = $state.raw<QueueState | null>(null);
  #error = $state.raw<BackendError | null>(null);

  constructor(backend: Backend, rereads: Rereads) {
    this.#backend = backend;
    this.#rereads = rereads;
    this.#reread = rereads.kind(() => this.#read());
    this.list = new EntryListStore<QueueEntry>(rereads, {
      rows: (range) => backend.request("queue_rows", range),
      places: (entry_ids) => backend.request("queue_locate", { entry_ids }),
      ids: (range) => backend.request("queue_entry_ids", range),
    });
  }

  /** What plays, what follows it, and the modes; null until it is read. */
  get state(): QueueState | null {
    return this.#state;
  }
  get current(): number | null {
    return this.#state?.current_entry_id ?? null;
  }
  /** Entries in the queue. */
  get length(): number {
    const rows = this.list.page;
    // Both replies tell it; whichever has seen more.
    return (rows && (!this.#state || isOlder(this.#state, rows.stamp)) ? rows.total : this.#state?.total) ?? 0;
  }
  get error(): BackendError | null {
    return this.#error ?? this.list.error;
  }

  async load(): Promise<void> {
    await Promise.all([this.#reread.now(), this.list.load()]);
  }

  /** `queue:updated` */
  apply(_event: QueueUpdated, seq: number): void {
    this.#rereads.heard(this.#reread, seq, this.#state);
    this.list.changed(seq);
  }

  /**
   * `queue:state-changed`: with the current entry changes what counts as played. Whether it is another one cannot be told
   * from the state shown, which may have been read after the change and before this event.
   */
  applyState(_event: QueueStateChanged, seq: number): void {
    this.#rereads.heard(this.#reread, seq, this.#state);
    this.list.touch(undefined, seq);
  }

  /** Read what is shown again. */
  reload(): void {
    this.#reread.mark();
    this.list.changed();
  }

  add(source: Source, place: QueuePlace = "end"): Promise<QueueAdded> {
    const at = typeof place === "string" ? place : "end";
    const before_entry_id = typeof place === "string" ? null : place.before;
    return this.#act(this.#backend.request("queue_add", { source, at, before_entry_id }));
  }

  remove(entry_ids: readonly number[]): Promise<Acted> {
    return this.#act(this.#backend.request("queue_remove", { entry_ids }), entry_ids);
  }

  /** Move entries before another one, or to the end. */
  move(entry_ids: readonly number[], before_entry_id: number | null): Promise<Acted> {
    return this.#act(this.#backend.request("queue_move", { entry_ids, before_entry_id }));
  }

  clear(): Promise<Acted> {
    return this.#act(this.#backend.request("queue_clear", {}));
  }

  /** Remove all entries but the current one. */
  keepCurrent(): Promise<Acted> {
    return this.#act(this.#backend.request("queue_keep_current", {}));
  }

  /** Shuffle, or bring the order from before back. */
  shuffle(on: boolean): Promise<Acted> {
    return this.#act(this.#backend.request("queue_shuffle", { on }));
  }

  async repeat(mode: Repeat): Promise<void> {
    await this.#act(this.#backend.request("queue_repeat", { mode }), null);
  }

  async stopAfterCurrent(on: boolean): Promise<void> {
    await this.#act(this.#backend.request("queue_stop_after_current", { on }), null);
  }

  saveAsPlaylist(name: string): Promise<PlaylistCreated> {
    return this.#backend.request("queue_save_as_playlist", { name });
  }

  /** The player puts another list into the queue. */
  replacing<R>(act: Promise<R>): Promise<R> {
    return this.#act(act);
  }

  /** The player makes another entry the current one; with it changes what counts as played. */
  moving<R>(act: Promise<R>): Promise<R> {
    this.#reread.mark();
    this.list.touch();
    return act;
  }

  /**
   * Read again what an act changes right behind the act: the backend answers with its outcome.
   *
   * @param leaving the entries it takes out; null when it changes only the state
   */
  #act<R>(act: Promise<R>, leaving: readonly number[] | null = []): Promise<R> {
    this.#reread.mark();
    if (leaving) this.list.acting(leaving);
    return act;
  }

  async #read(): Promise<void> {
    try {
      const reply = this.#rereads.stamped(await this.#backend.request("queue_state", {}));
      if (isOlder(reply, this.#state)) return;
      this.#state = reply;
      this.#error = null;
    } catch (reason) {
      this.#error = BackendError.from(reason);
    }
  }
}
