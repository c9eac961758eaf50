/** Short notices at the edge of the window. */
import { BackendError } from "../backend";

/** One notice: what happened or what is wrong, and what to do about it. */
export interface Toast {
  readonly id: number;
  readonly kind: "done" | "error";
  readonly message: string;
  readonly hint: string;
}

export class ToastsStore {
  #toasts = $state.raw<readonly Toast[]>([]);
  #last = 0;

  get all(): readonly Toast[] {
    return this.#toasts;
  }

  /** Say that something was done. */
  done(message: string): void {
    this.#add("done", message, "");
  }

  /** Say that something failed, and what to do. */
  error(reason: unknown): void {
    const { message, hint } = BackendError.from(reason);
    this.#add("error", message, hint);
  }

  /** Wait for an act, and say so if it fails. */
  async attempt(act: Promise<unknown>): Promise<void> {
    try {
      await act;
    } catch (reason) {
      this.error(reason);
    }
  }

  dismiss(id: number): void {
    this.#toasts = this.#toasts.filter((toast) => toast.id !== id);
  }

  #add(kind: Toast["kind"], message: string, hint: string): void {
    // The same words again replace the notice instead of piling up.
    const others = this.#toasts.filter((toast) => toast.message !== message);
    this.#toasts = [...others.slice(-3), { id: ++this.#last, kind, message, hint }];
  }
}
