/** The settings, shared by all windows. */
import { BackendError, type Backend } from "../backend";
import { DEFAULT_SETTINGS, type JsonValue, type Settings, type SettingsUpdated } from "../contract.gen";
import { isOlder, type Reread, type Rereads, type Stamp } from "../reread";

export class SettingsStore {
  readonly #backend: Backend;
  readonly #rereads: Rereads;
  readonly #reread: Reread;
  #stored = $state.raw<Settings>(DEFAULT_SETTINGS);
  /** Values on their way to the backend, so that a switch turns and a column stays where it was dropped at once. */
  #sent = $state.raw<Partial<Settings>>({});
  #error = $state.raw<BackendError | null>(null);
  #shown: Stamp | null = null;

  constructor(backend: Backend, rereads: Rereads) {
    this.#backend = backend;
    this.#rereads = rereads;
    this.#reread = rereads.kind(() => this.#read());
  }

  /** All settings as they are to be shown. */
  readonly values: Settings = $derived({ ...this.#stored, ...this.#sent });

  get error(): BackendError | null {
    return this.#error;
  }

  load(): Promise<void> {
    return this.#reread.now();
  }

  /** `settings:updated` */
  apply(_event?: SettingsUpdated): void {
    this.#reread.mark();
  }

  /**
   * Give a setting a value.
   *
   * @throws BackendError when the backend refuses it; the setting then shows its old value again
   */
  async set<K extends keyof Settings>(key: K, value: Settings[K]): Promise<void> {
    this.#sent = { ...this.#sent, [key]: value };
    try {
      // Every setting is plain JSON; an interface is not assignable to an index signature, so it is said here.
      await this.#backend.request("settings_set", { key, value: value as JsonValue });
      await this.#reread.now();
    } finally {
      if (this.#sent[key] === value) {
        const { [key]: _arrived, ...rest } = this.#sent;
        this.#sent = rest;
      }
    }
  }

  /** Give a setting its default again. */
  async reset(key: keyof Settings): Promise<void> {
    await this.#backend.request("settings_reset", { key });
  }

  async #read(): Promise<void> {
    try {
      const reply = this.#rereads.stamped(await this.#backend.request("settings_list", {}));
      if (isOlder(reply, this.#shown)) return;
      this.#shown = reply;
      this.#stored = { ...DEFAULT_SETTINGS, ...(reply.values as Partial<Settings>) };
      this.#error = null;
    } catch (reason) {
      this.#error = BackendError.from(reason);
    }
  }
}
