/** What can be undone and done again: one history for all windows and the command line. */
import { BackendError, type Backend } from "../backend";
import type { HistoryMoved, HistoryState, HistoryUpdated } from "../contract.gen";
import { isOlder, type Reread, type Rereads } from "../reread";

export class HistoryStore {
  readonly #backend: Backend;
  readonly #rereads: Rereads;
  readonly #reread: Reread;
  #state = $state.raw<HistoryState | null>(null);
  #error = $state.raw<BackendError | null>(null);

  constructor(backend: Backend, rereads: Rereads) {
    this.#backend = backend;
    this.#rereads = rereads;
    this.#reread = rereads.kind(() => this.#read());
  }

  /** The name of the act that undo would take back; null when there is none. */
  get undo(): string | null {
    return this.#state?.undo ?? null;
  }
  /** Its id, which tells it from others of the same name. */
  get undoId(): number | null {
    return this.#state?.undo_id ?? null;
  }
  /** The name of the act that redo would do again; null when there is none. */
  get redo(): string | null {
    return this.#state?.redo ?? null;
  }
  get error(): BackendError | null {
    return this.#error;
  }

  load(): Promise<void> {
    return this.#reread.now();
  }

  /** `history:updated` */
  apply(_event?: HistoryUpdated, seq = Infinity): void {
    this.#rereads.heard(this.#reread, seq, this.#state);
  }

  /** Take back the newest act, whoever did it; refused when it is not the one that is meant. */
  takeBack(act_id: number | null = null): Promise<HistoryMoved> {
    return this.#backend.request("history_undo", { act_id });
  }

  /** Do again the act that was taken back last. */
  doAgain(): Promise<HistoryMoved> {
    return this.#backend.request("history_redo", {});
  }

  async #read(): Promise<void> {
    try {
      const reply = this.#rereads.stamped(await this.#backend.request("history_state", {}));
      if (isOlder(reply, this.#state)) return;
      this.#state = reply;
      this.#error = null;
    } catch (reason) {
      this.#error = BackendError.from(reason);
    }
  }
}
