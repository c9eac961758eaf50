/** Short notices at the edge of the window. */
import { BackendError } from "../backend";
import type { Acted } from "../contract.gen";

/** One notice: what happened or what is wrong, and what to do about it. */
export interface Toast {
  readonly id: number;
  readonly kind: "done" | "error";
  readonly message: string;
  readonly hint: string;
  /** The id of the act the notice names, which can be undone from it as long as it is the newest. */
  readonly undo: number | null;
}

type Named = Pick<Acted, "label" | "act_id">;

export class ToastsStore {
  #toasts = $state.raw<readonly Toast[]>([]);
  #last = 0;

  get all(): readonly Toast[] {
    return this.#toasts;
  }

  /** Say that something was done. */
  done(message: string, hint = ""): void {
    this.#add({ kind: "done", message, hint, undo: null });
  }

  /** Say that an act was carried out that can be undone, as the history names it; nothing when nothing had to change. */
  acted({ label, act_id }: Named, hint = ""): void {
    if (label !== null) this.#add({ kind: "done", message: label, hint, undo: act_id });
  }

  /** Say that something failed, and what to do. */
  error(reason: unknown): void {
    const { message, hint } = BackendError.from(reason);
    this.#add({ kind: "error", message, hint, undo: null });
  }

  /** Wait for an act, and say so if it fails; returns what it resolved to, or null. */
  async attempt<R>(act: Promise<R>): Promise<R | null> {
    try {
      return await act;
    } catch (reason) {
      this.error(reason);
      return null;
    }
  }

  /** Wait for an act that can be undone, and name it; says nothing when it had nothing to change. */
  async act<R extends Named>(act: Promise<R>): Promise<R | null> {
    const done = await this.attempt(act);
    if (done) this.acted(done);
    return done;
  }

  /** An act was taken back: its notice would tell of something that is not so any more. */
  undone(label: string): void {
    this.#toasts = this.#toasts.filter(({ message }) => message !== label);
  }

  dismiss(id: number): void {
    this.#toasts = this.#toasts.filter((toast) => toast.id !== id);
  }

  #add(toast: Omit<Toast, "id">): void {
    // The same words again replace the notice instead of piling up; of several acts only the newest can be undone.
    const others = this.#toasts
      .filter(({ message }) => message !== toast.message)
      .map((other) => (toast.undo === null ? other : { ...other, undo: null }));
    this.#toasts = [...others.slice(-3), { id: ++this.#last, ...toast }];
  }
}
