/** What the benchmark may ask a page for. */
import type { Backend } from "../src/lib/backend";
import type { EventName } from "../src/lib/contract.gen";
import type { Stores } from "../src/lib/stores";
import type { Answers } from "./control";
import { Load } from "./load";
import type { Recorder } from "./recorder";
import { Right, type Expected } from "./right.svelte";

/** Milliseconds between two looks at whether something is over; no time that is reported is taken by such a look. */
const LOOK = 5;

/** How long a change may take to be seen before it counts as lost. */
const LOST = 10_000;

const one = (testid: string): HTMLElement | null => document.querySelector(`[data-testid="${testid}"]`);
const firstRow = (): Element | null => document.querySelector('[data-testid="track-row"][data-index="0"]');

/** What a person sees of each event. */
const SIGHTS: Partial<Record<EventName, () => unknown>> = {
  "library:updated": () => firstRow()?.textContent,
  "queue:updated": () => one("queue-length")?.dataset.length,
  "favorites:updated": () => firstRow()?.querySelector('[data-testid="favorite-toggle"]')?.ariaPressed,
  "playlists:updated": () => one("playlist-item")?.textContent,
  "settings:updated": () => document.documentElement.dataset.theme,
  "library:scan-progress": () => one("scan-progress")?.dataset.scanned,
  "library:scan-complete": () => one("scan-progress")?.dataset.status,
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await pause(LOOK);
}

/** The moments of one event, on this page's clock. */
interface Moments {
  readonly handler: number;
  readonly page: number;
  readonly frame: number;
}

export class Commands {
  readonly #backend: Backend;
  readonly #stores: Stores;
  readonly #recorder: Recorder;
  readonly #load: Load;
  readonly #right: Right;
  #watched: Promise<Moments> | null = null;

  constructor(backend: Backend, stores: Stores, recorder: Recorder) {
    this.#backend = backend;
    this.#stores = stores;
    this.#recorder = recorder;
    this.#load = new Load(backend);
    this.#right = new Right(stores);
  }

  readonly all: Answers = {
    clock: () => performance.now(),
    hidden: () => document.visibilityState === "hidden",
    ready: () => this.#stores.library.page !== null && this.#stores.rereads.idle,

    /** Run script for so long, so that the process of this window can be told from others. */
    spin: ({ ms }: { readonly ms: number }) => {
      const end = performance.now() + ms;
      while (performance.now() < end);
    },

    /** Look out for the next event of a name; `watched` tells what was seen. */
    watch: ({ event }: { readonly event: EventName }) => {
      this.#watched = this.#watch(event);
    },
    watched: () => this.#watched,

    /** Ask for changes one after the other, and wait for the event of each: ms from the request to the handler. */
    roundTrips: async ({ count, rest }: { readonly count: number; readonly rest: number }) => {
      const times = [];
      for (let volume = 1; volume <= count; volume++) {
        await pause(rest);
        const heard = this.#recorder.next("settings:updated");
        const began = performance.now();
        await Promise.all([this.#backend.request("settings_set", { key: "volume", value: volume }), heard]);
        times.push((await heard) - began);
      }
      return times;
    },

    /** Expect the list to begin with these rows, and count what happens from here. */
    begin: (asked: { readonly rows: readonly Expected[]; readonly scroll?: boolean; readonly click?: boolean }) => {
      this.#recorder.begin();
      this.#right.expect(asked.rows);
      this.#load.start(asked);
    },

    /** Wait until the rows are right, every event is in, and nothing is being read; tell what happened until then. */
    end: async ({ seq, events }: { readonly seq: number; readonly events: number }) => {
      await until(() => this.#right.since !== null && this.#hasHeard(seq, events) && this.#stores.rereads.idle);
      return { right: this.#right.since, ...this.#recorder.heard, ...this.#load.stop() };
    },

    /** Frame times of the page by itself, for so long. */
    frames: async ({ ms, scroll }: { readonly ms: number; readonly scroll: boolean }) => {
      this.#load.start({ scroll });
      await pause(ms);
      return this.#load.stop().frames;
    },

    /** Go back to the top of the list. */
    top: () => {
      for (const each of document.querySelectorAll("*")) if (each.scrollTop > 0) each.scrollTop = 0;
    },
  };

  #hasHeard(seq: number, events: number): boolean {
    const { flushed, heard } = this.#recorder;
    return flushed === null ? heard.events >= events : flushed >= seq;
  }

  async #watch(event: EventName): Promise<Moments> {
    const see = SIGHTS[event];
    if (!see) throw new Error(`${event} has no sight`);
    const heard = this.#recorder.next(event);
    const before = see();
    const page = new Promise<[page: number, frame: number]>((resolve, reject) => {
      const observer = new MutationObserver(() => {
        if (see() === before) return;
        const changed = performance.now();
        observer.disconnect();
        clearTimeout(lost);
        requestAnimationFrame(() => {
          resolve([changed, performance.now()]);
        });
      });
      const lost = setTimeout(() => {
        observer.disconnect();
        reject(new Error(`${event} has changed nothing: ${String(before)}`));
      }, LOST);
      observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    });
    const [changed, frame] = await page;
    return { handler: await heard, page: changed, frame };
  }
}
