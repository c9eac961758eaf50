/** What goes on in the page while a burst arrives: its frames, what blocks it, and how soon requests are answered. */
import type { Backend } from "../src/lib/backend";

/** WebKit runs timers at most every so many ms: a longer wait is time in which the page could do nothing. */
const TIMER = 4;

/** Milliseconds between two requests of a person who clicks as fast as they can. */
const CLICK = 50;

/** The list that is scrolled. */
const LIST = '[data-testid="track-list"]';

/** What was seen between `start` and `stop`. */
export interface Seen {
  readonly frames: readonly number[];
  readonly longestBlock: number;
  readonly answers: readonly number[];
}

const scroller = (): Element | null => {
  const list = document.querySelector(LIST);
  const inside = list?.querySelectorAll("*") ?? [];
  return [list, ...inside].find((each) => each && each.scrollHeight > each.clientHeight * 4) ?? null;
};

export class Load {
  readonly #backend: Backend;
  #frames: number[] = [];
  #answers: number[] = [];
  #longestBlock = 0;
  #running = false;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Begin to look; scroll the list meanwhile, or send requests, if asked to. */
  start({ scroll = false, click = false }: { readonly scroll?: boolean; readonly click?: boolean }): void {
    this.#frames = [];
    this.#answers = [];
    this.#longestBlock = 0;
    this.#running = true;
    this.#followFrames(scroll ? scroller() : null);
    this.#followTimers();
    if (click) void this.#click();
  }

  /** Stop looking. */
  stop(): Seen {
    this.#running = false;
    const { frames, answers, longestBlock } = { frames: this.#frames, answers: this.#answers, longestBlock: this.#longestBlock };
    return { frames, answers, longestBlock };
  }

  #followFrames(list: Element | null): void {
    let last: number | null = null;
    const frame = (): void => {
      if (!this.#running) return;
      const now = performance.now();
      if (last !== null) this.#frames.push(now - last);
      last = now;
      if (list) list.scrollTop += 40;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  #followTimers(): void {
    let last = performance.now();
    const tick = (): void => {
      if (!this.#running) return;
      const now = performance.now();
      this.#longestBlock = Math.max(this.#longestBlock, now - last - TIMER);
      last = now;
      setTimeout(tick, TIMER);
    };
    setTimeout(tick, TIMER);
  }

  async #click(): Promise<void> {
    for (let volume = 0; this.#running; volume = (volume + 1) % 100) {
      const began = performance.now();
      await this.#backend.request("settings_set", { key: "volume", value: volume });
      this.#answers.push(performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, CLICK));
    }
  }
}
