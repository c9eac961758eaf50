/** What is heard. The backend plays and says where; the page's own clock goes on from there. */
import { BackendError, type Backend } from "../backend";
import type { Acted, OutputDevice, PlayerState, PlayerUpdated, RequestMap, SettingsUpdated, Source } from "../contract.gen";
import { isOlder, type Reread, type Rereads } from "../reread";
import type { QueueStore } from "./queue.svelte";

/** Requests that only tell the player what to do. */
type Order = "player_play" | "player_pause" | "player_toggle" | "player_stop" | "player_seek" | "player_next"
  | "player_previous" | "player_sleep";

/** The settings that are a part of what is heard. */
const HEARD_BY: ReadonlySet<string> = new Set(["volume", "muted", "speed", "output_device"]);

/** Where in its track the player is at the moment `now`, in milliseconds since the Unix epoch. */
export function positionAt(state: PlayerState | null, now: number): number {
  if (!state) return 0;
  // A clock that was set back must not make the music run backwards.
  const passed = state.state === "playing" ? Math.max(0, now - state.position_at) * state.speed : 0;
  const position = state.position_ms + passed;
  return state.duration_ms > 0 ? Math.min(position, state.duration_ms) : position;
}

export class PlayerStore {
  readonly #backend: Backend;
  readonly #rereads: Rereads;
  readonly #reread: Reread;
  readonly #queue: QueueStore;
  #state = $state.raw<PlayerState | null>(null);
  #error = $state.raw<BackendError | null>(null);
  #refused = $state.raw<BackendError | null>(null);
  #lastList: number | null = null;

  constructor(backend: Backend, rereads: Rereads, queue: QueueStore) {
    this.#backend = backend;
    this.#rereads = rereads;
    this.#reread = rereads.kind(() => this.#read());
    this.#queue = queue;
  }

  /** What is heard, and from when the clock runs; null until it is read. */
  get state(): PlayerState | null {
    return this.#state;
  }
  /** The track that is heard or would be. */
  readonly track = $derived(this.#state?.track ?? null);
  /** The track that is playing or paused, and which of the two; null when the player has stopped. */
  readonly heard = $derived.by(() => {
    const state = this.#state;
    return state?.track && state.state !== "stopped" ? { id: state.track.id, playing: state.state === "playing" } : null;
  });
  get playing(): boolean {
    return this.#state?.state === "playing";
  }
  /** Why it could not be read. */
  get error(): BackendError | null {
    return this.#error;
  }
  /** Why the last thing a person asked for was not done; null when it was. */
  get refused(): BackendError | null {
    return this.#refused;
  }

  load(): Promise<void> {
    return this.#reread.now();
  }

  /** `player:updated` */
  apply(_event: PlayerUpdated, seq: number): void {
    this.#rereads.heard(this.#reread, seq, this.#state);
  }

  /** The queue has changed: what follows may be another track. */
  applyQueue(seq: number): void {
    this.#rereads.heard(this.#reread, seq, this.#state);
  }

  /** `settings:updated`: how it is heard is a setting, and how fast the clock runs with it. */
  applySettings({ key }: SettingsUpdated): void {
    if (HEARD_BY.has(key)) this.#reread.mark();
  }

  /** Something of these tracks has changed, or of any if none are named. */
  touch(track_ids?: readonly number[]): void {
    const { track, next } = this.#state ?? {};
    const shown = [track?.id, next?.id];
    if (!track_ids || track_ids.some((id) => shown.includes(id))) this.#reread.mark();
  }

  /** Read what is shown again. */
  reload(): void {
    this.#reread.mark();
  }

  /** Go on with what was paused, or play an entry of the queue from its beginning. */
  play(entry_id: number | null = null): Promise<void> {
    return this.#move("player_play", { entry_id });
  }

  /** Put a list in the place of the queue, and play it from a place of it; null when that failed. */
  async playSource(source: Source, place = 0): Promise<Acted | null> {
    const asked = this.#attempt(this.#queue.replacing(this.#backend.request("player_play_source", { source, place })));
    const [acted] = await Promise.all([asked, this.#reread.now()]);
    if (acted) this.#lastList = acted.act_id;
    return acted;
  }

  /** The act that put the last list into the queue that was played from here; null before the first. */
  get lastList(): number | null {
    return this.#lastList;
  }

  /** Pause, or go on. */
  toggle(): Promise<void> {
    return this.#order("player_toggle", {});
  }

  pause(): Promise<void> {
    return this.#order("player_pause", {});
  }

  stop(): Promise<void> {
    return this.#order("player_stop", {});
  }

  next(): Promise<void> {
    return this.#move("player_next", {});
  }

  previous(): Promise<void> {
    return this.#move("player_previous", {});
  }

  /** Go to a place in the track. It is over when the state that is shown has seen it. */
  seek(position_ms: number): Promise<void> {
    return this.#order("player_seek", { position_ms: Math.max(0, Math.round(position_ms)) });
  }

  /** Stop by itself after some minutes. */
  sleepAfter(minutes: number): Promise<void> {
    return this.#order("player_sleep", { minutes, end_of_track: false });
  }

  /** Stop by itself when the track has ended. */
  sleepAtEnd(): Promise<void> {
    return this.#order("player_sleep", { minutes: null, end_of_track: true });
  }

  /** Do not stop by itself. */
  stayAwake(): Promise<void> {
    return this.#order("player_sleep", { minutes: null, end_of_track: false });
  }

  /** What sound can come out of, the system's choice first. */
  async devices(): Promise<readonly OutputDevice[]> {
    return (await this.#backend.request("player_devices", {})).devices;
  }

  /** Take note that a person has seen why something was not done. */
  dismiss(): void {
    this.#refused = null;
  }

  #order<N extends Order>(name: N, body: RequestMap[N]["request"]): Promise<void> {
    return this.#shown(this.#backend.request(name, body));
  }

  /** The same of what may make another entry of the queue the current one. */
  #move<N extends Order>(name: N, body: RequestMap[N]["request"]): Promise<void> {
    return this.#shown(this.#queue.moving(this.#backend.request(name, body)));
  }

  /** Wait for a request, and for the read of what it led to, which is made right behind it. */
  async #shown(asked: Promise<unknown>): Promise<void> {
    await Promise.all([this.#attempt(asked), this.#reread.now()]);
  }

  /** Wait for a request. Why it was refused stays beside the player until it does what it is asked for again. */
  async #attempt<R>(asked: Promise<R>): Promise<R | null> {
    try {
      const reply = await asked;
      this.#refused = null;
      return reply;
    } catch (reason) {
      this.#refused = BackendError.from(reason);
      return null;
    }
  }

  async #read(): Promise<void> {
    try {
      const reply = this.#rereads.stamped(await this.#backend.request("player_state", {}));
      if (isOlder(reply, this.#state)) return;
      this.#state = reply;
      this.#error = null;
    } catch (reason) {
      this.#error = BackendError.from(reason);
    }
  }
}
