/** The settings, shared by all windows. */
import { BackendError, type Backend } from "../backend";
import { DEFAULT_SETTINGS, type Acted, type JsonValue, type Settings, type SettingsUpdated } from "../contract.gen";
import { isOlder, type Reread, type Rereads, type Stamp } from "../reread";

/** A slider that is held sends no more often than this, in milliseconds. */
const HELD_INTERVAL = 100;

export class SettingsStore {
  readonly #backend: Backend;
  readonly #rereads: Rereads;
  readonly #reread: Reread;
  #stored = $state.raw<Settings>(DEFAULT_SETTINGS);
  /** Values of sliders that are held: they follow the hand, and are sent now and then. */
  #held = $state.raw<Partial<Settings>>({});
  #heldSentAt = -Infinity;
  #error = $state.raw<BackendError | null>(null);
  #shown: Stamp | null = null;

  constructor(backend: Backend, rereads: Rereads) {
    this.#backend = backend;
    this.#rereads = rereads;
    this.#reread = rereads.kind(() => this.#read());
  }

  /** All settings as they are to be shown. */
  readonly values: Settings = $derived({ ...this.#stored, ...this.#held });

  get error(): BackendError | null {
    return this.#error;
  }

  load(): Promise<void> {
    return this.#reread.now();
  }

  /** `settings:updated` */
  apply(_event?: SettingsUpdated, seq = Infinity): void {
    this.#rereads.heard(this.#reread, seq, this.#shown);
  }

  /**
   * Give a setting a value. It is shown when the database has it.
   *
   * @throws BackendError when the backend refuses it
   */
  async set<K extends keyof Settings>(key: K, value: Settings[K]): Promise<void> {
    // Every setting is plain JSON; an interface is not assignable to an index signature, so it is said here.
    const act = this.#backend.request("settings_set", { key, value: value as JsonValue });
    // Sent right behind the act, this read is mostly answered with its outcome; the one after the act always is.
    this.#reread.mark();
    await act;
    await this.#reread.now();
  }

  /** Show where a slider is held at the moment `at`, in milliseconds; the value is sent at most ten times a second. */
  async hold<K extends keyof Settings>(key: K, value: Settings[K], at: number): Promise<void> {
    this.#held = { ...this.#held, [key]: value };
    if (at - this.#heldSentAt < HELD_INTERVAL) return;
    this.#heldSentAt = at;
    await this.#backend.request("settings_set", { key, value: value as JsonValue });
  }

  /** A slider is let go: what it was last held at is its value. */
  async release(key: keyof Settings): Promise<void> {
    const value = this.#held[key];
    if (value === undefined) return;
    try {
      await this.set(key, value);
    } finally {
      // A slider that was taken again meanwhile keeps following the hand.
      if (this.#held[key] === value) {
        const { [key]: _released, ...rest } = this.#held;
        this.#held = rest;
      }
    }
  }

  /** Give a setting its default again. */
  reset(key: keyof Settings): Promise<Acted> {
    return this.#backend.request("settings_reset", { key });
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
