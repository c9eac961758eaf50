/** Something a dialog asks the backend for, whose failure is shown in it, where it can be put right. */
import { BackendError } from "../backend";

export class Attempt {
  #busy = $state(false);
  #error = $state.raw<BackendError | null>(null);

  /** Whether it is under way. */
  get busy(): boolean {
    return this.#busy;
  }
  /** What the last one failed with; null when it did not, or the person has begun to put it right. */
  get error(): BackendError | null {
    return this.#error;
  }

  /** Wait for an act, and keep what it fails with. */
  async run(act: () => Promise<void>): Promise<void> {
    this.#busy = true;
    this.#error = null;
    try {
      await act();
    } catch (reason) {
      this.#error = BackendError.from(reason);
    } finally {
      this.#busy = false;
    }
  }

  /** The person has begun to put it right. */
  forgive(): void {
    this.#error = null;
  }
}
