/** The windows of the app: each is a view of the same data. */
import type { Backend } from "../backend";

export class WindowsStore {
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Open another one. */
  async open(): Promise<void> {
    await this.#backend.request("window_open", {});
  }

  /** Open the small one with the player alone, or bring it to the front. */
  async openMini(): Promise<void> {
    await this.#backend.request("window_open_mini", {});
  }
}
