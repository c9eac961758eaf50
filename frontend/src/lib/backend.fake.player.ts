/** What the fake backend plays: no sound, and a clock that the test may hold. */
import { BackendError } from "./backend";
import type { Answers, Host } from "./backend.fake.entries";
import type { FakeLists } from "./backend.fake.lists";
import type { Artwork, Lyrics, OutputDevice, Playing, RequestName, Settings, Sleep } from "./contract.gen";

type PlayerRequest = Extract<RequestName, `player_${string}` | "plays_list" | "lyrics" | "artwork" | "artwork_image">;

interface StoredPlay {
  readonly play_id: number;
  readonly track_id: number;
  readonly started_at: number;
  readonly listened_ms: number;
  readonly counted: boolean;
}

const none = (what: string): BackendError =>
  new BackendError({ code: "not_found", message: `There is no ${what}.`, hint: "Choose something else." });

/** Milliseconds of a track after which `previous` begins it again. */
const RESTARTS_AFTER = 3000;

export class FakePlayer {
  state: Playing = "stopped";
  message: string | null = null;
  sleep: Sleep | null = null;
  devices: readonly OutputDevice[] = [{ name: "auto", description: "The system’s choice" }];
  plays: StoredPlay[] = [];
  readonly lyrics = new Map<number, Lyrics>();
  readonly artworks = new Map<number, Artwork>();
  readonly pictures = new Map<string, ArrayBuffer>();
  /** Milliseconds since the Unix epoch. */
  now: () => number = Date.now;

  readonly #host: Host;
  readonly #lists: FakeLists;
  readonly #settings: () => Settings;
  #positionMs = 0;
  #positionAt = 0;

  constructor(host: Host, lists: FakeLists, settings: () => Settings) {
    this.#host = host;
    this.#lists = lists;
    this.#settings = settings;
  }

  /** Where in the track it is now. */
  get position(): number {
    const { speed } = this.#settings();
    return this.state === "playing" ? this.#positionMs + (this.now() - this.#positionAt) * speed : this.#positionMs;
  }

  /** The track is heard, paused or stopped from somewhere on; says so as `player:updated`. */
  be(state: Playing, position_ms = this.position, message: string | null = null): void {
    this.#positionMs = position_ms;
    this.#positionAt = this.now();
    this.state = state;
    this.message = message;
    this.tell();
  }

  /** Say what is heard now. */
  tell(): void {
    const { volume, muted, speed } = this.#settings();
    const track = this.#current();
    this.#host.commit("player:updated", {
      state: this.state, entry_id: this.#lists.queue.current, track_id: track?.id ?? null,
      duration_ms: track?.duration_ms ?? 0, position_ms: this.#positionMs, position_at: this.#positionAt,
      volume, muted, speed, message: this.message,
    });
  }

  /** A track was heard, wholly or not; says so as the real one does. */
  heard(track_id: number, listened_ms: number, counted: boolean): void {
    this.plays = [{ play_id: this.plays.length + 1, track_id, started_at: this.now(), listened_ms, counted }, ...this.plays];
    if (counted) this.#host.commit("library:updated", { action: "updated", track_ids: [track_id] });
    this.tell();
  }

  #current() {
    return this.#lists.queueRows().find(({ entry_id }) => entry_id === this.#lists.queue.current)?.track ?? null;
  }

  #begin(entry_id: number): Record<string, never> {
    if (entry_id !== this.#lists.queue.current) this.#lists.makeCurrent(entry_id);
    this.be("playing", 0);
    return {};
  }

  #go(): Record<string, never> {
    const { order, current } = this.#lists.queue;
    const [first] = order;
    if (first === undefined) throw none("music in the queue");
    if (current === null) return this.#begin(first);
    this.be("playing");
    return {};
  }

  #step(by: 1 | -1): Record<string, never> {
    const { order, current } = this.#lists.queue;
    const next = order[order.indexOf(current ?? 0) + by];
    if (by === -1 && (this.position > RESTARTS_AFTER || next === undefined)) this.be(this.state, 0);
    else if (next === undefined) this.be("stopped", 0);
    else this.#begin(next);
    return {};
  }

  readonly answers: Answers<PlayerRequest> = {
    player_state: () => {
      const { order, current } = this.#lists.queue;
      const rows = this.#lists.queueRows();
      const { volume, muted, speed, output_device } = this.#settings();
      const track = this.#current();
      return {
        ...this.#host.stamp(), state: this.state, entry_id: current, track,
        next: rows[order.indexOf(current ?? 0) + 1]?.track ?? null, duration_ms: track?.duration_ms ?? 0,
        position_ms: this.#positionMs, position_at: this.#positionAt, volume, muted, speed, output_device,
        sleep: this.sleep, message: this.message,
      };
    },
    player_play: ({ entry_id = null }) => (entry_id === null ? this.#go() : this.#begin(entry_id)),
    player_play_source: ({ source, place = 0 }) => {
      const acted = this.#lists.replaceQueue(source, place);
      this.be("playing", 0);
      return acted;
    },
    player_pause: () => {
      this.be("paused");
      return {};
    },
    player_toggle: () => {
      if (this.state !== "playing") return this.#go();
      this.be("paused");
      return {};
    },
    player_stop: () => {
      this.be("stopped", 0);
      return {};
    },
    player_seek: ({ position_ms }) => {
      this.be(this.state, position_ms);
      return {};
    },
    player_next: () => this.#step(1),
    player_previous: () => this.#step(-1),
    player_sleep: ({ minutes = null, end_of_track = false }) => {
      const at = minutes === null ? null : this.now() + minutes * 60_000;
      this.sleep = at === null && !end_of_track ? null : { at, end_of_track };
      this.tell();
      return {};
    },
    player_devices: () => ({ devices: this.devices }),
    plays_list: ({ start, count }) => {
      const rows = this.plays.slice(start, start + count).map(({ track_id, ...play }) => {
        return { ...play, track: this.#host.track(track_id) };
      });
      return { ...this.#host.stamp(), total: this.plays.length, start, rows };
    },
    lyrics: ({ track_id }) => this.lyrics.get(track_id) ?? { synced: false, source: null, lines: [] },
    artwork: ({ track_id }) => this.artworks.get(track_id) ?? { artwork_id: null, accent: null },
    artwork_image: ({ artwork_id }) => {
      const picture = this.pictures.get(artwork_id);
      if (!picture) throw none("such picture");
      return picture;
    },
  };
}
